"""The next free time for one more item: in a sub-forum or block, or on a day in a room.

An offer to whoever adds it, who may choose another: the clashes say what cannot be.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from conference.models import Conference, Room
from conference.program.draft.overlapping import Timed, times_of
from conference.program.models import PAUSES, Session

Span = tuple[datetime, datetime]  # aware

USUAL = timedelta(minutes=30)  # where nothing tells
MORNING = time(9)


def next_in(
    whole: Session, items: Sequence[Session], *, others: Iterable[Session] = ()
) -> Span | None:
    """After the last item of `whole`, as long as its items usually are, else as long as those of
    `others`; at its beginning where it has none. None where it has no time, or none left. No query.
    """
    if not (whole.starts_at and whole.ends_at):
        return None
    taken = [item for item in items if item.starts_at and not item.is_cancelled]
    starts = max([whole.starts_at, *(times_of(item)[1] for item in taken)])
    length = usual_length(taken) or usual_length(others) or USUAL
    ends = min(starts + length, whole.ends_at)
    return (starts, ends) if starts < ends else None


def next_on(
    conference: Conference, day: date, sessions: Iterable[Session], *, room: Room | None = None
) -> Span | None:
    """After the last session that `day` has in `room`, or for everybody; without a room, after
    the last of the day. On an empty day when others begin, else at nine. None where the day is
    over. No query: `sessions` are those of the conference, of which items of others do not count.
    """
    zone = conference.zone
    known = [s for s in sessions if s.starts_at and not s.is_cancelled and s.parent_id is None]
    on_day = [s for s in known if conference.day_of(times_of(s)[0]) == day]
    taken = [s for s in on_day if room is None or s.room_id == room.pk or s.is_plenary]
    if taken:
        starts = max(times_of(s)[1] for s in taken)
    else:
        clocks = [times_of(s)[0].astimezone(zone).time() for s in on_day or known]
        starts = datetime.combine(day, min(clocks, default=MORNING), zone)
    length = usual_length(taken) or usual_length(on_day) or usual_length(known) or USUAL
    return (starts, starts + length) if conference.day_of(starts) == day else None


def usual_length(sessions: Iterable[Timed]) -> timedelta | None:
    """The length that most of them have, of several such the last one's; pauses do not count."""
    lengths = [
        ends - starts
        for starts, ends in (
            times_of(s) for s in sessions if s.starts_at and getattr(s, "kind", "") not in PAUSES
        )
    ]
    found = Counter(reversed(lengths)).most_common(1)
    return found[0][0] if found else None
