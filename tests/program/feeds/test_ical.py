"""Calendars: what an event carries, when it counts as changed, whatever its text and zone."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override
from icalendar import Calendar

from conference import page_cache, stamps
from conference.program.release.publishing import publish
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.program.feeds.calendars import PUBLISHED, read, summaries

pytestmark = pytest.mark.django_db


def test_an_event_carries_what_calendars_need(client, conference):
    hall = make_room(conference, slug="hall", name_en="Main hall")
    track = make_track(conference, slug="teaching", name_en="Teaching")
    session = make_session(
        conference, "09:00", "09:45", room=hall, track=track, summary_en="In; short, \\ and sweet"
    )
    make_role(session)
    publish(conference, at=PUBLISHED)

    calendar = read(client)
    (event,) = calendar.walk("VEVENT")

    assert str(calendar["X-WR-CALNAME"]) == "Symposium on AI in Higher Education"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT1H"
    assert str(event["UID"]) == str(session.guid)
    assert event["DTSTAMP"].dt == PUBLISHED
    assert event["LAST-MODIFIED"].dt == PUBLISHED
    assert event["SEQUENCE"] == 0
    assert event["DTSTART"].dt == at("09:00")
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event["DTEND"].dt == at("09:45")
    assert str(event["SUMMARY"]) == "The future of educational big data"
    assert str(event["LOCATION"]) == "Main hall"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert event["CATEGORIES"].cats == ["keynote", "Teaching"]
    assert str(event["URL"]) == (
        f"{settings.PUBLIC_URL}/en/conferences/ai-2026/sessions/{session.code}/"
    )
    assert str(event["DESCRIPTION"]).splitlines() == [
        "speaker · Wang Xingwei",
        "In; short, \\ and sweet",
        "Venue: Academic Center, Shenyang",
        str(event["URL"]),
    ]
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Shanghai"


def test_the_same_release_gives_the_same_bytes_in_each_language(client, conference):
    make_session(conference, "09:00")
    publish(conference, at=PUBLISHED)

    first = client.get("/zh-hans/conferences/ai-2026/schedule.ics").content
    page_cache.store.clear()

    assert client.get("/zh-hans/conferences/ai-2026/schedule.ics").content == first
    assert summaries(read(client, language="zh-hans")) == ["教育大数据的未来"]


def test_a_change_raises_the_sequence_and_keeps_the_identity(client, conference):
    session = make_session(conference, "09:00")
    publish(conference, at=PUBLISHED)
    session.refresh_from_db()
    session.starts_at, session.ends_at = at("10:00"), at("10:30")
    session.save()
    publish(conference, at=PUBLISHED + timedelta(days=1))

    (event,) = read(client).walk("VEVENT")

    assert str(event["UID"]) == str(session.guid)
    assert event["SEQUENCE"] == 1
    assert event["LAST-MODIFIED"].dt == PUBLISHED + timedelta(days=1)
    assert event["DTSTART"].dt == at("10:00")


# What vdirsyncer leaves out when it compares an entry, with the head around it, with what it has.
NOT_COMPARED = r"(PRODID|METHOD|X-WR-CALNAME|LAST-MODIFIED|DTSTAMP|UID):"


def entries_as_compared(client):
    """{title: lines} of each entry with the head of its calendar."""
    body = client.get("/en/conferences/ai-2026/schedule.ics").content.decode()
    head, *events = re.split("BEGIN:VEVENT|BEGIN:VTIMEZONE.*END:VTIMEZONE", body, flags=re.DOTALL)
    lines = {re.search("SUMMARY.*:(.*)\r", e)[1]: f"{head}{e}".splitlines() for e in events[1:]}
    return {
        title: [line for line in rows if not re.match(NOT_COMPARED, line)]
        for title, rows in lines.items()
    }


def test_a_release_renews_only_what_it_changed_for_who_compares_entry_by_entry(client, conference):
    changed = make_session(conference, "09:00", title_en="Changed")
    make_session(conference, "10:00", title_en="Same")
    publish(conference, at=PUBLISHED)
    before = entries_as_compared(client)
    changed.refresh_from_db()
    changed.summary_en = "More"
    changed.save()
    publish(conference, at=PUBLISHED + timedelta(days=1))
    stamps.forget()

    after = entries_as_compared(client)

    assert len(before["Same"]) > 10
    assert after["Same"] == before["Same"]
    assert after["Changed"] != before["Changed"]


def test_a_cancelled_session_is_told_to_calendars(client, conference):
    session = make_session(conference, "09:00")
    publish(conference, at=PUBLISHED)
    session.refresh_from_db()
    session.status = "cancelled"
    session.save()
    publish(conference, at=PUBLISHED + timedelta(days=1))

    (event,) = read(client).walk("VEVENT")

    assert str(event["STATUS"]) == "CANCELLED"
    assert event["SEQUENCE"] == 1
    assert str(event["SUMMARY"]) == "Cancelled: The future of educational big data"


def test_a_sub_forum_appears_through_its_timed_talks(client, conference):
    hall = make_room(conference, name_en="Main hall")
    forum = make_session(
        conference, "10:00", "12:00", kind="sub-forum", title_en="Forum", room=hall
    )
    make_session(conference, "10:00", kind="talk", title_en="First talk", parent=forum)
    make_session(conference, kind="talk", title_en="Untimed talk", parent=forum)
    make_session(conference, "13:00", kind="sub-forum", title_en="Forum without talks")
    make_session(conference, kind="panel", title_en="Untimed panel")
    publish(conference, at=PUBLISHED)

    calendar = read(client)
    talk, forum_alone = calendar.walk("VEVENT")

    assert summaries(calendar) == ["First talk", "Forum without talks"]
    assert str(talk["LOCATION"]) == "Main hall"
    assert str(talk["DESCRIPTION"]).splitlines()[0] == "Forum"
    assert str(forum_alone["LOCATION"]) == "Venue / 会场"
    assert summaries(read(client, f"sessions/{forum.code}.ics")) == ["First talk"]


def test_an_agenda_without_times_is_an_empty_valid_calendar(client, conference):
    session = make_session(conference)
    publish(conference, at=PUBLISHED)

    for tail in ("schedule.ics", f"sessions/{session.code}.ics", f"my.ics?s={session.code}"):
        calendar = read(client, tail)
        assert calendar.walk("VEVENT") == []
        assert len(calendar.walk("VTIMEZONE")) == 1


def test_parts_of_the_program_have_calendars_of_their_own(client, conference):
    hall = make_room(conference, slug="hall", name_en="Main hall")
    track = make_track(conference, slug="teaching", name_en="Teaching")
    speaker = make_participation(conference, make_person())
    chair = make_participation(conference, make_person(name_zh="陈俊龙"))
    make_role(make_session(conference, "09:00", title_en="In the hall", room=hall), speaker)
    forum = make_session(conference, "10:00", "11:00", kind="sub-forum", track=track)
    make_session(conference, "10:00", kind="talk", title_en="In the track", parent=forum)
    make_role(forum, chair, "chair")
    publish(conference, at=PUBLISHED)

    assert summaries(read(client, "rooms/hall.ics")) == ["In the hall"]
    assert summaries(read(client, "tracks/teaching.ics")) == ["In the track"]
    assert summaries(read(client, f"speakers/{speaker.code}.ics")) == ["In the hall"]
    assert summaries(read(client, f"speakers/{chair.code}.ics")) == ["In the track"]
    hall_calendar = read(client, "rooms/hall.ics")
    assert str(hall_calendar["NAME"]) == "Symposium on AI in Higher Education · Main hall"


def test_a_zone_with_summer_time_is_described(client, conference):
    conference.time_zone = "Europe/Berlin"
    conference.starts_on = conference.ends_on = date(2026, 3, 29)
    conference.save()
    # The clocks go forward at 02:00 of this day.
    start = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    make_session(conference, start, start + timedelta(hours=1))
    publish(conference, at=PUBLISHED)

    calendar = read(client)
    (event,) = calendar.walk("VEVENT")

    assert event["DTSTART"].dt.astimezone(UTC) == start
    assert event["DTEND"].dt.astimezone(UTC) == start + timedelta(hours=1)
    assert {part.name for part in calendar.walk("VTIMEZONE")[0].subcomponents} == {
        "DAYLIGHT",
        "STANDARD",
    }


def test_hostile_text_cannot_break_out_of_a_line(client, conference):
    hostile = "A\r\nEND:VEVENT\r\nBEGIN:VEVENT\x00\x0b" + "长" * 200
    make_session(conference, "09:00", title_en=hostile.replace("\x00", ""), title_zh="")
    with override("en"):
        publish(conference, at=PUBLISHED)

    response = client.get("/en/conferences/ai-2026/schedule.ics")
    calendar = Calendar.from_ical(response.content)

    assert len(calendar.walk("VEVENT")) == 1
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_events_lie_on_the_local_day(client, conference):
    make_session(conference, at("00:30"), at("01:00"))
    publish(conference, at=PUBLISHED)

    (event,) = read(client).walk("VEVENT")

    assert event["DTSTART"].dt.date() == DAY


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+8", "America/New_York", "Asia/Kathmandu"])
def test_every_zone_gives_the_same_moments(client, conference, zone):
    conference.time_zone = zone
    conference.save()
    start = datetime(2026, 5, 20, 12, tzinfo=UTC)
    make_session(conference, start)
    publish(conference, at=PUBLISHED)

    (event,) = read(client).walk("VEVENT")

    assert event["DTSTART"].dt == start


def test_the_head_says_what_a_subscriber_needs(client, conference):
    make_session(conference, "09:00")
    publish(conference, at=PUBLISHED)

    body = client.get("/en/conferences/ai-2026/schedule.ics").content.decode()

    assert body.split("\r\nBEGIN:VTIMEZONE")[0].splitlines() == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lectern//ai-2026 release 1//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Symposium on AI in Higher Education",
        "X-WR-CALNAME:Symposium on AI in Higher Education",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "LAST-MODIFIED:20260501T080000Z",
    ]
    # What makes clients ask for an answer, ring a bell, or draw a wrong place on a map.
    assert not re.search("^(ORGANIZER|ATTENDEE|GEO)|VALARM", body, re.MULTILINE)


def test_slides_are_in_the_description(client, conference):
    session = make_session(conference, "09:00")
    session.links.create(
        kind="slides", title_en="Slides; all", url="https://example.org/a,b", is_released=True
    )
    publish(conference, at=PUBLISHED)

    (event,) = read(client).walk("VEVENT")

    assert "Slides; all · https://example.org/a,b" in str(event["DESCRIPTION"])


def test_an_empty_calendar_in_utc_holds_its_zone_because_it_must_hold_something(client):
    publish(make_conference(slug="ai-2026", time_zone="UTC"), at=PUBLISHED)

    calendar = read(client)

    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


def test_other_sites_may_read_every_feed(client, conference):
    hall, track = make_room(conference, slug="hall"), make_track(conference, slug="teaching")
    session = make_session(conference, "09:00", room=hall, track=track)
    role = make_role(session)
    publish(conference, at=PUBLISHED)
    tails = [
        *("schedule.ics", "schedule.xml", "schedule.json", "changes/feed.xml"),
        *("rooms/hall.ics", "tracks/teaching.ics", f"sessions/{session.code}.ics"),
        *(f"speakers/{role.participation.code}.ics", f"my.ics?s={session.code}", "news/feed.xml"),
    ]
    strict = Client(enforce_csrf_checks=True)
    for tail in tails:
        path = f"/en/conferences/ai-2026/{tail}"
        response = client.get(path, headers={"origin": "https://example.org"})
        asked = client.options(path)

        assert response["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in response
        assert (asked.status_code, asked["Allow"]) == (204, "GET, HEAD, OPTIONS")
        again = client.get(path, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
        assert client.head(path).status_code == 200
        assert strict.post(path).status_code == 405


def test_a_kept_feed_costs_no_query_and_a_miss_three_at_most(
    client, conference, django_assert_max_num_queries, django_assert_num_queries
):
    for n in range(3):
        make_role(make_session(conference, f"{9 + n}:00"))
    publish(conference, at=PUBLISHED)
    session = conference.sessions.first()
    for tail in ("schedule.ics", "schedule.xml", "schedule.json", f"my.ics?s={session.code}"):
        path = f"/en/conferences/ai-2026/{tail}"
        stamps.forget()
        with django_assert_max_num_queries(3):
            client.get(path)
        with django_assert_num_queries(0):
            client.get(path)


def test_an_event_says_in_which_language_its_texts_are(client, conference):
    make_session(
        conference,
        "09:00",
        title_en="",
        summary_zh="中文摘要",
        room=make_room(conference, name_en=""),
    )
    make_session(conference, "10:00", summary_zh="中文摘要", abstract_en="In English")
    publish(conference)

    alone, both = read(client).walk("VEVENT")

    languages = {
        name: alone[name].params["LANGUAGE"] for name in ("SUMMARY", "LOCATION", "DESCRIPTION")
    }
    assert languages == dict.fromkeys(("SUMMARY", "LOCATION", "DESCRIPTION"), "zh-Hans")
    assert both["SUMMARY"].params["LANGUAGE"] == both["DESCRIPTION"].params["LANGUAGE"] == "en"
    assert str(both["DESCRIPTION"]).splitlines()[0] == "In English"


def test_a_cancelled_event_says_so_in_the_language_of_its_title(client, conference):
    make_session(conference, "09:00", title_en="", status="cancelled")
    publish(conference)

    assert summaries(read(client)) == ["【取消】教育大数据的未来"]
