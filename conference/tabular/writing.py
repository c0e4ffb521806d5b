"""Columns and cells, and rows into CSV and JSON; see the room."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any, TypeVar

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
}

# What a spreadsheet may take for a formula, also after spaces (docs/concepts.md, "Lists").
_FORMULA = re.compile(r"[^\S\t\r\n]*[=+\-@|%\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]\d+(?:[.,]\d+)*")
_PHONE = re.compile(r"\+\d(?:[ ().\-/]*\d){6,14}")


Cell = str | int | float | datetime | None  # moments without a zone: the column beside says it
Rows = Iterable[Sequence[Cell]]
AnyColumn = TypeVar("AnyColumn", bound="Column")


class TooLarge(ValueError):
    """The rows do not fit into the format. The message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a stable `key`, a `header` in the reader's language, and what its cells hold.

    Kinds: "text"; "code" (text that must stay text when edited: phones, codes); "number" (int);
    "moment" (a naive datetime, local to the column of the zone beside it); "clock" (the same, of
    which a sheet shows the time of day, where its title says the day).
    """

    key: str
    header: str
    kind: str = "text"
    width: int = 0  # characters; 0: by kind and header
    total: str = ""  # what stands below it where totals do: "sum", or "count" of its filled cells


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
    """A cell's value as CSV and JSON readers see it; a whole number has no ".0"."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
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
        values = [v if type(v) in (int, float) else as_text(v) for v in row]
        line = ("" if count == 1 else ",") + "\n" + encode(dict(zip(keys, values, strict=True)))
        file.write(line.encode())
    file.write(b"\n]}\n")
    return count
