"""Rows into CSV, XLSX and JSON; see the room."""

import csv
import io
import json
import math
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any, TypeVar

from django.utils.translation import gettext_lazy as _

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
}
XLSX_MAX_ROWS = 1_048_575  # below the header; Excel's own limit
XLSX_MAX_TEXT = 32_767  # characters in one cell; Excel's own limit

# What a spreadsheet may take for a formula, also after spaces (docs/concepts.md, "Lists").
_FORMULA = re.compile(r"[^\S\t\r\n]*[=+\-@|%\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]\d+(?:[.,]\d+)*")
_PHONE = re.compile(r"\+\d(?:[ ().\-/]*\d){6,14}")


Cell = str | int | datetime | None  # moments without a zone: the column beside says it
Rows = Iterable[Sequence[Cell]]
AnyColumn = TypeVar("AnyColumn", bound="Column")


class TooLarge(ValueError):
    """The rows do not fit into the format. The message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a stable `key`, a `header` in the reader's language, and what its cells hold.

    Kinds: "text"; "code" (text that must stay text when edited: phones, codes); "number" (int);
    "moment" (a naive datetime, local to the column of the zone beside it).
    """

    key: str
    header: str
    kind: str = "text"
    width: int = 0  # characters; 0: by kind and header


def with_unique_headers(columns: Iterable[AnyColumn]) -> list[AnyColumn]:
    """The columns with a number behind each header that came before: "Tea break (2)"."""
    seen: set[str] = set()
    unique = []
    for column in columns:
        header, count = column.header, 1
        while header.casefold() in seen:
            count += 1
            header = f"{column.header} ({count})"
        seen.add(header.casefold())
        unique.append(replace(column, header=header))
    return unique


def guarded(text: str) -> str:
    """`text` as a CSV cell: one leading ' where a spreadsheet could run it, else unchanged.

    A pure signed number and a phone number beginning with + cannot do harm and stay.
    """
    if not _FORMULA.match(text):
        return text
    bare = text.strip(" ")
    return text if _NUMBER.fullmatch(bare) or _PHONE.fullmatch(bare) else f"'{text}"


def unguarded(text: str) -> str:
    """A cell of a CSV that we wrote, as it was before `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def as_text(value: Cell) -> str:
    """A cell's value as CSV and JSON readers see it."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return "" if value is None else str(value)


def write_csv(file: IO[bytes], columns: Sequence[Column], rows: Rows) -> int:
    """Write UTF-8 with BOM, commas, CRLF into the binary `file`; returns the number of rows."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow([guarded(column.header) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([guarded(v) if type(v) is str else as_text(v) for v in row])
        count += 1
    text.flush()
    text.detach()
    return count


def write_json(
    file: IO[bytes], columns: Sequence[Column], rows: Rows, *, head: dict[str, Any]
) -> int:
    """Write `head`, then columns and rows, as one JSON object; returns the number of rows."""
    keys = [column.key for column in columns]
    head = head | {"columns": [{"key": c.key, "header": c.header} for c in columns]}
    encode = json.JSONEncoder(ensure_ascii=False).encode
    file.write((encode(head)[:-1] + ', "rows": [').encode())
    count = 0
    for count, row in enumerate(rows, start=1):
        values = [v if type(v) is int else as_text(v) for v in row]
        line = ("" if count == 1 else ",") + "\n" + encode(dict(zip(keys, values, strict=True)))
        file.write(line.encode())
    file.write(b"\n]}\n")
    return count


def write_xlsx(
    file: IO[bytes],
    columns: Sequence[Column],
    rows: Rows,
    *,
    title: str,
    notes: tuple[str, Sequence[str]] | None = None,
    wraps: bool = False,
    printed: int | None = None,
    foot: str = "",
) -> int:
    """Write one sheet with a frozen, filtered header; returns the number of rows.

    `notes` are lines for a second sheet: (its title, lines). `wraps`: cells go on below
    themselves, for texts that are to be read on paper, where the first `printed` columns stand,
    with `foot` on each page.
    """
    import xlsxwriter

    # Rows wait in a scratch file until the end, which must not outlive a failure.
    with tempfile.TemporaryDirectory(prefix="lectern-") as scratch:
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(file, options)
        try:
            count = _fill(book, columns, rows, title, wraps=wraps)
            sheet = book.worksheets()[0]
            if printed:
                sheet.print_area(0, 0, count, printed - 1)
            if foot:
                lay_out_for_paper(sheet, foot)
            if notes:
                _add_notes(book, *notes)
            book.close()
        except BaseException:
            book.fileclosed = True  # nothing to rescue: its destructor would try
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
    return count


def _fill(
    book: Any,
    columns: Sequence[Column],
    rows: Rows,
    title: str,
    *,
    wraps: bool,
) -> int:
    header = book.add_format({"bold": True, "bottom": 1, "valign": "vcenter", "text_wrap": True})
    formats = {
        "text": book.add_format({"text_wrap": True, "valign": "top"}) if wraps else None,
        # Apart from the text in the next column.
        "number": book.add_format({"align": "right", "indent": 1}),
        "code": book.add_format({"num_format": "@"} | ({"valign": "top"} if wraps else {})),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"}),
    }
    sheet = book.add_worksheet(sheet_title(title))
    sheet.freeze_panes(1, 0)
    lay_out_for_paper(sheet)
    sheet.set_row(0, LINE * max(map(_header_lines, columns), default=1))
    for n, column in enumerate(columns):
        sheet.set_column(n, n, _width(column), formats[column.kind])
        sheet.write_string(0, n, column.header, header)
    cells = [(n, formats[column.kind]) for n, column in enumerate(columns)]
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > XLSX_MAX_ROWS:
            raise TooLarge(
                _("An XLSX sheet holds at most 1,048,575 rows. Choose CSV for this list.")
            )
        if wraps:
            sheet.set_row(count, LINE * _lines(columns, row))
        for (n, cell_format), value in zip(cells, row, strict=True):
            _write_cell(sheet, count, n, value, cell_format)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    return count


def lay_out_for_paper(sheet: Any, foot: str = "") -> None:
    """A4 across, all columns on one page, the header on each, and its number at the foot, beside
    what is to stand there.
    """
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    told = foot.replace("&", "&&")[:LONGEST_FOOT]
    sheet.set_footer(f"&L{told}&R&P / &N" if told else "&C&P / &N")


def _write_cell(sheet: Any, row: int, column: int, value: Cell, cell_format: Any) -> None:
    if type(value) is str:
        if len(value) > XLSX_MAX_TEXT:
            raise TooLarge(_("A text is too long for a cell of XLSX. Choose CSV for this list."))
        if value:
            sheet.write_string(row, column, value, cell_format)
    elif isinstance(value, datetime):
        # Excel's calendar begins in 1900.
        if value.year < 1900:
            sheet.write_string(row, column, as_text(value), cell_format)
        else:
            sheet.write_datetime(row, column, value.replace(microsecond=0), cell_format)
    elif value is not None:
        sheet.write_number(row, column, value, cell_format)


def _add_notes(book: Any, title: str, lines: Sequence[str]) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(sheet_title(title))
    sheet.set_column(0, 0, 100)
    for n, line in enumerate(lines):
        sheet.write_string(n, 0, line, wrapped)


def sheet_title(title: str) -> str:
    """`title` as Excel allows it for a sheet: 31 characters, none of []:*?/\\, no ' at the ends."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title)[:31].strip(" '") or "Lectern"


LINE = 16  # points
LONGEST_FOOT = 200  # characters; Excel takes 255 with its signs
MOST_LINES = 25  # Excel's rows end at 409 points
WIDEST_HEADER = 20  # characters; a longer one goes on below itself, so that a page holds more


def _width(column: Column) -> int:
    widths = {"moment": 20, "code": 18, "number": 8}
    wanted = min(_wide(column.header), WIDEST_HEADER)
    return column.width or max(wanted, widths.get(column.kind, 14))


def _header_lines(column: Column) -> int:
    # A word that does not fit is taken to the next line whole.
    return min(6, math.ceil(_wide(column.header) * 1.15 / _width(column)))


def _lines(columns: Sequence[Column], row: Sequence[Cell]) -> int:
    """How many lines the tallest cell of a row needs: not every program finds out by itself."""
    most = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            # Words that do not fit go to the next line whole.
            room = _width(column) * 0.88
            most = max(
                most, sum(math.ceil(_breadth(part) / room) or 1 for part in value.split("\n"))
            )
    return min(most, MOST_LINES)


def _breadth(text: str) -> int:
    """Its characters, Chinese ones twice as wide."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _wide(header: str) -> int:
    """Its breadth, with room for the button of the filter."""
    return _breadth(header) + 4
