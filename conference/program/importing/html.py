"""HTML in the texts of other systems: to Markdown where we keep Markdown, else to plain words.

Nothing here makes HTML, and what it makes is cleaned again when it is drawn: the aim is text that
reads well, not safety alone. What is no tag (`importing.tags`) is text, and stays.
"""

import html
import re

from conference.markdown import as_markdown, plain, render
from conference.program.importing.tags import BLOCKS, SHOWING, SILENT, Tag, tags_of
from conference.program.importing.values import link

_PARAGRAPHS = (
    BLOCKS
    - {"li", "tr", "td", "th", "dt", "dd", "html", "body", "ul", "ol"}
    - {f"h{n}" for n in range(1, 7)}
)
_LISTS = {"ul", "ol"}
_HEADINGS = {f"h{n}" for n in range(1, 7)}
_ROWS = {"tr", "dt", "dd"}
_CELLS = {"td", "th"}
_BOLD = {"strong": "**", "b": "**"}
_EMPHASIS = _BOLD | {"em": "*", "i": "*"}
_SPECIAL = re.compile(r"([\\`*_\[\]]|&(?=#|\w{1,40};)|<(?=https?:|mailto:|\S{1,64}@))")
# At the start of a line: what would begin a heading, a quote or an item there.
_OPENING = re.compile(r"(\s*)(?:([0-9]+)(?=\.(?:\s|$))|(?=(?:#{1,6}|[+\-])(?:\s|$)|>|---|~~~))")
_ITEM = re.compile(r" *(?:-|[0-9]+\.) ")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# A line of a source, but where a paragraph begins as in print.
_SOURCE_LINE = re.compile(r"[ \t]*\n(?!\u3000)")
_DOCTYPE = re.compile(r"\s*<!doctype[^<>]*>", re.IGNORECASE)
_MAX_LISTS = 8
_LONGEST_CHECKED = 40_000  # characters; no field holds more
_PLACE = "\ufffe"  # of a mark, while the text around it is made Markdown; no text holds one

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def is_html(text: str) -> bool:
    return "<" in text and bool(tags_of(text))


def is_built_of_blocks(text: str) -> bool:
    return "</" in text and any(map(_ends_a_block, tags_of(text)))


def has_links(text: str) -> bool:
    return "<" in text and any(tag.name == "a" and tag.value_of("href") for tag in tags_of(text))


def not_taken(text: str) -> list[str]:
    """The names of tags whose effect no text of ours has: ['img', 'sub']."""
    if "<" not in text:
        return []
    return list(dict.fromkeys(tag.name for tag in tags_of(text) if tag.name in SHOWING))


def to_markdown(text: str, *, is_plain: bool = False) -> str:
    """HTML as Markdown with the same words; a text without tags comes back as it is.

    A text with tags inside its lines alone keeps its lines, and what stands between the tags is
    Markdown, or plain words (`is_plain`).
    """
    text, tags = _taken_apart(text)
    if not tags:
        return text
    bare = _Reader(text, tags, marks=True, is_plain=is_plain, emphasis={}).result()
    if not any(tag.name in _EMPHASIS for tag in tags) or len(bare) > _LONGEST_CHECKED:
        return bare
    words = plain(render(bare))
    for emphasis in (_EMPHASIS, _BOLD):
        made = _Reader(text, tags, marks=True, is_plain=is_plain, emphasis=emphasis).result()
        # Emphasis that our texts have no form for would be shown as stars.
        if plain(render(made)) == words:
            return made
    return bare


def to_words(text: str) -> str:
    """HTML as plain lines; a text without tags comes back as it is."""
    text, tags = _taken_apart(text)
    return _Reader(text, tags, marks=False).result() if tags else text


def _taken_apart(text):
    """(the text, without comments if it is HTML; its tags)."""
    tags = tags_of(text) if "<" in text else []
    if tags and "<!" in text:
        doctype = _DOCTYPE.match(text)
        text = _without_comments(text[doctype.end() if doctype else 0 :])
        tags = tags_of(text)
    return text, tags


def _ends_a_block(tag):
    return tag.is_end and tag.name in BLOCKS


def _without_comments(text):
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


class _Reader:
    """`is_flowing`: the text is built of blocks, and a line end in it is a space."""

    def __init__(self, text, tags: list[Tag], *, marks, is_plain=False, emphasis=None):
        self.marks, self.emphasis = marks, emphasis or {}
        self.is_flowing = any(map(_ends_a_block, tags))
        self.is_placing = marks and is_plain and not self.is_flowing
        self.out: list[str] = []
        self.placed: list[str] = []  # marks whose place is held
        self.lists: list[int | None] = []  # None for a bulleted one, else the last number
        self.links: list[str] = []
        self.shifted: list[tuple[str, list[str]]] = []  # open <sub> and <sup>
        self.silent = 0
        self.is_code = False
        at = 0
        for tag in tags:
            self.text(text[at : tag.start])
            at = tag.end
            if tag.is_end:
                self.end(tag.name)
            elif not tag.is_empty or tag.name in BLOCKS or tag.name in ("br", "hr"):
                self.start(tag)
                if tag.name == "br" and not self.is_flowing and text[at : at + 1] == "\n":
                    at += 1  # one end of a line, written twice
        self.text(text[at:])

    def start(self, tag):
        name = tag.name
        if name in SILENT:
            self.silent += 1
        elif name in _LISTS:
            self.block() if not self.lists else self.line()
            if len(self.lists) < _MAX_LISTS:
                self.lists.append(0 if name == "ol" else None)
        elif name == "li":
            self.item()
        elif name in _HEADINGS:
            self.block()
            self.add("#" * int(name[1]) + " " if self.marks else "")
        elif name == "br":
            self.out.append("\\\n" if self.marks and self.is_flowing else "\n")
        elif name in _ROWS:
            self.line()
        elif name in _CELLS:
            self.space()
        elif name == "hr" or (name in _PARAGRAPHS and not self.lists):
            self.block()
        elif name == "a":
            self.links.append(link(_unescaped(tag.value_of("href"))))
            self.mark("[" if self.links[-1] else "")
        elif name in ("sub", "sup"):
            self.shifted.append((name, self.out))
            self.out = []
        elif name == "code":
            self.mark("`")
            self.is_code = True
        elif name in self.emphasis:
            self.mark(self.emphasis[name])

    def end(self, name):
        if name in SILENT:
            self.silent = max(0, self.silent - 1)
        elif name in _LISTS:
            if self.lists:
                self.lists.pop()
            if not self.lists:
                self.block()
        elif name in _HEADINGS or (name in _PARAGRAPHS and not self.lists):
            self.block()
        elif name == "a" and self.links:
            address = self.links.pop()
            self.mark(f"]({address})" if address else "")
        elif name in ("sub", "sup") and self.shifted:
            self.unshift()
        elif name == "code":
            self.mark("`")
            self.is_code = False
        elif name in self.emphasis:
            self.close(self.emphasis[name])

    def text(self, text):
        if self.silent or not text:
            return
        if self.is_flowing:
            text = _SOURCE_LINE.sub(" ", text)
        text = _unescaped(text)
        if self.marks and self.is_flowing and not self.is_code:
            text = _SPECIAL.sub(r"\\\1", text)
            before = self.out[-1] if self.out else "\n"
            if before.endswith("\n") or _ITEM.fullmatch(before):
                text = _OPENING.sub(r"\g<0>\\", text, count=1) if _OPENING.match(text) else text
        self.add(text)

    def add(self, text):
        if text:
            self.out.append(text)

    def mark(self, mark):
        """A mark of Markdown; where plain words are made Markdown first, its place."""
        if not self.marks or not mark:
            return
        if self.is_placing:
            self.placed.append(mark)
        self.out.append(_PLACE if self.is_placing else mark)

    def close(self, mark):
        """The spaces before the end of emphasis stand behind it: `**Note:** text`."""
        last = self.out[-1] if self.out else ""
        bare = last.rstrip(" \u00a0")
        if bare and bare != last:
            self.out[-1] = bare
            self.mark(mark)
            self.out.append(last[len(bare) :])
        else:
            self.mark(mark)

    def unshift(self):
        """H₂O and 10⁻³ where there are such characters, else H2O."""
        name, before = self.shifted.pop()
        text = "".join(self.out)
        moved = text.translate(_LOWERED if name == "sub" else _RAISED)
        is_whole = all(one != other for one, other in zip(text, moved, strict=True))
        self.out = before
        self.add(moved if is_whole else text)

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

    def space(self):
        if self.out and not self.out[-1][-1:].isspace():
            self.out.append(" ")

    def block(self):
        self.line()
        if self.out and self.out[-1] != "\n\n":
            self.out.append("\n\n" if self.marks else "")

    def result(self):
        while self.shifted:
            self.unshift()
        text = "".join(self.out)
        if not self.is_flowing:
            return self.filled(text)
        lines = (row.rstrip() for row in text.split("\n"))
        kept = "\n".join(row if row.startswith("   ") else row.lstrip(" \t") for row in lines)
        text = re.sub(r"\n{3,}", "\n\n", kept) if self.marks else re.sub(r"\n{2,}", "\n", kept)
        # A break before the end of its paragraph breaks nothing.
        return re.sub(r"\\(?=\n\n|$)", "", text).strip(" \t\n")

    def filled(self, text):
        """A text with its own lines; the marks in the places that were held."""
        if not self.is_placing:
            return text
        first, *others = as_markdown(text).split(_PLACE)
        return first + "".join(map("".join, zip(self.placed, others, strict=True)))


def _unescaped(text):
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)
