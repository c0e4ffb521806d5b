"""How a sheet of XLSX stands on paper: A4 across, sizes, widths of columns, heights of rows."""

import math
from collections.abc import Sequence
from typing import Any

from conference.tabular.writing import Cell, Column

LINE = 16  # points
LAST_NARROW = "\u2e7f"  # characters behind it are as wide as Chinese ones
LONGEST_FOOT = 200  # characters; Excel takes 255 with its signs
LONGEST_BLOCK = 205  # characters of the title block's lines; as long with the signs between them
SPACE = " "  # between a size and what may begin with a digit
# Inches. With them a page has 476 points for its rows, and 770 across.
SIDE, TOP, BOTTOM = 0.5, 1.05, 0.6
ACROSS, DOWN = 770, 476
# Below the header. LibreOffice without Excel's fonts has up to 20: its columns are broader, and it
# makes the lines above and below the page smaller with the rest.
ROWS_ON_PAPER = 15.05
PIXEL = 0.75  # points: heights of rows are so many of it
TALLEST_ROW = 400  # Excel's rows end at 409 points
MOST_LINES = 25  # Excel's rows end at 409 points
WIDEST_HEADER = 20  # characters; a longer one goes on below itself, so that a page holds more


def lay_out_for_paper(sheet: Any, foot: str = "", *, head: Sequence[str] = ()) -> None:
    """A4 across, all columns on one page, the header on each, and its number at the foot, beside
    what is to stand there; `head` are lines above all pages, the first one larger.
    """
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if head:
        sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
        sheet.set_header(_title_block(head), {"margin": 0.4})
    told = foot.replace("&", "&&")[:LONGEST_FOOT]
    options = {"margin": 0.3} if head else {}
    sheet.set_footer(f"&L&9{SPACE}{told}&R&9{SPACE}&P / &N" if told else "&C&P / &N", options)


def _title_block(lines: Sequence[str]) -> str:
    """Excel's own signs for the lines: a code of a size or font, then what it is for. The longest
    are cut so that all fit: Excel drops a header that is longer than 255 characters.
    """
    first, *more = _cut([" ".join(line.split()).replace("&", "&&") for line in lines[:3]])
    # A size is followed by the font, for a name may begin with a digit.
    block = f'&C&14&"-,Bold"{first}'
    return block + "".join(f'\n&10&"-,Regular"{line}' for line in more)


def _cut(lines: list[str]) -> list[str]:
    """The lines, each of which may take what shorter ones leave."""
    room, most = LONGEST_BLOCK, dict[int, int]()
    for left, n in enumerate(sorted(range(len(lines)), key=lambda n: len(lines[n])), -len(lines)):
        most[n] = min(len(lines[n]), room // -left)
        room -= most[n]
    return [
        line if len(line) <= most[n] else line[: most[n] - 1].rstrip("& ") + "…"
        for n, line in enumerate(lines)
    ]


def width_of(column: Column) -> int:
    widths = {"moment": 20, "clock": 11, "code": 18, "number": 8}
    wanted = min(_wide(column.header), WIDEST_HEADER)
    return column.width or max(wanted, widths.get(column.kind, 14))


def row_height(columns: Sequence[Column]) -> float:
    """Points with which a page has `ROWS_ON_PAPER`, once the sheet's columns are made to fit."""
    # A column of n characters is 7n + 5 pixels wide, of which 96 are an inch.
    across = sum(width_of(column) * 7 + 5 for column in columns) * 0.75
    # Made smaller by whole percents.
    down = DOWN / max(0.1, min(1, int(100 * ACROSS / across) / 100))
    height = (down - header_height(columns)) / ROWS_ON_PAPER
    return min(TALLEST_ROW, height // PIXEL * PIXEL)


def header_height(columns: Sequence[Column]) -> int:
    return LINE * max(map(header_lines, columns), default=1) + 4


def header_lines(column: Column) -> int:
    # A word that does not fit is taken to the next line whole.
    return min(6, math.ceil(_wide(column.header) * 1.15 / width_of(column)))


def rooms_of(columns: Sequence[Column]) -> list[float]:
    """How broad a text each column takes on one line."""
    # Words that do not fit go to the next line whole.
    return [width_of(column) * 0.88 for column in columns]


def lines_of(rooms: Sequence[float], row: Sequence[Cell]) -> int:
    """How many lines the tallest cell of a row needs: not every program finds out by itself."""
    most = 1
    for room, value in zip(rooms, row, strict=True):
        if type(value) is str and (len(value) * 2 > room or "\n" in value):
            most = max(
                most, sum(math.ceil(_breadth(part) / room) or 1 for part in value.split("\n"))
            )
    return min(most, MOST_LINES)


def _breadth(text: str) -> int:
    """Its characters, Chinese ones twice as wide."""
    # By the interpreter's own loop: every long cell of a list is measured.
    return len(text) if text.isascii() else len(text) + sum(map(LAST_NARROW.__lt__, text))


def _wide(header: str) -> int:
    """Its breadth, with room for the button of the filter."""
    return _breadth(header) + 4
