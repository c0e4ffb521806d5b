"""Whatever public pages read live raises its stamp, however it is written and removed."""

import pytest
from django.apps import apps
from django.db import models

from alliance.models import (
    Alliance,
    AllianceRole,
    Membership,
    MembershipStep,
    Representative,
    Task,
    Tier,
)
from conference.attendance.models import ReplyForm
from conference.models import Conference, Stamp, Stamped
from conference.news.models import Article
from conference.people.models import Organization, Person
from tests.factories import (
    make_conference,
    make_organization,
    make_person,
    make_reply_form,
)

pytestmark = pytest.mark.django_db

READ_LIVE = {
    *(Alliance, AllianceRole, Membership, Representative, Task, Tier),
    *(ReplyForm, Article, Organization, Person),
}


def row_of(model):
    if model is ReplyForm:
        return make_reply_form(make_conference())
    if model is Article:
        return Article.objects.create(
            conference=make_conference(), slug="news", title_en="News", published_on="2026-05-20"
        )
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
    if model is Membership:
        models.QuerySet(MembershipStep).filter(membership=member).delete()
        return member
    return Representative.objects.create(membership=member, person=make_person())


def values():
    return dict(Stamp.objects.values_list("scope", "value"))


def test_every_model_that_pages_read_live_is_stamped():
    assert {model for model in apps.get_models() if issubclass(model, Stamped)} == READ_LIVE


@pytest.mark.parametrize("model", sorted(READ_LIVE, key=lambda m: m.__name__), ids=str)
@pytest.mark.parametrize("act", ["save", "delete", "delete of a query"])
def test_writing_and_removing_a_row_raises_its_stamps(model, act):
    row = row_of(model)
    scopes, before = row.stamp_scopes(), values()

    if act == "save":
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
