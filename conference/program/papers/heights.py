"""How high a row of a table may become: rows stay whole, but for those that would fill a page.

A guess from what is in them, because only Word and the typesetter know their lines.
"""

from collections.abc import Iterable
from math import ceil

from conference.program.papers.document import Cell, Line, Page

HEIGHTS = {"a4": 257, "a5": 182}  # mm between the margins; of a wide A4 170
WIDE = 170
# Of a row that is not cut, in parts of a page: what follows it begins on the next one at worst.
MAX_WHOLE = 0.5
# Half a Chinese character, and a line, in mm.
LETTER, LINE = {"a4": 2.0, "a5": 1.7}, {"a4": 5.4, "a5": 4.4}


def is_whole(cells: Iterable[Cell], widths: Iterable[float], page: Page) -> bool:
    """Whether a row of these cells, so many mm wide, is never cut."""
    letters = ((width - 4) / LETTER[page.size] for width in widths)
    counts = (
        sum(_lines_in(line, max(count, 2)) for line in cell)
        for cell, count in zip(cells, letters, strict=False)
    )
    height = WIDE if page.is_wide else HEIGHTS[page.size]
    return max(counts, default=0) * LINE[page.size] <= height * MAX_WHOLE


def _lines_in(line: Line, letters: float) -> int:
    text = "".join(span.text for span in line)
    return sum(
        max(1, ceil(sum(2 if ord(character) > 0x2E80 else 1 for character in part) / letters))
        for part in text.split("\n")
    )
