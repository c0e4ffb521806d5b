"""What part of the schedule a reader asked for: `?day= &room= &track= &kind= &language= &q=`."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from conference import spoken
from conference.bilingual import Text
from conference.program.models import Kind, track_of
from conference.program.public.matching import Word
from conference.program.public.searching import (
    found_organizations,
    found_people,
    found_sessions,
    words_of,
)
from conference.program.release.document import Program
from conference.program.release.values import Person, Room, Session, Track
from conference.wording.labels import first_upper

LONGEST_QUERY = 100  # characters of `q`


class UnknownFilter(Exception):
    """A value that this program does not have. `message` says so to the reader."""

    status = 404

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class TooLong(UnknownFilter):
    """More words than a search takes."""

    status = 400


@dataclass(frozen=True)
class Choice:
    """One option of a filter, as the form shows it."""

    value: str
    label: object
    is_chosen: bool


@dataclass(frozen=True)
class ScheduleFilter:
    program: Program
    day: date | None = None
    rooms: tuple[Room, ...] = ()  # any of them
    track: Track | None = None
    kind: str = ""
    language: str = ""
    q: str = ""

    @classmethod
    def from_query(cls, program: Program, query) -> "ScheduleFilter":
        """Read a request's GET parameters; empty ones and those we do not know are no filter.

        Raises UnknownFilter for a day, room, track, kind or language that is not in the program.
        """
        words = " ".join(query.get("q", "").split())
        if len(words) > LONGEST_QUERY:
            raise TooLong(
                _("The search text is too long. Use at most %(count)s characters.")
                % {"count": LONGEST_QUERY}
            )
        return cls(
            program=program,
            day=cls._day(program, query.get("day", "")),
            rooms=cls._rooms(program, query),
            track=cls._one(
                program.tracks, query.get("track", ""), _("There is no such track in this program.")
            ),
            kind=cls._known(
                Kind.values, query.get("kind", ""), _("There is no such kind of session.")
            ),
            language=cls._language(program, query.get("language", "")),
            q=words,
        )

    @staticmethod
    def _day(program, value):
        if not value:
            return None
        for day in {*program.conference.days, *(day for day, _sessions in program.days())}:
            if day.isoformat() == value:
                return day
        raise UnknownFilter(_("There is no such day in this program."))

    @classmethod
    def _rooms(cls, program, query):
        """`room=` may stand several times; in the order of the list of rooms, each once."""
        values = query.getlist("room") if hasattr(query, "getlist") else [query.get("room", "")]
        message = _("There is no such room in this program.")
        wanted = {room for slug in values if (room := cls._one(program.rooms, slug, message))}
        return tuple(room for room in program.rooms if room in wanted)

    @staticmethod
    def _one(rows, slug, message):
        if not slug:
            return None
        for row in rows:
            if row.slug == slug:
                return row
        raise UnknownFilter(message)

    @staticmethod
    def _known(values, value, message):
        if value and value not in values:
            raise UnknownFilter(message)
        return value

    @staticmethod
    def _language(program, value):
        """One of this site's, also where nobody speaks it; any other that is spoken here."""
        if value in ("", *spoken.COMMON) or any(
            spoken.is_spoken(value, session.language) for session in program.every_session()
        ):
            return value
        raise UnknownFilter(_("There is no such language in this program."))

    @property
    def is_active(self) -> bool:
        return bool(self.day) or self.has_details

    @property
    def has_details(self) -> bool:
        """Whether more than a day was asked for."""
        return bool(self.rooms or self.track or self.kind or self.language or self.q)

    @cached_property
    def words(self) -> list[Word]:
        return words_of(self.q)

    @cached_property
    def _found(self) -> dict[str, int]:
        return found_sessions(self.program, self.words)

    def results(self) -> list[Session]:
        """What a search found, sessions and talks each on its own, the best first."""
        if not self.q:
            return []
        kept = []
        for code in self._found:
            session = self.program.session(code)
            parent = self.program.parent_of(session)
            if self.matches(session, parent=parent):
                kept.append(session)
        return kept

    def is_in_a_title(self, session: Session) -> bool:
        """Whether a result says every word in its title."""
        return self._found.get(session.code) == 0

    def sessions(self) -> list[Session]:
        """The matching top-level sessions, in order. A sub-forum that matches keeps all its talks,
        one that does not keeps those that do.
        """
        if not self.is_active:
            return list(self.program.sessions)
        found = []
        for session in self.program.sessions:
            if self.matches(session):
                found.append(session)
            elif talks := [t for t in session.talks if self.matches(t, parent=session)]:
                found.append(replace(session, talks=tuple(talks)))
        return found

    def matches(self, session: Session, *, parent: Session | None = None) -> bool:
        return (
            (self.day is None or day_of(self.program, session) == self.day)
            and (not self.rooms or session.room in self.rooms)
            and (self.track is None or track_of(session, parent) == self.track)
            and (not self.kind or session.kind == self.kind)
            and (not self.language or spoken.is_spoken(self.language, session.language))
            and (not self.q or session.code in self._found)
        )

    def people(self) -> list[Person]:
        """Whom the search text names."""
        return found_people(self.program, self.words) if self.q else []

    def organizations(self) -> list[tuple[Text, list[Person]]]:
        """[(organization that the search text names, its people)]."""
        return found_organizations(self.program, self.words) if self.q else []

    # --- What the form offers: only what the program has -------------------------------------

    def day_choices(self) -> list[Choice]:
        return [
            Choice(day.isoformat(), day, day == self.day) for day, _sessions in self.program.days()
        ]

    def room_choices(self) -> list[Choice]:
        return [Choice(r.slug, r.name, r in self.rooms) for r in self.program.rooms]

    def track_choices(self) -> list[Choice]:
        return [Choice(t.slug, t.name, t == self.track) for t in self.program.tracks]

    def kind_choices(self) -> list[Choice]:
        used = {session.kind for session in self.program.every_session()}
        return [Choice(k.value, k.label, k == self.kind) for k in Kind if k in used]

    def language_choices(self) -> list[Choice]:
        used = {session.language for session in self.program.every_session()}
        order = {tag: n for n, tag in enumerate(spoken.COMMON)}
        return [
            Choice(tag, spoken.name_of(tag), tag == self.language)
            for tag in sorted(used - {""}, key=lambda tag: (order.get(tag, len(order)), tag))
        ]

    def chosen(self) -> list[tuple[Text, str]]:
        """[(what was asked for besides a day, the query without it)]."""
        found = [(_same(f"“{self.q}”"), self._without(q=""))] if self.q else []
        for room in self.rooms:
            others = tuple(other for other in self.rooms if other is not room)
            found.append((room.name, self._without(rooms=others)))
        if self.track:
            found.append((self.track.name, self._without(track=None)))
        if self.kind:
            label = Kind(self.kind).label
            found.append((_same(first_upper(label)), self._without(kind="")))
        if self.language:
            label = spoken.name_of(self.language)
            found.append((_same(first_upper(label)), self._without(language="")))
        return found

    def query_without_day(self) -> str:
        """The rest of the query, for links that choose another day; '' or 'room=a&q=b'."""
        return self._without(day=None)

    def query_without_rooms(self) -> str:
        return self._without(rooms=())

    def _without(self, **emptied) -> str:
        return replace(self, **emptied).as_query()

    def as_query(self) -> str:
        """'day=2026-05-20&room=a&room=b': what was asked for, and nothing empty."""
        asked = {
            "day": self.day and self.day.isoformat(),
            "room": [room.slug for room in self.rooms],
            "track": self.track and self.track.slug,
            "kind": self.kind,
            "language": self.language,
            "q": self.q,
        }
        return urlencode({key: value for key, value in asked.items() if value}, doseq=True)


def day_of(program: Program, session: Session) -> date | None:
    """An untimed session of a one-day conference is on that day."""
    days = program.conference.days
    return session.day or (days[0] if len(days) == 1 else None)


def _same(words: str) -> Text:
    """Words of the reader's own language as a Text."""
    return Text(words, words)
