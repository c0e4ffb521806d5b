"""A paper as plain blocks, before it is Word or PDF: titles, headings, facts, tables, paragraphs.

A line is a tuple of spans, so that a name can be strong and what follows it plain; a cell is a
tuple of lines. Texts are shown as they are: nothing in them is markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Look = Literal["", "strong", "soft", "struck", "private"]


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    look: Look = ""


Line = tuple[Span, ...]
Cell = tuple[Line, ...]


def line(*parts: "str | tuple[str, Look] | Span") -> Line:
    """A line of strings, of (string, look), of spans; empty ones are left out."""
    spans = (
        part if isinstance(part, Span) else Span(*([part] if isinstance(part, str) else part))
        for part in parts
    )
    return tuple(span for span in spans if span.text)


def lines(texts: Iterable[str], look: Look = "") -> Cell:
    """Each text as a line of its own; a break in a text is one too."""
    return tuple(line((part, look)) for text in texts for part in text.splitlines() if part.strip())


@dataclass(frozen=True, slots=True)
class Title:
    """Large and centered: the conference's name, then what the paper is."""

    texts: tuple[str, ...]
    level: int = 1  # 1 the name, 2 what it is, 3 a small line


@dataclass(frozen=True, slots=True)
class Heading:
    """Stays with what follows it. Level 1 is a day, 2 a part of it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what they say, without lines: ("Place", ("Hall A", "Venue"))."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Looks: "" text, "lead" larger, "cue" what is to be done while nobody speaks, "note" small."""

    lines: tuple[Line, ...]
    look: Literal["", "lead", "cue", "note"] = ""
    align: Literal["left", "center", "right"] = "left"
    keeps_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    width: float  # parts of the whole
    align: Literal["left", "center"] = "left"
    least: float = 0  # mm, on a small page too: what stands in it is never broken
    key: str = ""  # what it holds, for the way back


def widths(columns: Sequence[Column], whole: float) -> list[float]:
    """Of each column in mm, together `whole`."""
    parts = sum(column.width for column in columns)
    kept = {n: c.least for n, c in enumerate(columns) if whole * c.width / parts < c.least}
    rest = whole - sum(kept.values())
    parts = sum(column.width for n, column in enumerate(columns) if n not in kept)
    return [kept.get(n, rest * c.width / (parts or 1)) for n, c in enumerate(columns)]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells. A "band" and an "aside" have one cell over all columns: the head of the rows
    below, which stays with them, and a remark between two rows.
    """

    cells: tuple[Cell, ...]
    kind: Literal["", "band", "aside", "pause"] = ""
    key: str = ""  # the code of the session that it is, for the way back


@dataclass(frozen=True, slots=True)
class Table:
    """Its header stands on each page that it reaches."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: begins a page, and stands in the contents."""

    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Parts and headings of level 1 with their pages."""

    title: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page, without head and foot. `picture` is a stored image, or ""."""

    picture: str
    names: tuple[str, ...]
    what: str
    lines: tuple[str, ...]  # when and where
    below: tuple[str, ...]  # who invites
    version: str = ""  # of a draft: a cover has no foot that says it


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored image over the width of the page, with what it shows."""

    image: str
    caption: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A person: portrait, or "" for none, then lines, the first of which is the name."""

    portrait: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs a letter, at the right. `seal` is a stored image that no page shows."""

    lines: tuple[Line, ...]
    seal: str


@dataclass(frozen=True, slots=True)
class NotePages:
    """Pages with ruled lines to write on."""

    title: str
    count: int = 2


@dataclass(frozen=True, slots=True)
class Page:
    """`size` is "a4" or "a5"."""

    size: Literal["a4", "a5"] = "a4"
    is_wide: bool = False


Plain = Title | Heading | Facts | Paragraph | Table | PageBreak
OfABook = Part | Contents | Cover | Picture | Card | Signed | NotePages
Block = Plain | OfABook


@dataclass(frozen=True, slots=True)
class Document:
    """`head` and `foot` stand on each page, the foot beside the page's number: it says which
    version this is. `sides` are the languages, ("zh",), ("en",) or ("zh", "en").
    """

    title: str
    sides: tuple[str, ...]
    blocks: tuple[Block, ...]
    head: str = ""
    foot: str = ""
    mark: str = ""  # "Draft", in the head of each page
    is_letter: bool = False  # then nothing stands above and below: each page is somebody's
    kept: bytes = b""  # what Word keeps of it out of sight, for the way back
    page: Page = field(default_factory=Page)
