"""One day as bands of time and as a grid of rooms: two looks of the same cards.

Rows are the moments at which anything of the day starts or ends, not minutes: a quiet hour takes
no more space than a full one. The strict CSP forbids inline styles, so a card's place is a few
fixed classes (static/css/grid.css).
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from conference.program.draft.overlapping import overlap
from conference.program.release.values import Room, Session

# What grid.css has classes for; a day beyond that is shown as bands alone.
MOST_COLUMNS = 40
MOST_ROWS = 160


@dataclass
class Card:
    """A cell of the grid: one session, after cancelled ones whose place it took."""

    sessions: list[Session]
    starts_at: datetime
    ends_at: datetime
    is_across: bool = False
    column: int = 0
    columns: int = 1
    row: int = 0
    rows: int = 1

    @property
    def classes(self) -> str:
        return f"c-{self.column} w-{self.columns} r-{self.row} h-{self.rows}"


@dataclass
class Column:
    """A room of the day; None: sessions without one, whether it is announced later or never."""

    room: Room | None
    cards: list[Card] = field(default_factory=list)
    start: int = 0
    lanes: int = 1

    @property
    def classes(self) -> str:
        return f"c-{self.start} w-{self.lanes} r-1 h-1"

    @property
    def waits_for_a_room(self) -> bool:
        """Whether anything here is looked for in a room; breaks and plenaries are not."""
        return any(session.waits_for_a_room for card in self.cards for session in card.sessions)


@dataclass
class Band:
    """Everything that starts at one moment."""

    starts_at: datetime
    row: int
    cards: list[Card]

    @property
    def classes(self) -> str:
        return f"c-1 w-1 r-{self.row} h-1"


@dataclass
class Timetable:
    day: date
    columns: list[Column]
    bands: list[Band]
    width: int  # grid columns without that of the clock
    rows: int

    @property
    def is_grid(self) -> bool:
        """Whether rooms side by side say more than the list does."""
        return (
            any(column.room for column in self.columns)
            and 1 < self.width <= MOST_COLUMNS
            and self.rows <= MOST_ROWS
        )


def timetable(day: date, sessions: list[Session]) -> Timetable:
    """Lay out one day's timed sessions (in order). No query."""
    cards = _cards(sessions)
    for card in cards:
        session = card.sessions[-1]
        placeless = session.is_plenary or session.room is None
        card.is_across = placeless and not any(
            overlap(card, other) for other in cards if other is not card
        )
    columns = _columns([card for card in cards if not card.is_across])
    width = sum(column.lanes for column in columns)
    moments = sorted({_moment(m) for card in cards for m in (card.starts_at, card.ends_at)})
    row_at = {moment: row for row, moment in enumerate(moments, start=2)}
    for card in cards:
        if card.is_across:
            card.column, card.columns = 2, max(width, 1)
        card.row = row_at[_moment(card.starts_at)]
        card.rows = row_at[_moment(card.ends_at)] - card.row
    bands = []
    for card in cards:
        if not bands or _moment(bands[-1].starts_at) != _moment(card.starts_at):
            bands.append(Band(card.starts_at, card.row, []))
        bands[-1].cards.append(card)
    for band in bands:
        band.cards.sort(key=lambda card: card.column)
    return Timetable(day, columns, bands, width, len(moments))


def _moment(at):
    return at.timestamp()


def _cards(sessions):
    """One card a planned session. A cancelled one joins the card that took its place, so that it
    neither splits a room's column nor stands in a plenary's way; else it has its own.
    """
    planned = [Card([s], s.starts_at, s.ends_at) for s in sessions if not s.is_cancelled]
    alone = []
    for session in sessions:
        if not session.is_cancelled:
            continue
        own = Card([session], session.starts_at, session.ends_at)
        host = next((card for card in [*planned, *alone] if _took_its_place(card, own)), None)
        if host:
            host.sessions.insert(len(host.sessions) - 1, session)
        else:
            alone.append(own)
    return sorted([*planned, *alone], key=lambda card: card.sessions[-1].in_order)


def _took_its_place(card, cancelled):
    if not overlap(card, cancelled):
        return False
    session, gone = card.sessions[-1], cancelled.sessions[-1]
    return session.room == gone.room or session.is_plenary or gone.is_plenary or gone.room is None


def _columns(cards):
    """Rooms in their order, each with as many lanes as it holds things at once."""
    by_room: dict = {}
    for card in cards:
        room = card.sessions[-1].room
        by_room.setdefault(room.slug if room else None, Column(room)).cards.append(card)
    columns = sorted(
        by_room.values(), key=lambda c: (c.room is None, c.room.position if c.room else 0)
    )
    start = 2  # the first column is the clock's
    for column in columns:
        column.start = start
        free_from: list[float] = []
        for card in sorted(column.cards, key=lambda c: _moment(c.starts_at)):
            free = (n for n, free_at in enumerate(free_from) if free_at <= _moment(card.starts_at))
            lane = next(free, len(free_from))
            if lane == len(free_from):
                free_from.append(_moment(card.ends_at))
            free_from[lane] = _moment(card.ends_at)
            card.column = start + lane
        column.lanes = len(free_from)
        start += column.lanes
    return columns
