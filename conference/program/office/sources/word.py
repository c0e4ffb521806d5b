""".docx: its tables with merged cells, and the paragraphs between them, in their order.

Deletions that Word only tracks are left out, insertions stand as text, hidden text is not read.
"""

from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from conference.program.office.grid import Cell, Grid, Row, Table, line
from conference.program.office.sources.package import (
    MAX_CELLS,
    MAX_TEXT,
    opened,
    refused,
    too_long,
    too_many_cells,
)

_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
# Not text of this place: what is taken out or moved away, boxes, the older twin of a drawing.
_NOT_HERE = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:txbxContent"),
    qn("w:pict"),
    qn("w:drawing"),
    qn("w:object"),
    qn("w:instrText"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
# And the code of a session and the number of the cell: a row of our own agenda. In each cell,
# because who writes a cell anew takes its bookmark away.
BOOKMARK = "_agenda_"
MAX_NESTED = 8  # tables inside each other
MAX_SPAN = 100  # columns


def read(raw: bytes, name: str) -> list[Grid]:
    package = opened(raw, name)
    broken = refused(name, _("The file is damaged. Open it in Office or WPS and save it again."))
    try:
        body = parse_xml(package.read("word/document.xml")).find(qn("w:body"))
    except (KeyError, etree.XMLSyntaxError, ValueError):
        raise broken from None
    if body is None:
        raise broken
    reader = _Reader(name)
    try:
        reader.blocks(body)
    except (AttributeError, ValueError, TypeError):  # parts in an order no Word writes
        raise broken from None
    return [Grid("", tuple(reader.rows))]


class _Reader:
    def __init__(self, name):
        self.name = name
        self.rows: list[Row] = []
        self.lines = self.tables = self.cells = 0

    def blocks(self, parent, depth=0):
        for block in _children(parent, (qn("w:p"), qn("w:tbl"))):
            if block.tag == qn("w:p"):
                self.paragraph(block)
            else:
                self.table(block, depth)

    def paragraph(self, paragraph):
        text, is_struck = _words([paragraph])
        for written in text.split("\n"):
            if len(written) > MAX_TEXT:
                raise too_long(self.name, _("line %(number)d") % {"number": self.lines + 1})
            self.lines += bool(written.strip())
            self.rows.append(
                line(
                    written.strip(),
                    self.lines,
                    _("line %(number)d") % {"number": self.lines},
                    is_struck=is_struck,
                )
            )

    def table(self, element, depth):
        self.tables += 1
        table, number, nested = Table(self.tables), self.tables, []
        above: dict[int, tuple] = {}  # column -> (row, column, span, content) of a cell going down
        waiting = []
        row = 0
        for tr in _children(element, (qn("w:tr"),)):
            if tr.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            column = min(tr.grid_before or 0, MAX_SPAN)
            for tc in _children(tr, (qn("w:tc"),)):
                span = max(1, min(tc.grid_span, MAX_SPAN))
                self.cells += span
                if self.cells > MAX_CELLS:
                    raise too_many_cells(self.name)
                if tc.vMerge == "continue" and column in above:
                    above[column][-1] += 1
                else:
                    entry = [row, column, span, tc, 1]
                    waiting.append(entry)
                    above.pop(column, None)
                    if tc.vMerge == "restart":
                        above[column] = entry
                nested += list(_children(tc, (qn("w:tbl"),)))
                column += span
            row += 1
        cells = [
            (tc, self.cell(tc, number, at, column, span, down))
            for at, column, span, tc, down in waiting
        ]
        if nested and depth < MAX_NESTED and all(_holds_table(tc) for tc, cell in cells if cell):
            # It only sets what it holds side by side: each cell is a page of its own.
            for tc, _cell in cells:
                self.blocks(tc, depth + 1)
            return
        for _tc, cell in cells:
            table.put(cell)
        self.rows += table.rows()
        if depth < MAX_NESTED:
            for inner in nested:
                self.table(inner, depth + 1)

    def cell(self, tc, table, row, column, span, down):
        address = _("table %(table)d, row %(row)d, column %(column)d") % {
            "table": table,
            "row": row + 1,
            "column": column + 1,
        }
        text, is_struck = _words(_children(tc, (qn("w:p"),)))
        if len(text) > MAX_TEXT:
            raise too_long(self.name, address)
        return Cell(
            text.strip(), row, column, address, rows=down, columns=span, is_struck=is_struck,
            mark=_mark(tc),
        )  # fmt: skip


def _holds_table(tc) -> bool:
    return next(_children(tc, (qn("w:tbl"),)), None) is not None


def _mark(tc) -> str:
    """The code that a bookmark of ours says, '' for none."""
    for mark in tc.iter(qn("w:bookmarkStart")):
        if (name := mark.get(qn("w:name"), "")).startswith(BOOKMARK):
            return name.removeprefix(BOOKMARK).partition("_")[0][:20]
    return ""


def _children(parent, wanted):
    """Those below `parent`, also inside of controls, insertions and the like."""
    for child in parent.iterchildren():
        if child.tag in wanted:
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _children(child, wanted)


def _words(paragraphs) -> tuple[str, bool]:
    """The text, and whether all of it is struck out; what is struck in part is left out."""
    kept, struck = [], []
    for paragraph in paragraphs:
        lines = [[], []]
        _collect(paragraph, lines)
        kept.append("".join(lines[0]))
        struck.append("".join(lines[1]))
    text = "\n".join(kept).strip()
    if not text and any(part.strip() for part in struck):
        return "\n".join(struck).strip(), True
    return text, False


def _collect(element, lines):
    for child in element.iterchildren():
        if child.tag in _NOT_HERE:
            continue
        if child.tag == qn("w:r"):
            properties = child.find(qn("w:rPr"))
            if not _is_on(properties, "w:vanish"):
                is_struck = _is_on(properties, "w:strike") or _is_on(properties, "w:dstrike")
                _run(child, lines[is_struck])
        else:
            _collect(child, lines)


def _run(run, words):
    for child in run.iterchildren():
        if child.tag == qn("w:t"):
            words.append(child.text or "")
        elif child.tag in _BREAKS:
            words.append(_BREAKS[child.tag])


def _is_on(properties, mark):
    found = properties.find(qn(mark)) if properties is not None else None
    return found is not None and found.get(qn("w:val"), "1") not in ("0", "false", "off", "none")
