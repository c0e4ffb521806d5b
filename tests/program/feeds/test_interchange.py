"""schedule.xml and schedule.json: valid for their readers, the same as the other feeds."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from icalendar import Calendar
from jsonschema import Draft6Validator, FormatChecker
from lxml import etree

from conference.program.release import texts
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

pytestmark = pytest.mark.django_db

REFERENCE = Path(settings.BASE_DIR).parent / "shared" / "reference"

EVENT_KEYS = {
    *("guid", "id", "date", "start", "duration", "room", "slug", "url", "title", "subtitle"),
    *("track", "type", "language", "abstract", "persons", "links"),
}
EVENT_EXTRAS = {"code", "logo", "end", "description"}


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026", ends_on=DAY + timedelta(days=1))


@pytest.fixture
def full(conference):
    """Everything that could break a reader: Chinese alone, twins of names, one-letter slugs,
    characters that XML cannot hold, talks, cancelled and untimed sessions, no room.
    """
    hall = make_room(conference, slug="h", name_zh="主会场", name_en="", capacity=300)
    twin = make_room(conference, slug="h2", name_zh="主会场", name_en="")
    track = make_track(conference, slug="t", name_zh="教学", name_en="", color="#aa0000")
    keynote = make_session(
        conference,
        "09:00",
        "09:45",
        room=hall,
        track=track,
        title_zh="只有中文的标题",
        title_en="",
        summary_zh="摘要 & <em>",
        abstract_zh="**重点**：\n\n- 一\n- 二\x0b",
        language="zh",
    )
    make_role(keynote, make_participation(conference, make_person()))
    make_role(keynote, make_participation(conference, make_person(name_zh="陈俊龙")), "chair")
    make_session(conference, "09:45", "10:00", kind="break", title_zh="茶歇", title_en="Tea")
    forum = make_session(
        conference, "10:00", "12:00", kind="sub-forum", title_en="Forum", room=twin, track=track
    )
    make_session(conference, "10:00", kind="talk", title_en="Talk", parent=forum, language="both")
    make_session(conference, "13:00", kind="sub-forum", title_en="Alone", room=hall)
    make_session(conference, kind="panel", title_en="Untimed")
    make_session(conference, "14:00", title_en="Gone", status="cancelled", room=hall)
    late = at("23:30")
    make_session(conference, late, late + timedelta(hours=1), title_en="Past midnight", room=hall)
    make_session(conference, at("09:00", day=DAY + timedelta(days=1)), title_en="Next day")
    publish(conference, at=datetime(2026, 5, 1, tzinfo=UTC))
    return conference


def read_xml(client, language="en"):
    response = client.get(f"/{language}/conferences/ai-2026/schedule.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.c3voc.schedule+xml; charset=utf-8"
    # Giggity looks for both within the first kilobyte.
    assert b"<schedule" in response.content[:1024]
    assert b"<conference" in response.content[:1024]
    return etree.fromstring(response.content)


def read_json(client, language="en"):
    response = client.get(f"/{language}/conferences/ai-2026/schedule.json")
    assert response.status_code == 200
    return json.loads(response.content)


def read_ics(client, language="en"):
    response = client.get(f"/{language}/conferences/ai-2026/schedule.ics")
    return Calendar.from_ical(response.content)


def json_events(document):
    conference = document["schedule"]["conference"]
    return [
        event for day in conference["days"] for events in day["rooms"].values() for event in events
    ]


def check_against_the_schemas(client):
    """With the published schemas, where they lie beside the repository."""
    if not REFERENCE.is_dir():
        return
    schema = etree.XMLSchema(etree.parse(REFERENCE / "schedule.xml.xsd"))
    draft = json.loads((REFERENCE / "schedule.schema.json").read_text("utf-8"))
    validator = Draft6Validator(draft, format_checker=FormatChecker())
    for language in ("en", "zh-hans"):
        schema.assertValid(read_xml(client, language))
        assert [e.message for e in validator.iter_errors(read_json(client, language))] == []


def test_a_full_program_is_valid(client, full):
    check_against_the_schemas(client)


def test_an_agenda_without_times_is_valid_and_empty(client, conference):
    make_session(conference)
    publish(conference)

    check_against_the_schemas(client)
    root, document = read_xml(client), read_json(client)

    assert [day.get("date") for day in root.findall("day")] == ["2026-05-20", "2026-05-21"]
    assert root.findall(".//event") == []
    assert json_events(document) == []
    assert document["schedule"]["conference"]["daysCount"] == 2


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_three_feeds_hold_the_same_starts_and_titles(client, full, language):
    from_xml = {
        (datetime.fromisoformat(e.findtext("date")), e.findtext("title"))
        for e in read_xml(client, language).iterfind(".//event")
    }
    from_json = {
        (datetime.fromisoformat(e["date"]), e["title"])
        for e in json_events(read_json(client, language))
    }
    from_ics = {
        (e["DTSTART"].dt, str(e["SUMMARY"])) for e in read_ics(client, language).walk("VEVENT")
    }

    assert from_xml == from_json == from_ics
    assert len(from_xml) == 7


def test_xml_keeps_to_the_rules_of_its_readers(client, full):
    root = read_xml(client)
    events = root.findall(".//event")

    assert [child.tag for child in root] == [
        "generator",
        "url",
        "version",
        "conference",
        "day",
        "day",
    ]
    assert root.findtext("version") == "1"
    acronym = root.findtext("conference/acronym")
    assert re.fullmatch(r"[a-z0-9_]{4,}", acronym)
    assert root.findtext("conference/time_zone_name") == "Asia/Shanghai"
    assert re.fullmatch("[a-z][a-z0-9-]+", root.find("conference/track").get("slug"))
    for day in root.findall("day"):
        assert datetime.fromisoformat(day.get("start")).utcoffset() == timedelta(hours=8)
        assert day.get("start") < day.get("end")
    for name in ("guid", "id", "code"):
        values = [event.get(name) for event in events]
        assert len(set(values)) == len(values)
    for event in events:
        uuid.UUID(event.get("guid"))
        assert re.fullmatch("[0-9A-Z]{6}", event.get("code"))
        assert int(event.get("id")) > 0
        assert re.fullmatch(r"[0-9]{2}:[0-9]{2}", event.findtext("start"))
        assert re.fullmatch(r"[0-9]{2}:[0-9]{2}", event.findtext("duration"))
        assert re.fullmatch(r"[a-z0-9_]{4,}-[a-z0-9_]{4,}", event.findtext("slug"))
        assert event.findtext("url").startswith(f"{settings.PUBLIC_URL}/en/")
        assert event.findtext("room") == event.getparent().get("name")
        for absent in ("feedback_url", "logo", "origin_url", "video_download_url"):
            assert event.find(absent) is None


def test_json_holds_the_keys_of_the_schema_and_no_others(client, full):
    document = read_json(client)
    conference = document["schedule"]["conference"]

    assert set(document) == {"$schema", "generator", "schedule"}
    assert set(document["schedule"]) == {"version", "base_url", "conference"}
    assert re.fullmatch(r"[a-z0-9_-][a-z0-9_]{3,}", conference["acronym"])
    for event in json_events(document):
        assert EVENT_KEYS <= set(event) <= EVENT_KEYS | EVENT_EXTRAS
        for person in event["persons"]:
            assert set(person) == {"name", "guid"}
    for named in [*conference["tracks"], *[r for r in conference["rooms"] if "slug" in r]]:
        assert re.fullmatch(r"[a-z0-9_-]+[a-z0-9]", named["slug"])


def test_events_say_what_they_are(client, full):
    events = {event["title"]: event for event in json_events(read_json(client))}

    keynote = events["只有中文的标题"]
    assert keynote["type"] == "keynote"
    assert keynote["track"] == "教学"
    assert keynote["language"] == "zh"
    assert keynote["abstract"] == "摘要 & <em>"
    assert keynote["description"] == "重点：\n\n- 一\n- 二"
    assert [person["name"] for person in keynote["persons"]] == ["Wang Xingwei", "Wang Xingwei"]
    assert keynote["start"] == "09:00"
    assert keynote["duration"] == "00:45"
    assert keynote["date"] == "2026-05-20T09:00:00+08:00"
    assert events["Tea"]["type"] == "break"
    assert events["Tea"]["room"] == "Venue / 会场"
    assert events["Talk"]["subtitle"] == "Forum"
    assert events["Talk"]["track"] == "教学"
    assert events["Talk"]["language"] == "mul"
    assert events["Alone"]["type"] == "sub-forum"
    assert "Forum" not in events
    assert "Untimed" not in events
    assert "Cancelled: Gone" in events


def test_rooms_of_one_name_stay_two(client, full):
    names = [room["name"] for room in read_json(client)["schedule"]["conference"]["rooms"]]

    assert names == ["主会场", "主会场 (h2)", "Venue / 会场"]
    guids = [room.get("guid") for room in read_xml(client).iterfind(".//room[@name]")]
    assert all(uuid.UUID(guid) for guid in guids)


def test_a_session_belongs_to_the_local_day_it_starts(client, full):
    days = read_json(client)["schedule"]["conference"]["days"]

    titles = [[e["title"] for rows in day["rooms"].values() for e in rows] for day in days]
    assert "Past midnight" in titles[0]
    assert titles[1] == ["Next day"]
    assert days[0]["day_end"] == "2026-05-21T00:30:00+08:00"


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        *(("t", "t-t"), ("teaching", "teaching"), ("3d", "t-3d"), ("3", "t-3"), ("31c3", "t-31c3")),
        *(("t-31c3", "t-t-31c3"), ("t-t", "t-t-t"), ("a-1", "a-1"), ("t-talks", "t-talks")),
    ],
)
def test_a_track_and_a_room_of_any_address_keep_to_the_schemas(slug, told):
    assert texts.xml_slug(slug) == told
    assert texts.slug_of_xml(told) == slug
    assert re.fullmatch(r"[a-z][a-z0-9-]+", told)


@pytest.mark.parametrize("zone", ["Etc/GMT+8", "America/New_York", "UTC", "Asia/Kathmandu"])
def test_every_zone_stays_valid(client, conference, zone):
    conference.time_zone = zone
    conference.save()
    make_session(conference, datetime(2026, 5, 20, 12, tzinfo=UTC))
    publish(conference)

    check_against_the_schemas(client)


def test_the_place_without_a_room_keeps_its_identity(client, conference):
    make_session(conference, "09:00")
    publish(conference)
    first = read_xml(client).find(".//room").get("guid")
    make_session(conference, "10:00")
    publish(conference)
    from conference import stamps

    stamps.forget()

    assert read_xml(client).find(".//room").get("guid") == first
