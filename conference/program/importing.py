"""Schedules of other systems: schedule.json and schedule.xml of the c3voc family into a draft.

Two steps. `read_schedule` turns a file into plain values and refuses what it cannot trust;
`import_schedule` compares them with the draft and writes what differs, all or nothing. Rows are
found by their guid, so a second import of the same file changes nothing and a newer file moves what
has moved. A file speaks one language: it fills that side of each text and leaves the other alone.
Nothing is ever deleted.
"""

import json
import re
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override
from lxml import etree

from conference.markdown import render
from conference.models import ASCII_SLUG, Conference, Room, Track
from conference.people.models import Person
from conference.people.pinyin import has_chinese, is_chinese, syllables
from conference.program.clashes import Clash, find_clashes
from conference.program.feeds import ANY_ROOM, plain, plain_from_html
from conference.program.models import Kind, Participation, Session, SessionRole

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 20
MAX_EVENTS = 10_000
MAX_PLACES = 100_000  # rows of rooms; schedule.xml names each room on each day
MAX_PEOPLE = 200  # in one session
MAX_NUMBER = 2**31 - 1

# What other systems call their kinds of sessions, in lower case.
KINDS = {
    "address": Kind.ADDRESS,
    "break": Kind.BREAK,
    "ceremony": Kind.CEREMONY,
    "closing": Kind.CEREMONY,
    "coffee": Kind.BREAK,
    "dinner": Kind.MEAL,
    "discussion": Kind.DISCUSSION,
    "keynote": Kind.KEYNOTE,
    "lecture": Kind.TALK,
    "lightning talk": Kind.TALK,
    "lunch": Kind.MEAL,
    "meal": Kind.MEAL,
    "opening": Kind.CEREMONY,
    "panel": Kind.PANEL,
    "panel discussion": Kind.PANEL,
    "pause": Kind.BREAK,
    "photo": Kind.PHOTO,
    "podium": Kind.PANEL,
    "podium discussion": Kind.PANEL,
    "presentation": Kind.TALK,
    "sub-forum": Kind.SUB_FORUM,
    "talk": Kind.TALK,
    "workshop": Kind.TALK,
}

# The keys that are read. What else a file holds is counted and told ("not taken").
EVENT_KEYS = {
    *("guid", "id", "code", "date", "start", "end", "duration", "room", "title", "subtitle"),
    *("track", "type", "language", "abstract", "description", "persons", "slug"),
}
# Made anew here, so that nothing is lost of our own files.
OUR_KEYS = {"url", "colors", "logo"}
CONFERENCE_KEYS = {
    *("acronym", "title", "start", "end", "daysCount", "days", "timeslot_duration"),
    *("time_zone_name", "tracks", "rooms", "url", "base_url"),
}

# What is counted, and what one of it is called.
SUBJECTS = {
    "rooms": gettext_lazy("room"),
    "tracks": gettext_lazy("track"),
    "people": gettext_lazy("person"),
    "sessions": gettext_lazy("session"),
}

_CANCELLED = gettext_noop("Cancelled: %(title)s")  # as our own feeds write it
_HTML = re.compile(r"</?(?:p|br|a|ul|ol|li|b|i|strong|em|div|span|h[1-6])\b[^>]*>", re.IGNORECASE)


class ImportRefused(Exception):
    """Nothing was imported. The message is a sentence for people."""


# --- What a file says ----------------------------------------------------------------------------


@dataclass(frozen=True)
class IncomingRoom:
    name: str
    guid: uuid.UUID | None
    capacity: int | None = None


@dataclass(frozen=True)
class IncomingTrack:
    name: str
    slug: str
    color: str


@dataclass(frozen=True)
class IncomingPerson:
    name: str
    guid: uuid.UUID | None
    key: str  # the person's id there, else the name: the identity of one without a guid


@dataclass(frozen=True)
class IncomingEvent:
    guid: uuid.UUID
    number: int | None
    code: str
    title: str
    subtitle: str
    kind: str  # '' for one that we do not know
    language: str
    starts_at: datetime
    ends_at: datetime
    room: str
    track: str
    summary: str
    description: str
    people: tuple[IncomingPerson, ...]
    is_cancelled: bool


@dataclass
class Schedule:
    """A file, read and checked; nothing in it has met the database yet."""

    title: str
    version: str
    starts_on: date
    ends_on: date
    time_zone: str
    rooms: list[IncomingRoom] = field(default_factory=list)
    tracks: list[IncomingTrack] = field(default_factory=list)
    events: list[IncomingEvent] = field(default_factory=list)
    not_taken: Counter = field(default_factory=Counter)


def read_schedule(raw: bytes) -> Schedule:
    """The schedule in the bytes of a schedule.json or schedule.xml. Raises ImportRefused."""
    if len(raw) > MAX_BYTES:
        raise ImportRefused(_("The file is larger than 20 MB."))
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        return _Reader(_from_json(raw)).schedule()
    if start == b"<" or raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _Reader(_from_xml(raw)).schedule()
    raise ImportRefused(_("This is neither a schedule.json nor a schedule.xml."))


def _from_json(raw):
    try:
        document = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        raise ImportRefused(
            _("The file is not valid JSON: %(reason)s.") % {"reason": _reason(error)}
        ) from None
    _refuse_depth(document)
    schedule = document.get("schedule")
    if not isinstance(schedule, dict) or not isinstance(schedule.get("conference"), dict):
        raise ImportRefused(_("The file has no “schedule” with a “conference” in it."))
    return schedule | {"generator": document.get("generator")}


def _refuse_constant(name):
    raise ValueError(f"{name} is no number")


def _refuse_depth(value):
    level = [value]
    for _depth in range(MAX_DEPTH):
        inner = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        if not inner:
            return
        level = inner
    raise ImportRefused(_("The file is nested too deeply."))


def _reason(error):
    return plain(str(error)).rstrip(".")[:200]


def _from_xml(raw):
    """The same shape as schedule.json. No DTD, no entities, no network; libxml2's own limits on
    depth and on the length of a text stay on.
    """
    # Refused before it is read: entities in attributes are expanded whatever the parser is told.
    # Zero bytes are those of UTF-16.
    if b"<!" in raw.replace(b"\x00", b"").partition(b"<schedule")[0].replace(b"<!--", b""):
        raise ImportRefused(_("The file declares a document type. Remove the DOCTYPE line."))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ImportRefused(
            _("The file is not valid XML: %(reason)s.") % {"reason": _reason(error)}
        ) from None
    if root.getroottree().docinfo.doctype:
        raise ImportRefused(_("The file declares a document type. Remove the DOCTYPE line."))
    conference = root.find("conference")
    if root.tag != "schedule" or conference is None:
        raise ImportRefused(_("The file has no “schedule” with a “conference” in it."))
    facts = {child.tag: child.text for child in conference if child.tag not in ("track", "color")}
    facts["tracks"] = [dict(track.attrib) for track in conference.findall("track")]
    facts["rooms"] = [
        {"name": room.get("name"), "guid": room.get("guid")} for room in root.iterfind("day/room")
    ]
    facts["days"] = [_xml_day(day) for day in root.findall("day")]
    generator = root.find("generator")
    return {
        "version": root.findtext("version"),
        "conference": facts,
        "generator": dict(generator.attrib) if generator is not None else None,
    }


def _xml_day(element):
    rooms = {}
    for room in element.findall("room"):
        # Two rooms of one name are one room here, as in every reader of these files.
        rooms.setdefault(room.get("name") or "", []).extend(map(_xml_event, room.findall("event")))
    return {"date": element.get("date"), "rooms": rooms}


def _xml_event(element):
    event = dict(element.attrib)
    for child in element:
        if child.tag == "persons":
            event["persons"] = [
                {"name": p.text, "id": p.get("id"), "guid": p.get("guid")}
                for p in child.findall("person")
            ]
        elif child.tag in ("links", "attachments"):
            event[child.tag] = [dict(item.attrib) for item in child]
        elif len(child):
            event[child.tag] = {inner.tag: inner.text for inner in child}
        else:
            event[child.tag] = child.text
    return event


class _Reader:
    """From the shape of schedule.json to a Schedule."""

    def __init__(self, document):
        self.document = document
        self.facts = document["conference"]
        self.not_taken = Counter()
        generator = document.get("generator")
        self.is_ours = isinstance(generator, dict) and generator.get("name") == "lectern"

    def schedule(self):
        days = _list(self.facts.get("days"), "days")
        found = [(day, room, event) for day in days for room, event in self.events_of(day)]
        if len(found) > MAX_EVENTS:
            raise ImportRefused(
                _("The file holds more than %(number)s sessions.") % {"number": MAX_EVENTS}
            )
        for name in ("rooms", "tracks"):
            if len(_list(self.facts.get(name) or [], name)) > MAX_PLACES:
                raise ImportRefused(_("In the file, “%(name)s” is too long.") % {"name": name})
        zone = self.zone(found)
        events = [self.event(day, room, event, zone) for day, room, event in found]
        self.refuse_twice(events)
        events.sort(key=lambda e: (e.starts_at, e.room))
        starts_on, ends_on = self.span(days, events, ZoneInfo(zone))
        for key in self.facts:
            if key in CONFERENCE_KEYS or (self.is_ours and key in OUR_KEYS):
                continue
            if self.facts[key]:
                self.not_taken[f"conference: {key}"] += 1
        return Schedule(
            title=_text(self.facts.get("title"), 300) or _text(self.facts.get("acronym"), 300),
            version=_text(self.document.get("version"), 100),
            starts_on=starts_on,
            ends_on=ends_on,
            time_zone=zone,
            rooms=self.rooms(events),
            tracks=self.tracks(events),
            events=events,
            not_taken=self.not_taken,
        )

    def events_of(self, day):
        rooms = _dict(day, "day").get("rooms")
        for name, events in _dict(rooms or {}, "rooms").items():
            for event in _list(events, "rooms"):
                yield _text(name, 100), _dict(event, "event")

    def zone(self, found):
        """The file's zone, else one that keeps its first session's distance from UTC."""
        named = _text(self.facts.get("time_zone_name"), 60)
        if named in available_timezones():
            return named
        for _row, _room, event in found:
            moment = _moment(event.get("date"))
            if moment is None or moment.tzinfo is None:
                continue
            usual = Conference._meta.get_field("time_zone").default
            if moment.astimezone(ZoneInfo(usual)).utcoffset() == moment.utcoffset():
                return usual
            hours = moment.utcoffset() / timedelta(hours=1)
            # POSIX counts the other way round: Etc/GMT-2 lies two hours east.
            fixed = f"Etc/GMT{-int(hours):+d}"
            return fixed if hours == int(hours) and fixed in available_timezones() else "UTC"
        return Conference._meta.get_field("time_zone").default

    def span(self, days, events, zone):
        """(first day, last day): as the file says, widened by what it holds."""
        found = [_day(self.facts.get("start"), zone), _day(self.facts.get("end"), zone)]
        found += [_day(day.get("date"), zone) for day in days]
        found += [event.starts_at.astimezone(zone).date() for event in events]
        found = [day for day in found if day is not None]
        if not found:
            raise ImportRefused(_("The file names no day."))
        return min(found), max(found)

    def rooms(self, events):
        found = {}
        for row in _list(self.facts.get("rooms") or [], "rooms"):
            row = _dict(row, "rooms")
            name = _text(row.get("name"), 100)
            if name and name != ANY_ROOM and name not in found:
                capacity = _number(row.get("capacity"))
                found[name] = IncomingRoom(name, _guid(row.get("guid")), capacity)
        for event in events:
            if event.room and event.room not in found:
                found[event.room] = IncomingRoom(event.room, None)
        return list(found.values())

    def tracks(self, events):
        found = {}
        for row in _list(self.facts.get("tracks") or [], "tracks"):
            row = _dict(row, "tracks")
            name = _text(row.get("name"), 100)
            if name and name not in found:
                slug, color = _text(row.get("slug"), 60), _text(row.get("color"), 7).lower()
                found[name] = IncomingTrack(
                    name,
                    slug if ASCII_SLUG.regex.search(slug) else "",
                    color if re.fullmatch(r"#[0-9a-f]{6}", color) else "",
                )
        for event in events:
            if event.track and event.track not in found:
                found[event.track] = IncomingTrack(event.track, "", "")
        return list(found.values())

    def event(self, day, room, event, zone):
        title = self.cut(event, "title", 300)
        if not title:
            raise ImportRefused(
                _("A session in room “%(room)s” has no title.") % {"room": room or "?"}
            )
        self.count_not_taken(event)
        title, is_cancelled = self.without_mark(title)
        starts_at, ends_at = _times(day, event, title, ZoneInfo(zone))
        guid = _guid(event.get("guid"))
        key = _text(event.get("guid"), 200) or _text(event.get("id"), 40)
        if guid is None and not key:
            raise ImportRefused(
                _("“%(title)s” has neither a guid nor an id, so it cannot be found again.")
                % {"title": title}
            )
        code = _text(event.get("code"), 6)
        language = _text(event.get("language"), 12).lower().replace("_", "-")
        kind = KINDS.get(_text(event.get("type"), 100).lower(), "")
        if event.get("type") and not kind:
            self.not_taken[f"type “{_text(event.get('type'), 100)}”"] += 1
        room = _text(event.get("room"), 100) or room
        return IncomingEvent(
            guid=guid or uuid.uuid5(uuid.NAMESPACE_URL, f"{self.origin}:event:{key}"),
            number=_number(event.get("id")),
            code=code if re.fullmatch(r"[0-9A-Z]{6}", code) else "",
            title=title,
            subtitle=self.cut(event, "subtitle", 300),
            kind=kind,
            language=self.language(language),
            starts_at=starts_at,
            ends_at=ends_at,
            room="" if room == ANY_ROOM else room,
            track=_text(event.get("track"), 100),
            summary=self.cut(event, "abstract", 20_000),
            description=self.cut(event, "description", 20_000),
            people=self.people(event, title),
            is_cancelled=is_cancelled,
        )

    @property
    def origin(self):
        """What makes ids of this file unique among those of other systems."""
        return _text(self.facts.get("url") or self.facts.get("acronym"), 200)

    def without_mark(self, title):
        """(title, whether our own feed marked it as cancelled)."""
        if self.is_ours:
            for language in ("zh-hans", "en"):
                with override(language):
                    mark = _(_CANCELLED).partition("%(title)s")[0]
                if mark and title.startswith(mark):
                    return title.removeprefix(mark), True
        return title, False

    def language(self, code):
        if not code:
            return ""
        if code in ("mul", "zh-en", "en-zh", "both"):
            return Session.Language.BOTH
        side = code.partition("-")[0]
        if side in ("zh", "en"):
            return side
        self.not_taken[f"language “{code}”"] += 1
        return ""

    def people(self, event, title):
        found = {}
        rows = _list(event.get("persons") or [], "persons")
        if len(rows) > MAX_PEOPLE:
            raise ImportRefused(
                _("“%(title)s” has more than %(number)s people.")
                % {"title": title, "number": MAX_PEOPLE}
            )
        for row in rows:
            row = _dict(row, "persons")
            name = _text(row.get("public_name") or row.get("name"), 1_000)
            if not name:
                continue
            if len(name) > 60:
                self.not_taken[_("person with a name longer than 60 characters")] += 1
                continue
            key = _text(row.get("id"), 40) or name
            person = IncomingPerson(name, _guid(row.get("guid")), f"{self.origin}:person:{key}")
            found.setdefault(person.guid or person.key, person)
        return tuple(found.values())

    def cut(self, event, key, length):
        """The text under a key as plain text; one that is too long is cut and counted."""
        text = event.get(key)
        text = plain(text).strip() if isinstance(text, str | int) else ""
        if _HTML.search(text):
            text = _from_html(text[: 4 * length])
        if len(text) > length:
            self.not_taken[
                _("%(field)s beyond %(number)s characters") % {"field": key, "number": length}
            ] += 1
        return text[:length]

    def count_not_taken(self, event):
        for key, value in event.items():
            if key in EVENT_KEYS or (self.is_ours and key in OUR_KEYS):
                continue
            # An opt-out that says no, a recording without any content: nothing is lost.
            inner = value.values() if isinstance(value, dict) else [value]
            if all(item in (None, "", False, "false", [], {}) for item in inner):
                continue
            self.not_taken[_text(key, 40)] += len(value) if isinstance(value, list) else 1

    @staticmethod
    def refuse_twice(events):
        seen = {}
        for event in events:
            if event.guid in seen:
                raise ImportRefused(
                    _("“%(first)s” and “%(second)s” have the same guid.")
                    % {"first": seen[event.guid], "second": event.title}
                )
            seen[event.guid] = event.title


def _from_html(text):
    try:
        return plain_from_html(text)
    except SuspiciousOperation:  # Django gives up on tags nested without end
        return text


def _list(value, name):
    if isinstance(value, list):
        return value
    raise ImportRefused(_("In the file, “%(name)s” is not a list.") % {"name": name})


def _dict(value, name):
    if isinstance(value, dict):
        return value
    raise ImportRefused(_("In the file, “%(name)s” is not an object.") % {"name": name})


def _text(value, length):
    """A short text in one line; '' for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join(plain(str(value)[:10_000]).split())[:length]


def _number(value):
    """A positive number that the database can keep; None for anything else."""
    text = _text(value, 20)
    if text.isascii() and text.isdecimal() and 0 < int(text) <= MAX_NUMBER:
        return int(text)
    return None


def _guid(value):
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _moment(value):
    """An ISO moment, aware or not; None for anything else."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    # Beyond these years are typing errors, and moments that no zone can be asked about.
    return moment if moment and 1970 <= moment.year <= 2200 else None


def _day(value, zone):
    moment = _moment(value)
    if moment is None:
        return None
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()


def _times(day, event, title, zone):
    """(start, end), aware. The event's own date, else its day and clock time in the zone."""
    starts_at = _moment(event.get("date"))
    if starts_at is None:
        starts_at = _moment(f"{_text(day.get('date'), 10)}T{_text(event.get('start'), 8)}")
    if starts_at is None:
        raise ImportRefused(_("“%(title)s” has no date that can be read.") % {"title": title})
    if starts_at.tzinfo is None:
        starts_at = starts_at.replace(tzinfo=zone)
    match = re.fullmatch(
        r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{1,2})?", _text(event.get("duration"), 9)
    )
    minutes = int(match[1]) * 60 + int(match[2]) if match else 0
    if not minutes or int(match[2]) > 59:
        raise ImportRefused(
            _(
                "“%(title)s” has the duration “%(duration)s”. "
                "It must be hours and minutes, like 1:30."
            )
            % {"title": title, "duration": _text(event.get("duration"), 20)}
        )
    return starts_at.astimezone(UTC), (starts_at + timedelta(minutes=minutes)).astimezone(UTC)


# --- What becomes of it --------------------------------------------------------------------------


@dataclass
class ImportReport:
    """What an import did, or would do. Lines are for people, in the order of the file."""

    conference: Conference
    is_new_conference: bool = False
    counts: dict[str, Counter] = field(default_factory=dict)  # subject -> new, changed, unchanged
    lines: list[str] = field(default_factory=list)
    not_taken: Counter = field(default_factory=Counter)
    left_alone: list[Session] = field(default_factory=list)  # of the draft, not in the file
    clashes: list[Clash] = field(default_factory=list)

    def count(self, subject, what):
        self.counts.setdefault(subject, Counter())[what] += 1

    @property
    def changes_nothing(self) -> bool:
        return not self.is_new_conference and not any(
            counter["new"] or counter["changed"] for counter in self.counts.values()
        )


def import_schedule(
    schedule: Schedule, *, slug: str, create: bool = False, dry_run: bool = False
) -> ImportReport:
    """Write a schedule into the draft of the conference `slug`, all or nothing.

    `create` makes the conference when there is none; `dry_run` does everything and takes it back.
    Raises ImportRefused. Costs a few queries a session that changes, a dozen otherwise.
    """
    with transaction.atomic():
        conference = Conference.objects.select_for_update().filter(slug=slug).first()
        report = ImportReport(conference, not_taken=Counter(schedule.not_taken))
        if conference is None:
            if not create:
                raise ImportRefused(
                    _("There is no conference “%(slug)s”. Add --create to make it.")
                    % {"slug": slug}
                )
            report.conference, report.is_new_conference = _new_conference(schedule, slug), True
        _Writer(report, schedule).write()
        report.clashes = find_clashes(report.conference)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _new_conference(schedule, slug):
    if not ASCII_SLUG.regex.search(slug) or len(slug) > 60:
        raise ImportRefused(
            _("“%(slug)s” is no short address: use lower-case letters, digits and hyphens.")
            % {"slug": slug}
        )
    if (schedule.ends_on - schedule.starts_on).days > 60:
        raise ImportRefused(
            _("The schedule lasts from %(first)s to %(last)s. A conference lasts at most 60 days.")
            % {"first": schedule.starts_on, "last": schedule.ends_on}
        )
    return Conference.objects.create(
        slug=slug,
        **{f"name_{_side(schedule.title)}": schedule.title or slug},
        starts_on=schedule.starts_on,
        ends_on=schedule.ends_on,
        time_zone=schedule.time_zone,
    )


def _side(text):
    """The side of a bilingual text that a text of the file belongs to.

    A Chinese character says about as much as three letters: 'AI赋能' is Chinese, 'On 仁 (ren)' not.
    """
    chinese = sum(map(is_chinese, text))
    return "zh" if chinese * 3 > sum(c.isascii() and c.isalpha() for c in text) else "en"


class _Writer:
    def __init__(self, report, schedule):
        self.report, self.schedule = report, schedule
        self.conference = report.conference
        self.zone = self.conference.zone

    def write(self):
        sessions = {
            s.guid: s
            for s in self.conference.sessions.in_order()
            .select_related("room", "track", "parent__room")
            .prefetch_related("roles")
        }
        self.refuse_guids_of_others(sessions)
        self.rooms, self.tracks = self.write_rooms(), self.write_tracks()
        self.people = self.write_people()
        last = self.conference.sessions.aggregate(Max("position"), Max("number"))
        self.position = last["position__max"] or 0
        self.numbers = {s.number for s in sessions.values()}
        self.codes = {s.code for s in sessions.values()}
        for event in self.schedule.events:
            self.write_session(event, sessions.get(event.guid))
        known = {event.guid for event in self.schedule.events}
        self.report.left_alone = [s for guid, s in sessions.items() if guid not in known]

    def refuse_guids_of_others(self, sessions):
        new = [e.guid for e in self.schedule.events if e.guid not in sessions]
        for start in range(0, len(new), 500):
            taken = Session.objects.filter(guid__in=new[start : start + 500])
            other = taken.select_related("conference").first()
            if other is not None:
                raise ImportRefused(
                    _("“%(title)s” is a session of the conference “%(slug)s” already.")
                    % {"title": other, "slug": other.conference.slug}
                )

    # --- Rooms, tracks, people ---

    def write_rooms(self):
        """{name in the file: room}."""
        rows = list(self.conference.rooms.all())
        by_guid = {row.guid: row for row in rows}
        taken, found = {row.slug for row in rows}, {}
        guids = [r.guid for r in self.schedule.rooms if r.guid and r.guid not in by_guid]
        elsewhere = set(Room.objects.filter(guid__in=guids).values_list("guid", flat=True))
        for incoming in self.schedule.rooms:
            row = by_guid.get(incoming.guid) or _named(rows, incoming.name)
            is_new = row is None
            if is_new:
                row = Room(
                    conference=self.conference,
                    slug=_slug(incoming.name, taken, "room"),
                    capacity=incoming.capacity,
                    position=len(rows) + 1,
                )
                if incoming.guid and incoming.guid not in elsewhere:
                    row.guid = incoming.guid
                rows.append(row)
            name = incoming.name.removesuffix(f" ({row.slug})")  # our feeds tell two alike apart
            self.keep("rooms", row, is_new, {f"name_{_side(name)}": name})
            found[incoming.name] = row
        return found

    def write_tracks(self):
        """{name in the file: track}."""
        rows = list(self.conference.tracks.all())
        by_slug = {row.slug: row for row in rows}
        taken, found = set(by_slug), {}
        for incoming in self.schedule.tracks:
            row = by_slug.get(incoming.slug) or _named(rows, incoming.name)
            is_new = row is None
            if is_new:
                row = Track(conference=self.conference, position=len(rows) + 1)
                row.slug = incoming.slug or _slug(incoming.name, taken, "track")
                row.color = incoming.color or row.color
                taken.add(row.slug)
                rows.append(row)
            self.keep("tracks", row, is_new, {f"name_{_side(incoming.name)}": incoming.name})
            found[incoming.name] = row
        return found

    def write_people(self):
        """{guid or key in the file: participation}. A person of the directory keeps their names;
        only a language that was empty is filled.
        """
        incoming = {p.guid or p.key: p for e in self.schedule.events for p in e.people}
        guids = {key: person_guid(p) for key, p in incoming.items()}
        persons = {p.guid: p for p in _in_blocks(Person.objects, "guid__in", guids.values())}
        there = {p.person.guid: p for p in self.conference.participations.select_related("person")}
        position = self.conference.participations.aggregate(Max("position"))["position__max"] or 0
        found = {}
        for key, row in incoming.items():
            guid = guids[key]
            person = persons.get(guid)
            is_new = person is None
            if is_new:
                person = persons[guid] = Person(guid=guid)
            changed = self.fill_name(person, row.name)
            if is_new or changed:
                person.save()
            participation = there.get(guid)
            if participation is None:
                position += 1
                participation = there[guid] = Participation.objects.create(
                    conference=self.conference, person=person, position=position
                )
                self.note("people", "new", person)
            else:
                self.note("people", "changed" if changed else "unchanged", person)
            found[key] = participation
        return found

    @staticmethod
    def fill_name(person, name):
        if has_chinese(name):
            if person.name_zh:
                return False
            person.name_zh = name
        else:
            if person.name_en:
                return False
            given, _space, family = name.rpartition(" ")
            person.given_name_en, person.family_name_en = given, family
        return True

    # --- Sessions ---

    def write_session(self, event, session):
        is_new = session is None
        if is_new:
            session = self.new_session(event)
        values = {
            **self.texts(event, session),
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
            "language": event.language or session.language,
            "track": self.tracks.get(event.track) or session.track,
        }
        # A sub-forum may have talks here, and a talk of one cannot become another.
        is_sub_forum = Kind.SUB_FORUM in (session.kind, event.kind)
        if event.kind and (is_new or not is_sub_forum):
            values["kind"] = event.kind
        if event.is_cancelled:
            values["status"] = Session.Status.CANCELLED
        room = self.rooms.get(event.room)
        if session.parent_id is None:
            values["room"] = room
        elif room and room != session.parent.room:
            self.report.not_taken[_("another room than its sub-forum's")] += 1
        changed = self.keep("sessions", session, is_new, values, event)
        self.write_roles(session, event, is_new or changed, is_new)

    def new_session(self, event):
        self.position += 1
        session = Session(conference=self.conference, guid=event.guid, position=self.position)
        if event.number and event.number not in self.numbers:
            session.number = event.number
        else:
            session.number = max(self.numbers, default=0) + 1
        self.numbers.add(session.number)
        if event.code and event.code not in self.codes:
            session.code = event.code
        self.codes.add(session.code)
        return session

    def texts(self, event, session):
        """The texts that the file changes: of its language, and never to nothing."""
        summary, abstract = event.summary, event.description
        subtitle = event.subtitle
        if session.parent_id and subtitle in session.parent.title.as_list():
            subtitle = ""  # our own feeds name the sub-forum there
        if len(summary) > 1_600:
            summary, abstract = "", f"{summary}\n\n{abstract}".strip()[:20_000]
        summary = "\n".join(filter(None, (subtitle, summary)))
        values = {f"title_{_side(event.title)}": event.title}
        if summary and summary != plain(session.summary.in_side(_side(summary))).strip():
            values[f"summary_{_side(summary)}"] = summary
        side = _side(abstract)
        # Feeds carry Markdown as its words: equal words are no change, and the marks stay.
        if abstract and abstract != plain_from_html(render(session.abstract.in_side(side))):
            values[f"abstract_{side}"] = abstract
        return values

    def write_roles(self, session, event, is_counted, is_new):
        """Speakers follow the file; people in other roles stay as organizers set them."""
        wanted = [self.people[p.guid or p.key] for p in event.people]
        roles = [] if is_new else list(session.roles.all())
        there = {role.participation_id for role in roles}
        kept = {participation.pk for participation in wanted}
        gone = [
            role
            for role in roles
            if role.role == SessionRole.Role.SPEAKER and role.participation_id not in kept
        ]
        new = [participation for participation in wanted if participation.pk not in there]
        for role in gone:
            role.delete()
        position = max((role.position for role in roles), default=0)
        for participation in new:
            position += 1
            SessionRole.objects.create(
                session=session, participation=participation, position=position
            )
        if (new or gone) and not is_counted:
            self.report.counts["sessions"]["unchanged"] -= 1
            names = ", ".join(str(participation) for participation in wanted) or "-"
            self.note("sessions", "changed", f"{session}: {_('people')}: {names}")

    # --- Both ---

    def keep(self, subject, row, is_new, values, event=None):
        """Save the row where `values` differ from it; True when they did."""
        changed = {
            name: (getattr(row, name), value)
            for name, value in values.items()
            if getattr(row, name) != value
        }
        for name, value in values.items():
            setattr(row, name, value)
        if is_new or changed:
            row.save()
        if is_new:
            when = f"{event.starts_at.astimezone(self.zone):%Y-%m-%d %H:%M} " if event else ""
            self.note(subject, "new", f"{when}{row}")
        elif changed:
            told = "; ".join(
                f"{name}: {self.shown(old)} → {self.shown(new)}"
                for name, (old, new) in changed.items()
            )
            self.note(subject, "changed", f"{row}: {told}")
        else:
            self.report.count(subject, "unchanged")
        return bool(changed)

    def note(self, subject, what, text):
        self.report.count(subject, what)
        if what != "unchanged":
            sign = "+" if what == "new" else "~"
            self.report.lines.append(f"{sign} {SUBJECTS[subject]}: {text}")

    def shown(self, value):
        if isinstance(value, datetime):
            return f"{value.astimezone(self.zone):%Y-%m-%d %H:%M}"
        text = str(value or "-").replace("\n", " ")
        return text if len(text) <= 60 else f"{text[:59]}…"


def person_guid(incoming: IncomingPerson) -> uuid.UUID:
    """The guid of a person in the file; one without is known by its id or name there."""
    return incoming.guid or uuid.uuid5(uuid.NAMESPACE_URL, incoming.key)


def _named(rows, name):
    return next((row for row in rows if name in (row.name_zh, row.name_en)), None)


def _slug(name, taken, otherwise):
    """A short address from a name, in pinyin where it is Chinese; numbered when it is taken."""
    words = [s.lower() for s in syllables(name)]
    slug = re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")[:50].strip("-")
    if not slug or not slug[0].isalpha():
        slug = f"{otherwise}-{slug}".strip("-")
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    taken.add(found)
    return found


def _in_blocks(manager, lookup, values):
    values = list(dict.fromkeys(values))
    for start in range(0, len(values), 500):
        yield from manager.filter(**{lookup: values[start : start + 500]})
