"""iCalendar (RFC 5545, with the names of RFC 7986) from a published program.

The same release gives the same bytes: stamps are the release's, not the clock's, so that a poll
is answered 304. A session's guid is its UID and its sequence rises with each change, so calendars
replace what they hold. Written line by line: a calendar of 600 sessions costs 20 ms so, and 380 ms
through a library that makes an object of every property. Three libraries read it in our tests.
"""

import re
import unicodedata
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from conference.bilingual import active_side, in_one_language
from conference.program.feeds.entries import Entry, room_names
from conference.program.feeds.vtimezone import vtimezone
from conference.program.release.document import Program
from conference.program.release.texts import ANY_ROOM, line, plain
from conference.program.release.values import ConferenceFacts, Role, Room

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = "PT1H"
MOST_OCTETS = 75  # of a line, without its end

# These belong to the character before them; a fold between would show in an editor of raw files.
_JOINED = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


def calendar(program: Program, entries: list[Entry], *, name: str) -> bytes:
    """A calendar of `entries` in the active language; valid also when there are none."""
    facts = program.conference
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        # The release stands here, because clients that compare entries one by one (vdirsyncer) read
        # the head as a part of each and leave this line out: a property of its own would make every
        # entry a new one with every release.
        f"PRODID:-//Lectern//{facts.slug} release {program.version}//{active_side().upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{facts.time_zone}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"LAST-MODIFIED:{_utc(_last_changed(program))}",
        *_zone(facts, entries),
    ]
    writer = _Writer(program)
    for entry in entries:
        lines += writer.event(entry)
    lines.append("END:VCALENDAR\r\n")
    return "\r\n".join(map(folded, lines)).encode()


def _last_changed(program: Program) -> datetime:
    """When the release came, or when it came back because a later one was taken back."""
    moments = (session.changed_at for session in program.every_session())
    return max([_published(program), *filter(None, moments)])


def _zone(facts: ConferenceFacts, entries: list[Entry]) -> tuple[str, ...]:
    """The zone's clocks from the year before to the year after; none for UTC, which needs none
    (but a calendar must hold something).
    """
    if facts.time_zone == "UTC" and entries:
        return ()
    years = {facts.starts_on.year, facts.ends_on.year}
    years |= {year for e in entries for year in (e.starts_at.year, e.ends_at.year)}
    return vtimezone(facts.time_zone, min(years) - 1, max(years) + 1)


def _published(program: Program) -> datetime:
    """Feeds are made of releases alone: a draft has no moment to stamp them with."""
    if program.published_at is None:
        raise ValueError(program.version)
    return program.published_at


class _Writer:
    """The lines of one entry after another; what all have in common is made once."""

    def __init__(self, program: Program):
        facts = program.conference
        self.zone = facts.time_zone
        self.stamp = _utc(_published(program))
        names = room_names(program)
        self.rooms = {room.slug: _location(room, names[room.slug]) for room in program.rooms}
        self.kinds: dict[str, str] = {}
        self.people: dict[tuple[str, str], str] = {}
        comma = "，" if active_side() == "zh" else ", "
        where = line(comma.join(in_one_language([facts.venue, facts.address, facts.city])))
        self.where = [_("Venue: %(where)s") % {"where": where}] if where else []

    def event(self, entry: Entry) -> list[str]:
        session = entry.session
        changed_at = session.changed_at
        return [
            "BEGIN:VEVENT",
            f"UID:{session.guid}",
            f"DTSTAMP:{self.stamp}",
            f"LAST-MODIFIED:{_utc(changed_at) if changed_at else self.stamp}",
            f"SEQUENCE:{session.sequence}",
            *self.times(entry),
            f"SUMMARY;LANGUAGE={session.title.lang}:{escaped(entry.title)}",
            self.rooms[entry.room.slug] if entry.room else f"LOCATION:{ANY_ROOM}",
            # A cancelled one keeps nobody's time, also where its status is not understood.
            *(
                ("STATUS:CANCELLED", "TRANSP:TRANSPARENT")
                if entry.is_cancelled
                else ("STATUS:CONFIRMED",)
            ),
            f"CATEGORIES:{self.categories(entry)}",
            f"URL:{entry.url}",
            f"DESCRIPTION;LANGUAGE={entry.said.lang}:{escaped(self.description(entry))}",
            "END:VEVENT",
        ]

    def times(self, entry: Entry) -> tuple[str, str]:
        starts_at, ends_at = entry.starts_at, entry.ends_at
        if self.zone == "UTC" or _is_shown_twice(starts_at) or _is_shown_twice(ends_at):
            return (f"DTSTART:{_utc(starts_at)}", f"DTEND:{_utc(ends_at)}")
        return (
            f"DTSTART;TZID={self.zone}:{starts_at:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={self.zone}:{ends_at:%Y%m%dT%H%M%S}",
        )

    def categories(self, entry: Entry) -> str:
        kind = entry.session.kind
        if kind not in self.kinds:
            self.kinds[kind] = escaped(str(entry.session.kind_label))
        found = self.kinds[kind]
        return f"{found},{escaped(line(entry.track.name))}" if entry.track else found

    def description(self, entry: Entry) -> str:
        lines = [entry.subtitle] if entry.subtitle else []
        lines += [self.role(role) for role in entry.session.roles]
        if entry.said:
            lines.append(str(entry.said))
        for link in entry.session.links:
            lines.append(f"{line(link.title) or link.kind_label} · {link.absolute_url}")
        return "\n".join([*lines, *self.where, entry.url])

    def role(self, role: Role) -> str:
        key = (role.role, role.person.code)
        if key not in self.people:
            person = role.person
            parts = [str(role.label), line(person.name.marked), line(person.organization)]
            self.people[key] = " · ".join(filter(None, parts))
        return self.people[key]


def _location(room: Room, name: str) -> str:
    language = f";LANGUAGE={room.name.lang}" if room.name.is_fallback else ""
    return f"LOCATION{language}:{escaped(name)}"


def _is_shown_twice(moment: datetime) -> bool:
    """Whether the wall clock shows this time before and after it is put back. By section 3.3.5 it
    means the first, but readers differ: such a time is told in UTC.
    """
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A TEXT value (section 3.3.11); whatever ends a line anywhere becomes an escaped one."""
    text = plain(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def folded(text: str) -> str:
    """A content line in pieces of at most 75 octets, cut between characters (section 3.1)."""
    if len(text) <= MOST_OCTETS and (text.isascii() or len(text.encode()) <= MOST_OCTETS):
        return text
    if text.isascii():
        rest = range(MOST_OCTETS, len(text), MOST_OCTETS - 1)
        pieces = [text[:MOST_OCTETS], *(text[at : at + MOST_OCTETS - 1] for at in rest)]
        return "\r\n ".join(pieces)
    raw, start, room = text.encode(), 0, MOST_OCTETS
    cuts = []
    while len(raw) - start > room:
        cut = _cut(raw, start, start + room)
        cuts.append(raw[start:cut])
        start, room = cut, MOST_OCTETS - 1
    cuts.append(raw[start:])
    return b"\r\n ".join(cuts).decode()


def _cut(raw: bytes, start: int, end: int) -> int:
    """Where to cut `raw` at `end` or before it: never within a character, and where possible not
    before a combining one.
    """
    cut = furthest = _character(raw, end)
    while cut > start + 8:
        after = raw[cut : cut + 4].decode(errors="ignore")[:1]
        if not (_JOINED.match(after) or unicodedata.combining(after)) and (
            raw[cut - 3 : cut] != b"\xe2\x80\x8d"
        ):
            return cut
        cut = _character(raw, cut - 1)
    return furthest


def _character(raw: bytes, at: int) -> int:
    """The beginning of the character that the octet at `at` belongs to."""
    while raw[at] & 0xC0 == 0x80:
        at -= 1
    return at
