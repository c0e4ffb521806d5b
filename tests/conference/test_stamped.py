"""Whatever public pages read live raises its stamp, however it is written and removed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from alliance.models import (
    Alliance,
    AllianceRole,
    Membership,
    MembershipStep,
    Representative,
    Task,
    Tier,
)
from conference.attendance.models import Question, ReplyForm
from conference.images import checked_image
from conference.models import Conference, SiteIdentity, Stamp, Stamped
from conference.news.models import Article, ArticlePicture, Attachment
from conference.people.models import Organization, Person
from conference.program.models import Release
from conference.program.release.publishing import publish
from tests.factories import (
    DAY,
    at,
    make_alliance,
    make_article,
    make_attachment,
    make_conference,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_picture,
    make_reply_form,
    make_role,
    make_session,
)
from tests.forgetting import forget_everything
from tests.pages import crawl

pytestmark = pytest.mark.django_db

READ_LIVE = {
    *(Alliance, AllianceRole, Membership, MembershipStep, Representative, Task, Tier),
    *(Article, ArticlePicture, Attachment),
    *(ReplyForm, Question, Organization, Person, Conference, Release, SiteIdentity),
}

# Tables that public pages ask, and whose rows raise no stamp by themselves.
RAISED_BY_ACTS = {
    "conference_stamp": "the stamps themselves",
    "program_publishedrole": "written with a release, by the act that raises its stamps",
    "attendance_registration": "seats: each act of registering raises them once for all its rows; "
    "a registration goes by itself with its conference alone, which raises them",
    "attendance_registration_sessions": "the same",
    "attendance_sessionwait": "the same",
    "program_session": "whether a code was ever published: it is for good",
    "program_participation": "the same",
    "news_historicalarticle": "written with each save of its article",
    "people_merged": "written with two rows of the directory, which raise theirs",
    "django_session": "the reply form alone, which is kept nowhere",
}


def row_of(model):
    if model is Conference:
        return make_conference()
    if model is SiteIdentity:
        return SiteIdentity.objects.create(name_en="Sample Society")
    if model is Release:
        conference = make_conference()
        make_session(conference)
        return publish(conference)
    if model is ReplyForm:
        return make_reply_form(make_conference())
    if model is Question:
        return Question.objects.create(form=make_reply_form(make_conference()), label_en="Diet?")
    if model is Article:
        return Article.objects.create(
            conference=make_conference(), slug="news", title_en="News", published_on="2026-05-20"
        )
    if model is ArticlePicture:
        article = make_article(make_conference())
        return article.pictures.create(image=checked_image(make_picture()))
    if model is Attachment:
        return make_attachment(make_conference())
    if model is Organization:
        return make_organization()
    if model is Person:
        return make_person()
    alliance = Alliance.objects.create(slug="alliance", name_en="Alliance")
    if model is Alliance:
        return alliance
    if model in (Task, Tier):
        return model.objects.create(alliance=alliance, name_en="One")
    if model is AllianceRole:
        return model.objects.create(
            alliance=alliance, organization=make_organization(), role="initiator"
        )
    member = Membership.objects.create(alliance=alliance, organization=make_organization())
    if model is MembershipStep:
        return member.steps.get()
    if model is Membership:
        models.QuerySet(MembershipStep).filter(membership=member).delete()
        return member
    return Representative.objects.create(membership=member, person=make_person())


def values():
    return dict(Stamp.objects.values_list("scope", "value"))


def tables_asked(client, *paths):
    """{table: a page that asks it} of the pages that the paths lead to, made anew each."""
    found = {}

    class Watching:
        def get(self, path):
            forget_everything()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
            assert answer.status_code in (200, 302, 404), path
            for query in queries:
                for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]):
                    found.setdefault(table, path)
            return answer

    crawl(Watching(), *paths)
    return found


def test_every_table_that_public_pages_ask_is_stamped_or_says_why_not(client):
    SiteIdentity.objects.create(name_en="Sample Society")
    conference = make_conference(slug="ai-2026")
    Question.objects.create(form=make_reply_form(conference), label_en="Diet?")
    forum = make_session(conference, kind="sub-forum", seats=5)
    participation = make_participation(conference)
    make_role(forum, participation, role="chair")
    article = make_article(conference, slug="held", published_on=DAY - timedelta(days=9))
    article.pictures.create(image=checked_image(make_picture()))
    make_attachment(conference, article=article)
    again = make_conference(slug="other")
    make_role(make_session(again), make_participation(again, participation.person))
    alliance = make_alliance(slug="reform", founded_at=conference)
    member = make_membership(alliance)
    Representative.objects.create(membership=member, person=participation.person)
    publish(conference)
    publish(again)
    home = "/en/conferences/ai-2026/"
    code, person = forum.code, participation.code

    with time_machine.travel(at("09:00", day=DAY - timedelta(days=2)), tick=False):
        asked = tables_asked(
            client,
            *("/en/", "/en/news/feed.xml", "/sitemap.xml", "/sitemaps/site.xml", "/en/offline/"),
            *("/sitemaps/conferences/ai-2026.xml", "/api/v1/alliances/", "/en/display/ai-2026/"),
            *(f"{home}{tail}" for tail in ("my/", "embed/", "embed/program.json", "offline.json")),
            *(f"{home}{tail}" for tail in ("schedule.ics", "changes/feed.xml", "news/feed.xml")),
            *(f"{home}my.ics?s={code}", f"{home}sessions/ZZZZZZ.ics", f"{home}register/"),
            *(f"{home}speakers/{person}/", f"{home}sessions/{code}/"),
        )

    stamped = {model._meta.db_table for model in READ_LIVE}
    unknown = {table: page for table, page in asked.items() if table not in stamped}
    assert unknown.keys() <= RAISED_BY_ACTS.keys(), unknown
    assert stamped - asked.keys() <= {"alliance_membershipstep"}  # told by the membership's state


def test_every_model_that_pages_read_live_is_stamped():
    assert {model for model in apps.get_models() if issubclass(model, Stamped)} == READ_LIVE


@pytest.mark.parametrize("model", sorted(READ_LIVE, key=lambda m: m.__name__), ids=str)
@pytest.mark.parametrize("act", ["save", "delete", "delete of a query"])
def test_writing_and_removing_a_row_raises_its_stamps(model, act):
    row = row_of(model)
    scopes, before = row.stamp_scopes(), values()

    if act == "save":
        if post_save not in model.stamped_acts:
            return
        row.save()
    elif act == "delete":
        models.Model.delete(row)  # whatever the model itself allows
    else:
        models.QuerySet(model).filter(pk=row.pk).delete()

    after = values()
    assert all(after[scope] > before.get(scope, 0) for scope in scopes)


def test_what_goes_with_its_conference_raises_its_stamps():
    form = row_of(ReplyForm)
    before = values()

    Conference.objects.filter(pk=form.conference_id).delete()

    assert values()[form.stamp_scopes()[1]] > before[form.stamp_scopes()[1]]
