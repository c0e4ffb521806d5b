"""From the shape of schedule.json to a ScheduleFile.

What is of a wrong shape (a list where an object belongs) refuses the file, naming the place: nobody
knows what else it means otherwise. A session that lacks what every session needs is skipped and
listed, and all others are taken.
"""

from collections import Counter
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference
from conference.program.importing import limits, values
from conference.program.importing.events_in_file import OUR_KEYS, EventReader, Row, Skip, id_of
from conference.program.importing.file import (
    SHOWN_PLACES,
    FileEvent,
    Leftovers,
    ScheduleFile,
    Skipped,
)
from conference.program.importing.from_json import document_of_json
from conference.program.importing.marked import MarkedTexts
from conference.program.importing.other_files import refuse_other_file
from conference.program.importing.people_in_file import PeopleReader
from conference.program.importing.places_in_file import PlacesReader
from conference.program.importing.refusal import ImportRefused
from conference.program.importing.shapes import list_of, object_of
from conference.program.importing.texts_in_file import TextReader
from conference.program.importing.unseen import seen_alone
from conference.program.importing.values import guid, line, made_guid
from conference.program.importing.zones import zone_named, zone_of_offsets

# The keys that are read. What else a file holds is counted and told ("not taken").
CONFERENCE_KEYS = {
    *("acronym", "title", "start", "end", "daysCount", "days", "timeslot_duration"),
    *("time_zone_name", "tracks", "rooms", "url", "base_url", "day_change"),
}
SCHEDULE_KEYS = {"$schema", "version", "base_url", "url", "conference", "generator"}
DAY_KEYS = {"index", "date", "start", "end", "day_start", "day_end", "rooms"}


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


def _order(event: FileEvent):
    return event.starts_at.replace(tzinfo=None), event.room


def _some(places: list[str]) -> str:
    return "; ".join(places[:SHOWN_PLACES]) + ("; …" if len(places) > SHOWN_PLACES else "")


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
        self.places = PlacesReader(self.texts, self.leftovers)

    @property
    def origin(self) -> str:
        """What makes ids of this file unique among those of other systems."""
        return self.texts.name(self.facts.get("acronym"), 200) or self.texts.name(
            self.facts.get("title"), 200
        )

    def file(self) -> ScheduleFile:
        self.places.read_rooms(self.facts.get("rooms"))
        self.places.read_tracks(self.facts.get("tracks"))
        days = [
            object_of(day, _("day %(n)s") % {"n": n})
            for n, day in enumerate(list_of(self.facts.get("days"), "days"), start=1)
        ]
        rows = [row for n, day in enumerate(days, start=1) for row in self.rows_of(n, day)]
        if len(rows) > limits.MAX_EVENTS:
            raise ImportRefused(
                _("The file holds more than %(number)s sessions.") % {"number": limits.MAX_EVENTS}
            )
        people = PeopleReader(self.origin, self.leftovers, self.marked)
        people.learn(rows)
        self.one = EventReader(
            self.facts,
            self.texts,
            self.places,
            people,
            self.leftovers,
            with_seconds=self.durations_have_seconds(rows),
            doubled=self.doubled_ids(rows),
        )
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
        told = _("schedule: %(key)s")
        self.leftovers.note_others(self.document, SCHEDULE_KEYS, told, counts_lists=True)
        for key, read in (
            *(("start", values.day), ("end", values.day)),
            ("day_change", values.clock),
        ):
            if not values.is_empty(self.facts.get(key)) and read(self.facts[key]) is None:
                self.leftovers.note(_("conference: %(key)s") % {"key": key})
        known = CONFERENCE_KEYS | (OUR_KEYS if self.is_ours else set())
        self.leftovers.note_others(self.facts, known, _("conference: %(key)s"))
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
            rooms=list(self.places.rooms.values()),
            tracks=list(self.places.tracks.values()),
            events=events,
            skipped=self.skipped,
            leftovers=self.leftovers,
            notes=self.notes,
        )

    # --- Sessions ---

    def rows_of(self, n, day):
        where = _("day %(n)s") % {"n": n}
        self.leftovers.note_others(day, DAY_KEYS, _("day: %(key)s"), where)
        rooms = day.get("rooms") or {}
        if isinstance(rooms, dict):
            pairs = [(name, None, events) for name, events in rooms.items()]
        elif isinstance(rooms, list) and all(isinstance(room, tuple) for room in rooms):
            pairs = [(room.get("name"), guid(room.get("guid")), events) for room, events in rooms]
        else:
            object_of(rooms, f"{where}, rooms")
        for name, own, events in pairs:
            key = self.places.room_key(name, own)
            in_room = _("%(place)s, room %(name)s") % {
                "place": where,
                "name": line(name, 100) or "?",
            }
            for index, event in enumerate(list_of(events, in_room), start=1):
                there = _("%(place)s, event %(n)s") % {"place": in_room, "n": index}
                event = object_of(event, there)
                label = line(event.get("id"), 40) or line(event.get("code"), 40) or index
                place = _("%(place)s, event %(n)s") % {"place": in_room, "n": label}
                yield Row(place, day, key, event)

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
        titles = {(id_of(row.event), self.title_of(row.event)) for row in rows}
        return {key for key, count in Counter(key for key, _t in titles).items() if count > 1} - {
            ""
        }

    def title_of(self, event):
        return self.texts.name(event.get("title"), 300)

    def events(self, rows) -> list[FileEvent]:
        found: dict = {}
        for row in rows:
            try:
                event = self.one.read(row)
            except Skip as reason:
                self.skipped.append(Skipped(row.place, self.title_of(row.event), str(reason)))
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
            self.notes.append(text % {"n": count, "minutes": self.one.step(), "places": places})
        if places := self.marked.guessed:
            text = ngettext(
                "The texts of %(n)s session have marks of Markdown and are read as Markdown: "
                "%(places)s",
                "The texts of %(n)s sessions have marks of Markdown and are read as Markdown: "
                "%(places)s",
                len(places),
            )
            self.notes.append(text % {"n": len(places), "places": _some(places)})

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
