"""Sheets of XLSX, row by row; see the room."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import gt, itemgetter
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from conference.scratch import scratch_folder
from conference.tabular.paper import (
    LINE,
    header_height,
    lay_out_for_paper,
    lines_of,
    rooms_of,
    row_height,
    width_of,
)
from conference.tabular.writing import Cell, Column, Rows, TooLarge, as_text

TEXTS = ("text", "code")  # kinds of columns whose cells are texts
# What columns are measured by: its digits are as wide as those of Excel's own font, and of what
# other programs take for it nearly so. Sheets then have about as many rows a page in all of them.
FONT = {"font_name": "Arial", "font_size": 10}
ON_PAPER = {"valign": "vcenter", "text_wrap": True}
XLSX_MAX_ROWS = 1_048_575  # below the header; Excel's own limit
XLSX_MAX_TEXT = 32_767  # characters in one cell; Excel's own limit
TOO_LONG = _("A text is too long for a cell of XLSX. Choose CSV for this list.")


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook. `rows` are read once, when its turn comes.

    `head` is the title block, at most three lines, as a header of each printed page; a sheet that
    has one is laid out for paper: 15 to 20 rows a page, a long text below itself. `foot` stands at
    the foot, beside the page's number. `totals` is what the last row is called, which adds up the
    columns that have a `total`; "" for none.
    """

    title: str
    columns: Sequence[Column]
    rows: Rows
    head: Sequence[str] = ()
    foot: str = ""
    totals: str = ""


def write_xlsx(
    file: IO[bytes],
    columns: Sequence[Column],
    rows: Rows,
    *,
    title: str,
    notes: tuple[str, Sequence[str]] | None = None,
    wraps: bool = False,
    printed: int | None = None,
    head: Sequence[str] = (),
    foot: str = "",
    totals: str = "",
) -> int:
    """Write one sheet with a frozen, filtered header; returns the number of rows.

    `notes` are lines for a second sheet: (its title, lines). `wraps`: cells go on below
    themselves, for texts that are to be read on paper, where the first `printed` columns stand,
    with `foot` on each page.
    """
    with _book(file, on_paper=bool(head)) as book:
        sheet = Sheet(title, columns, rows, head, foot, totals)
        drawn, count = _fill(book, sheet, sheet_title(title), wraps=wraps)
        if printed:
            drawn.print_area(0, 0, count, printed - 1)
        if notes:
            _add_notes(book, *notes)
    return count


def write_workbook(file: IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write several sheets, one after the other; returns the number of rows of all.

    Where two would have one title, the later gets a number. A workbook has at least one sheet.
    """
    total, titles = 0, set[str]()
    with _book(file, on_paper=True) as book:
        for sheet in sheets:
            total += _fill(book, sheet, _unlike(sheet_title(sheet.title), titles))[1]
    return total


@contextmanager
def _book(file: IO[bytes], *, on_paper: bool) -> Iterator[Any]:
    """A workbook that keeps none of its rows; it is finished, or gone without a trace."""
    import xlsxwriter

    # Rows wait in a scratch file until the end, which must not outlive a failure.
    with scratch_folder() as scratch:
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            # What every cell looks like needs to be said of none: a third of the time for texts.
            "default_format_properties": FONT | (ON_PAPER if on_paper else {}),
        }
        book = xlsxwriter.Workbook(file, options)
        try:
            yield book
            book.close()
        except BaseException:
            book.fileclosed = True  # nothing to rescue: its destructor would try
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise


def _unlike(title: str, taken: set[str]) -> str:
    """A title that no sheet of the book has, whatever its case; kept among the `taken`."""
    found, number = title, 1
    while found.casefold() in taken:
        number += 1
        end = f" ({number})"
        found = title[: MOST_TITLE - len(end)].rstrip() + end
    taken.add(found.casefold())
    return found


def _fill(book: Any, sheet: Sheet, title: str, *, wraps: bool = False) -> tuple[Any, int]:
    """(the worksheet, how many rows it has)."""
    columns, on_paper = sheet.columns, bool(sheet.head)
    look = ON_PAPER if on_paper else {}
    header = book.add_format({"bold": True, "bottom": 1, "valign": "vcenter", "text_wrap": True})
    formats = {
        "text": book.add_format({"text_wrap": True, "valign": "top"}) if wraps else None,
        # Apart from the text in the next column.
        "number": book.add_format({"align": "right", "indent": 1} | look | {"text_wrap": False}),
        "code": book.add_format(
            {"num_format": "@"} | (look or ({"valign": "top"} if wraps else {}))
        ),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"} | look),
        "clock": book.add_format({"num_format": "hh:mm:ss", "align": "left"} | look),
    }
    drawn = book.add_worksheet(title)
    drawn.freeze_panes(1, 0)
    lay_out_for_paper(drawn, sheet.foot, head=sheet.head)
    height = row_height(columns) if on_paper else LINE
    if on_paper:
        drawn.set_default_row(height)
        drawn.hide_gridlines(0)  # they are printed
    drawn.set_row(0, header_height(columns))
    for n, column in enumerate(columns):
        drawn.set_column(n, n, width_of(column), formats[column.kind])
        drawn.write_string(0, n, column.header, header)
    cells = [(n, formats[column.kind]) for n, column in enumerate(columns)]
    tally = Tally(columns)
    rooms, fits, count = rooms_of(columns), int(height / LINE), 0
    write_string = drawn.write_string
    is_tall = _may_be_tall(columns, [room * fits / 2 for room in rooms])
    for count, row in enumerate(sheet.rows, start=1):
        if count > XLSX_MAX_ROWS:
            raise TooLarge(
                _("An XLSX sheet holds at most 1,048,575 rows. Choose CSV for this list.")
            )
        if wraps:
            drawn.set_row(count, LINE * lines_of(rooms, row))
        elif on_paper and is_tall(row) and (needed := lines_of(rooms, row)) > fits:
            drawn.set_row(count, LINE * needed)
        if sheet.totals:
            tally.add(row)
        for (n, cell_format), value in zip(cells, row, strict=True):
            if type(value) is not str:
                if value is not None:
                    _write_value(drawn, count, n, value, cell_format)
            elif value:  # here and not in a function: most cells are texts
                if len(value) > XLSX_MAX_TEXT:
                    raise TooLarge(TOO_LONG)
                write_string(count, n, value, cell_format)
    drawn.autofilter(0, 0, count, len(columns) - 1)
    if sheet.totals and any(column.total for column in columns):
        _write_totals(book, drawn, count + 1, tally.row(sheet.totals), look)
    return drawn, count


def _may_be_tall(columns: Sequence[Column], most: Sequence[float]) -> Callable[[Any], bool]:
    """Function that tells whether a text of a row may need more lines than a row has: it is longer
    than the `most` of its column, where every character is as wide as a Chinese one, or has lines
    of its own. For each row, so it leaves the walk to the interpreter's own loops.
    """
    places = [n for n, column in enumerate(columns) if column.kind in TEXTS]
    limits = [most[n] for n in places]
    if len(places) < 2:
        return lambda row: any(len(row[n]) > most[n] or "\n" in row[n] for n in places)
    texts_of = itemgetter(*places)

    def is_tall(row: Sequence[Any]) -> bool:
        texts = texts_of(row)
        return any(map(gt, map(len, texts), limits)) or "\n" in "".join(texts)

    return is_tall


class Tally:
    """Adds up rows as they pass: the sum or the count of each column that has a `total`."""

    def __init__(self, columns: Sequence[Column]):
        self._totals = [column.total for column in columns]
        self._counted = [(n, total == "sum") for n, total in enumerate(self._totals) if total]
        self._found: list[float] = [0] * len(self._totals)

    def add(self, row: Sequence[Cell]) -> None:
        for n, is_sum in self._counted:
            value = row[n]
            if isinstance(value, int | float):
                self._found[n] += value if is_sum else 1
            elif value and not is_sum:
                self._found[n] += 1

    def row(self, label: str) -> list[str | float]:
        """The last row: `label` in the first column without a total, and what was added up."""
        cells: list[str | float] = [
            (round(self._found[n], 6) if total else "") for n, total in enumerate(self._totals)
        ]
        free = next((n for n, total in enumerate(self._totals) if not total), None)
        if free is not None:
            cells[free] = label
        return cells


def _write_totals(
    book: Any, drawn: Any, row: int, cells: Sequence[str | float], look: dict[str, Any]
) -> None:
    bold = book.add_format({"bold": True, "top": 1} | look | {"text_wrap": False})
    right = {"align": "right", "indent": 1}
    number = book.add_format({"bold": True, "top": 1} | look | right | {"text_wrap": False})
    for n, value in enumerate(cells):
        if isinstance(value, str):
            drawn.write_string(row, n, value, bold) if value else drawn.write_blank(
                row, n, None, bold
            )
        else:
            drawn.write_number(row, n, value, number)


def _write_value(
    sheet: Any, row: int, column: int, value: str | float | datetime, cell_format: Any
) -> None:
    if not isinstance(value, datetime):
        sheet.write_number(row, column, value, cell_format)
    elif value.year < 1900:  # Excel's calendar begins then
        sheet.write_string(row, column, as_text(value), cell_format)
    else:
        sheet.write_datetime(row, column, value.replace(microsecond=0), cell_format)


def _add_notes(book: Any, title: str, lines: Sequence[str]) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(sheet_title(title))
    sheet.set_column(0, 0, 100)
    for n, line in enumerate(lines):
        sheet.write_string(n, 0, line, wrapped)


MOST_TITLE = 31  # characters of a sheet's title


def sheet_title(title: str) -> str:
    """`title` as Excel allows it for a sheet: 31 characters, none of []:*?/\\, no ' at the ends."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title)[:MOST_TITLE].strip(" '") or "Lectern"
