"""Uploaded CSV and XLSX as rows of text; all is measured before it is parsed, and trusted never."""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import IO, Any, NoReturn
from xml.parsers import expat

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.tabular.writing import unguarded

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_RATIO = 200  # a sheet of text shrinks 10 to 30 times
MAX_PARTS = 500
MAX_ROWS = 5_020  # 5,000 people below a title and their header
MAX_COLUMNS = 100
MAX_CELL = 5_000  # characters, where no longer texts are asked for

# Of every file that is read.
EMPTY_FILE = _("The file is empty. Open it in its program, save it, and choose it again.")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class SheetRefused(ValueError):
    """The file cannot be read as a table. `code` is for programs, the message for people.

    Codes: too_large, empty, protected, old_format, not_a_table, broken, bomb, too_many_rows,
    too_many_columns, encoding.
    """

    def __init__(self, code: str, message: str | Promise):
        super().__init__(message)
        self.code, self.message = code, message


def address(row: int, column: int) -> str:
    """The spreadsheet's own name of a cell, both counted from 0: (6, 2) is "C7"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read_table(file: IO[bytes], *, name: str = "", max_cell: int = MAX_CELL) -> list[list[str]]:
    """All rows of an uploaded XLSX (its first sheet) or CSV as text, from A1 on.

    Raises SheetRefused. Everything is measured before it is parsed: bytes, unpacked bytes, rows
    and columns, so that a small file cannot fill the memory.
    """
    size = file.seek(0, io.SEEK_END)
    if size > MAX_BYTES:
        raise SheetRefused(
            "too_large",
            _("The file is larger than 5 MB. Split it, or remove pictures and unused sheets."),
        )
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if not content.strip(b" \t\r\n\0"):
        raise SheetRefused("empty", EMPTY_FILE)
    if content.startswith(_OLE):
        _refuse_ole(content)
    if content.startswith(b"PK"):
        return _read_xlsx(content, max_cell)
    return _read_csv(content, max_cell)


def _refuse_ole(content: bytes) -> NoReturn:
    """Old .xls files and encrypted .xlsx files share this container."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise SheetRefused(
            "protected",
            _("The workbook is protected by a password. Save it without one and try again."),
        )
    raise SheetRefused(
        "old_format",
        _("This is an old Excel file (.xls). Save it as .xlsx and try again."),
    )


def _broken() -> SheetRefused:
    return SheetRefused(
        "broken",
        _(
            "The file is damaged or not a workbook. Open it in Excel or WPS and save it as "
            ".xlsx again."
        ),
    )


def _read_xlsx(content: bytes, max_cell: int) -> list[list[str]]:
    import python_calamine

    clean = measured(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(clean)
        if not book.sheet_names:
            raise _broken()
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except python_calamine.PasswordError:
        raise SheetRefused(
            "protected",
            _("The workbook is protected by a password. Save it without one and try again."),
        ) from None
    except SheetRefused:
        raise
    # calamine answers damaged parts with several kinds of error, panics among them.
    except (python_calamine.CalamineError, ValueError, OSError, KeyError, IndexError):
        raise _broken() from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _broken() from None
    return _limited(rows, _cell_text, max_cell)


def measured(content: bytes) -> io.BytesIO:
    """The workbook's XML parts in a new container whose sizes are the true ones.

    What the reader unpacks afterwards is exactly what was counted here: headers that lie about
    a size, pictures and macros do not reach it.
    """
    clean, total = io.BytesIO(), 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(clean, "w") as target:
            parts = source.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names:
                raise SheetRefused(
                    "not_a_table",
                    _("This is not an Excel workbook. Choose an .xlsx or .csv file."),
                )
            if len(parts) > MAX_PARTS or len(names) != len(parts):
                raise _broken()
            for part in parts:
                if not part.filename.lower().endswith((".xml", ".rels")):
                    continue
                if part.flag_bits & 0x1:
                    raise SheetRefused(
                        "protected",
                        _("The file is encrypted. Save it without a password and try again."),
                    )
                total += part.file_size
                packed = max(part.compress_size, 1)
                if total > MAX_UNPACKED or (
                    part.file_size > 1024 * 1024 and part.file_size / packed > MAX_RATIO
                ):
                    raise SheetRefused(
                        "bomb",
                        _(
                            "Unpacked, this workbook is far larger than a list of replies. "
                            "Copy the rows into a new workbook and try again."
                        ),
                    )
                body = source.read(part)
                _Extent().measure(body)
                target.writestr(part.filename, body)
    except SheetRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        raise _broken() from None
    clean.seek(0)
    return clean


class _Extent:
    """Measures the filled cells of a sheet, because the reader keeps the whole rectangle.

    One cell at XFD1048576 would cost it hundreds of gigabytes.
    """

    def __init__(self) -> None:
        self.row = self.column = 0  # of the cell now open, from 1
        self.in_cell = False

    def measure(self, body: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = self.refuse
        try:
            parser.Parse(body, True)
        except expat.ExpatError:
            raise _broken() from None

    def refuse(self, *_arguments: object) -> NoReturn:
        raise _broken()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name == "row":
            self.row = self._number(attributes.get("r"), self.row + 1)
            self.column = 0
        elif name == "c":
            self.in_cell = True
            letters = attributes.get("r", "")
            found = re.fullmatch(r"([A-Za-z]{1,4})([0-9]{1,8})", letters)
            if found:
                self.column = 0
                for letter in found[1].upper():
                    self.column = self.column * 26 + ord(letter) - 64
                self.row = int(found[2])
            elif letters:
                raise _broken()
            else:
                self.column += 1
        elif self.in_cell and name in ("v", "is"):
            check_extent(self.row, self.column)

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "c":
            self.in_cell = False

    @staticmethod
    def _number(text: str | None, otherwise: int) -> int:
        return int(text) if text and re.fullmatch(r"[0-9]{1,8}", text) else otherwise


def check_extent(rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise SheetRefused(
            "too_many_rows",
            _("The sheet has cells below row %(row)s. Delete them, or split the list into files.")
            % {"row": MAX_ROWS},
        )
    if columns > MAX_COLUMNS:
        raise SheetRefused(
            "too_many_columns",
            _("The sheet has cells beyond its 100th column. Delete them and try again."),
        )


def _read_csv(content: bytes, max_cell: int) -> list[list[str]]:
    text = decoded(content)
    if "\0" in text:
        raise SheetRefused("not_a_table", _("This is not a table. Choose an .xlsx or .csv file."))
    head = text[:10_000].partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if any(row):
                check_extent(len(rows) + 1, 1 + max(n for n, cell in enumerate(row) if cell))
            elif len(rows) > MAX_ROWS:
                continue
            rows.append(row)
    except csv.Error:
        raise SheetRefused(
            "broken", _("The CSV file is damaged: a quotation mark is not closed.")
        ) from None
    return _limited(rows, unguarded, max_cell)


def decoded(content: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or what Chinese Excel calls CSV: GB 18030."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetRefused(
        "encoding",
        _("The text of this file cannot be read. Save it as .xlsx, or as CSV in UTF-8."),
    )


def _limited(
    rows: Iterable[Sequence[Any]], text_of: Callable[[Any], str], max_cell: int
) -> list[list[str]]:
    """Rows of text without empty ones at the end; long cells are refused by their address."""
    table: list[list[str]] = []
    for row in rows:
        cells = [text_of(cell) for cell in row[:MAX_COLUMNS]]
        while cells and not cells[-1].strip():
            cells.pop()
        for n, cell in enumerate(cells):
            if len(cell) > max_cell:
                raise SheetRefused(
                    "too_large",
                    _("Cell %(cell)s holds more than %(most)s characters. Shorten it.")
                    % {"cell": address(len(table), n), "most": f"{max_cell:,}"},
                )
        table.append(cells)
    while table and not table[-1]:
        table.pop()
    if not table:
        raise SheetRefused("empty", _("The sheet is empty."))
    return table


def _cell_text(value: object) -> str:
    """What a person sees in the cell; a number typed as a phone has no ".0" again."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
