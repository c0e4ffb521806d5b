"""Sheets of a workbook: how they stand on paper, and what their totals say."""

import io
import re
import zipfile
from datetime import datetime

from conference.tabular import Column, Sheet, Tally, write_workbook
from conference.tabular.paper import ACROSS, DOWN

COLUMNS = [
    Column("no", "No.", "number", 6),
    Column("name", "姓名", width=16, total="count"),
    Column("at", "Signed in at", "clock", total="count"),
    Column("hours", "Hours", "number", 10, "sum"),
]
NINE = datetime.fromisoformat("2026-05-20 09:00:00")


def sheets_of(*sheets):
    file = io.BytesIO()
    write_workbook(file, sheets)
    with zipfile.ZipFile(file) as book:
        drawn = [
            book.read(name).decode()
            for name in sorted(book.namelist())
            if name.startswith("xl/worksheets/sheet")
        ]
        return book.read("xl/workbook.xml").decode(), drawn


def sheet(title="List", rows=((1, "曾志伟", NINE, 4.5), (2, "李明", "", 4)), **more):
    return Sheet(title, COLUMNS, rows, **{"head": ["2026 & 27"], "totals": "Total"} | more)


def test_totals_add_up_what_has_a_total_below_the_filter():
    _names, (drawn,) = sheets_of(sheet())

    last = drawn.rpartition("<row ")[2]
    assert re.findall(r"<t>(.*?)</t>|<v>(.*?)</v>", last) == [
        *(("Total", ""), ("", "2"), ("", "1"), ("", "8.5")),
    ]
    assert '<autoFilter ref="A1:D3"/>' in drawn


def test_a_column_that_holds_nothing_to_add_has_no_totals():
    tally = Tally(COLUMNS[:1])
    tally.add([1])

    assert tally.row("Total") == ["Total"]


def test_a_page_of_paper_has_fifteen_to_twenty_rows():
    """Rows are higher in the sheet where its columns have to be made smaller for the page."""
    rows = {}
    for count in (1, 8, 14):
        columns = [Column(f"c{n}", "Column", width=20) for n in range(count)]
        _names, (drawn,) = sheets_of(Sheet("List", columns, [], head=["Title"]))
        height = float(re.search(r'defaultRowHeight="([\d.]+)"', drawn)[1])
        header = float(re.search(r'<row r="1"[^>]* ht="([\d.]+)"', drawn)[1])
        wide = count * (20 * 7 + 5) * 0.75
        part = min(100, int(100 * ACROSS / wide)) / 100  # made smaller by whole percents
        rows[count] = (DOWN / part - header) / height

    assert all(15 <= count <= 20 for count in rows.values()), rows


def test_a_long_line_of_the_title_block_takes_what_the_others_leave():
    name = "Sample Symposium on Artificial Intelligence and Higher Education (Demo Data)"
    _names, (drawn,) = sheets_of(sheet(head=[name, "Meals", "29 November 2026"]))

    assert name in drawn


def test_a_long_title_block_is_cut_rather_than_dropped():
    _names, (drawn,) = sheets_of(sheet(head=["会" * 300, "&" * 300, "A\nB"]))

    header = re.search(r"<oddHeader>(.*?)</oddHeader>", drawn, re.DOTALL)[1]
    plain = header.replace("&amp;", "&").replace("&quot;", '"')
    assert len(plain) <= 255
    assert plain.endswith("A B")


def test_titles_of_a_workbook_are_told_apart_whatever_their_case():
    long = "分论坛：大模型时代的课程体系重构与教学评价研究，以及其他的问题与讨论"
    names, _drawn = sheets_of(sheet("Forum"), sheet("FORUM"), sheet(long), sheet(long), sheet(""))

    found = re.findall(r'<sheet name="(.*?)"', names)
    assert found[:2] == ["Forum", "FORUM (2)"]
    assert found[3] == found[2][:27] + " (2)"
    assert len({title.casefold() for title in found}) == 5
