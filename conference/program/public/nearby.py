"""What stands around a session: what its listeners come from and go to, and what runs elsewhere."""

from dataclasses import dataclass

from conference.program.draft.overlapping import overlap
from conference.program.release.document import Program
from conference.program.release.values import Session

MOST_SIDE_BY_SIDE = 4  # links; more are one link to the schedule
MOST_ELSEWHERE = 12


@dataclass(frozen=True)
class Nearby:
    """Sessions before or after another one, or at its time; `first` alone is shown of too many."""

    sessions: tuple[Session, ...]
    most: int = MOST_SIDE_BY_SIDE

    def __bool__(self):
        return bool(self.sessions)

    @property
    def first(self) -> Session:
        return self.sessions[0]

    @property
    def shown(self) -> tuple[Session, ...]:
        return self.sessions if len(self.sessions) <= self.most else ()

    @property
    def count(self) -> int:
        return len(self.sessions)


def neighbors(program: Program, session: Session) -> tuple[Nearby, Nearby]:
    """(what comes before, what comes after) for somebody who sits in this session.

    Of a talk these are talks of its sub-forum, and around the first and the last what is around
    the sub-forum; of others what is in the same room, or for everybody, on the same day. Without
    times the order decides. Cancelled sessions are passed over.
    """
    if not session.parent_code:
        return _around(program, session)
    parent = program.session(session.parent_code)
    talks = [t for t in parent.talks if not t.is_cancelled or t is session]
    at = talks.index(session)
    before = Nearby((talks[at - 1],)) if at else None
    after = Nearby((talks[at + 1],)) if at + 1 < len(talks) else None
    if before and after:
        return before, after
    outer = _around(program, parent)
    return before or outer[0], after or outer[1]


def _around(program, session):
    if not session.is_timed:
        return _around_untimed(program, session)
    reachable = [
        other
        for other in program.sessions
        if other.is_timed
        and other.day == session.day
        and not other.is_cancelled
        and other is not session
        and (_is_for_all(other) or _is_for_all(session) or other.room == session.room)
    ]
    starts, ends = session.span
    earlier = [s for s in reachable if s.span[1] <= starts]
    later = [s for s in reachable if s.span[0] >= ends]
    last = max((s.span[1] for s in earlier), default=None)
    first = min((s.span[0] for s in later), default=None)
    return (
        Nearby(tuple(s for s in earlier if s.span[1] == last)),
        Nearby(tuple(s for s in later if s.span[0] == first)),
    )


def _is_for_all(session):
    return session.is_plenary or session.room is None


def _around_untimed(program, session):
    groups = [
        kept
        for group in program.untimed()
        if (kept := [s for s in group if not s.is_cancelled or s is session])
    ]
    at = next(n for n, group in enumerate(groups) if session in group)
    before = groups[at - 1] if at else ()
    after = groups[at + 1] if at + 1 < len(groups) else ()
    return Nearby(tuple(before)), Nearby(tuple(after))


def elsewhere(program: Program, session: Session) -> Nearby:
    """What else one could attend meanwhile: top-level sessions, and of a sub-forum, for somebody
    who looks at a talk, the talks of that time. Without times: the rest of the parallel group.
    """
    own = program.session(session.parent_code) if session.parent_code else session
    # Nobody chooses between a talk and the coffee beside it.
    others = [s for s in program.sessions if s is not own and not s.is_cancelled and not s.is_pause]
    if not session.is_timed:
        group = own.parallel_group
        found = [s for s in others if group and s.parallel_group == group and not s.is_timed]
        return Nearby(tuple(found), MOST_ELSEWHERE)
    found = []
    for other in others:
        if overlap(other, session):
            talks = [t for t in other.talks if not t.is_cancelled and overlap(t, session)]
            found += talks[:1] if session.parent_code and talks else [other]
    return Nearby(tuple(found), MOST_ELSEWHERE)
