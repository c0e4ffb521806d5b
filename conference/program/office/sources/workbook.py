""".xlsx: values and merged cells as calamine reads them, what is hidden or struck from the XML."""

from datetime import date, datetime, time, timedelta

import python_calamine
from django.utils.translation import gettext as _

from conference.program.office.grid import Cell, Grid, Table
from conference.program.office.sources import marks
from conference.program.office.sources.package import (
    MAX_CELLS,
    MAX_SHEETS,
    MAX_TEXT,
    opened,
    protected,
    refused,
    too_long,
    too_many_cells,
    too_many_sheets,
)
from conference.tabular import address as place_of


def read(raw: bytes, name: str) -> list[Grid]:
    package = opened(raw, name)
    book = _book(package, name)
    if len(book.sheet_names) > MAX_SHEETS:
        raise too_many_sheets(name)
    marked = marks.read(package, name)
    grids, cells = [], 0
    for number, sheet in enumerate(book.sheets_metadata):
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        rows, merged = _sheet(book, number, name)
        cells += sum(map(len, rows))
        if cells > MAX_CELLS:
            raise too_many_cells(name)
        found = marked.get(sheet.name, marks.NONE)
        table = _table(rows, merged, sheet.name, found, name)
        is_hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
        grids.append(Grid(sheet.name, tuple(table.rows()), is_hidden))
    if not grids:
        raise refused(name, _("The workbook has no sheet."))
    return grids


def _book(package, name):
    package.fp.seek(0)
    return _guarded(lambda: python_calamine.CalamineWorkbook.from_filelike(package.fp), name)


def _sheet(book, number, name):
    def answer():
        sheet = book.get_sheet_by_index(number)
        return sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []

    return _guarded(answer, name)


def _guarded(act, name):
    """calamine answers damaged parts with several kinds of error, panics among them."""
    broken = refused(name, _("The file is damaged. Open it in Office or WPS and save it again."))
    try:
        return act()
    except python_calamine.PasswordError:
        raise protected(name) from None
    except (python_calamine.CalamineError, ValueError, OSError, KeyError, IndexError):
        raise broken from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise broken from None


def _table(rows, merged, sheet, found, name):
    table = Table(0)
    table.hidden = found.hidden_rows
    width = max(map(len, rows), default=0)
    anchors = {  # as far as the filled cells reach
        first: (min(last[0] + 1, len(rows)) - first[0], min(last[1] + 1, width) - first[1])
        for first, last in merged
        if first[0] < len(rows) and first[1] < width
    }
    if sum(down * across for down, across in anchors.values()) > MAX_CELLS:
        raise too_many_cells(name)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value == "" and (r, c) not in anchors:
                continue
            address = f"{sheet}!{place_of(r, c)}"
            text = found.kept.get((r, c)) or text_of(value)
            if len(text) > MAX_TEXT:
                raise too_long(name, address)
            down, across = anchors.get((r, c), (1, 1))
            table.put(
                Cell(
                    text,
                    r,
                    c,
                    address,
                    value=None if isinstance(value, str) else value,
                    rows=down,
                    columns=across,
                    is_struck=(r, c) in found.struck,
                )
            )
    return table


def text_of(value) -> str:
    """A value as people read it in its cell."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
