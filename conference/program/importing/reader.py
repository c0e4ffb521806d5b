"""From the shape of schedule.json to a ScheduleFile.

What is of a wrong shape (a list where an object belongs) refuses the file, naming the place: nobody
knows what else it means otherwise. A session that lacks what every session needs is skipped and
listed, and all others are taken.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override

from conference.bilingual import Text
from conference.models import ASCII_SLUG, Conference
from conference.program.importing import limits, values
from conference.program.importing.file import (
    SHOWN_PLACES,
    FileEvent,
    FileRoom,
    FileTrack,
    Leftovers,
    ScheduleFile,
    Skipped,
)
from conference.program.importing.from_json import document_of_json
from conference.program.importing.kinds import kind_of, language_of
from conference.program.importing.marked import MarkedTexts
from conference.program.importing.other_files import refuse_other_file
from conference.program.importing.people_in_file import PeopleReader
from conference.program.importing.refusal import ImportRefused
from conference.program.importing.shapes import list_of, object_of
from conference.program.importing.texts_in_file import TextReader
from conference.program.importing.unseen import seen_alone
from conference.program.importing.values import guid, line, made_guid, moment, number
from conference.program.importing.zones import zone_named, zone_of_offsets
from conference.program.release.texts import ANY_ROOM, slug_of_xml

# The keys that are read. What else a file holds is counted and told ("not taken").
EVENT_KEYS = {
    *("guid", "id", "code", "date", "start", "end", "duration", "room", "title", "subtitle"),
    *("track", "type", "language", "abstract", "description", "persons", "slug"),
    *("links", "attachments", "recording"),
}
# Made anew here, so that nothing is lost of our own files.
OUR_KEYS = {"url", "colors", "logo"}
CONFERENCE_KEYS = {
    *("acronym", "title", "start", "end", "daysCount", "days", "timeslot_duration"),
    *("time_zone_name", "tracks", "rooms", "url", "base_url", "day_change"),
}
SCHEDULE_KEYS = {"$schema", "version", "base_url", "url", "conference", "generator"}
LONGEST_SUMMARY = 1_600  # characters; a subtitle of 300 must fit before it
SHORTEST, LONGEST_STEP = 5, 30  # minutes: of a session that lasts no time in the file
ROOM_KEYS = {"name", "guid", "capacity", "slug", "id"}
TRACK_KEYS = {"name", "guid", "slug", "color", "id"}
DAY_KEYS = {"index", "date", "start", "end", "day_start", "day_end", "rooms"}
LONGEST_SLUG = 60

_CANCELLED = gettext_noop("Cancelled: %(title)s")  # as our own feeds write it


def read_schedule(raw: bytes) -> ScheduleFile:
    """The schedule in the bytes of a schedule.json or schedule.xml. Raises ImportRefused."""
    if len(raw) > limits.MAX_BYTES:
        raise ImportRefused(_("The file is larger than 20 MB."))
    start = raw[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    refuse_other_file(raw)
    if start == b"{":
        return Reader(document_of_json(raw)).file()
    if start == b"<":
        # Imported when first needed: lxml would take 7 MB of every worker.
        from conference.program.importing.from_xml import document_of_xml

        return Reader(document_of_xml(raw)).file()
    raise ImportRefused(_("This is neither a schedule.json nor a schedule.xml."))


@dataclass(frozen=True)
class _Row:
    """An event with where it stands: its day, room and place are of the file."""

    place: str
    day: dict
    room: str  # the room's key
    event: dict


def _order(event: FileEvent):
    return event.starts_at.replace(tzinfo=None), event.room


def _some(places: list[str]) -> str:
    return "; ".join(places[:SHOWN_PLACES]) + ("; …" if len(places) > SHOWN_PLACES else "")


class _Skip(Exception):
    """This session cannot be taken; the message is the reason."""


class Reader:
    def __init__(self, document):
        self.leftovers, self.skipped, self.notes = Leftovers(), [], []
        self.document = document = seen_alone(document, self.leftovers)
        self.facts = document["conference"]
        self.repeated: list[FileEvent] = []
        generator = document.get("generator")
        self.generator = generator if isinstance(generator, dict) else {}
        self.marked = MarkedTexts(line(self.generator.get("name"), 60))
        self.is_ours = self.marked.is_ours
        base = line(document.get("base_url") or self.facts.get("base_url"), 1_000)
        self.texts = TextReader(self.leftovers, self.marked, base=base)
        self.lasting_no_time: list[str] = []
        self.rooms: dict[str, FileRoom] = {}
        self.tracks: dict[str, FileTrack] = {}
        self.track_names: dict[str, str] = {}  # a name in any language -> the track's key

    @property
    def origin(self) -> str:
        """What makes ids of this file unique among those of other systems."""
        return self.texts.name(self.facts.get("acronym"), 200) or self.texts.name(
            self.facts.get("title"), 200
        )

    def file(self) -> ScheduleFile:
        self.read_rooms()
        self.read_tracks()
        days = [
            object_of(day, _("day %(n)s") % {"n": n})
            for n, day in enumerate(list_of(self.facts.get("days"), "days"), start=1)
        ]
        rows = [row for n, day in enumerate(days, start=1) for row in self.rows_of(n, day)]
        if len(rows) > limits.MAX_EVENTS:
            raise ImportRefused(
                _("The file holds more than %(number)s sessions.") % {"number": limits.MAX_EVENTS}
            )
        self.with_seconds = self.durations_have_seconds(rows)
        self.people = PeopleReader(self.origin, self.leftovers, self.marked)
        self.people.learn(rows)
        self.doubled = self.doubled_ids(rows)
        named = line(self.facts.get("time_zone_name"), 60)
        self.zone = zone_named(named)
        if self.zone != named and self.zone:
            self.notes.append(
                _("The file's time zone “%(name)s” is read as %(zone)s.")
                % {"name": named, "zone": self.zone}
            )
        if named and not self.zone:
            self.leftovers.note(_("time zone “%(name)s”, which is not known") % {"name": named})
        events = self.events(rows)
        self.tell_what_was_read_otherwise(rows)
        starts_on, ends_on = self.span(days, events)
        for key, value in self.document.items():
            if key not in SCHEDULE_KEYS and not values.is_empty(value):
                count = len(value) if isinstance(value, list) else 1
                self.leftovers.note(_("schedule: %(key)s") % {"key": line(key, 40)}, count=count)
        for key, value in self.facts.items():
            if key in CONFERENCE_KEYS or (self.is_ours and key in OUR_KEYS):
                continue
            if not values.is_empty(value):
                self.leftovers.note(_("conference: %(key)s") % {"key": line(key, 40)})
        return ScheduleFile(
            title=self.texts.name(self.facts.get("title"), 300) or self.origin[:300],
            names=self.texts.sides(self.facts.get("title"), 300),
            version=line(self.document.get("version"), 100),
            generator=" ".join(
                filter(None, (line(self.generator.get(k), 60) for k in ("name", "version")))
            ),
            is_ours=self.is_ours,
            starts_on=starts_on,
            ends_on=ends_on,
            zone=self.zone,
            offset_zone=self.offset_zone(events),
            rooms=list(self.rooms.values()),
            tracks=list(self.tracks.values()),
            events=events,
            skipped=self.skipped,
            leftovers=self.leftovers,
            notes=self.notes,
        )

    # --- Rooms and tracks ---

    def read_rooms(self):
        rows = list_of(self.facts.get("rooms") or [], "rooms")
        if len(rows) > limits.MAX_PLACES:
            raise ImportRefused(_("In the file, “%(name)s” is too long.") % {"name": "rooms"})
        for n, row in enumerate(rows, start=1):
            if isinstance(row, str):
                row = {"name": row}
            row = object_of(row, _("room %(n)s") % {"n": n})
            name = self.texts.name(row.get("name"), 100)
            if not name or name == ANY_ROOM:
                continue
            own = guid(row.get("guid"))
            room = FileRoom(
                name,
                name,
                own,
                number(row.get("capacity")),
                self.slug(row, _("room: %(key)s"), name),
                line(row.get("description"), 200) if self.is_ours else "",
            )
            same = self.rooms.get(name)
            if same and own and same.guid and own != same.guid:
                self.rooms.setdefault(str(own), replace(room, key=str(own)))
                continue
            self.rooms.setdefault(name, room)
            known = ROOM_KEYS | ({"description"} if self.is_ours else set())
            self.tell_of_others(row, known, _("room: %(key)s"), name)
            if row.get("capacity") and not room.capacity:
                self.leftovers.note(_("room: %(key)s") % {"key": "capacity"}, name)

    def room_key(self, value, own=None) -> str:
        name = self.texts.name(value, 100)
        if not name or name == ANY_ROOM:
            return ""
        if own and str(own) in self.rooms:
            return str(own)
        self.rooms.setdefault(name, FileRoom(name, name))
        return name

    def read_tracks(self):
        rows = list_of(self.facts.get("tracks") or [], "tracks")
        if len(rows) > limits.MAX_PLACES:
            raise ImportRefused(_("In the file, “%(name)s” is too long.") % {"name": "tracks"})
        for n, row in enumerate(rows, start=1):
            if isinstance(row, str):
                row = {"name": row}
            row = object_of(row, _("track %(n)s") % {"n": n})
            key = self.texts.name(row.get("name"), 100)
            if not key or key in self.tracks:
                continue
            self.learn_track(key, row.get("name"))
            color = line(row.get("color"), 8).lower()
            is_color = re.fullmatch(r"#[0-9a-f]{6}", color)
            if color and not is_color:
                self.leftovers.note(_("track: %(key)s") % {"key": "color"}, key)
            self.tracks[key] = FileTrack(
                key,
                self.texts.sides(row.get("name"), 100),
                self.slug(row, _("track: %(key)s"), key),
                color if is_color else "",
            )
            self.tell_of_others(row, TRACK_KEYS, _("track: %(key)s"), key)

    def slug(self, row, told, place) -> str:
        """A short address that is one here; '' for none."""
        slug = line(row.get("slug"), 61)
        slug = slug_of_xml(slug) if self.is_ours else slug
        if not slug or (ASCII_SLUG.regex.search(slug) and len(slug) <= LONGEST_SLUG):
            return slug
        self.leftovers.note(told % {"key": "slug"}, place)
        return ""

    def tell_of_others(self, row, known, told, place=""):
        """What stands in a row beside what is read."""
        for key, value in row.items():
            if key not in known and not values.is_empty(value):
                self.leftovers.note(told % {"key": line(key, 40)}, place)

    def track_key(self, value) -> str:
        """A session may name its track in one language where the list has several, or all."""
        names = self.texts.names(value, 100)
        for name in names:
            if name in self.track_names:
                return self.track_names[name]
        if not names:
            return ""
        key = names[0]
        self.tracks[key] = FileTrack(key, self.texts.sides(value, 100))
        self.learn_track(key, value)
        return key

    def learn_track(self, key, value):
        for name in self.texts.names(value, 100):
            self.track_names.setdefault(name, key)

    # --- Sessions ---

    def rows_of(self, n, day):
        where = _("day %(n)s") % {"n": n}
        self.tell_of_others(day, DAY_KEYS, _("day: %(key)s"), where)
        rooms = day.get("rooms") or {}
        if isinstance(rooms, dict):
            pairs = [(name, None, events) for name, events in rooms.items()]
        elif isinstance(rooms, list) and all(isinstance(room, tuple) for room in rooms):
            pairs = [(room.get("name"), guid(room.get("guid")), events) for room, events in rooms]
        else:
            object_of(rooms, f"{where}, rooms")
        for name, own, events in pairs:
            key = self.room_key(name, own)
            in_room = _("%(place)s, room %(name)s") % {
                "place": where,
                "name": line(name, 100) or "?",
            }
            for index, event in enumerate(list_of(events, in_room), start=1):
                there = _("%(place)s, event %(n)s") % {"place": in_room, "n": index}
                event = object_of(event, there)
                label = line(event.get("id"), 40) or line(event.get("code"), 40) or index
                place = _("%(place)s, event %(n)s") % {"place": in_room, "n": label}
                yield _Row(place, day, key, event)

    def durations_have_seconds(self, rows) -> bool:
        """Whether three parts of a duration end in seconds, as Pentabarf writes them: its own step
        has three parts, or no session of the file has two. Else they begin with days.
        """
        if values.has_three_parts(self.facts.get("timeslot_duration")):
            return True
        written = [row.event.get("duration") for row in rows if row.event.get("duration")]
        return bool(written) and all(map(values.has_three_parts, written))

    def doubled_ids(self, rows) -> set[str]:
        """Ids that several sessions without a guid share: their titles tell them apart."""
        titles = {(self.id_of(row.event), self.title_of(row.event)) for row in rows}
        return {key for key, count in Counter(key for key, _t in titles).items() if count > 1} - {
            ""
        }

    def id_of(self, event) -> str:
        for key in ("id", "code", "slug"):
            if found := line(event.get(key), 200):
                return found
        return ""

    def title_of(self, event):
        return self.texts.name(event.get("title"), 300)

    def events(self, rows) -> list[FileEvent]:
        found: dict = {}
        for row in rows:
            try:
                event = self.event(row)
            except _Skip as skip:
                self.skipped.append(Skipped(row.place, self.title_of(row.event), str(skip)))
                continue
            if not event.has_length:
                self.lasting_no_time.append(f"“{event.title}” ({event.place})")
            found.setdefault(event.identities[0], []).append(event)
        each = [event for same in found.values() for event in self.told_apart(same)]
        return sorted(each, key=_order)

    def told_apart(self, same: list[FileEvent]) -> list[FileEvent]:
        """Sessions of one guid or id: what is held several times is written so by some systems.
        The first keeps it; each other has one made of it and of which one it is, in time.
        """
        found: dict = {}
        for event in sorted(same, key=_order):
            # Written twice, and not held twice.
            key = (*_order(event), str(event.title))
            if first := found.get(key):
                reason = _("it stands in the file twice, the first time in %(place)s") % {
                    "place": first.place
                }
                self.skipped.append(Skipped(event.place, str(event.title), reason))
                continue
            if found:
                own = made_guid(str(same[0].identities[0]), "again", str(len(found)))
                self.repeated.append(event)
                event = replace(event, identities=(own,), has_guid=False, number=None, code="")
            found[key] = event
        return list(found.values())

    def tell_what_was_read_otherwise(self, rows):
        """Notes, each with where the first of them stand."""
        if not rows:
            self.notes.append(_("The file holds no sessions."))
        if self.repeated:
            count = len(self.repeated)
            text = ngettext(
                "%(n)s session has the guid or id of another one of the file, as what is held "
                "several times has. It becomes a session of its own: %(places)s",
                "%(n)s sessions have the guid or id of another one of the file, as what is held "
                "several times has. Each becomes a session of its own: %(places)s",
                count,
            )
            places = [f"“{event.title}” ({event.place})" for event in self.repeated]
            self.notes.append(text % {"n": count, "places": _some(places)})
        if self.lasting_no_time:
            count = len(self.lasting_no_time)
            text = ngettext(
                "%(n)s session lasts no time in the file. A new one gets %(minutes)s minutes: "
                "%(places)s",
                "%(n)s sessions last no time in the file. New ones get %(minutes)s minutes: "
                "%(places)s",
                count,
            )
            places = _some(self.lasting_no_time)
            self.notes.append(text % {"n": count, "minutes": self.step(), "places": places})
        if places := self.marked.guessed:
            text = ngettext(
                "The texts of %(n)s session have marks of Markdown and are read as Markdown: "
                "%(places)s",
                "The texts of %(n)s sessions have marks of Markdown and are read as Markdown: "
                "%(places)s",
                len(places),
            )
            self.notes.append(text % {"n": len(places), "places": _some(places)})

    def event(self, row) -> FileEvent:
        event, place = row.event, row.place
        title, is_cancelled = self.without_mark(self.texts.sides(event.get("title"), 300, place))
        people = self.people.of(event, place)
        if not title:
            raise _Skip(_("it has no title"))
        starts_at = self.starts_at(row)
        minutes = self.minutes(event, starts_at)
        identities, has_guid = self.identities(event)
        code, types = line(event.get("code"), 7), self.texts.names(event.get("type"), 100)
        kind = next(filter(None, map(kind_of, types)), "")
        is_code = bool(re.fullmatch(r"[0-9A-Z]{6}", code))
        if code and not is_code:
            self.leftovers.note(_("code of another form (a new one is made)"), place)
        if event.get("type") and not kind:
            name = types[0] if types else ""
            self.leftovers.note(_("type “%(name)s”") % {"name": name}, place)
        language = language_of(line(event.get("language"), 60), is_ours=self.is_ours)
        if language is None:
            code_there = line(event.get("language"), 60).lower()
            self.leftovers.note(_("language “%(code)s”") % {"code": code_there}, place)
        self.count_unknown(event, place)
        summary, abstract = self.summary_and_abstract(event, place)
        room = self.texts.name(event.get("room"), 100)
        names_another = room and (row.room == "" or self.rooms[row.room].name != room)
        return FileEvent(
            place=place,
            identities=identities,
            has_guid=has_guid,
            number=number(event.get("id")),
            code=code if is_code else "",
            title=title,
            subtitle=self.texts.sides(event.get("subtitle"), 300, place),
            kind=kind,
            language=language or "",
            starts_at=starts_at,
            minutes=minutes or self.step(),
            has_length=minutes > 0,
            room=self.room_key(event.get("room")) if names_another else row.room,
            track=self.track_key(event.get("track")),
            summary=summary,
            abstract=abstract,
            people=people if "persons" in event else None,
            links=self.texts.links(event, place),
            is_cancelled=is_cancelled,
        )

    def summary_and_abstract(self, event, place):
        """A short abstract of plain words is our summary; a long one, or one with links, opens our
        abstract, which keeps its Markdown.
        """
        written = event.get("abstract")
        abstract = self.texts.blocks(event.get("description"), 20_000, place)
        summary = self.texts.lines(written, 2_000 if self.is_ours else 20_000, place)
        is_short = max(len(summary.zh), len(summary.en)) <= LONGEST_SUMMARY
        if self.is_ours or (is_short and "<a " not in str(written)):
            return summary, abstract
        opening = self.texts.blocks(written, 20_000, place)
        both = {
            side: f"{getattr(opening, side)}\n\n{getattr(abstract, side)}".strip()[:20_000]
            for side in ("zh", "en")
        }
        return Text(), Text(**both)

    def identities(self, event):
        """(guids by which it may be known, whether the first is the file's own)."""
        own, key = guid(event.get("guid")), self.id_of(event)
        made = []
        if own is None and (text := line(event.get("guid"), 200)):
            made.append(made_guid(self.origin, "event", text))
        if key in self.doubled:
            made.append(made_guid(self.origin, "event", key, self.title_of(event)))
        elif key:
            made.append(made_guid(self.origin, "event", key))
        if own is None and not made:
            raise _Skip(_("it has neither a guid nor an id, so it could not be found again"))
        return ((own, *made) if own else tuple(made)), own is not None

    def starts_at(self, row) -> datetime:
        """The event's own date, else its day and clock time; after midnight if the day says so."""
        event = row.event
        found = moment(event.get("date"))
        if found is not None:
            return found
        on, at = values.day(event.get("date")), values.clock(event.get("start"))
        if at is None and (start := moment(event.get("start"))):
            return start
        is_of_the_day = on is None
        on = on or values.day(row.day.get("date"))
        if on is None or at is None:
            raise _Skip(_("it has no date and time that can be read"))
        local = datetime.combine(on, datetime.min.time()) + at
        if is_of_the_day and self.is_after_midnight(row.day, local):
            local += timedelta(days=1)
        return local

    def is_after_midnight(self, day, local) -> bool:
        """Whether a clock time that lies before the day's start belongs to the night after it."""
        starts, ends = (
            moment(day.get(name) or day.get(f"day_{name}")) for name in ("start", "end")
        )
        if starts and ends:
            after = local + timedelta(days=1)
            return local < starts.replace(tzinfo=None) and after < ends.replace(tzinfo=None)
        change = values.clock(self.facts.get("day_change"))
        return change is not None and local - datetime.combine(local, datetime.min.time()) < change

    def minutes(self, event, starts_at) -> int:
        written = event.get("duration")
        found = values.minutes(written, with_seconds=self.with_seconds)
        ends_at = None if written else moment(event.get("end"))
        if ends_at and (ends_at.tzinfo is None) == (starts_at.tzinfo is None):
            found = int((ends_at - starts_at) / timedelta(minutes=1))
        if found is None:
            raise _Skip(
                _("it has the duration “%(duration)s”, which must be hours and minutes, like 1:30")
                % {"duration": line(written, 20)}
            )
        if found < 0:
            raise _Skip(_("it ends before it starts"))
        return found

    def step(self) -> int:
        """Minutes of a session that lasts no time: one step of the file's own clock."""
        written = self.facts.get("timeslot_duration")
        found = values.minutes(written, with_seconds=values.has_three_parts(written))
        return found if found and found <= LONGEST_STEP else SHORTEST

    def without_mark(self, title: Text):
        """(title, whether our own feed marked it as cancelled)."""
        if not self.is_ours:
            return title, False
        for language in ("zh-hans", "en"):
            with override(language):
                mark = _(_CANCELLED).partition("%(title)s")[0]
            for side in ("zh", "en"):
                text = getattr(title, side)
                if mark and text.startswith(mark):
                    # The rest may be of the other language: "Cancelled: 报告".
                    rest = values.sided(text.removeprefix(mark))
                    return replace(rest, zh_is_rendering=title.zh_is_rendering), True
        return title, False

    def count_unknown(self, event, place):
        for key, value in event.items():
            if key in EVENT_KEYS or (self.is_ours and key in OUR_KEYS) or values.is_empty(value):
                continue
            count = len(value) if isinstance(value, list) else 1
            self.leftovers.note(line(key, 40), place, count)

    # --- The conference ---

    def span(self, days, events):
        """(first day, last day): as the file says, widened by what it holds. The dates of its days
        stand in when it does not say: some systems name them in UTC, a day too early.
        """
        said = [values.day(self.facts.get("start")), values.day(self.facts.get("end"))]
        if None in said:
            said += [values.day(day.get("date")) for day in days]
        found = [*said, *(self.local_day(event) for event in events)]
        found = [day for day in found if day is not None]
        if not found:
            raise ImportRefused(_("The file names no day."))
        return min(found), max(found)

    def local_day(self, event):
        if self.zone and event.starts_at.tzinfo:
            return event.starts_at.astimezone(ZoneInfo(self.zone)).date()
        return event.starts_at.date()

    def offset_zone(self, events) -> str:
        """A zone whose clocks show every time as the file writes it; '' without offsets."""
        moments = [event.starts_at for event in events if event.starts_at.tzinfo]
        if not moments:
            return ""
        usual = Conference._meta.get_field("time_zone").default
        found = zone_of_offsets(moments, usual)
        if not found and not self.zone:
            self.notes.append(
                _(
                    "The times of the file have offsets that no single time zone has. Each "
                    "session keeps its moment; look at the times that are shown."
                )
            )
        return found or "UTC"
