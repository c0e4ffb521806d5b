"""The sub-forums that people chose: written here alone, so that each change has its history.

The rows stand in the table behind `Registration.sessions`, for which Django sends no signal of a
row. Call all of this inside `registering.list_lock`: what is there already is asked first.
"""

from collections.abc import Iterable

from conference.attendance.models import Choice, Registration
from conference.history import BATCH, create_rows, delete_rows


def choose(pairs: Iterable[tuple[int, int]], *, by=None) -> None:
    """Add (registration id, session id), those that are not there yet. Three queries a batch."""
    pairs = list(dict.fromkeys(pairs))
    for start in range(0, len(pairs), BATCH):
        part = pairs[start : start + BATCH]
        people = {person for person, _session in part}
        rows = Choice.objects.filter(registration__in=people)
        there = set(rows.values_list("registration_id", "session_id"))
        new = [Choice(registration_id=p, session_id=s) for p, s in part if (p, s) not in there]
        create_rows(Choice, new, by=by)


def unchoose(ids: Iterable[int], *, by=None) -> None:
    """Take choices away, by the ids of their rows. Three queries a batch."""
    ids = list(ids)
    for start in range(0, len(ids), BATCH):
        delete_rows(list(Choice.objects.filter(pk__in=ids[start : start + BATCH])), by=by)


def set_choices(person: Registration, sessions, *, by=None) -> bool:
    """Make these the sub-forums of a person; whether anything changed. One query if not."""
    wanted = {session.pk for session in sessions}
    rows = Choice.objects.filter(registration=person.pk)
    there = dict(rows.values_list("session_id", "pk"))
    if wanted == set(there):
        return False
    unchoose([pk for session, pk in there.items() if session not in wanted], by=by)
    choose([(person.pk, session) for session in sorted(wanted - set(there))], by=by)
    person.__dict__.pop("chosen", None)
    return True
