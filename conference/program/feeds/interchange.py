"""schedule.xml and schedule.json of the c3voc family, for conference apps.

Written for the published XSD and JSON schema (docs/interchange.md) and for what their readers need
beyond them: Giggity and EventFahrplan key sessions by guid and id, rooms and tracks by name, and
cannot read a duration with seconds.
"""

import json
import re
import tomllib
import uuid
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.utils.encoding import iri_to_uri

from conference.program.feeds.entries import Entry, entries, room_names, track_names
from conference.program.release.addresses import Addresses
from conference.program.release.document import Program
from conference.program.release.texts import ANY_ROOM, line, plain, xml_slug
from conference.program.release.values import Link, Room, Session
from conference.spoken import BOTH, SEVERAL

XML_TYPE = "application/vnd.c3voc.schedule+xml; charset=utf-8"
JSON_SCHEMA = "https://c3voc.de/schedule/schema.json"
Json = dict[str, Any]

TIMESLOT = "00:05"
ACCENT = "#1f5aa6"

# The JSON schema's own pattern: zones outside it (Etc/GMT+8) are left out there.
_ZONE = re.compile(r"^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")


def schedule_xml(program: Program, urls: Addresses) -> bytes:
    """The program in the active language; a conference without times has its days, empty."""
    facts = program.conference
    root = Xml.Element("schedule")
    Xml.SubElement(
        root, "generator", name="lectern", system=settings.PUBLIC_URL, version=lectern_version()
    )
    _add(root, "url", settings.PUBLIC_URL + urls.to("schedule_xml"))
    _add(root, "version", program.version)
    conference = Xml.SubElement(root, "conference")
    _add(conference, "title", line(facts.title.marked))
    _add(conference, "acronym", acronym(facts.slug))
    _add(conference, "start", facts.starts_on.isoformat())
    _add(conference, "end", facts.ends_on.isoformat())
    _add(conference, "days", len(facts.days))
    _add(conference, "timeslot_duration", TIMESLOT)
    _add(conference, "base_url", settings.PUBLIC_URL + urls.to("home"))
    _add(conference, "url", settings.PUBLIC_URL + urls.to("home"))
    _add(conference, "time_zone_name", facts.time_zone)
    Xml.SubElement(conference, "color", primary=ACCENT)
    names = track_names(program)
    for track in program.tracks:
        Xml.SubElement(
            conference,
            "track",
            name=names[track.slug],
            slug=xml_slug(track.slug),
            color=track.color,
        )
    for index, day in enumerate(_days(program, urls), start=1):
        _xml_day(root, index, day, names)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _xml_day(root: Xml.Element, index: int, day: "_Day", tracks: dict[str, str]) -> None:
    element = Xml.SubElement(
        root,
        "day",
        index=str(index),
        date=day.on.isoformat(),
        start=day.starts_at.isoformat(),
        end=day.ends_at.isoformat(),
    )
    for room in day.rooms:
        place = Xml.SubElement(element, "room", name=room.name, guid=str(room.guid))
        for entry in room.entries:
            _xml_event(place, room, entry, tracks)


def _xml_event(place: Xml.Element, room: "_FeedRoom", entry: Entry, tracks: dict[str, str]) -> None:
    session = entry.session
    event = Xml.SubElement(
        place, "event", guid=str(session.guid), id=str(session.number), code=session.code
    )
    _add(event, "room", room.name)
    _add(event, "title", entry.title)
    _add(event, "subtitle", entry.subtitle)
    _add(event, "type", session.kind)
    _add(event, "date", entry.starts_at.isoformat())
    _add(event, "start", f"{entry.starts_at:%H:%M}")
    _add(event, "duration", duration(session))
    _add(event, "abstract", entry.summary)
    _add(event, "slug", event_slug(entry))
    _add(event, "track", tracks[entry.track.slug] if entry.track else "")
    persons = Xml.SubElement(event, "persons")
    for person in entry.people:
        _add(persons, "person", line(person.name.marked)).set("guid", str(person.person_guid))
    _add(event, "language", _language(session))
    _add(event, "description", entry.description)
    links = Xml.SubElement(event, "links")
    for link in session.links:
        _add(links, "link", _link_title(link)).attrib.update(
            href=iri_to_uri(link.absolute_url), type=link.exchange_type
        )
    Xml.SubElement(event, "attachments")
    _add(event, "url", entry.url)


def _add(parent: Xml.Element, name: str, value: object) -> Xml.Element:
    element = Xml.SubElement(parent, name)
    element.text = plain(value)
    return element


def schedule_json(program: Program, urls: Addresses) -> bytes:
    """The same as schedule.xml, in the keys that the JSON schema allows and no others."""
    facts = program.conference
    days, tracks = _days(program, urls), track_names(program)
    used = {room.name: room for day in days for room in day.rooms}
    conference: Json = {
        "acronym": acronym(facts.slug),
        "title": line(facts.title.marked),
        "start": facts.starts_on.isoformat(),
        "end": facts.ends_on.isoformat(),
        "daysCount": len(facts.days),
        "timeslot_duration": TIMESLOT,
        "url": settings.PUBLIC_URL + urls.to("home"),
        "colors": {"primary": ACCENT},
        "tracks": [
            {"name": tracks[t.slug], "slug": xml_slug(t.slug), "color": t.color}
            for t in program.tracks
        ],
        "rooms": [_json_room(room, name) for room, name in _named_rooms(program)],
        "days": [_json_day(index, day, tracks) for index, day in enumerate(days, start=1)],
    }
    if ANY_ROOM in used:
        conference["rooms"].append({"name": ANY_ROOM, "guid": str(used[ANY_ROOM].guid)})
    if _ZONE.search(facts.time_zone):
        conference["time_zone_name"] = facts.time_zone
    document = {
        "$schema": JSON_SCHEMA,
        "generator": {"name": "lectern", "version": lectern_version(), "url": settings.PUBLIC_URL},
        "schedule": {
            "version": program.version,
            "base_url": settings.PUBLIC_URL + urls.to("home"),
            "conference": conference,
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _named_rooms(program: Program) -> list[tuple[Room, str]]:
    names = room_names(program)
    return [(room, names[room.slug]) for room in program.rooms]


def _json_room(room: Room, name: str) -> Json:
    found: Json = {
        "name": name,
        "guid": str(room.guid),
        "slug": xml_slug(room.slug),
        "capacity": room.capacity,
    }
    if room.floor:
        found["description"] = plain(room.floor)
    return found


def _json_day(index: int, day: "_Day", tracks: dict[str, str]) -> Json:
    return {
        "index": index,
        "date": day.on.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {
            room.name: [_json_event(room, entry, tracks) for entry in room.entries]
            for room in day.rooms
        },
    }


def _json_event(room: "_FeedRoom", entry: Entry, tracks: dict[str, str]) -> Json:
    session = entry.session
    return {
        "guid": str(session.guid),
        "code": session.code,
        "id": session.number,
        "date": entry.starts_at.isoformat(),
        "start": f"{entry.starts_at:%H:%M}",
        "end": entry.ends_at.isoformat(),
        "duration": duration(session),
        "room": room.name,
        "slug": event_slug(entry),
        "url": entry.url,
        "title": entry.title,
        "subtitle": entry.subtitle,
        "track": tracks[entry.track.slug] if entry.track else None,
        "type": session.kind,
        "language": _language(session) or None,
        "abstract": entry.summary,
        "description": entry.description,
        # Name and guid: a person that also had an id and a public name would match two shapes.
        "persons": [
            {"name": line(p.name.marked), "guid": str(p.person_guid)} for p in entry.people
        ],
        "links": [
            {
                "url": iri_to_uri(link.absolute_url),
                "title": _link_title(link),
                "type": link.exchange_type,
            }
            for link in session.links
        ],
    }


# --- Shapes that both files share ---


def _language(session: Session) -> str:
    """A tag; for both languages the word of ISO 639 for several, '' where nobody said it."""
    return SEVERAL if session.language == BOTH else session.language


def _link_title(link: Link) -> str:
    """What is behind the link; its kind where nobody gave it a title."""
    return line(link.title) or str(link.kind_label)


class _FeedRoom:
    def __init__(self, name: str, guid: uuid.UUID):
        self.name, self.guid = name, guid
        self.entries: list[Entry] = []


class _Day:
    def __init__(self, program: Program, on: date, rows: list[Entry], names: dict[str, str]):
        zone = program.conference.zone
        self.on = on
        starts = [e.starts_at for e in rows]
        ends = [e.ends_at for e in rows]
        # An empty day still needs two moments, the first before the last.
        self.starts_at = min(starts, default=datetime.combine(on, time(), zone))
        self.ends_at = max(ends, default=datetime.combine(on + timedelta(days=1), time(), zone))
        by_slug: dict[str | None, _FeedRoom] = {}
        for entry in rows:
            slug = entry.room.slug if entry.room else None
            if slug not in by_slug:
                name = names[slug] if slug else ANY_ROOM
                guid = entry.room.guid if entry.room else any_room_guid(program)
                by_slug[slug] = _FeedRoom(name, guid)
            by_slug[slug].entries.append(entry)
        order: dict[str | None, int] = {room.slug: room.position for room in program.rooms}
        self.rooms = [
            by_slug[slug] for slug in sorted(by_slug, key=lambda s: (s is None, order.get(s, 0)))
        ]


def _days(program: Program, urls: Addresses) -> list[_Day]:
    """Every day of the conference and every day on which something starts."""
    rows: dict[date, list[Entry]] = {on: [] for on in program.conference.days}
    for entry in entries(program, urls):
        rows.setdefault(entry.starts_at.date(), []).append(entry)
    names = room_names(program)
    return [_Day(program, on, rows[on], names) for on in sorted(rows)]


def any_room_guid(program: Program) -> uuid.UUID:
    """The place without a room keeps one identity a conference, whatever its release."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"lectern:{program.conference.slug}:any-room")


def acronym(slug: str) -> str:
    """Letters, digits and _ in four characters or more: the XSD and JSON schema both take it."""
    return slug.replace("-", "_").ljust(4, "_")


def event_slug(entry: Entry) -> str:
    """'liaoning_ai_2025-k7wq2m': from the code, since a Chinese title leaves nothing for a slug."""
    return f"{acronym(entry.program.conference.slug)}-{entry.session.code.lower()}"


def duration(session: Session) -> str:
    """H:MM. The files know two digits of hours; nothing here lasts longer than a conference day."""
    minutes = min(session.minutes or 0, 99 * 60 + 59)
    return f"{minutes // 60:02}:{minutes % 60:02}"


@cache
def lectern_version() -> str:
    project = (Path(settings.BASE_DIR) / "pyproject.toml").read_text("utf-8")
    return tomllib.loads(project)["project"]["version"]
