"""What cannot happen as planned, and what probably was not meant, in the words of organizers.

The draft may clash and shows it everywhere; `publish` refuses errors and lets warnings pass. The
rules are those of `placed`, over plain values; the same code runs on every database, because SQLite
has no exclusion constraints.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from conference.program.draft import placed
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
    message: str  # lazily translated
    sessions: tuple[Session, ...]
    person: Participation | None = None

    @property
    def is_error(self) -> bool:
        return self.level == ERROR


def find_clashes(conference: Conference, *, sessions=None, roles_of=None) -> list[Clash]:
    """All clashes of the draft, errors first. Five queries, whatever the number of sessions.

    `sessions` may be given when they are loaded already, as `sessions_to_check` loads them. They
    need not be saved yet where `roles_of`, {guid: its roles}, tells who is in them.
    """
    if sessions is None:
        sessions = sessions_to_check(conference)
    taking_place = [session for session in sessions if not is_off(session, session.parent)]
    rows = _Rows(conference, taking_place, roles_of or {})
    return [rows.clash(finding) for finding in placed.findings(rows.placed(), rows.frame())]


def sessions_to_check(conference) -> list[Session]:
    return list(
        conference.sessions.in_order()
        .select_related("room", "parent__room")
        .prefetch_related("roles__participation__person")
    )


def clashes_by_session(clashes) -> dict[int, list[Clash]]:
    """{session id: its clashes}, for lists."""
    found = {}
    for clash in clashes:
        for session in clash.sessions:
            found.setdefault(session.pk, []).append(clash)
    return found


class _Rows:
    """The rows of a draft as plain values, and what is found of these told of the rows."""

    def __init__(self, conference, sessions, roles_of):
        self.conference, self.zone, self.roles_of = conference, conference.zone, roles_of
        self.sessions = {str(session.guid): session for session in sessions}
        self.rooms, self.people = {}, {}

    def placed(self):
        return [self._placed(key, session) for key, session in self.sessions.items()]

    def _placed(self, key, session):
        session.conference = self.conference
        # By the row and not by its number: of an import's plan nothing has one yet.
        parent = session.parent
        room = parent.room if parent else session.room
        roles = self.roles_of.get(session.guid)
        roles = session.roles.all() if roles is None else roles
        if room is not None:
            self.rooms[str(room.guid)] = room
        self.people |= {str(role.participation.guid): role.participation for role in roles}
        when = {}
        if session.starts_at:
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

    def frame(self):
        """Who stands in no session of the database is asked for here: one query."""
        if self.conference.pk is not None:
            rows = self.conference.participations.filter(roles__isnull=True, is_listed_alone=False)
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

    def clash(self, finding):
        sessions = tuple(self.sessions[key] for key in finding.sessions)
        person, room = self.people.get(finding.person), self.rooms.get(finding.room)
        message = SENTENCES[finding.code](self.conference, sessions, person=person, room=room)
        return Clash(finding.code, finding.level, message, sessions, person)


# --- In words ------------------------------------------------------------------------------------


def _room(conference, sessions, *, room, **_others):
    second, first = sessions
    sentence = _("{room} has “{first}” {when} and “{second}” at the same time.")
    return _say(sentence, room=room, first=first, second=second, when=span(first))


def _person(conference, sessions, *, person, **_others):
    second, first = sessions
    sentence = _("{person} is in “{first}” {when} and in “{second}” at the same time.")
    return _say(sentence, person=person, first=first, second=second, when=span(first))


def _outside_conference(conference, sessions, **_others):
    (session,) = sessions
    return _say(
        _("“{session}” {when} lies outside the conference’s days, {first} to {last}."),
        session=session,
        when=span(session),
        first=conference.starts_on,
        last=conference.ends_on,
    )


def _outside_parent(conference, sessions, **_others):
    session, parent = sessions
    if not parent.starts_at:
        sentence = _("“{session}” has a time, but its sub-forum “{parent}” has none.")
        return _say(sentence, session=session, parent=parent)
    sentence = _("“{session}” {when} lies outside its sub-forum “{parent}” {whole}.")
    return _say(sentence, session=session, when=span(session), parent=parent, whole=span(parent))


def _no_chair(conference, sessions, **_others):
    return _say(_("“{s}” has no chair yet."), s=sessions[0])


def _no_people(conference, sessions, **_others):
    return _say(_("“{s}” has no people yet."), s=sessions[0])


def _no_session(conference, sessions, *, person, **_others):
    sentence = _("{person} ({category}) is listed, but is in no session.")
    return _say(sentence, person=person, category=person.get_category_display())


def _capacity(conference, sessions, *, room, **_others):
    (session,) = sessions
    sentence = _("“{session}” offers {seats} seats, but {room} has {capacity}.")
    return _say(sentence, session=session, seats=session.seats, room=room, capacity=room.capacity)


SENTENCES = {
    "room": _room,
    "person": _person,
    "outside_conference": _outside_conference,
    "outside_parent": _outside_parent,
    "no_chair": _no_chair,
    "no_people": _no_people,
    "no_session": _no_session,
    "capacity": _capacity,
}


def span(session) -> str:
    """'2025-04-18 09:00–09:30' in the conference's zone."""
    zone = session.conference.zone
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    end = clock(ends) if starts.date() == ends.date() else day_and_clock(ends)
    return f"{day_and_clock(starts)}–{end}"


def _say(sentence, **parts):
    return format_lazy(sentence, **parts)
