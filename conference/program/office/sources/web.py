"""Saved web pages and what the clipboard gives as HTML: tables with spans, and lines between.

Nothing is fetched. Only text is taken, so nothing of the page can act.
"""

import re

from django.utils.translation import gettext as _

from conference import tabular
from conference.program.office.grid import Cell, Grid, Row, Table, line
from conference.program.office.sources.package import (
    MAX_CELLS,
    MAX_TEXT,
    refused,
    too_long,
    too_many_cells,
)

_BLOCKS = {
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "section", "article",
    "header", "footer", "dt", "dd", "dl", "caption", "blockquote", "pre",
}  # fmt: skip
_UNREAD = {"script", "style", "head", "template", "noscript", "svg", "title", "del", "nav"}
_STRUCK = {"s", "strike"}
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.I)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
# An editor's own elements (google-sheets-html-origin): what follows would be taken for the head.
_OWN_TAGS = re.compile(r"</?[a-z]+-[a-z-]{1,60}(?:\s[^<>]{0,500})?>", re.I)
MAX_DEPTH = 200
MAX_SPAN = 200


def is_html(raw: bytes) -> bool:
    opening = raw[:2_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    marks = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<body", b"<div", b"version:0.9")
    return opening.startswith(marks) or b"<table" in opening


def read(raw: bytes, name: str) -> list[Grid]:
    from lxml import etree, html

    try:
        text = tabular.decoded(_declared(raw))
    except (tabular.SheetRefused, UnicodeError):
        raise refused(name, _("The text of this page cannot be read. Save it in UTF-8.")) from None
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text[text.find("<") :] if "<" in text else text)
    text = _OWN_TAGS.sub("", text)
    try:
        root = html.document_fromstring(
            text or " ", parser=html.HTMLParser(no_network=True, remove_comments=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise refused(name, _("There is no text on this page.")) from None
    reader = _Reader(name)
    reader.blocks(root, 0)
    reader.flush()
    return [Grid("", tuple(reader.rows))]


def _declared(raw):
    """The bytes as UTF-8 where the page names another encoding that Chinese pages use."""
    found = re.search(rb"charset=[\"']?\s*(gb2312|gbk|gb18030)", raw[:2_000], re.I)
    if found:
        try:
            return raw.decode("gb18030").encode()
        except UnicodeDecodeError:
            return raw
    return raw


class _Reader:
    def __init__(self, name):
        self.name = name
        self.rows: list[Row] = []
        self.words: list[str] = []
        self.lines = self.tables = self.cells = 0

    def flush(self):
        for written in _tidied("".join(self.words)).split("\n"):
            if written:
                self.lines += 1
                address = _("line %(number)d") % {"number": self.lines}
                if len(written) > MAX_TEXT:
                    raise too_long(self.name, address)
                self.rows.append(line(written, self.lines, address))
        self.words = []

    def blocks(self, element, depth):
        if depth > MAX_DEPTH:
            raise refused(self.name, _("The page's parts stand too deep inside each other."))
        if element.tag == "table":
            self.flush()
            self.table(element, depth)
        else:
            is_block = element.tag in _BLOCKS
            self.words.append("\n" if is_block or element.tag == "br" else "")
            self.words.append(_flat(element.text))
            for child in element:
                if isinstance(child.tag, str) and not _is_unread(child):
                    self.blocks(child, depth + 1)
                self.words.append(_flat(child.tail))
            self.words.append("\n" if is_block else "")

    def table(self, element, depth):
        self.tables += 1
        table, number, nested, height = Table(self.tables), self.tables, [], 0
        for r, tr in enumerate(_rows_of(element)):
            if _HIDDEN_STYLE.search(tr.get("style", "")):
                table.hidden.add(r)
            column = 0
            for td in tr:
                if td.tag not in ("td", "th"):
                    continue
                while (r, column) in table.places:
                    column += 1
                across, down = _span(td, "colspan"), _span(td, "rowspan")
                self.cells += across * down
                if self.cells > MAX_CELLS:
                    raise too_many_cells(self.name)
                table.put(self.cell(td, number, r, column, across, down))
                nested += _tables_in(td)
                column += across
            height = r + 1
        table.height = height  # a rowspan beyond the last row ends with it
        self.rows += table.rows()
        for inner in nested:
            if depth > MAX_DEPTH:
                break
            self.table(inner, depth + 50)

    def cell(self, td, table, row, column, across, down):
        address = _("table %(table)d, row %(row)d, column %(column)d") % {
            "table": table,
            "row": row + 1,
            "column": column + 1,
        }
        kept, struck = [], []
        _collect(td, kept, struck, bool(_STRUCK_STYLE.search(td.get("style", ""))), 0)
        text, gone = _tidied("".join(kept)), _tidied("".join(struck))
        if max(len(text), len(gone)) > MAX_TEXT:
            raise too_long(self.name, address)
        is_struck = bool(gone and not text)
        return Cell(
            text or gone, row, column, address, rows=down, columns=across, is_struck=is_struck
        )


def _rows_of(table):
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _tables_in(element):
    """The tables inside, but not those inside of them."""
    for child in element:
        if child.tag == "table":
            yield child
        elif isinstance(child.tag, str):
            yield from _tables_in(child)


def _span(td, name):
    told = re.match(r"\s*([0-9]{1,3})", td.get(name, ""))
    return max(1, min(int(told[1]), MAX_SPAN)) if told else 1


def _is_unread(element):
    return element.tag in _UNREAD or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _collect(element, kept, struck, is_struck, depth):
    is_struck = is_struck or element.tag in _STRUCK
    words = struck if is_struck else kept
    if depth > MAX_DEPTH:
        return
    words.append(_flat(element.text))
    for child in element:
        if isinstance(child.tag, str) and child.tag != "table" and not _is_unread(child):
            is_break = child.tag in _BLOCKS or child.tag == "br"
            inner = is_struck or bool(_STRUCK_STYLE.search(child.get("style", "")))
            words.append("\n" if is_break else "")
            _collect(child, kept, struck, inner, depth + 1)
            words.append("\n" if is_break else "")
        words.append(_flat(child.tail))


def _flat(text):
    """The line ends of the source are no line ends of the page."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _tidied(text):
    lines = [written.strip(" \t\xa0") for written in text.split("\n")]
    return "\n".join(written for written in lines if written)
