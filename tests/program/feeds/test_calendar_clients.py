"""What three independent libraries read from a calendar of ours is what we meant, in every zone."""

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.bilingual import Text
from conference.program.feeds import ical
from conference.program.feeds.vtimezone import vtimezone
from conference.program.release.document import FORMAT, read
from conference.program.release.texts import ANY_ROOM, plain
from tests.conftest import skip_or_fail
from tests.program.feeds.calendar_readers import (
    why_no_ical_js,
    with_ical_js,
    with_icalendar,
    with_vobject,
)
from tests.program.release.documents import golden

ZONES = (
    *("Asia/Shanghai", "Asia/Kathmandu", "UTC", "Etc/GMT+8", "Pacific/Kiritimati"),
    *(
        "Europe/Berlin",
        "Europe/Dublin",
        "Europe/London",
        "Africa/Abidjan",
        "America/New_York",
        "America/St_Johns",
    ),
    *("Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham", "America/Santiago"),
    *("Africa/Cairo", "Asia/Almaty", "Antarctica/Troll"),
)
YEARS = (2024, 2026, 2031, 2041)
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def program():
    return read(golden(FORMAT), number=1, published_at=datetime(2026, 1, 1, tzinfo=UTC))


def around_every_change(zone, year):
    """Moments before, at and after each change of the clocks in a year, and one in each month."""
    moments = [datetime(year, month, 15, 12, tzinfo=UTC) for month in range(1, 13)]
    hours = [datetime(year, 1, 1, tzinfo=UTC) + HALF_HOUR * n for n in range(2 * 24 * 366)]
    for before, after in pairwise(hours):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            moments += [after + HALF_HOUR * n for n in range(-6, 7)]
    return moments


def calendar_of(program, zone_name, moments):
    """(the calendar, {uid: (starts, ends)}) of a program with a session at each of `moments`."""
    zone = ZoneInfo(zone_name)
    days = [moment.astimezone(zone).date() for moment in moments]
    facts = replace(program.conference, time_zone=zone_name, starts_on=min(days), ends_on=max(days))
    template = program.entries()[0]
    sessions = [
        replace(
            template,
            guid=uuid.UUID(int=n),
            starts_at=moment.astimezone(zone),
            ends_at=(moment + HALF_HOUR).astimezone(zone),
        )
        for n, moment in enumerate(moments)
    ]
    program = replace(program, conference=facts, sessions=tuple(sessions))
    meant = {str(s.guid): (m, m + HALF_HOUR) for s, m in zip(sessions, moments, strict=True)}
    return ical.calendar(program, [entry_of(s) for s in sessions], name="x"), meant


def entry_of(session, **overrides):
    return SimpleNamespace(
        **{
            "session": session,
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
            "title": str(session.title),
            "room": None,
            "track": None,
            "subtitle": "",
            "said": Text(),
            "url": "https://example.org/x",
            "is_cancelled": False,
        }
        | overrides
    )


def times(found):
    return {uid: (read.starts, read.ends) for uid, read in found.items()}


@pytest.mark.parametrize("zone", ZONES)
def test_two_libraries_read_the_moments_that_were_meant(program, zone):
    for year in YEARS:
        body, meant = calendar_of(program, zone, around_every_change(ZoneInfo(zone), year))

        assert times(with_icalendar(body)) == meant
        assert times(with_vobject(body)) == meant


def test_ical_js_reads_the_moments_that_were_meant(program):
    if reason := why_no_ical_js():
        skip_or_fail("ICAL_JS", reason)
    for zone in ZONES:
        for year in (2026, 2041):
            body, meant = calendar_of(program, zone, around_every_change(ZoneInfo(zone), year))

            assert times(with_ical_js(body)) == meant, zone


def test_a_conference_over_new_year_and_one_of_many_years(program):
    for moments in (
        [datetime(2026, 12, 31, 23, tzinfo=UTC), datetime(2027, 1, 1, 5, tzinfo=UTC)],
        [datetime(year, 7, 1, tzinfo=UTC) for year in range(2020, 2032)],
    ):
        body, meant = calendar_of(program, "Europe/Berlin", moments)

        assert times(with_icalendar(body)) == times(with_vobject(body)) == meant


def test_a_time_that_the_wall_clock_shows_twice_is_told_in_utc(program):
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Berlin, and again an hour later
    body, meant = calendar_of(program, "Europe/Berlin", [first, first + timedelta(hours=1)])

    assert b"DTSTART:20261025T003000Z" in body
    assert b"DTSTART:20261025T013000Z" in body
    assert times(with_icalendar(body)) == times(with_vobject(body)) == meant


def test_a_zone_is_told_by_observances_without_rules():
    assert vtimezone("Asia/Shanghai", 2025, 2027) == (
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "TZNAME:CST",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
    assert vtimezone("Australia/Lord_Howe", 2026, 2026)[8:] == (
        "BEGIN:STANDARD",
        "DTSTART:20260405T020000",
        "TZOFFSETFROM:+1100",
        "TZOFFSETTO:+1030",
        "TZNAME:+1030",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20261004T020000",
        "TZOFFSETFROM:+1030",
        "TZOFFSETTO:+1100",
        "TZNAME:+11",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    )
    # Its winter is the exception in the tables; to readers it is summer time like elsewhere.
    dublin = vtimezone("Europe/Dublin", 2026, 2026)
    at = dublin.index("DTSTART:20260329T010000")
    assert dublin[at - 1 : at + 3 : 3] == ("BEGIN:DAYLIGHT", "TZOFFSETTO:+0100")


# --- Texts ---

TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "中文；，\\;,\n\r\t\"':=\u0301\u200d\ufe0f👩🔬👍🏽\x00\x0b\x85\u2028\u200f"
        ),
    ),
    min_size=1,
    max_size=120,
)


@settings(max_examples=30)
@given(title=TEXT, place=TEXT, words=TEXT)
def test_every_text_comes_back_as_it_was(title, place, words):
    program = read(golden(FORMAT), number=1, published_at=datetime(2026, 1, 1, tzinfo=UTC))
    session = program.entries()[0]
    room = replace(program.rooms[0], name=replace(program.rooms[0].name, en=place, zh=place))
    program = replace(program, rooms=(room, *program.rooms[1:]), tracks=())
    entry = entry_of(session, title=plain(title), room=room, said=Text(en=plain(words)))

    body = ical.calendar(program, [entry], name=plain(title))

    check_lines(body)
    for found in (with_icalendar(body), with_vobject(body)):
        (event,) = found.values()
        assert event.summary == plain(title)
        assert plain(words) in event.description
        assert event.location.strip()


def check_lines(body):
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", body)
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # cut between characters
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line)


def test_lines_are_folded_between_characters_and_not_inside_what_is_seen_as_one():
    family, accent = "👩‍🔬", "e\u0301"
    for padding in range(60, 80):
        text = "x" * padding + family + accent * 3 + "长" * 40
        folded = ical.folded(text)

        assert folded.replace("\r\n ", "") == text
        lines = folded.split("\r\n ")
        assert all(len(line.encode()) <= 75 - (n > 0) for n, line in enumerate(lines))
        assert not any(line.startswith(("\u200d", "\u0301", "🔬")) for line in lines)


def test_a_thousand_combining_marks_are_cut_somewhere():
    text = "e" + "\u0301" * 1000

    folded = ical.folded(text)

    assert folded.replace("\r\n ", "") == text
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))


def test_a_place_is_never_missing(program):
    session = program.entries()[0]

    body = ical.calendar(program, [entry_of(session)], name="x")

    assert with_vobject(body)[str(session.guid)].location == ANY_ROOM
