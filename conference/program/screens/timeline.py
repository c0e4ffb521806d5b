"""What the screen at a room's door may show: the timeline of a room, from one release."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from conference.program.draft.overlapping import overlap
from conference.program.models import KINDS_WITHOUT_PEOPLE
from conference.program.release.document import Program
from conference.program.release.values import Room, Session

# A session that left this room is announced at its old door so long before it begins.
ANNOUNCED_BEFORE = timedelta(minutes=60)

# What wins when several entries run at once; the smaller one.
ITEM, CANCELLED, COVER, ELSEWHERE = range(4)


@dataclass(frozen=True)
class Entry:
    """One thing on a room's timeline. `rank` is ITEM, CANCELLED, COVER or ELSEWHERE."""

    session: Session
    rank: int
    parent: Session | None = None

    @property
    def starts_at(self) -> datetime:
        return self.session.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.session.ends_at

    @property
    def in_order(self):
        return (self.session.span[0], self.rank, *self.session.in_order[1:])


@dataclass
class Timeline:
    """The timeline of one room. `moved` are codes of sessions that a release took out of it."""

    program: Program
    room: Room
    moved: Iterable[str] = ()

    @cached_property
    def entries(self) -> list[Entry]:
        """Everything timed that this door may show, in order."""
        own = list(self._own())
        planned = [entry for entry in own if entry.rank != CANCELLED]
        elsewhere = [
            entry
            for entry in map(self._elsewhere, self.program.sessions)
            if entry and not any(overlap(entry, other) for other in planned)
        ]
        return sorted([*own, *elsewhere], key=lambda entry: entry.in_order)

    def _own(self):
        for session in self.program.sessions:
            if session.room != self.room or not session.is_timed:
                continue
            if session.is_cancelled:
                yield Entry(session, CANCELLED)
                continue
            talks = [talk for talk in session.talks if talk.is_timed]
            yield Entry(session, COVER if talks else ITEM)
            for talk in talks:
                yield Entry(talk, CANCELLED if talk.is_cancelled else ITEM, session)

    def _elsewhere(self, session):
        """A plenary in another room; a break of everybody that has no room of its own."""
        if session.is_cancelled or not session.is_timed or session.room == self.room:
            return None
        is_everybodys = session.room is None and session.kind in KINDS_WITHOUT_PEOPLE
        return Entry(session, ELSEWHERE) if session.is_plenary or is_everybodys else None

    @cached_property
    def untimed(self) -> list[Session]:
        return [s for s in self.program.sessions if s.room == self.room and not s.is_timed]

    @cached_property
    def notices(self) -> list[Session]:
        """Sessions that left this room and are planned in another one now."""
        found = (self.program.session(code) for code in dict.fromkeys(self.moved))
        return [
            s
            for s in found
            if s and s.is_timed and s.room and s.room != self.room and not s.is_cancelled
        ]

    @cached_property
    def first_planned(self) -> Entry | None:
        return next((e for e in self.entries if e.rank != CANCELLED), None)
