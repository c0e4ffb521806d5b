"""Readers of schedule.xml as strict as the real ones: what they need, in the form they need it.

Each follows how its program takes the file apart (docs/interchange.md, "Traps"), raises where that
one would fail or lose a session, and gives {(start in UTC, title)}.
"""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from dateutil.parser import parse
from lxml import etree


def as_giggity(body: bytes) -> set:
    """Knows the file by its first kilobyte; keys rooms by name, reminders by guid."""
    head = body[:1024].decode("utf-8", errors="ignore")
    assert "<schedule" in head
    assert "<conference" in head
    found, guids = set(), set()
    root = etree.fromstring(body)
    assert root.findtext("conference/title").strip()
    for day in root.findall("day"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day.get("date"))
        names = [room.get("name") for room in day.findall("room")]
        assert all(name.strip() for name in names)
        assert len(set(names)) == len(names), "two rooms of one name become one"
        for event in day.iterfind("room/event"):
            guids.add(UUID(event.get("guid")))
            hours, minutes = re.fullmatch(r"(\d+):(\d\d)", event.findtext("duration")).groups()
            assert int(hours) * 60 + int(minutes) > 0
            found.add(_start_and_title(event))
    assert len(guids) == len(root.findall("day/room/event"))
    return found


def as_eventfahrplan(body: bytes) -> set:
    """Keeps sessions by their number, days by their index; takes three parts for days."""
    found, numbers, indexes = set(), set(), []
    root = etree.fromstring(body)
    for day in root.findall("day"):
        indexes.append(int(day.get("index")))
        date.fromisoformat(day.get("date"))
        assert datetime.fromisoformat(day.get("end")).tzinfo
        for event in day.iterfind("room/event"):
            numbers.add(int(event.get("id")))
            assert re.fullmatch(r"\d\d:\d\d", event.findtext("start"))
            assert re.fullmatch(r"\d\d:\d\d", event.findtext("duration"))
            for link in event.iterfind("links/link"):
                assert link.get("href").startswith(("http://", "https://"))
            found.add(_start_and_title(event))
    assert indexes == list(range(1, len(indexes) + 1))
    assert len(numbers) == len(root.findall("day/room/event"))
    return found


def as_pretalx(body: bytes) -> set:
    """Its importer of schedules: every child that it asks for must be there."""
    found, codes = set(), set()
    root = etree.fromstring(body)
    assert root.find("version").text
    for room in root.iterfind("day/room"):
        assert room.attrib["name"]
        for event in room.findall("event"):
            start = parse(f"{event.find('date').text} {event.find('start').text}")
            hours, minutes = event.find("duration").text.split(":")
            assert timedelta(hours=int(hours), minutes=int(minutes))
            assert event.find("type").text
            for name in ("track", "description", "subtitle", "abstract", "language"):
                _ = event.find(name).text
            codes.add(event.attrib["id"])
            assert len(event.attrib["guid"][:16]) == 16
            for person in event.find("persons").findall("person"):
                assert person.text[:60].strip()
            found.add((start.astimezone(UTC), event.find("title").text))
    assert len(codes) == len(root.findall("day/room/event"))
    return found


def _start_and_title(event):
    moment = datetime.fromisoformat(event.findtext("date"))
    assert moment.tzinfo
    assert f"{moment:%H:%M}" == event.findtext("start")
    return moment.astimezone(UTC), event.findtext("title")


READERS = (as_giggity, as_eventfahrplan, as_pretalx)
