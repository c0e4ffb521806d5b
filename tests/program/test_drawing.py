"""Entries drawn by hand: what they say, in which language, and that nothing in them is markup."""

import pytest
from django.utils.translation import override
from lxml import html

from conference.program.addresses import place_of
from conference.program.document import read
from conference.program.drafting import draft_document
from conference.program.drawing import drawn
from tests.factories import (
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


def entry_of(conference, title, **options):
    place = place_of(read(draft_document(conference)))
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
        "Xingwei Wang UniversityChair: Xingwei Wang",
        "09:00–10:30Main HallPolicyin Chinese and English",
    ]
    assert entry.get("id") == entry.get("data-code") == session.code
    assert int(entry.get("data-starts")) == session.starts_at.timestamp()
    assert int(entry.get("data-ends")) == session.ends_at.timestamp()
    assert entry.xpath("h4/a/@href") == [
        f"/en/conferences/{conference.slug}/sessions/{session.code}/"
    ]


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


def test_entries_are_made_once_a_language_and_address():
    conference = make_conference()
    make_session(conference, "09:00", title_en="Opening")
    place = place_of(read(draft_document(conference)))

    assert drawn(place) is drawn(place)
    with override("zh-hans"):
        assert drawn(place) is not None
    assert len([key for key in place.program.kept if key[0] == "drawing"]) == 2
