"""How many rows of a printed sheet stand on a page."""

import io
import re
import zipfile

import pytest

from conference.tabular import Column
from conference.tabular.workbook import Sheet, write_workbook


def laid_out(columns):
    """(widths of columns in characters, height of the header, of a row) as the file says them."""
    write_workbook(file := io.BytesIO(), [Sheet("People", columns, [], head=["Title"])])
    xml = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    widths = []
    for first, last, width in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', xml):
        widths += [float(width)] * (int(last) - int(first) + 1)
    (header,) = re.findall(r'<row r="1"[^>]* ht="([\d.]+)"', xml)
    (row,) = re.findall(r'defaultRowHeight="([\d.]+)"', xml)
    return widths, float(header), float(row)


HEIGHT, ACROSS = 210 / 25.4 * 72, (297 / 25.4 - 2 * 0.5) * 72  # points of A4


def rows_a_page(columns, *, digit, shrinks):
    """Where a digit is so many pixels wide (7 in Excel), and where the lines above and below the
    page, which begin at 0.4 and end at 0.3 inches, get smaller with what stands on it, or not.
    """
    widths, header, row = laid_out(columns)
    across = sum(width * digit for width in widths) * 0.75
    part = min(100, int(100 * ACROSS / across)) / 100
    lines = (1.05 - 0.4 + 0.6 - 0.3) * 72 * (part if shrinks else 1)
    return ((HEIGHT - 0.7 * 72 - lines) / part - header) / row


@pytest.mark.parametrize("count", [4, 8, 13, 20, 27])
@pytest.mark.parametrize("header", ["Name", "A long question of the reply form that goes on"])
def test_a_page_has_15_to_20_rows_however_wide_the_sheet_is(count, header):
    columns = [Column(f"c{n}", header, width=16) for n in range(count)]

    assert rows_a_page(columns, digit=7, shrinks=False) >= 15
    assert rows_a_page(columns, digit=8.5, shrinks=True) < 21
