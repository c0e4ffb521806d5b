"""One shape for every table: rows of cells, each with its text, its value and its address.

A merged cell stands in every place that it covers, as one and the same object; whoever asks which
place is its own compares `row` and `column`. What stands between tables (a paragraph of a letter)
is a row of one cell, so that a merged row across a sheet and a paragraph are the same thing.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from conference.controls import without_unseen

Value = str | float | bool | date | datetime | time | timedelta | None


def _seen(text: str) -> str:
    """Without controls, halves of characters and marks that nobody sees."""
    kept = (
        sign for sign in text if sign in "\t\n\r" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return without_unseen("".join(kept))


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """`row` and `column` count from 0. `value` is what the sheet keeps behind the text, None for
    plain text. `address` is how people find it: "议程!B7", "table 2, row 3, column 1", "line 12".
    """

    text: str
    row: int
    column: int
    address: str
    value: Value = None
    rows: int = 1
    columns: int = 1
    is_struck: bool = False
    mark: str = ""  # the code of our own session, where the cell is of a row that we wrote

    def __post_init__(self):
        if not self.text.isprintable():
            object.__setattr__(self, "text", _seen(self.text))

    def __bool__(self):
        return bool(self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """`number` is the row's number for people. `table` tells the tables of one file apart; it is
    None for what stands between them.
    """

    cells: tuple[Cell | None, ...]
    number: int
    table: int | None
    is_hidden: bool = False

    def own(self) -> list[Cell]:
        """The filled cells that begin in this row, from left to right."""
        found = []
        for column, cell in enumerate(self.cells):
            if cell and cell.column == column and self._is_first(cell):
                found.append(cell)
        return found

    def filled(self) -> list[Cell]:
        """The filled cells of this row, those among them that reach down from above."""
        return [c for column, c in enumerate(self.cells) if c and c.column == column]

    def at(self, column: int | None) -> Cell | None:
        """The filled cell that covers a column; None for an empty one."""
        if column is None or column >= len(self.cells):
            return None
        return self.cells[column] or None

    @property
    def position(self) -> int:
        """The number of this row as its own cells count it; -1 for a row without any."""
        return max((cell.row for cell in self.cells if cell is not None), default=-1)

    def _is_first(self, cell):
        return cell.rows == 1 or cell.row == self.position


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A sheet of a workbook, or a whole document. `name` is '' where there is only one."""

    name: str
    rows: tuple[Row, ...]
    is_hidden: bool = False

    @property
    def size(self) -> int:
        return sum(len(row.cells) for row in self.rows)


class Table:
    """Builds the rows of one table; cells are set in reading order, merged ones with spans."""

    def __init__(self, number: int | None):
        self.number = number
        self.places: dict[tuple[int, int], Cell] = {}
        self.height = self.width = 0
        self.hidden: set[int] = set()

    def put(self, cell: Cell) -> None:
        self.height = max(self.height, cell.row + cell.rows)
        self.width = max(self.width, cell.column + cell.columns)
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                self.places.setdefault((row, column), cell)

    def rows(self, first_number: int = 1):
        for row in range(self.height):
            cells = tuple(self.places.get((row, column)) for column in range(self.width))
            yield Row(cells, row + first_number, self.number, row in self.hidden)


def line(text: str, number: int, address: str, *, is_struck: bool = False) -> Row:
    """A row for what stands between tables."""
    return Row((Cell(text, number, 0, address, is_struck=is_struck),), number, None)
