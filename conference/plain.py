"""The plain form of a text: HTML made by `conference.markdown` as lines of words.

Feeds, the API, search, descriptions and cards all say this form. It keeps what the words alone
would lose: the address of a link, the number of an item, the marks of lists and quotes, and the
breaks between lines and paragraphs.
"""

import html
import re
from dataclasses import dataclass
from urllib.parse import unquote

from django.conf import settings

_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')
_NAME = re.compile(r"</?([a-z0-9]+)")
_HREF = re.compile(r'\shref="([^"]*)"')
_NUMBER = re.compile(r'\s(?:start|value)="(-?[0-9]+)"')

_PARAGRAPHS = {"pre", "h2", "h3", "h4", "h5", "h6", "blockquote"}
LINE, BLANK = 1, 2  # line ends between two texts


def plain(value) -> str:
    """The text of HTML that `render` made, in this release or an earlier one; '' stays ''."""
    text = str(value)
    if "<" not in text:
        return html.unescape(text).strip("\n")
    reader = _Reader()
    for piece in _TAG.split(text):
        if piece.startswith("<") and (name := _NAME.match(piece)):
            reader.tag(name[1], piece, is_end=piece[1] == "/")
        elif piece:
            reader.text(html.unescape(piece))
    return "\n".join(line.rstrip(" \t") for line in "".join(reader.out).split("\n")).strip("\n")


@dataclass
class _Margin:
    """What stands before the first line of an item or quote, and before its others."""

    first: str
    others: str
    is_item: bool = False
    is_used: bool = False


class _Reader:
    def __init__(self):
        self.out: list[str] = []
        self.gap = 0  # line ends that are due before the next text
        self.is_new_line = False  # one that stands in the text itself
        self.margins: list[_Margin] = []  # of each open item and quote
        self.numbers: list[int | None] = []  # of each list the next number, None for bullets
        self.links: list[tuple[str, int]] = []  # (address, where its words begin)
        self.is_code = False
        self.is_opening = False  # the next words are the first of a paragraph
        self.is_indented = False  # whether the paragraph that was read last is
        self.line_ends = 0  # those in the HTML itself, since the last tag

    def tag(self, name, piece, *, is_end):
        if name in ("ul", "ol"):
            self.list(name, piece, is_end=is_end)
        elif name == "li":
            self.item(piece, is_end=is_end)
        elif name == "a":
            self.link(piece, is_end=is_end)
        elif name == "br":
            self.gap += 1
        elif name == "hr":
            self.need(BLANK)
            self.add("---")
            self.need(BLANK)
        elif name == "p":
            self.paragraph(is_end=is_end)
        elif name in _PARAGRAPHS:
            self.need(BLANK)
            self.is_code = name == "pre" and not is_end
            if name == "blockquote":
                self.margins.pop() if is_end else self.margins.append(_Margin("> ", "> "))

    def paragraph(self, *, is_end):
        """The line right below an indented paragraph is a paragraph without a blank line."""
        was_indented, line_ends = self.is_indented, self.line_ends
        self.need(BLANK)
        if is_end:
            self.is_indented, self.line_ends = was_indented, 0
            return
        if was_indented and line_ends == LINE and self.gap == BLANK:
            self.gap = LINE
        self.is_opening = True

    def need(self, gap):
        """Line ends before what follows; none before the first words of an item."""
        self.is_new_line = self.is_indented = False
        if not self.is_at_item():
            self.gap = max(self.gap, gap)

    def is_at_item(self):
        return bool(self.margins) and self.margins[-1].is_item and not self.margins[-1].is_used

    def list(self, name, piece, *, is_end):
        if is_end:
            self.numbers.pop()
        self.need(LINE if self.numbers else BLANK)
        if not is_end:
            number = _NUMBER.search(piece)
            self.numbers.append(None if name == "ul" else int(number[1]) if number else 1)

    def item(self, piece, *, is_end):
        if is_end:
            if self.is_at_item():
                self.add("")  # one without words
            self.margins.pop()
            self.is_new_line, self.gap = False, LINE
            return
        self.need(LINE)
        mark = "- "
        if self.numbers[-1] is not None:
            number = _NUMBER.search(piece)
            self.numbers[-1] = int(number[1]) if number else self.numbers[-1]
            mark = f"{self.numbers[-1]}. "
            self.numbers[-1] += 1
        self.margins.append(_Margin(mark, " " * len(mark), is_item=True))

    def link(self, piece, *, is_end):
        if not is_end:
            address = _HREF.search(piece)
            self.links.append((html.unescape(address[1]) if address else "", len(self.out)))
        elif self.links:
            address, start = self.links.pop()
            words = "".join(self.out[start:]).strip()
            if told := _told(address, words):
                self.add(f" ({told})" if words else told)

    def text(self, text):
        self.line_ends = text.count("\n")
        for n, part in enumerate(text.split("\n")):
            if n and self.is_code:
                self.gap += 1
            elif n:
                self.is_new_line = True
            if part:
                self.add(part)

    def add(self, part):
        if self.is_opening:
            self.is_indented, self.is_opening = part.startswith("\u3000"), False
        if self.gap == BLANK and part.startswith("\u3000"):
            self.gap = LINE  # its indent sets a paragraph off, as in print
        if not self.gap and self.is_new_line:
            self.gap = LINE
        self.is_new_line = False
        if not self.out or self.gap:
            self.begin_line()
        self.out.append(part)

    def begin_line(self):
        if self.out:
            between = "".join(m.others for m in self.margins if m.is_used).rstrip()
            self.out.append(f"\n{between}" * (self.gap - 1) + "\n")
        for margin in self.margins:
            self.out.append(margin.others if margin.is_used else margin.first)
            margin.is_used = True
        self.gap = 0


def _told(address, words):
    """The address that is told behind the words of a link; '' where they say it themselves."""
    if address.startswith("/"):
        address = settings.PUBLIC_URL + address
    address = address.removeprefix("mailto:")
    if address.startswith("#"):
        return ""
    bare = re.sub(r"^https?://", "", unquote(address)).rstrip("/")
    said = re.sub(r"^https?://", "", unquote(words)).rstrip("/")
    return "" if bare == said else address
