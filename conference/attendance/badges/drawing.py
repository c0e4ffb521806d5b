"""Badges as PDF, from plain values: templates/typst/badges.typ says how they look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conference.attendance.badges.colors import ink_on
from conference.attendance.badges.sizes import Size
from conference.imposing import Sheet
from conference.printable import printed
from conference.qr import qr_picture
from conference.typesetting import draw

TEMPLATE = "badges.typ"


@dataclass(frozen=True, slots=True)
class Badge:
    """`names` stand one below the other, the first largest; `about` is a line for each language,
    and so are the sub-forums.
    """

    names: tuple[str, ...]
    about: tuple[str, ...]
    category: str
    color: str
    code: str
    forums: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, str]:
        """(whose it is, all that it says of them)."""
        return " / ".join(self.names), " ".join((*self.names, *self.about, *self.forums))


def badges(
    cards: Sequence[Badge],
    *,
    head: Sequence[str],
    size: Size,
    sheet: Sheet,
    at: datetime,
    anyway: bool = False,
) -> bytes:
    """The PDF. Raises Unprintable for names that the font lacks, unless `anyway`."""
    said_of = [("", " ".join(head)), *(card.texts for card in cards)]
    data = _data(cards, head, size, sheet)
    return printed(TEMPLATE, data, said_of, at=at, anyway=anyway)


def first_sheet(
    cards: Sequence[Badge], *, head: Sequence[str], size: Size, sheet: Sheet, ppi: int
) -> bytes:
    """The first page of the same as PNG."""
    return draw(TEMPLATE, _data(cards[: sheet.cards], head, size, sheet), ppi=ppi)


def _data(cards: Sequence[Badge], head: Sequence[str], size: Size, sheet: Sheet) -> dict[str, Any]:
    return {
        "head": list(head),
        "folded": size.is_folded,
        "sheet": sheet.as_data(),
        "cards": list(_cards(cards)),
    }


def _cards(cards: Sequence[Badge]) -> Iterator[dict[str, Any]]:
    for card in cards:
        yield {
            "names": card.names,
            "about": card.about,
            "forums": card.forums,
            "category": card.category,
            "color": card.color,
            "ink": ink_on(card.color),
            "code": f"{card.code[:5]} {card.code[5:]}",
            "qr": qr_picture(card.code),
        }
