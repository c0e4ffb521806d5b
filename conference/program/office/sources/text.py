""".csv, .tsv and .txt in the encodings that offices save: a table, or lines where there is none."""

import csv
import io
from itertools import islice

from django.utils.translation import gettext as _

from conference import tabular
from conference.program.office.grid import Cell, Grid, Table, line
from conference.program.office.sources.package import (
    MAX_CELLS,
    MAX_ROWS,
    MAX_TEXT,
    refused,
    too_long,
    too_many_cells,
)

_DELIMITERS = ",\t;|"
_SAMPLE = 200  # rows


def read(raw: bytes, name: str) -> list[Grid]:
    try:
        text = tabular.decoded(raw)
    except (tabular.SheetRefused, UnicodeError):
        raise refused(
            name, _("The text cannot be read. Save it as .xlsx, or as CSV in UTF-8.")
        ) from None
    if "\0" in text:
        raise refused(name, _("This is no text. Take .xlsx, .docx, .csv or .html."))
    return [Grid("", tuple(_rows(text, name)))]


def _rows(text, name):
    delimiter = _delimiter(text)
    if delimiter is None:
        for number, words in enumerate(text.splitlines(), 1):
            if number > MAX_ROWS:
                raise too_many_cells(name)
            address = _("line %(number)d") % {"number": number}
            if len(words) > MAX_TEXT:
                raise too_long(name, address)
            yield line(words.strip(), number, address)
        return
    table, cells = Table(0), 0
    for r, row in enumerate(_parsed(text, delimiter, name)):
        cells += len(row)
        if cells > MAX_CELLS or r > MAX_ROWS:
            raise too_many_cells(name)
        for c, words in enumerate(row):
            words = tabular.unguarded(words).replace("\r\n", "\n").replace("\r", "\n").strip()
            if len(words) > MAX_TEXT:
                raise too_long(name, tabular.address(r, c))
            if words:
                table.put(Cell(words, r, c, tabular.address(r, c)))
        table.height = r + 1
    yield from table.rows()


def _parsed(text, delimiter, name):
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise refused(name, _("The table is damaged: a quotation mark is not closed.")) from None


def _delimiter(text) -> str | None:
    """The sign that most often cuts rows into the same number of cells; None for plain lines."""
    best, chosen = 0, None
    for delimiter in _DELIMITERS:
        try:
            rows = list(
                islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _SAMPLE)
            )
        except csv.Error:
            continue
        widths = [len(row) for row in rows if len(row) > 1]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = widths.count(usual) * min(usual, 8)
        # Prose has commas too, but not the same number of them in most of its lines.
        if widths.count(usual) * 2 >= sum(bool(any(row)) for row in rows) and score > best:
            best, chosen = score, delimiter
    return chosen
