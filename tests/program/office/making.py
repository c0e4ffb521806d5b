"""Small files of offices, made from rows; and a reading as short lines to compare."""

import csv
import io
from pathlib import Path

import docx
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from conference.program.office.meanings.times import told

DATA = Path(__file__).parent / "data"


def sheet_file(*sheets, struck=(), hidden_rows=(), hidden_sheets=(), formats=None):
    """XLSX of (name, rows, merges). A merge is "A1:C1" (its text stands in the rows)."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        strike = book.add_format({"font_strikeout": True})
        kinds = {
            key: book.add_format({"num_format": form}) for key, form in (formats or {}).items()
        }
        for name, rows, merges in sheets:
            sheet = book.add_worksheet(name)
            if name in hidden_sheets:
                sheet.hide()
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if value in (None, ""):
                        continue
                    style = strike if (r, c) in struck else kinds.get(type(value).__name__)
                    if isinstance(value, str) and value.startswith("="):
                        formula, _sign, cached = value.partition("→")
                        sheet.write_formula(r, c, formula, None, cached)
                    elif isinstance(value, str):
                        sheet.write_string(r, c, value, style)
                    else:
                        sheet.write(r, c, value, style)
            for merge in merges:
                first = xl_cell_to_rowcol(merge.split(":")[0])
                value = rows[first[0]][first[1]] if first[1] < len(rows[first[0]]) else ""
                sheet.merge_range(merge, value if value is not None else "")
            for r in hidden_rows:
                sheet.set_row(r, None, None, {"hidden": True})
    return target.getvalue()


def csv_file(rows, encoding="utf-8-sig", delimiter=","):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


def word_file(*parts):
    """DOCX of texts and tables (lists of rows). In a table None goes on with the cell to its left,
    "^" with the cell above.
    """
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for r, row in enumerate(part):
            for c, text in enumerate(row):
                if text is None:
                    table.cell(r, c - 1).merge(table.cell(r, c))
                elif text == "^":
                    table.cell(r - 1, c).merge(table.cell(r, c))
        for r, row in enumerate(part):
            for c, text in enumerate(row):
                if text not in (None, "^"):
                    table.cell(r, c).text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def lines_of(reading):
    """A session a line: day, times, kind, title, @room, <parent, (people)."""
    titles = {session.order: session.title for session in reading.sessions}
    return [_line(session, titles) for session in reading.sessions]


def _line(session, titles):
    parts = [
        (session.day.value or "?")[-5:],
        f"{told(session.start.value) or ''}-{told(session.end.value) or ''}",
        session.kind.value,
        " / ".join(filter(None, (session.title_zh.value, session.title_en.value))),
    ]
    if session.room.value:
        parts.append(f"@{session.room.value}")
    if session.parent:
        parts.append(f"<{titles[session.parent]}")
    people = [
        "|".join(
            filter(None, (f"{one.name} {one.role.value}", one.name_en, one.organization, one.title))
        )
        for one in session.people
    ]
    if people:
        parts.append(f"({'; '.join(people)})")
    if session.is_cancelled:
        parts.append("CANCELLED")
    return " ".join(parts)


def asked(reading):
    """{field: the orders of the sessions about which it is asked}."""
    found = {}
    for question in reading.questions:
        for field in question.fields:
            for order in question.sessions:
                found.setdefault(field, set()).add(order)
    return {field: sorted(orders) for field, orders in sorted(found.items())}
