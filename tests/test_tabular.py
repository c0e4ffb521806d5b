"""CSV, XLSX and JSON: what Excel gets is what was meant; what people send cannot hurt."""

import codecs
import csv
import io
import json
import zipfile
from datetime import datetime

import pytest
import python_calamine
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from conference import tabular
from conference.tabular import (
    Column,
    SheetRefused,
    address,
    as_text,
    guarded,
    read_table,
    unguarded,
    with_unique_headers,
    write_csv,
    write_json,
    write_xlsx,
)

COLUMNS = [
    Column("no", "No.", "number"),
    Column("name", "姓名"),
    Column("phone", "Phone", "code"),
    Column("at", "Signed in at", "moment"),
]
ROWS = [
    [1, "曾志伟", "+86 138 0013 8000", datetime.fromisoformat("2026-05-20 09:01:07")],
    [2, '=HYPERLINK("http://x.example")', "013800138000", ""],
    [3, 'O\'Neil, "Sam"\nof Lab 3', "", datetime.fromisoformat("1899-01-02 03:04:05")],
]
# What XML can hold, without the escapes that spreadsheets use for what it cannot.
TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff_"), max_size=40
)
PHONES = ("+86 138 0013 8000", "+8613800138000", "+44 (0)24 8368-1234", "-12.5", "+1", "-3")
LIVE = (
    *("=1+1", "+1+1", "-1-1", "@SUM(A1)", "|calc", "%x", "\t=1", "\r=1", "\n=1", " =1"),
    *("\u3000=1", "＝1", "＋1", "－1", "＠x", "+86 138 0013 8000=", "+", "-", "+1-1", "-cmd|x"),
)


def as_csv(columns, rows):
    file = io.BytesIO()
    write_csv(file, columns, rows)
    return file.getvalue()


def as_xlsx(columns, rows, **options):
    file = io.BytesIO()
    write_xlsx(file, columns, rows, title="List", **options)
    return file


def read_csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# --- Writing ----------------------------------------------------------------------------------


def test_csv_is_what_chinese_excel_opens():
    content = as_csv(COLUMNS, ROWS[:1])

    assert content.startswith(codecs.BOM_UTF8)
    assert content.decode("utf-8-sig") == (
        "No.,姓名,Phone,Signed in at\r\n1,曾志伟,+86 138 0013 8000,2026-05-20 09:01:07\r\n"
    )


def test_the_three_formats_hold_the_same_values_in_the_same_order():
    file = io.BytesIO()
    write_json(file, COLUMNS, ROWS, head={"version": 1})
    document = json.loads(file.getvalue())

    in_csv = [[unguarded(cell) for cell in row] for row in read_csv_rows(as_csv(COLUMNS, ROWS))]
    in_xlsx = read_table(as_xlsx(COLUMNS, ROWS))
    in_json = [[str(value) for value in row.values()] for row in document["rows"]]
    expected = [[as_text(value) for value in row] for row in ROWS]

    assert in_csv[1:] == in_json == expected
    assert [row + [""] * (4 - len(row)) for row in in_xlsx[1:]] == expected
    assert [list(row) for row in document["rows"]] == [["no", "name", "phone", "at"]] * 3
    assert document["columns"][1] == {"key": "name", "header": "姓名"}


@pytest.mark.parametrize("text", LIVE)
def test_a_cell_that_could_run_gets_one_quote(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "曾志伟", "a=b", "1+1", "'=1", "138****8000", " x", *PHONES])
def test_other_cells_stay_as_they_are(text):
    assert guarded(text) == text


@given(TEXT)
@example(" +86 138 0013 8000")
def test_a_guarded_cell_never_runs_and_loses_nothing(text):
    cell = read_csv_rows(as_csv([Column("a", "A"), Column("b", "B")], [[text, "x"]]))[1][0]

    assert cell in (text, f"'{text}")
    assert unguarded(cell) == text or text.startswith("'")
    begins = cell.lstrip()[:1]
    if begins and begins in "=@|%＝＋－＠":
        pytest.fail(f"{cell!r} could run")
    if begins and begins in "+-":
        assert not any(c.isalpha() for c in cell)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_xlsx_gives_back_every_text(rows):
    file = as_xlsx([Column("a", "A"), Column("b", "B", "code")], rows)

    file.seek(0)
    sheet = python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
    cells = [(*row, "", "")[:2] for row in sheet.to_python(skip_empty_area=False)[1:]]

    assert cells == _without_empty_end(rows)


def _without_empty_end(rows):
    rows = list(rows)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def test_xlsx_has_a_frozen_filtered_header_and_typed_cells():
    with zipfile.ZipFile(as_xlsx(COLUMNS, ROWS)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:D4"/>' in sheet
    assert "<f>" not in sheet
    assert sheet.count('t="inlineStr"') == 4 + 2 + 2 + 1 + 1  # header, names, phones, old date


def test_a_printed_sheet_is_as_wide_as_its_paper_with_its_header_on_each_page():
    with zipfile.ZipFile(as_xlsx([Column("name", "Name")], [["Li"]])) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.read("xl/workbook.xml").decode()

    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in sheet
    assert "<oddFooter>&amp;C&amp;P / &amp;N</oddFooter>" in sheet
    assert "!$1:$1</definedName>" in names


def test_a_number_behind_a_repeated_header_keeps_them_apart():
    columns = [Column("a", "Tea break"), Column("b", "tea break"), Column("c", "Tea break")]

    assert [c.header for c in with_unique_headers(columns)] == [
        "Tea break",
        "tea break (2)",
        "Tea break (3)",
    ]


def test_xlsx_refuses_what_a_sheet_cannot_hold(monkeypatch):
    monkeypatch.setattr(tabular.workbook, "XLSX_MAX_ROWS", 2)

    with pytest.raises(tabular.TooLarge, match="Choose CSV"):
        as_xlsx(COLUMNS, ROWS)
    with pytest.raises(tabular.TooLarge, match="too long"):
        as_xlsx([Column("a", "A")], [["x" * 32_768]])


# --- Reading ----------------------------------------------------------------------------------


def workbook(rows, **parts):
    """An XLSX of raw values; `parts` replaces files inside it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    book.close()
    return with_parts(file, parts) if parts else file


def with_parts(file, parts, compression=zipfile.ZIP_DEFLATED):
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", compression) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return changed


def refusal(file):
    with pytest.raises(SheetRefused) as refused:
        read_table(file)
    assert str(refused.value.message).endswith(".")
    return refused.value.code


def test_numbers_are_read_as_people_typed_them():
    file = workbook([["姓名", "手机"], ["王泉", 13800138000], ["x", 12.5], ["y", True]])

    assert read_table(file) == [
        ["姓名", "手机"],
        ["王泉", "13800138000"],
        ["x", "12.5"],
        ["y", "TRUE"],
    ]


def test_cells_keep_their_address():
    file = workbook([[], ["", "", "here"]])

    table = read_table(file)

    assert table[1][2] == "here"
    assert (address(1, 2), address(6, 2), address(0, 26), address(99, 701)) == (
        "C2",
        "C7",
        "AA1",
        "ZZ100",
    )


@pytest.mark.parametrize(
    "content",
    [
        "姓名,电话\r\n王泉,+86 138\r\n".encode("utf-8-sig"),
        "姓名;电话\n王泉;+86 138\n".encode(),
        "姓名\t电话\n王泉\t+86 138\n".encode("utf-16"),
        "姓名,电话\r\n王泉,'+86 138\r\n".encode("gb18030"),
    ],
    ids=["utf-8", "semicolons", "utf-16", "gb18030"],
)
def test_csv_is_read_in_the_encodings_that_excel_writes(content):
    assert read_table(io.BytesIO(content)) == [["姓名", "电话"], ["王泉", "+86 138"]]


def test_what_we_write_is_read_again():
    rows = [["=1+1", "+86 138 0013 8000"], ["-x", "'quoted"]]
    columns = [Column("a", "A"), Column("b", "B")]

    assert read_table(io.BytesIO(as_csv(columns, rows)))[1:] == rows


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\0", "empty"),
        (b"a,b\0c\n", "not_a_table"),
        (b'a,"b\n', "empty"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x80\xff", "encoding"),
        (b"PK\x03\x04 broken", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old workbook", "old_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected",
        ),
        (b"x" * (5 * 1024 * 1024 + 1), "too_large"),
        (b"a\n" * 6_000, "too_many_rows"),
        (b"," * 200 + b"x\n", "too_many_columns"),
        (b"x" * 6_000 + b"\n", "too_large"),
    ],
)
def test_files_that_are_no_table_are_refused_with_a_sentence(content, code):
    if code == "empty" and b'"' in content:
        assert read_table(io.BytesIO(content)) == [["a", "b\n"]]  # an open quote is forgiven
        return
    assert refusal(io.BytesIO(content)) == code


def test_a_zip_of_something_else_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert refusal(file) == "not_a_table"


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert refusal(workbook([["a"]], **{"xl/media.xml": b"<a>" + b" " * 30_000_000})) == "bomb"
    assert refusal(workbook([["a"]], **{"xl/x.xml": bytes(60_000_000)})) == "bomb"


def test_a_header_that_lies_about_a_size_is_refused():
    file = workbook([["a"]], **{"xl/worksheets/sheet1.xml": b"<a/>" + b" " * 5_000_000})
    content = bytearray(file.getvalue())
    size = (5_000_004).to_bytes(4, "little")
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = (10).to_bytes(4, "little")

    assert refusal(io.BytesIO(content)) == "broken"


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "%s<sheetData>%s</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ('<row r="1"><c r="XFD1048576"><v>1</v></c></row>', "too_many_rows"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "too_many_columns"),
        ('<row r="1048576"><c><v>1</v></c></row>', "too_many_rows"),
        ("<row><c r='&#88;FD1'><v>1</v></c></row>", "too_many_columns"),
        ('<row><c r="A-1"><v>1</v></c></row>', "broken"),
        ("<row><c", "broken"),
    ],
)
def test_one_far_cell_cannot_fill_the_memory(cells, code):
    sheet = SHEET % ("", cells)

    assert refusal(workbook([["a"]], **{"xl/worksheets/sheet1.xml": sheet})) == code


def test_far_cells_that_only_carry_a_format_do_not_count():
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="XFD1" s="0"/></row>'
    sheet = SHEET % ('<dimension ref="A1:XFD1048576"/>', cells)

    assert read_table(workbook([["a"]], **{"xl/worksheets/sheet1.xml": sheet})) == [["x"]]


def test_entities_are_refused():
    sheet = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET % ("", "<row><c><v>&a;</v></c></row>")

    assert refusal(workbook([["a"]], **{"xl/worksheets/sheet1.xml": sheet})) == "broken"


@given(st.binary(max_size=300))
@example(b"PK\x05\x06" + bytes(18))
def test_no_bytes_make_it_fail_otherwise(content):
    try:
        read_table(io.BytesIO(content))
    except SheetRefused as refused:
        assert refused.message


@given(st.data())
def test_no_damage_to_a_workbook_makes_it_fail_otherwise(data):
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_table(io.BytesIO(content))
    except SheetRefused as refused:
        assert refused.message


WHOLE = workbook([["姓名", "单位"], ["王泉", "西安电子科技大学"], ["x", 5]]).getvalue()


def test_a_whole_number_among_halves_has_no_decimals():
    assert [as_text(value) for value in (4.0, 4.5, 0.0, 8)] == ["4", "4.5", "0", "8"]
