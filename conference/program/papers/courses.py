"""A day as those see it who run it: one thing after another, with the gaps and overlaps between."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conference.program.draft.overlapping import times_of
from conference.program.release.values import Session


@dataclass(frozen=True, slots=True)
class Between:
    """What lies before the next session: minutes without anything, or with two things at once in
    one place.
    """

    minutes: int
    is_overlap: bool


def course(sessions: Iterable[Session]) -> Iterator[Session | Between]:
    """Sessions in order, and what lies between them. What is cancelled leaves its gap; sessions
    side by side in different rooms are no overlap.
    """
    running: list[Session] = []  # that are not over when the next one begins
    latest: float | None = None  # the end of all so far
    for session in sessions:
        if session.is_timed and not session.is_cancelled:
            starts, ends = (moment.timestamp() for moment in times_of(session))
            running = [one for one in running if times_of(one)[1].timestamp() > starts]
            if found := _between(running, session, latest):
                yield found
            running.append(session)
            latest = max(latest or ends, ends)
        yield session


def _between(running: Sequence[Session], session: Session, latest: float | None) -> Between | None:
    starts, ends = (moment.timestamp() for moment in times_of(session))
    shared = [
        min(ends, times_of(other)[1].timestamp()) - starts
        for other in running
        if _share_a_place(other, session)
    ]
    if shared:
        return Between(round(max(shared) / 60), is_overlap=True)
    if latest is None or latest >= starts:
        return None
    return Between(round((starts - latest) / 60), is_overlap=False)


def _share_a_place(one: Session, other: Session) -> bool:
    """Where no place is known, nobody can say that they do."""
    if one.is_plenary or other.is_plenary:
        return True
    return one.room is not None and one.room == other.room
