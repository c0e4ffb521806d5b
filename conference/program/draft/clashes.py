"""What cannot happen as planned, and what probably was not meant.

The draft may clash and shows it everywhere; `publish` refuses errors and lets warnings pass. The
same code runs on every database: SQLite has no exclusion constraints.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from conference.program.models import (
    KINDS_WITH_CHAIR,
    KINDS_WITHOUT_PEOPLE,
    Participation,
    Session,
)
from conference.wording import clock, day_and_clock

ERROR, WARNING = "error", "warning"


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


def find_clashes(conference: Conference, *, sessions=None) -> list[Clash]:
    """All clashes of the draft, errors first. Five queries, whatever the number of sessions.

    `sessions` may be given when they are loaded already, as `sessions_to_check` loads them.
    """
    if sessions is None:
        sessions = sessions_to_check(conference)
    planned = [
        s for s in sessions if not s.is_cancelled and not (s.parent_id and s.parent.is_cancelled)
    ]
    for session in planned:
        session.conference = conference
    found = [clash for check in CHECKS for clash in check(conference, planned)]
    return sorted(found, key=lambda clash: clash.level != ERROR)


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


def overlapping_pairs(sessions):
    """Pairs of timed sessions sharing at least one moment; touching ends do not count.

    A sub-forum and its own talks are one thing, not two. Sorted sweep: cost grows with the number
    of sessions and of overlaps, not with its square.
    """
    running = []
    for session in sorted((s for s in sessions if s.starts_at), key=lambda s: s.starts_at):
        running = [other for other in running if other.ends_at > session.starts_at]
        for other in running:
            if session.parent_id != other.pk and other.parent_id != session.pk:
                yield other, session
        running.append(session)


def room_taken_twice(conference, sessions):
    by_room = {}
    for session in sessions:
        room = session.effective_room
        if room and not room.holds_several:
            by_room.setdefault(room, []).append(session)
    for room, group in by_room.items():
        for first, second in overlapping_pairs(group):
            yield Clash(
                "room",
                ERROR,
                _say(
                    _("{room} has “{first}” {when} and “{second}” at the same time."),
                    room=room,
                    first=first,
                    second=second,
                    when=span(first),
                ),
                (second, first),
            )


def person_in_two_places(conference, sessions):
    by_person = {}
    for session in sessions:
        for participation in {role.participation for role in session.roles.all()}:
            by_person.setdefault(participation, []).append(session)
    for person, group in by_person.items():
        for first, second in overlapping_pairs(group):
            yield Clash(
                "person",
                WARNING if person.may_overlap else ERROR,
                _say(
                    _("{person} is in “{first}” {when} and in “{second}” at the same time."),
                    person=person,
                    first=first,
                    second=second,
                    when=span(first),
                ),
                (second, first),
                person,
            )


def outside_the_conference(conference, sessions):
    zone = conference.zone
    for session in sessions:
        if not session.starts_at:
            continue
        day = session.starts_at.astimezone(zone).date()
        # A session belongs to the day it starts, so a long evening may end after midnight.
        last = (session.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
        too_late = last > conference.ends_on + timedelta(days=1)
        if not conference.starts_on <= day <= conference.ends_on or too_late:
            yield Clash(
                "outside_conference",
                ERROR,
                _say(
                    _("“{session}” {when} lies outside the conference’s days, {first} to {last}."),
                    session=session,
                    when=span(session),
                    first=conference.starts_on,
                    last=conference.ends_on,
                ),
                (session,),
            )


def outside_its_sub_forum(conference, sessions):
    for session in sessions:
        parent = session.parent
        if parent is None or not session.starts_at:
            continue
        if not parent.starts_at:
            yield Clash(
                "outside_parent",
                ERROR,
                _say(
                    _("“{session}” has a time, but its sub-forum “{parent}” has none."),
                    session=session,
                    parent=parent,
                ),
                (session, parent),
            )
        elif session.starts_at < parent.starts_at or session.ends_at > parent.ends_at:
            parent.conference = conference
            yield Clash(
                "outside_parent",
                ERROR,
                _say(
                    _("“{session}” {when} lies outside its sub-forum “{parent}” {whole}."),
                    session=session,
                    when=span(session),
                    parent=parent,
                    whole=span(parent),
                ),
                (session, parent),
            )


def no_chair(conference, sessions):
    for session in sessions:
        if session.kind in KINDS_WITH_CHAIR and not any(
            role.role == "chair" for role in session.roles.all()
        ):
            yield Clash(
                "no_chair", WARNING, _say(_("“{s}” has no chair yet."), s=session), (session,)
            )


def no_people(conference, sessions):
    with_talks = {s.parent_id for s in sessions if s.parent_id}
    for session in sessions:
        if (
            session.kind not in KINDS_WITHOUT_PEOPLE
            and session.pk not in with_talks
            and not session.roles.all()
        ):
            yield Clash(
                "no_people", WARNING, _say(_("“{s}” has no people yet."), s=session), (session,)
            )


def without_a_session(conference, sessions):
    """Whoever was replaced in their only talk would stay public as its speaker."""
    on_stage = {role.participation_id for session in sessions for role in session.roles.all()}
    people = conference.participations.filter(roles__isnull=True, is_listed_alone=False)
    for person in people.select_related("person"):
        if person.pk not in on_stage:
            yield Clash(
                "no_session",
                WARNING,
                _say(
                    _("{person} ({category}) is listed, but is in no session."),
                    person=person,
                    category=person.get_category_display(),
                ),
                (),
                person,
            )


def more_seats_than_the_room(conference, sessions):
    for session in sessions:
        room = session.effective_room
        if session.seats and room and room.capacity and session.seats > room.capacity:
            yield Clash(
                "capacity",
                WARNING,
                _say(
                    _("“{session}” offers {seats} seats, but {room} has {capacity}."),
                    session=session,
                    seats=session.seats,
                    room=room,
                    capacity=room.capacity,
                ),
                (session,),
            )


CHECKS = (
    room_taken_twice,
    person_in_two_places,
    outside_the_conference,
    outside_its_sub_forum,
    no_chair,
    no_people,
    without_a_session,
    more_seats_than_the_room,
)


def span(session) -> str:
    """'2025-04-18 09:00–09:30' in the conference's zone."""
    zone = session.conference.zone
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    end = clock(ends) if starts.date() == ends.date() else day_and_clock(ends)
    return f"{day_and_clock(starts)}–{end}"


def _say(sentence, **parts):
    return format_lazy(sentence, **parts)
