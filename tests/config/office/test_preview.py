"""The preview of a draft that has just been published looks as the public pages do."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from conference.program.release.publishing import publish
from tests.factories import (
    make_alliance,
    make_article,
    make_conference,
    make_member,
    make_participation,
    make_person,
    make_reply_form,
    make_role,
    make_room,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    """One whose pages say much that is not in a release."""
    now = timezone.now()
    starts = (now + timedelta(days=12)).replace(hour=1, minute=0, second=0, microsecond=0)
    days = {"starts_on": starts.date(), "ends_on": starts.date()}
    conference = make_conference(slug="ai-2026", **days)
    make_reply_form(conference, opens_at=now - timedelta(days=1), closes_at=starts, seats=40)
    make_article(conference, published_on=(now - timedelta(days=2)).date())
    make_alliance(name_en="Alliance for Teaching Reform", founded_at=conference)
    person = make_person()
    hour = timedelta(hours=1)
    for number in range(6):  # enough for a day in one look
        room = make_room(conference, slug=f"room-{number}")
        for place in range(8):
            begins = starts + place * hour
            make_session(conference, begins, begins + hour, room=room)
    forum = make_session(
        conference, starts + 9 * hour, starts + 10 * hour, kind="sub-forum", room=room, seats=80
    )
    make_role(forum, make_participation(conference, person), role="chair")
    publish(conference)
    elsewhere = make_conference(slug="other-2026", **days)
    there = make_session(elsewhere, starts, starts + hour, room=make_room(elsewhere, slug="hall"))
    make_role(there, make_participation(elsewhere, person))
    publish(elsewhere)
    return conference


def pages_of(conference):
    forum = conference.sessions.get(kind="sub-forum")
    speaker = conference.participations.get()
    yield from ("", "schedule/", "speakers/", "venue/")
    yield from (f"sessions/{forum.code}/", f"speakers/{speaker.code}/")


def drawn(response, base):
    """What a page says and shows, without what hands out a release: feeds, sharing, My agenda."""
    (main,) = html.document_fromstring(response.content.decode()).xpath("//main")
    for taken in main.xpath(
        ".//*[contains(@class, 'no-print')]|.//script|.//a[contains(., '.ics')]"
    ):
        taken.drop_tree()
    for link in main.xpath(".//a[contains(@href, '.ics')]"):
        (link.getparent() if link.getparent().get("class") == "actions" else link).drop_tree()
    return re.sub(r"\s+", " ", html.tostring(main, encoding="unicode").replace(base, "/"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_preview_shows_what_the_public_page_shows(client, conference, language):
    client.force_login(make_member(conference, "viewer"))
    public, preview = (
        f"/{language}/conferences/ai-2026/",
        f"/admin/program/preview/{conference.pk}/{language}/",
    )

    for tail in pages_of(conference):
        shown = drawn(client.get(f"{preview}{tail}"), preview).replace(public, "/")
        assert shown == drawn(client.get(f"{public}{tail}"), public), tail


def test_a_preview_tells_of_news_seats_and_registration(client, conference):
    client.force_login(make_member(conference, "viewer"))
    preview = f"/admin/program/preview/{conference.pk}/en/"
    forum = conference.sessions.get(kind="sub-forum")

    home = client.get(preview).content.decode()
    session = client.get(f"{preview}sessions/{forum.code}/").content.decode()

    assert 'href="/en/conferences/ai-2026/register/"' in home
    assert 'href="/en/conferences/ai-2026/news/"' in home
    assert "Alliance for Teaching Reform" in home
    assert "of 80 seats left" in session


def test_a_preview_links_no_public_page_before_there_is_one(client, conference):
    conference.releases.all().delete()
    client.force_login(make_member(conference, "viewer"))

    home = client.get(f"/admin/program/preview/{conference.pk}/en/")

    assert home.status_code == 200
    assert "/en/conferences/ai-2026/" not in home.content.decode()
