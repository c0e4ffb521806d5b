"""Entries drawn by hand: what they say, in which language, and that nothing in them is markup."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from lxml import html

from conference.program.public.drawing import drawn
from conference.program.release.addresses import place_of
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from tests.factories import (
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.pages import words

pytestmark = pytest.mark.django_db


def entry_of(conference, title, *, clock="08:00", **options):
    """As drawn at that time of the conference's day."""
    place = place_of(read(draft_document(conference)), at=at(clock))
    session = next(s for s in place.program.every_session() if s.title.en == title)
    return html.fragment_fromstring(drawn(place).entry(session, **options))


def test_an_entry_says_what_who_when_and_where():
    conference = make_conference()
    session = make_session(
        conference,
        "09:00",
        "10:30",
        title_en="Opening",
        language="both",
        room=make_room(conference, name_en="Main Hall"),
        track=make_track(conference, name_en="Policy"),
    )
    make_role(session, make_participation(conference, printed_organization_en="University"))
    make_role(session, make_participation(conference, make_person(name_zh="李明")), role="chair")

    entry = entry_of(conference, "Opening", level=4)

    assert [words(part) for part in entry] == [
        "Keynote",
        "Opening",
        "Wang Xingwei UniversityChair: Wang Xingwei",
        "09:00–10:30Main HallPolicyin Chinese and English",
    ]
    assert entry.get("id") == entry.get("data-code") == session.code
    assert int(entry.get("data-starts")) == session.starts_at.timestamp()
    assert int(entry.get("data-ends")) == session.ends_at.timestamp()
    assert entry.xpath("h4/a/@href") == [
        f"/en/conferences/{conference.slug}/sessions/{session.code}/"
    ]


def test_who_looks_for_a_room_is_told_that_it_is_open():
    conference = make_conference()
    make_room(conference)
    make_session(conference, "09:00", "10:00", title_en="Talk", kind="talk")
    make_session(conference, "10:00", "10:20", title_en="Tea break", kind="break")
    make_session(conference, "11:00", "12:00", title_en="For all", is_plenary=True)
    make_session(conference, "13:00", "14:00", title_en="Off", status="cancelled")
    make_session(conference, title_en="Untimed")

    def room(title):
        return [words(part) for part in entry_of(conference, title).find_class("session-room")]

    assert room("Talk") == ["Room to be announced"]
    assert [room(t) for t in ("Tea break", "For all", "Off", "Untimed")] == [[]] * 4


def test_where_there_are_no_rooms_none_is_looked_for():
    conference = make_conference()
    make_session(conference, "09:00", "10:00", title_en="Talk", kind="talk")

    assert entry_of(conference, "Talk").find_class("session-room") == []


def test_a_fallback_carries_its_language_in_both():
    conference = make_conference()
    make_session(conference, title_zh="", title_en="Only English")

    with override("zh-hans"):
        entry = entry_of(conference, "Only English")

    assert entry.xpath("h4//span[@lang='en']/text()") == ["Only English"]


def test_nothing_that_people_wrote_is_markup():
    hostile = "<script>alert(1)</script>\"'&"
    conference = make_conference()
    forum = make_session(
        conference,
        "09:00",
        "11:00",
        kind="sub-forum",
        title_en=hostile,
        room=make_room(conference, name_en=hostile),
        track=make_track(conference, name_en=hostile),
    )
    make_role(
        forum,
        make_participation(
            conference,
            make_person(given_name_en=hostile),
            printed_title_en=hostile,
            printed_organization_en=hostile,
        ),
    )
    make_session(conference, "09:00", kind="talk", title_en="x" + hostile, parent=forum)

    entry = entry_of(conference, hostile)

    assert entry.xpath("//script") == []
    assert words(entry).count("<script>alert(1)</script>\"'&") == 6
    assert entry.xpath(".//ol[contains(@class,'talks')]/li/@data-code")


def test_an_hour_that_comes_twice_is_told_apart():
    """In Berlin, 02:30 in summer time comes an hour before 02:30 in winter time."""
    conference = make_conference(
        time_zone="Europe/Berlin", starts_on=date(2026, 10, 25), ends_on=date(2026, 10, 25)
    )
    midnight = datetime(2026, 10, 24, 23, tzinfo=UTC)
    for title, hours in (("First", 1.5), ("Second", 2.5)):
        ends_at = midnight + timedelta(hours=hours)
        make_session(conference, midnight, ends_at, title_en=title)
    place = place_of(read(draft_document(conference)), at=at("08:00"))
    drawing = drawn(place)

    shown = [
        words(html.fragment_fromstring(drawing.entry(session)).find_class("clock")[0])
        for session in place.program.sessions
    ]

    assert shown == ["01:00–02:30 (UTC+2)", "01:00 (UTC+2)–02:30 (UTC+1)"]


def test_entries_are_made_once_a_language_and_address():
    conference = make_conference()
    make_session(conference, "09:00", title_en="Opening")
    place = place_of(read(draft_document(conference)))

    assert drawn(place) is drawn(place)
    with override("zh-hans"):
        assert drawn(place) is not None
    assert len([key for key in place.program.kept if key[0] == "drawing"]) == 2
