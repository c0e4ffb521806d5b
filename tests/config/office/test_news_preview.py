"""An article is looked at by the team before it is public, as readers will see it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import make_article, make_conference, make_member, make_session
from tests.pages import links

pytestmark = pytest.mark.django_db

BAR = "Preview of the draft"


@pytest.fixture
def conference():
    conference = make_conference(slug="spring", name_zh="研讨会", name_en="Symposium")
    make_session(conference, "09:00")
    return conference


@pytest.fixture
def article(conference):
    return make_article(
        conference,
        slug="held",
        title_zh="研讨会举行",
        title_en="Symposium held",
        lead_zh="导语",
        lead_en="In short",
        body_zh="**正文**",
        body_en="A *text*",
        written_by="Wang Quan",
        published_on=(timezone.now() - timedelta(days=2)).date(),
        is_public=False,
    )


def preview(article, language="en"):
    return f"/admin/program/preview/{article.conference_id}/{language}/news/{article.pk}/"


def enter(client, conference, role):
    client.force_login(make_member(conference, role))


def main_of(response):
    (main,) = html.document_fromstring(response.content.decode()).xpath("//main")
    return html.tostring(main, encoding="unicode")


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.EDITOR, Role.VIEWER])
def test_who_may_see_an_article_looks_at_it_in_both_languages(client, conference, article, role):
    enter(client, conference, role)

    english, chinese = (client.get(preview(article, code)) for code in ("en", "zh-hans"))

    text = english.content.decode()
    assert english.status_code == chinese.status_code == 200
    assert BAR in text
    assert "Symposium held" in text
    assert "<em>text</em>" in text
    assert "<strong>正文</strong>" in chinese.content.decode()
    assert preview(article, "zh-hans") in text  # the other language, in the preview too
    assert "og:title" not in text
    assert "/en/conferences/spring/news/" not in text  # nothing is public yet
    assert english["Cache-Control"].startswith("private, no-store")
    assert english["X-Robots-Tag"] == "noindex"


def test_others_get_no_look_at_it(client, conference, article):
    assert client.get(preview(article)).status_code == 302

    enter(client, make_conference(slug="autumn"), Role.ORGANIZER)
    assert client.get(preview(article)).status_code == 404

    enter(client, conference, Role.DESK)
    assert client.get(preview(article)).status_code == 403


def test_an_address_that_does_not_fit_together_is_none(client, conference, article):
    other = make_conference(slug="autumn")
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(make_member(other, Role.ORGANIZER, user=user))

    for address in (
        preview(article, "fr"),
        preview(article).replace(f"/{conference.pk}/en/", f"/{other.pk}/en/"),
        preview(article).replace(f"/{article.pk}/", "/99999/"),
    ):
        assert client.get(address).status_code == 404
    assert client.post(preview(article)).status_code == 405


def test_the_public_page_looks_as_the_preview_did(client, conference, article):
    publish(conference)
    enter(client, conference, Role.ORGANIZER)
    shown = main_of(client.get(preview(article)))

    article.is_public = True
    article.save()

    assert main_of(client.get("/en/conferences/spring/news/held/")) == shown


def test_the_form_leads_to_the_preview_until_the_article_is_on_show(client, conference, article):
    enter(client, conference, Role.ORGANIZER)
    form = f"/admin/news/article/{article.pk}/change/"
    assert links(client.get(form))["Preview"] == preview(article)
    blank = links(client.get(f"/admin/news/article/add/?conference={conference.pk}"))
    assert blank["Preview"] == f"/admin/program/preview/{conference.pk}/"  # of the menu

    publish(conference)
    article.is_public = True
    article.save()

    assert preview(article) not in links(client.get(form)).values()
