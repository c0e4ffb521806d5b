"""Seats and who waits for them: of the whole conference, and of each sub-forum.

Who waits comes before who comes, in the order of replying. Every act that frees a seat calls
`fill_seats` in its own transaction, under the conference's lock (`registering.list_lock`), so that
a seat is never free while somebody waits for it, and never given twice.

A sub-forum's seats are the published ones. `Registration.sessions` holds those that were chosen;
who found a sub-forum full waits for it in a `SessionWait` instead, and is moved when a seat comes
free. Organizers may seat more people than there are seats; nobody loses a seat by that.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Max
from django.http import Http404

from conference.attendance import letters
from conference.attendance.choices import choose, unchoose
from conference.attendance.models import Choice, Registration, ReplyForm, SessionWait, seated
from conference.history import create_rows, delete_rows, update_rows
from conference.program.models import Kind, Release, Session
from conference.program.release.document import Program
from conference.program.release.published import published_program, read_release
from conference.stamps import raise_stamps, seats_scope

Status = Registration.Status
SEATING = {Registration, ReplyForm, Choice, SessionWait}  # what says who has a seat


def seats_taken(conference) -> int:
    return Registration.objects.filter(seated(), conference=conference).count()


def seats_left(form: ReplyForm) -> int | None:
    """How many more replies get a seat; None without a limit. At most one query."""
    if form.seats is None:
        return None
    return max(0, form.seats - seats_taken(form.conference))


def waiting(conference):
    """Who waits for a seat, the first in line first."""
    rows = Registration.objects.filter(conference=conference, status=Status.WAITLISTED)
    return rows.order_by("waits_as", "number")


def next_waits(form: ReplyForm) -> bool:
    """Whether the next reply has to wait: no seat is left, or somebody waits already."""
    if form.seats is None:
        return False
    return seats_left(form) == 0 or waiting(form.conference_id).exists()


def full_sessions(sessions) -> set[int]:
    """Ids of those sessions that the next one has to wait for: all seats are chosen, or somebody
    waits already. `sessions` carry their published seats. Two queries, none without limits.
    """
    limited = {session.pk: session.seats for session in sessions if session.seats}
    if not limited:
        return set()
    chosen = _chosen(limited)
    waited = SessionWait.objects.filter(session__in=limited).filter(seated("registration__"))
    waited = set(waited.values_list("session_id", flat=True))
    return {pk for pk, seats in limited.items() if chosen[pk] >= seats or pk in waited}


def _chosen(sessions) -> Counter:
    """{session id: seats held}. One query."""
    rows = Choice.objects.filter(session__in=list(sessions)).filter(seated("registration__"))
    return Counter(rows.values_list("session_id", flat=True))


def forum_seats(conference, program: Program | None = None) -> dict[int, int | None]:
    """{session id: its seats, None without a limit} of the published sub-forums. One query."""
    if program is None:
        try:
            program = published_program(conference.slug)
        except Http404:
            return {}
    shown = {
        session.code: session.seats or None
        for session in program.sessions
        if session.kind == Kind.SUB_FORUM and not session.is_cancelled
    }
    rows = Session.objects.filter(conference=conference, code__in=shown)
    return {pk: shown[code] for pk, code in rows.values_list("pk", "code")}


# --- Giving seats -----------------------------------------------------------------------------


def fill_seats(conference, *, program: Program | None = None, lifted=False) -> list[Registration]:
    """Give the free seats to those who wait; returns who got one of the conference.

    `lifted`: the limit was taken away, so everybody gets one. Two queries when nobody waits.
    """
    moved = _fill_conference(conference, lifted)
    if moved:
        take_up_choices(conference, moved, program=program)
        letters.tell(conference, "moved-up", moved)
    waits = SessionWait.objects.filter(session__conference=conference)
    if waits.exists():
        delete_rows(list(waits.filter(registration__status__in=Registration.GONE)))
        _fill_forums(conference, forum_seats(conference, program))
    if moved:
        raise_stamps(seats_scope(conference.slug))
    return moved


def waiting_in_forum(session: Session) -> int:
    """How many who hold a seat at the conference wait for one in this sub-forum. One query."""
    return SessionWait.objects.filter(seated("registration__"), session=session).count()


def fill_published_seats(conference, release: Release) -> None:
    """After a publish, which holds the conference's lock: a sub-forum may have more seats now."""
    waits = SessionWait.objects.filter(session__conference=conference)
    if waits.exists():
        _fill_forums(conference, forum_seats(conference, read_release(release)))


def give_seats_after_an_undo(conference, kinds, by) -> None:
    """Who came back or went again frees seats, which go to the line. None where nobody could."""
    if conference is not None and not kinds.isdisjoint(SEATING):
        fill_seats(conference)
        raise_stamps(seats_scope(conference.slug))


def _fill_conference(conference, lifted):
    line = waiting(conference)
    if not line.exists():
        return []
    form = ReplyForm.objects.filter(conference=conference).first()
    if form is None or (form.seats is None and not lifted):
        return []
    left = seats_left(form)
    moved = list(line if left is None else line[:left])
    status = Status.CONFIRMED if form.confirms_at_once else Status.PENDING
    for row in moved:
        row.status, row.waits_as = status, None
    update_rows(moved, "status", "waits_as")
    return moved


def take_up_choices(conference, people, *, program: Program | None = None) -> None:
    """Let people who have just got a seat take those of their sub-forums, or wait for them.

    They chose when they held none. `people` in the order in which they are to be served.
    """
    columns = ("pk", "registration_id", "session_id")
    rows = Choice.objects.filter(registration__in=people, session__kind=Kind.SUB_FORUM)
    rows = {(person, session): pk for pk, person, session in rows.values_list(*columns)}
    if not rows:
        return
    wanted = list(rows)
    seats = forum_seats(conference, program)
    new = {person.pk: n for n, person in enumerate(people)}
    taken = _chosen({session for _person, session in wanted})
    taken.subtract(session for _person, session in wanted)
    ahead = SessionWait.objects.filter(session__in={session for _person, session in wanted})
    ahead = ahead.filter(seated("registration__")).exclude(registration__in=people)
    ahead = set(ahead.values_list("session_id", flat=True))
    late = []
    for person, session in sorted(wanted, key=lambda pair: (new[pair[0]], pair[1])):
        most = seats.get(session)
        if most is None or (taken[session] < most and session not in ahead):
            taken[session] += 1
        else:
            late.append((person, session))
    unchoose(rows[pair] for pair in late)
    wait_for(conference, late)


def wait_for(conference, pairs) -> None:
    """Put (registration id, session id) at the end of the sub-forums' lines; who waits there
    keeps their place. Four queries.
    """
    if not pairs:
        return
    waits = SessionWait.objects.filter(session__conference=conference)
    there = waits.filter(registration__in={person for person, _session in pairs})
    there = set(there.values_list("registration_id", "session_id"))
    start = (waits.aggregate(Max("place"))["place__max"] or 0) + 1
    new = [pair for pair in dict.fromkeys(pairs) if pair not in there]
    create_rows(
        SessionWait,
        [
            SessionWait(registration_id=person, session_id=session, place=place)
            for place, (person, session) in enumerate(new, start)
        ],
    )


def _fill_forums(conference, seats):
    waits = SessionWait.objects.filter(session__in=list(seats)).filter(seated("registration__"))
    waits = list(waits.order_by("place"))
    if not waits:
        return
    taken = _chosen({wait.session_id for wait in waits})
    served = []
    for wait in waits:
        most = seats[wait.session_id]
        if most is None or taken[wait.session_id] < most:
            taken[wait.session_id] += 1
            served.append(wait)
    if not served:
        return
    choose((wait.registration_id, wait.session_id) for wait in served)
    delete_rows(served)
    raise_stamps(seats_scope(conference.slug))


# --- One's place in line ----------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Somebody's place in the line of a sub-forum, from 1."""

    session: Session
    number: int


def place_in_line(person: Registration) -> int | None:
    """1 for who gets the next seat of the conference; None for who does not wait. One query."""
    if person.status != Status.WAITLISTED:
        return None
    return waiting(person.conference_id).filter(waits_as__lt=person.waits_as).count() + 1


def places_in_forums(person: Registration) -> list[Place]:
    """The sub-forums somebody waits for. One query, one more for each."""
    if person.status in Registration.GONE:
        return []
    found = []
    for wait in person.waits.select_related("session").order_by("place"):
        ahead = SessionWait.objects.filter(session=wait.session_id, place__lt=wait.place)
        ahead = ahead.exclude(registration__status__in=Registration.GONE)
        found.append(Place(wait.session, ahead.count() + 1))
    return found
