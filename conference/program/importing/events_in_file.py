"""One session of a file: what it says of itself, its time, its length, and what it is known by."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from conference.bilingual import Text, in_both_languages
from conference.markdown import without_margins
from conference.program.importing import values
from conference.program.importing.file import FileEvent, Leftovers
from conference.program.importing.html import has_links
from conference.program.importing.kinds import kind_of, language_of
from conference.program.importing.people_in_file import PeopleReader
from conference.program.importing.places_in_file import PlacesReader
from conference.program.importing.texts_in_file import TextReader
from conference.program.importing.values import guid, line, made_guid, moment, number

# The keys that are read. What else a session holds is counted and told ("not taken").
EVENT_KEYS = {
    *("guid", "id", "code", "date", "start", "end", "duration", "room", "title", "subtitle"),
    *("track", "type", "language", "abstract", "description", "persons", "slug"),
    *("links", "attachments", "recording"),
}
# Made anew here, so that nothing is lost of our own files.
OUR_KEYS = {"url", "colors", "logo"}
LONGEST_SUMMARY = 1_600  # characters; a subtitle of 300 must fit before it
SHORTEST, LONGEST_STEP = 5, 30  # minutes: of a session that lasts no time in the file

_CANCELLED = gettext_noop("Cancelled: %(title)s")  # as our own feeds write it


@dataclass(frozen=True)
class Row:
    """An event with where it stands: its day, room and place are of the file."""

    place: str
    day: dict
    room: str  # the room's key
    event: dict


class Skip(Exception):
    """This session cannot be taken; the message is the reason."""


def id_of(event) -> str:
    """What the other system calls it by, where it has no guid."""
    for key in ("id", "code", "slug"):
        if found := line(event.get(key), 200):
            return found
    return ""


class EventReader:
    """`facts`: what the file says of the conference. `with_seconds`: three parts of a duration end
    in seconds. `doubled`: ids that several sessions share.
    """

    def __init__(
        self,
        facts: dict,
        texts: TextReader,
        places: PlacesReader,
        people: PeopleReader,
        leftovers: Leftovers,
        *,
        with_seconds: bool,
        doubled: set[str],
    ):
        self.facts, self.texts, self.places, self.people = facts, texts, places, people
        self.leftovers, self.with_seconds, self.doubled = leftovers, with_seconds, doubled
        self.is_ours, self.origin = texts.is_plain, people.origin

    def read(self, row: Row) -> FileEvent:
        """Raises Skip."""
        event, place = row.event, row.place
        title, is_cancelled = self.without_mark(self.texts.sides(event.get("title"), 300, place))
        people = self.people.of(event, place)
        if not title:
            raise Skip(_("it has no title"))
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
        known = EVENT_KEYS | (OUR_KEYS if self.is_ours else set())
        self.leftovers.note_others(event, known, place=place, counts_lists=True)
        summary, abstract = self.summary_and_abstract(event, place)
        room = self.texts.name(event.get("room"), 100)
        names_another = room and (row.room == "" or self.places.rooms[row.room].name != room)
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
            room=self.places.room_key(event.get("room")) if names_another else row.room,
            track=self.places.track_key(event.get("track")),
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
        sides = written.values() if isinstance(written, dict) else [written]
        if self.is_ours or (is_short and not any(has_links(str(side)) for side in sides)):
            return summary, abstract
        opening = self.texts.blocks(written, 20_000, place)
        both = {
            side: without_margins(f"{getattr(opening, side)}\n\n{getattr(abstract, side)}")[:20_000]
            for side in ("zh", "en")
        }
        return Text(), Text(**both)

    def identities(self, event):
        """(guids by which it may be known, whether the first is the file's own)."""
        own, key = guid(event.get("guid")), id_of(event)
        made = []
        if own is None and (text := line(event.get("guid"), 200)):
            made.append(made_guid(self.origin, "event", text))
        if key in self.doubled:
            title = self.texts.name(event.get("title"), 300)
            made.append(made_guid(self.origin, "event", key, title))
        elif key:
            made.append(made_guid(self.origin, "event", key))
        if own is None and not made:
            raise Skip(_("it has neither a guid nor an id, so it could not be found again"))
        return ((own, *made) if own else tuple(made)), own is not None

    def starts_at(self, row) -> datetime:
        """The event's own date, else its day and clock time; after midnight if the day says so."""
        event, written = row.event, row.event.get("date")
        found = moment(written)
        if found is not None:
            return found
        on, at = values.day_alone(written), values.clock(event.get("start"))
        if on is None and not values.is_empty(written):
            # Another day or time in its place would be a guess that nobody sees.
            raise Skip(
                _("it has the date “%(date)s”, which cannot be read") % {"date": line(written, 40)}
            )
        if at is None and (start := moment(event.get("start"))):
            return start
        is_of_the_day = on is None
        on = on or values.day(row.day.get("date"))
        if on is None or at is None:
            raise Skip(_("it has no date and time that can be read"))
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
            raise Skip(
                _("it has the duration “%(duration)s”, which must be hours and minutes, like 1:30")
                % {"duration": line(written, 20)}
            )
        if found < 0:
            raise Skip(_("it ends before it starts"))
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
        marks = in_both_languages(lambda: _(_CANCELLED).partition("%(title)s")[0])
        for mark, side in product(marks.as_list(), ("zh", "en")):
            text = getattr(title, side)
            if mark and text.startswith(mark):
                # The rest may be of the other language: "Cancelled: 报告".
                rest = values.sided(text.removeprefix(mark))
                return replace(rest, zh_is_rendering=title.zh_is_rendering), True
        return title, False
