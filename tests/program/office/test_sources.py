"""What files hold, and why others are refused, each in a sentence that names the file."""

import io
import zipfile

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from conference.program.office import MAX_BYTES, ImportRefused, sources
from tests.program.office.making import csv_file, sheet_file, word_file

pytestmark = pytest.mark.once(reason="reads files alone")

ROWS = [["时间", "内容"], ["9:00", "致辞"]]


def texts(raw, name):
    return [
        [cell.text if cell else "" for cell in row.cells]
        for grid in sources.read(raw, name)
        for row in grid.rows
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_tables_of_text_in_every_encoding(encoding, delimiter):
    assert texts(csv_file(ROWS, encoding, delimiter), "a.csv") == ROWS


def test_a_merged_cell_stands_in_each_of_its_places():
    [grid] = sources.read(sheet_file(("议程", [["题", ""], ["a", "b"]], ["A1:B1"])), "a.xlsx")
    first, second = grid.rows

    assert first.cells[0] is first.cells[1]
    assert (first.cells[0].columns, first.cells[0].address) == (2, "议程!A1")
    assert [cell.address for cell in second.cells] == ["议程!A2", "议程!B2"]


def test_word_keeps_the_order_of_lines_and_tables():
    raw = word_file("Before", [["a", None], ["b", "c"], ["^", "d"]], "After")

    [grid] = sources.read(raw, "a.docx")

    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["Before"], ["a", "a"], ["b", "c"], ["b", "d"], ["After"],
    ]  # fmt: skip
    assert grid.rows[1].cells[0].address == "table 1, row 1, column 1"
    assert grid.rows[4].cells[0].address == "line 2"


def test_what_word_tracks_as_deleted_is_gone_and_what_is_inserted_stays():
    document = docx.Document()
    paragraph = document.add_paragraph("主持人：")._p
    for mark, text, name in (("del", "delText", "张样例"), ("ins", "t", "李示")):
        paragraph.append(
            parse_xml(
                f'<w:{mark} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{text}>{name}</w:{text}></w:r></w:{mark}>'
            )
        )
    struck = document.add_paragraph()
    struck.add_run("9:00").font.strike = True
    struck.add_run("9:30 致辞")
    target = io.BytesIO()
    document.save(target)

    assert texts(target.getvalue(), "a.docx") == [["主持人：李示"], ["9:30 致辞"]]


def test_a_struck_part_of_a_cell_is_left_out():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, strike = book.add_worksheet(), book.add_format({"font_strikeout": True})
        sheet.write_rich_string(0, 0, strike, "9:00", "9:30")

    assert texts(target.getvalue(), "a.xlsx") == [["9:30"]]


def test_a_page_gives_spans_and_runs_nothing():
    page = (
        b"<p>Before</p><table><tr><td rowspan=2>a<td>b<tr><td>c<br>d</table><script>x</script>"
        b'<p style="display:none">hidden</p>'
    )

    assert texts(page, "a.html") == [["Before"], ["a", "b"], ["a", "c\nd"]]


def _packed(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for path, body in parts.items():
            package.writestr(path.replace("__", "/"), body)
    return target.getvalue()


def _sheets(count):
    return sheet_file(*((f"S{n}", [["a"]], []) for n in range(count)))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DEEP = b"<div>" * 5_000 + b"<table>"


@pytest.mark.parametrize(
    ("name", "raw", "part"),
    [
        ("议程.xlsx", b"", "empty"),
        ("议程.xlsx", b"x" * (MAX_BYTES + 1), "10 MB"),
        ("议程.xls", OLE + b"\0" * 600, "old Excel"),
        ("议程.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("议程.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("议程.doc", OLE + "WordDocument".encode("utf-16-le"), "old Word"),
        ("议程.docx", OLE + "Workbook".encode("utf-16-le"), "old Excel"),
        ("议程.xlsx", OLE + "PowerPoint Document".encode("utf-16-le"), "no Excel or Word file"),
        ("议程.xlsm", b"PK\x03\x04", "macros"),
        ("议程.docm", b"PK\x03\x04", "macros"),
        ("议程.xlsx", _packed(xl__workbook=b"", **{"xl__workbook.xml": b"<a/>", "xl__vbaProject.bin": b"x"}), "macros"),
        ("议程.xlsx", b"PK\x03\x04xl/workbook.xml", "damaged"),
        ("议程.docx", b"PK\x03\x04word/document.xml", "damaged"),
        ("议程.docx", _packed(**{"word__document.xml": b"<a"}), "damaged"),
        ("议程.docx", _packed(**{"word__document.xml": b"<a/>"}), "damaged"),
        ("议程.docx", _packed(**{"word__document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "damaged"),
        ("议程.xlsx", b"not a workbook", "not what its name says"),
        ("议程.zip", b"PK\x03\x04other", "no Excel or Word file"),
        ("议程.pdf", b"%PDF-1.7", "PDF"),
        ("议程.csv", b"%PDF-1.7", "PDF"),
        ("议程.csv", b"a,b\n\0,c", "no text"),
        ("议程.png", b"\x89PNG\r\n\x1a\n", "image"),
        ("议程.xlsx", _packed(**{"xl__workbook.xml": b"<a/>", "xl__big.xml": b"<a>" + b" " * 60_000_000}), "larger"),
        ("议程.xlsx", _sheets(61), "60 sheets"),
        ("议程.csv", csv_file([["a"] * 100] * 1_300), "more cells"),
        ("议程.csv", csv_file([["a", "b" * 5_001]]), "B1"),
        ("议程.html", b"<table><tr>" + b"<td rowspan=999 colspan=200>a" * 4, "more cells"),
    ],
)  # fmt: skip
def test_other_files_are_refused_in_a_sentence_that_names_them(name, raw, part):
    with pytest.raises(ImportRefused) as refusal:
        sources.read(raw, name)

    assert str(refusal.value).startswith(f"{name}: ")
    assert part in str(refusal.value)


def test_a_page_under_the_name_of_a_workbook_is_read_as_the_page_it_is():
    assert texts(b"<html><table><tr><td>a</table>", "export.xlsx") == [["a"]]


def test_parts_nested_thousands_of_times_end_in_a_sentence_or_a_table():
    try:
        sources.read(DEEP, "a.html")
    except ImportRefused as refusal:
        assert "a.html" in str(refusal)
