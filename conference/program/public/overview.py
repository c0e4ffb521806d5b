"""A day in one look: rooms as rows, hours from left to right, a bar a session.

For programs with more rooms than a window has columns. Places are per cent of the width, so that
the picture fits a phone as well as a wall; it repeats what the list below it says in words.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conference.program.public.timetable import Column, Timetable
from conference.program.release.values import Session

FROM_COLUMNS = 7  # fewer stand side by side in the grid itself
MOST_LABELS = 5  # hours named above the picture


@dataclass(frozen=True)
class Bar:
    session: Session
    x: float  # per cent of the width
    width: float
    row: int  # from 0
    rows: int  # 1; of a plenary all


@dataclass(frozen=True)
class Overview:
    columns: tuple[Column, ...]  # of the grid, a row each
    hours: tuple[tuple[float, datetime], ...]  # (per cent of the width, full hour)
    bars: tuple[Bar, ...]


def overview(table: Timetable) -> Overview | None:
    """The picture of a day, None where the day is small enough without. No query."""
    if table.width < FROM_COLUMNS:
        return None
    cards = [card for band in table.bands for card in band.cards]
    # Of the sessions: a cancelled one may last longer than what took its place.
    sessions = [session for card in cards for session in card.sessions]
    first = min(s.starts_at for s in sessions).replace(minute=0, second=0, microsecond=0)
    hours = _hours_up_to(max(s.ends_at for s in sessions) - first)
    span = timedelta(hours=hours)
    columns = tuple(table.columns)
    row_of = {column.room.slug if column.room else None: n for n, column in enumerate(columns)}
    bars = []
    for card in cards:
        for session in card.sessions:
            row = row_of.get(session.room.slug if session.room else None, 0)
            bars.append(
                Bar(
                    session,
                    x=100 * ((session.starts_at - first) / span),
                    width=100 * ((session.ends_at - session.starts_at) / span),
                    row=0 if card.is_across else row,
                    rows=len(columns) if card.is_across else 1,
                )
            )
    step = -(-hours // MOST_LABELS)
    named = tuple(
        (100 * hour / hours, first + timedelta(hours=hour)) for hour in range(0, hours, step)
    )
    return Overview(columns, named, tuple(bars))


def _hours_up_to(span):
    return max(1, -(-span // timedelta(hours=1)))
