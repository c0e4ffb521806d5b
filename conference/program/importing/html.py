"""HTML in the texts of other systems: to Markdown where we keep Markdown, else to plain words.

Nothing here makes HTML, and what it makes is cleaned again when it is drawn: the aim is text that
reads well, not safety alone.
"""

import re
from html.parser import HTMLParser

from conference.program.importing.limits import MAX_TAG
from conference.program.importing.values import link

# A text is HTML when it is built of blocks; with tags inside a line alone it is Markdown with some.
_BLOCKS = re.compile(r"</(?:p|div|ul|ol|li|h[1-6]|blockquote|section|article)\s*>", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:p|br|a|ul|ol|li|b|i|u|strong|em|div|span|code|pre|h[1-6]|blockquote|script|style"
    r"|section|article|img|iframe|table|tr|td|th)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_PARAGRAPHS = {"p", "div", "section", "article", "ul", "ol", "blockquote", "pre", "table"}
_HEADINGS = {f"h{n}" for n in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_SILENT = {"script", "style", "iframe", "template", "noscript", "svg"}
_SPECIAL = re.compile(r"([\\`*_\[\]]|&(?=#|\w{1,40};)|<(?=https?:|mailto:|\S{1,64}@))")
# A '<' that begins no tag. The parser looks from each of these to the end of the text.
_STRAY = re.compile(rf"<(?!/?[a-zA-Z][^<>]{{0,{MAX_TAG}}}>)")
_MAX_LISTS = 8


def is_html(text: str) -> bool:
    return bool(_TAGS.search(text))


def to_markdown(text: str) -> str:
    """HTML as Markdown with the same words; a text without tags comes back as it is."""
    return _converted(text, marks=True) if is_html(text) else text


def to_words(text: str) -> str:
    """HTML as plain lines; a text without tags comes back as it is."""
    return _converted(text, marks=False) if is_html(text) else text


def _converted(text, *, marks):
    reader = _Reader(marks=marks, is_escaping=marks and bool(_BLOCKS.search(text)))
    reader.feed(_STRAY.sub("&lt;", _without_comments(text)))
    reader.close()
    return reader.result()


def _without_comments(text):
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


class _Reader(HTMLParser):
    def __init__(self, *, marks, is_escaping):
        super().__init__(convert_charrefs=True)
        self.marks, self.is_escaping = marks, is_escaping
        self.out: list[str] = []
        self.lists: list[int | None] = []  # None for a bulleted one, else the last number
        self.links: list[str] = []
        self.silent = 0
        self.is_code = False

    def handle_starttag(self, tag, attrs):
        if tag in _SILENT:
            self.silent += 1
        elif tag in ("ul", "ol"):
            self.block() if not self.lists else self.line()
            if len(self.lists) < _MAX_LISTS:
                self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.item()
        elif tag in _HEADINGS:
            self.block()
            self.add("#" * int(tag[1]) + " " if self.marks else "")
        elif tag == "br":
            self.out.append("\\\n" if self.marks and self.is_escaping else "\n")
        elif tag == "tr":
            self.line()
        elif tag in _PARAGRAPHS and not self.lists:
            self.block()
        elif tag == "a":
            self.links.append(link(dict(attrs).get("href")))
            self.add("[" if self.marks and self.links[-1] else "")
        elif tag in _MARKS and self.marks:
            self.add(_MARKS[tag])
            self.is_code = self.is_code or tag == "code"

    def handle_endtag(self, tag):
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("ul", "ol"):
            if self.lists:
                self.lists.pop()
            if not self.lists:
                self.block()
        elif tag in _HEADINGS or (tag in _PARAGRAPHS and not self.lists):
            self.block()
        elif tag == "a" and self.links:
            address = self.links.pop()
            self.add(f"]({address})" if self.marks and address else "")
        elif tag in _MARKS and self.marks:
            self.add(_MARKS[tag])
            self.is_code = self.is_code and tag != "code"

    def handle_data(self, text):
        if self.silent:
            return
        if self.is_escaping:
            text = " ".join(text.split("\n"))
            if not self.is_code:
                text = _SPECIAL.sub(r"\\\1", text)
        self.add(text)

    def add(self, text):
        if text:
            self.out.append(text)

    def item(self):
        self.line()
        if not self.marks:
            return
        if not self.lists:
            self.lists.append(None)
        depth, last = len(self.lists) - 1, self.lists[-1]
        if last is not None:
            self.lists[-1] = last + 1
        self.add("   " * depth + ("- " if last is None else f"{last + 1}. "))

    def line(self):
        if self.out and not self.out[-1].endswith("\n"):
            self.out.append("\n")

    def block(self):
        self.line()
        if self.out and self.out[-1] != "\n\n":
            self.out.append("\n\n" if self.marks else "")

    def result(self):
        lines = (row.rstrip() for row in "".join(self.out).split("\n"))
        kept = "\n".join(row if row.startswith("   ") else row.lstrip() for row in lines)
        text = re.sub(r"\n{3,}", "\n\n", kept) if self.marks else re.sub(r"\n{2,}", "\n", kept)
        # A break before the end of its paragraph breaks nothing.
        return re.sub(r"\\(?=\n\n|$)", "", text).strip()
