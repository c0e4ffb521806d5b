"""Cards on sheets of paper: how large, how many (drawn by templates/typst/parts/sheets.typ)."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """`page` and `card` are (width, height) in mm; the cards stand in the middle of the page."""

    page: tuple[float, float]
    card: tuple[float, float]
    columns: int = 1
    rows: int = 1

    @property
    def cards(self) -> int:
        return self.columns * self.rows

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


A4 = (210.0, 297.0)


def alone(width: float, height: float) -> Sheet:
    """A card a page, for paper of its own size: labels, plastic cards."""
    return Sheet((width, height), (width, height))


def on_a4(width: float, height: float) -> Sheet:
    """As many as there is room for, upright or lying, whichever takes more."""
    across = (A4[1], A4[0])
    sheets = [
        Sheet(page, (width, height), int(page[0] // width), int(page[1] // height))
        for page in (A4, across)
    ]
    return max(sheets, key=lambda sheet: sheet.cards)
