"""Whether two things are at the same time: the one rule, for whatever begins and ends."""

from datetime import datetime
from typing import Protocol


class Timed(Protocol):
    """A row, a value of a release, a card: both moments are aware, or both None."""

    @property
    def starts_at(self) -> datetime | None: ...

    @property
    def ends_at(self) -> datetime | None: ...


def times_of(thing: Timed) -> tuple[datetime, datetime]:
    """When it begins and ends; for what is known to have times. Raises ValueError otherwise."""
    if thing.starts_at is None or thing.ends_at is None:
        raise ValueError(thing)
    return thing.starts_at, thing.ends_at


def share_a_moment(starts: float, ends: float, other_starts: float, other_ends: float) -> bool:
    """Of moments as numbers; touching ends do not count."""
    return starts < other_ends and other_starts < ends


def overlap(one: Timed, other: Timed) -> bool:
    """The same of two things; nothing overlaps what has no time."""
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    # By moments: on one zone's clock the two 02:30 of a night would be the same.
    return share_a_moment(
        one.starts_at.timestamp(),
        one.ends_at.timestamp(),
        other.starts_at.timestamp(),
        other.ends_at.timestamp(),
    )
