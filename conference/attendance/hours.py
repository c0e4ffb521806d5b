"""Hours (学时) that somebody has attended, by the organizer's rule, over plain values alone.

The cases with their answers lie in tests/attendance/lists/hours.json.
"""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

STEP = Decimal("0.5")  # hours are whole or half ones, never rounded up

DAYS, SESSIONS, MINUTES = "days", "sessions", "minutes"


class Rule(NamedTuple):
    """What is counted, and for how much: so many `hours` for each day or session that somebody
    attended, or for each full `minutes`.

    `least`: a day of fewer minutes counts nothing, and one of which nobody knows them neither; 0
    takes every day. `most`: never more in all; None: as many as there are.
    """

    counts: str = DAYS
    hours: Decimal = Decimal(4)
    minutes: int = 45
    least: int = 0
    most: Decimal | None = None


class OneDay(NamedTuple):
    minutes: int | None  # None: nobody knows
    sessions: int  # at whose doors somebody came in


def hours(rule: Rule, days: Iterable[OneDay]) -> Decimal:
    """The hours of one person: a multiple of a half, at least 0."""
    counted = [day for day in days if not rule.least or (day.minutes or 0) >= rule.least]
    if rule.counts == MINUTES:
        units = Decimal(sum(day.minutes or 0 for day in counted)) / rule.minutes
    elif rule.counts == SESSIONS:
        units = Decimal(sum(day.sessions for day in counted))
    else:
        units = Decimal(len(counted))
    whole = (units * rule.hours / STEP).to_integral_value(ROUND_FLOOR) * STEP
    return whole if rule.most is None else min(whole, rule.most)


def number(value: Decimal) -> int | float:
    """For a cell: 8, or 4.5."""
    return int(value) if value == value.to_integral_value() else float(value)
