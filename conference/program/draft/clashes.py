"""What cannot happen as planned, and what probably was not meant, in the words of organizers.

The draft may clash and shows it everywhere; `publish` refuses errors and lets warnings pass. The
rules are those of `placed`, over plain values; the same code runs on every database, because SQLite
has no exclusion constraints.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Room
from conference.program.draft import placed
from conference.program.draft.overlapping import times_of
from conference.program.draft.placed import ERROR
from conference.program.models import (
    KINDS_WITH_CHAIR,
    KINDS_WITHOUT_PEOPLE,
    Participation,
    Session,
    SessionRole,
    is_off,
)
from conference.wording.clocks import clock, day_and_clock


@dataclass(frozen=True)
class Clash:
    """One finding. `sessions` are the rows to open and mend, the first one first; `person` is the
    participation that it is about, where it is about one (`settling` has the answers).
    """

    code: str
    level: str
    message: Promise
    sessions: tuple[Session, ...]
    person: Participation | None = None

    @property
    def is_error(self) -> bool:
        return self.level == ERROR


def find_clashes(
    conference: Conference,
    *,
    sessions: Sequence[Session] | None = None,
    roles_of: Mapping[UUID, Sequence[SessionRole]] | None = None,
) -> list[Clash]:
    """All clashes of the draft, errors first. Five queries, whatever the number of sessions.

    `sessions` may be given when they are loaded already, as `sessions_to_check` loads them. They
    need not be saved yet where `roles_of`, {guid: its roles}, tells who is in them.
    """
    if sessions is None:
        sessions = sessions_to_check(conference)
    taking_place = [session for session in sessions if not is_off(session, session.parent)]
    rows = _Rows(conference, taking_place, roles_of or {})
    return [rows.clash(finding) for finding in placed.findings(rows.as_placed(), rows.frame())]


def sessions_to_check(conference: Conference) -> list[Session]:
    return list(
        conference.sessions.in_order()
        .select_related("room", "parent__room")
        .prefetch_related("roles__participation__person")
    )


def clashes_by_session(clashes: Iterable[Clash]) -> dict[int, list[Clash]]:
    """{session id: its clashes}, for lists."""
    found: dict[int, list[Clash]] = {}
    for clash in clashes:
        for session in clash.sessions:
            found.setdefault(session.pk, []).append(clash)
    return found


class _Rows:
    """The rows of a draft as plain values, and what is found of these told of the rows."""

    def __init__(
        self,
        conference: Conference,
        sessions: Iterable[Session],
        roles_of: Mapping[UUID, Sequence[SessionRole]],
    ):
        self.conference, self.zone, self.roles_of = conference, conference.zone, roles_of
        self.sessions = {str(session.guid): session for session in sessions}
        self.rooms: dict[str, Room] = {}
        self.people: dict[str, Participation] = {}

    def as_placed(self) -> list[placed.Placed]:
        return [self._placed(key, session) for key, session in self.sessions.items()]

    def _placed(self, key: str, session: Session) -> placed.Placed:
        session.conference = self.conference
        # By the row and not by its number: of an import's plan nothing has one yet.
        parent = session.parent
        room = parent.room if parent else session.room
        told = self.roles_of.get(session.guid)
        roles = list(session.roles.all()) if told is None else told
        if room is not None:
            self.rooms[str(room.guid)] = room
        self.people |= {str(role.participation.guid): role.participation for role in roles}
        when: dict[str, Any] = {}
        if session.starts_at and session.ends_at:
            last = session.ends_at - timedelta(microseconds=1)
            when = {
                "starts": session.starts_at.timestamp(),
                "ends": session.ends_at.timestamp(),
                "day": session.starts_at.astimezone(self.zone).date().isoformat(),
                "last_day": last.astimezone(self.zone).date().isoformat(),
            }
        return placed.Placed(
            key=key,
            room=str(room.guid) if room else "",
            parent=str(parent.guid) if parent else "",
            people=tuple(str(role.participation.guid) for role in roles),
            has_chair=any(role.role == SessionRole.Role.CHAIR for role in roles),
            wants_chair=session.kind in KINDS_WITH_CHAIR,
            wants_people=session.kind not in KINDS_WITHOUT_PEOPLE,
            seats=session.seats,
            **when,
        )

    def frame(self) -> placed.Frame:
        """Who stands in no session of the database is asked for here: one query."""
        if self.conference.pk is not None:
            rows = self.conference.participations.filter(
                roles__isnull=True, is_listed_alone=False, is_shown=True
            )
            for person in rows.select_related("person"):
                self.people.setdefault(str(person.guid), person)
        return placed.Frame(
            first_day=self.conference.starts_on.isoformat(),
            last_day=self.conference.ends_on.isoformat(),
            last_night=(self.conference.ends_on + timedelta(days=1)).isoformat(),
            rooms={
                key: placed.Room(room.holds_several, room.capacity)
                for key, room in self.rooms.items()
            },
            people={
                key: placed.Person(person.may_overlap, person.is_listed_alone)
                for key, person in self.people.items()
            },
        )

    def clash(self, finding: placed.Finding) -> Clash:
        sessions = tuple(self.sessions[key] for key in finding.sessions)
        person, room = self.people.get(finding.person), self.rooms.get(finding.room)
        message = SENTENCES[finding.code](_Found(self.conference, sessions, person, room))
        return Clash(finding.code, finding.level, message, sessions, person)


# --- In words ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Found:
    """What a sentence may speak of."""

    conference: Conference
    sessions: tuple[Session, ...]
    person: Participation | None
    room: Room | None


def _room(found: _Found) -> Promise:
    second, first = found.sessions
    sentence = _("{room} has “{first}” {when} and “{second}” at the same time.")
    return format_lazy(sentence, room=found.room, first=first, second=second, when=span(first))


def _person(found: _Found) -> Promise:
    second, first = found.sessions
    sentence = _("{person} is in “{first}” {when} and in “{second}” at the same time.")
    return format_lazy(sentence, person=found.person, first=first, second=second, when=span(first))


def _outside_conference(found: _Found) -> Promise:
    (session,) = found.sessions
    return format_lazy(
        _("“{session}” {when} lies outside the conference’s days, {first} to {last}."),
        session=session,
        when=span(session),
        first=found.conference.starts_on,
        last=found.conference.ends_on,
    )


def _outside_parent(found: _Found) -> Promise:
    session, parent = found.sessions
    if not parent.starts_at:
        sentence = _("“{session}” has a time, but “{parent}”, which it is part of, has none.")
        return format_lazy(sentence, session=session, parent=parent)
    sentence = _("“{session}” {when} lies outside “{parent}” {whole}, which it is part of.")
    return format_lazy(
        sentence, session=session, when=span(session), parent=parent, whole=span(parent)
    )


def _part_of_a_part(found: _Found) -> Promise:
    session, parent = found.sessions
    sentence = _("“{session}” is part of “{parent}”, which is part of “{whole}”. Take one out.")
    return format_lazy(sentence, session=session, parent=parent, whole=parent.parent)


def _no_chair(found: _Found) -> Promise:
    return format_lazy(_("“{s}” has no chair yet."), s=found.sessions[0])


def _no_people(found: _Found) -> Promise:
    return format_lazy(_("“{s}” has no people yet."), s=found.sessions[0])


def _no_session(found: _Found) -> Promise:
    sentence = _("{person} ({category}) is listed, but is in no session.")
    category = found.person and found.person.get_category_display()
    return format_lazy(sentence, person=found.person, category=category)


def _capacity(found: _Found) -> Promise:
    (session,) = found.sessions
    sentence = _("“{session}” offers {seats} seats, but {room} has {capacity}.")
    capacity = found.room and found.room.capacity
    return format_lazy(
        sentence, session=session, seats=session.seats, room=found.room, capacity=capacity
    )


SENTENCES: dict[str, Callable[[_Found], Promise]] = {
    "room": _room,
    "person": _person,
    "outside_conference": _outside_conference,
    "outside_parent": _outside_parent,
    "part_of_a_part": _part_of_a_part,
    "no_chair": _no_chair,
    "no_people": _no_people,
    "no_session": _no_session,
    "capacity": _capacity,
}


def span(session: Session) -> str:
    """'2025-04-18 09:00–09:30' in the conference's zone, of a session that has times."""
    zone = session.conference.zone
    starts, ends = (at.astimezone(zone) for at in times_of(session))
    end = clock(ends) if starts.date() == ends.date() else day_and_clock(ends)
    return f"{day_and_clock(starts)}–{end}"
