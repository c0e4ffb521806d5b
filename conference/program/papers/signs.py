"""Table cards (席卡) and room signs: PDF that is cut, folded and hung up.

`table_cards` and `room_signs` take plain values, so that whoever else has names or rooms can print
them. A name is as large as fits on one line. A name with a character that our font lacks is told
before anything is printed (`printable`), unless `anyway`: then the printer's mark stands for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from conference.imposing import A4, Sheet, alone
from conference.people.pinyin import has_chinese
from conference.printable import printed
from conference.program.papers.order import Order, chosen
from conference.program.papers.words import Sides, clocks, long_day, once, said
from conference.program.release.document import Program
from conference.program.release.texts import line as in_one_line
from conference.program.release.values import Room, Session

CARDS, SIGNS = pgettext_lazy("a paper", "table cards"), pgettext_lazy("a paper", "room signs")
CARD_TEMPLATE = "table_cards.typ"
# Of A4: a card a sheet, two a sheet.
WHOLE = alone(*A4)
HALVES = Sheet(A4, (A4[0], A4[1] / 2), rows=2)
ARROWS = {"left": "←", "right": "→", "up": "↑", "down": "↓"}


@dataclass(frozen=True, slots=True)
class NameCard:
    """`names` stand one below the other, the first largest; `about` is a line for each language."""

    names: tuple[str, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a day; those of a sub-forum's talks stand `inside` it."""

    time: str
    titles: tuple[str, ...]
    people: tuple[str, ...] = ()
    inside: bool = False


@dataclass(frozen=True, slots=True)
class RoomSign:
    """A room on one day; without entries the room alone."""

    names: tuple[str, ...]
    where: str
    days: tuple[str, ...]
    entries: tuple[Entry, ...]
    arrow: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        entries = (text for e in self.entries for text in (*e.titles, *e.people))
        return (*self.names, self.where, *self.days, *entries)


def table_cards(
    cards: Sequence[NameCard],
    *,
    at: datetime,
    lang: str,
    sheet: Sheet = WHOLE,
    anyway: bool = False,
) -> bytes:
    """Cards folded across their middle, cut first where several stand on a sheet."""
    data = card_data(cards, lang=lang, sheet=sheet)
    said_of = [(" / ".join(card.names), " ".join((*card.names, *card.about))) for card in cards]
    return printed(CARD_TEMPLATE, data, said_of, at=at, anyway=anyway)


def card_data(cards: Sequence[NameCard], *, lang: str, sheet: Sheet) -> dict[str, Any]:
    """What the template of cards is given."""
    shown = [asdict(card) | {"names": [spaced(name) for name in card.names]} for card in cards]
    return {"lang": lang, "sheet": sheet.as_data(), "cards": shown}


def room_signs(
    signs: Sequence[RoomSign], *, at: datetime, lang: str, head: str, anyway: bool = False
) -> bytes:
    """A sheet of A4 and more a room and day."""
    said_of = [(head, head), *((" / ".join(sign.names), " ".join(sign.texts)) for sign in signs)]
    data = {"lang": lang, "head": head, "signs": [asdict(sign) for sign in signs]}
    return printed("room_signs.typ", data, said_of, at=at, anyway=anyway)


def spaced(name: str) -> str:
    """'王　全': a Chinese name of two characters is as wide as one of three."""
    return "　".join(name) if len(name) == 2 and has_chinese(name) else name


# --- Rooms of a program --------------------------------------------------------------------


def signs_of(order: Order) -> bytes:
    """`?room=<slug>` one room, `?day=<date>` one day, `?arrow=left|right|up|down`."""
    program, sides, choices = order.source.program, order.sides, order.choices
    arrow = ARROWS.get(chosen(choices, "arrow"), "")
    signs = [
        _sign(room, day, sessions, sides, arrow)
        for room in program.rooms
        if chosen(choices, "room") in ("", room.slug)
        for day, sessions in _days_in(program, room)
        if chosen(choices, "day") in ("", str(day or ""))
    ]
    return room_signs(
        signs,
        at=order.source.at,
        lang=sides[0],
        head=" / ".join(said(program.conference.title, sides)),
        anyway=bool(chosen(choices, "anyway")),
    )


def _days_in(program: Program, room: Room) -> list[tuple[date | None, list[Session]]]:
    """[(day, what takes place in the room)]; a room without anything once, without a day."""
    found = [
        (day, [s for s in sessions if s.room == room and not s.is_cancelled])
        for day, sessions in program.days()
    ]
    return [(day, sessions) for day, sessions in found if sessions] or [(None, [])]


def _sign(
    room: Room, day: date | None, sessions: Iterable[Session], sides: Sides, arrow: str
) -> RoomSign:
    entries: list[Entry] = []
    for session in sessions:
        entries.append(_entry(session, sides))
        planned = [talk for talk in session.talks if not talk.is_cancelled]
        entries += [_entry(talk, sides, inside=True) for talk in planned]
    return RoomSign(
        names=said(room.name, sides),
        where=" / ".join(said(room.floor, sides)),
        days=once(long_day(day, (side,)) for side in sides) if day else (),
        entries=tuple(entries),
        arrow=arrow,
    )


def _entry(session: Session, sides: Sides, *, inside: bool = False) -> Entry:
    people = tuple(
        (" · " if side == "en" else "　").join(
            in_one_line(role.person.name.in_side(side)) for role in session.roles
        )
        for side in sides
    )
    return Entry(
        time=(clocks(session, sides) or ("",))[0],
        titles=said(session.title, sides),
        people=once(people),
        inside=inside,
    )
