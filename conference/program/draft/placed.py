"""The clash rules over plain values: what stands where, with whom, when.

Nothing here knows the database: the draft, an import's plan or a board that is being arranged are
told as `Placed` values, and what is found names them by their keys.
tests/program/draft/clashes.json holds cases, so that other programs can keep the same rules.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conference.program.draft.overlapping import share_a_moment

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Placed:
    """A session that takes place. Moments are numbers, seconds say, of one clock for all."""

    key: str
    starts: float | None = None
    ends: float | None = None
    day: str = ""  # the local day of its start, ISO; "" without a time
    last_day: str = ""  # the local day of its last moment
    room: str = ""  # where it takes place: its own room, or that of what it is part of
    parent: str = ""  # the sub-forum or block that it is an item of
    people: tuple[str, ...] = ()
    has_chair: bool = False
    wants_chair: bool = False
    wants_people: bool = True
    seats: int | None = None

    @property
    def is_timed(self) -> bool:
        return self.starts is not None


@dataclass(frozen=True, slots=True)
class Room:
    holds_several: bool = False
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    may_overlap: bool = False
    may_stand_alone: bool = False  # listed without a session


@dataclass(frozen=True, slots=True)
class Frame:
    """What the sessions stand in. `last_night` is the day after the last one: a long evening may
    end there.
    """

    first_day: str
    last_day: str
    last_night: str
    rooms: Mapping[str, Room] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    level: str
    sessions: tuple[str, ...] = ()  # those to mend, the first one first
    person: str = ""
    room: str = ""


def findings(sessions: Iterable[Placed], frame: Frame) -> list[Finding]:
    """All that cannot or should not be, errors first; `sessions` has none that are cancelled."""
    planned = list(sessions)
    found = [one for check in CHECKS for one in check(planned, frame)]
    return sorted(found, key=lambda one: one.level != ERROR)


def overlap(a: Placed, b: Placed) -> bool:
    """Whether two things share a moment; touching ends do not count. A sub-forum or block and
    its own items are one thing, not two.
    """
    if a.starts is None or a.ends is None or b.starts is None or b.ends is None:
        return False
    if b.key == a.parent or a.key == b.parent:
        return False
    return share_a_moment(a.starts, a.ends, b.starts, b.ends)


def overlapping_pairs(sessions: Iterable[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Each two that overlap, the earlier one first. Sorted sweep: its cost grows with the number of
    sessions and of overlaps, not with its square.
    """
    timed = [(s.starts, s.ends, s) for s in sessions if s.starts is not None and s.ends is not None]
    running: list[tuple[float, Placed]] = []  # when each ends
    for starts, ends, session in sorted(timed, key=lambda one: one[0]):
        running = [(until, other) for until, other in running if until > starts]
        for _until, other in running:
            if overlap(other, session):
                yield other, session
        running.append((ends, session))


def room_taken_twice(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    by_room: dict[str, list[Placed]] = {}
    for session in sessions:
        if session.room and not frame.rooms[session.room].holds_several:
            by_room.setdefault(session.room, []).append(session)
    for room, group in by_room.items():
        for first, second in overlapping_pairs(group):
            yield Finding("room", ERROR, (second.key, first.key), room=room)


def person_in_two_places(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    by_person: dict[str, list[Placed]] = {}
    for session in sessions:
        for person in dict.fromkeys(session.people):
            by_person.setdefault(person, []).append(session)
    for person, group in by_person.items():
        level = WARNING if frame.people[person].may_overlap else ERROR
        for first, second in overlapping_pairs(group):
            yield Finding("person", level, (second.key, first.key), person=person)


def outside_the_conference(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    """A session belongs to the day on which it starts."""
    for session in sessions:
        if not session.is_timed:
            continue
        is_inside = frame.first_day <= session.day <= frame.last_day
        if not is_inside or session.last_day > frame.last_night:
            yield Finding("outside_conference", ERROR, (session.key,))


def outside_its_whole(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    by_key = {session.key: session for session in sessions}
    for session in sessions:
        parent = by_key.get(session.parent)
        if parent is None or not session.is_timed:
            continue
        if not _is_within(session, parent):
            yield Finding("outside_parent", ERROR, (session.key, parent.key))


def part_of_a_part(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    """There is one level only: pages and files would leave out what lies below it."""
    by_key = {session.key: session for session in sessions}
    for session in sessions:
        parent = by_key.get(session.parent)
        if parent is not None and parent.parent:
            yield Finding("part_of_a_part", ERROR, (session.key, parent.key))


def _is_within(session: Placed, parent: Placed) -> bool:
    if session.starts is None or session.ends is None:
        return False
    if parent.starts is None or parent.ends is None:
        return False
    return parent.starts <= session.starts and session.ends <= parent.ends


def no_chair(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    for session in sessions:
        if session.wants_chair and not session.has_chair:
            yield Finding("no_chair", WARNING, (session.key,))


def no_people(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    with_talks = {session.parent for session in sessions}
    for session in sessions:
        if session.wants_people and not session.people and session.key not in with_talks:
            yield Finding("no_people", WARNING, (session.key,))


def without_a_session(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    """Whoever was replaced in their only talk would stay public as its speaker."""
    on_stage = {person for session in sessions for person in session.people}
    for person, facts in frame.people.items():
        if person not in on_stage and not facts.may_stand_alone:
            yield Finding("no_session", WARNING, person=person)


def more_seats_than_the_room(sessions: Sequence[Placed], frame: Frame) -> Iterator[Finding]:
    for session in sessions:
        room = frame.rooms.get(session.room)
        if session.seats and room and room.capacity and session.seats > room.capacity:
            yield Finding("capacity", WARNING, (session.key,), room=session.room)


CHECKS = (
    room_taken_twice,
    person_in_two_places,
    outside_the_conference,
    outside_its_whole,
    part_of_a_part,
    no_chair,
    no_people,
    without_a_session,
    more_seats_than_the_room,
)
