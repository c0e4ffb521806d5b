"""Markdown to safe HTML and to plain text: what organizers write in abstracts, directions and news.

CommonMark without raw HTML and without images (an image is uploaded, checked and re-encoded), in
which a line break that somebody typed is one, a list keeps its numbers, and a mark that was not
meant as one is a character (`conference.marks`).

    as_markdown(plain text) --> Markdown --render--> HTML --plain--> plain text, the same as before
"""

import re
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from conference.marks import ADDRESS, marks
from conference.plain import plain

__all__ = ["HELP", "as_markdown", "plain", "render", "without_margins"]

# Below each field that takes it.
HELP = _(
    "An empty line begins a paragraph, “- ” an item of a list; **words** are bold, "
    "[words](https://…) a link (Markdown)."
)

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6"),
    *("strong", "em", "code", "pre", "blockquote", "a", "ul", "ol", "li", "span"),
}
# Of a line that spaces push to the right; they give way on a narrow page (pieces.css).
CLASSES = {"p": {"pushed"}, "span": {"push"}}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}}
URL_SCHEMES = {"http", "https", "mailto"}

_BLANK_LINE = re.compile(r"^[^\S\n]+$", re.MULTILINE)


def render(text: str) -> SafeString:
    """Markdown as HTML that may stand in a page whose own title is its only h1; '' stays ''.

    About 0.2 ms a page; callers keep the result (in a release, in a cached page).
    """
    if not text.strip():
        return mark_safe("")
    # A lone surrogate can stand in a Python string but not in UTF-8.
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    html = _parser().render(_BLANK_LINE.sub("", text))
    # Nothing above may be trusted to be the last line of defence.
    return mark_safe(
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            allowed_classes=CLASSES,
            url_schemes=URL_SCHEMES,
        ).strip()
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).use(marks)
    parser.core.ruler.push("lectern_headings", _demote_headings)
    parser.core.ruler.push("lectern_numbers", _keep_numbers)
    parser.core.ruler.push("lectern_links", _name_links)
    return parser


def _demote_headings(state):
    """The highest level becomes h2, whichever it was, and no level is left out below it: the page
    around the text has its h1 already.
    """
    headings = [t for t in state.tokens if t.type in ("heading_open", "heading_close")]
    levels = {tag: f"h{n}" for n, tag in enumerate(sorted({t.tag for t in headings}), start=2)}
    for token in headings:
        token.tag = levels[token.tag] if levels[token.tag] <= "h6" else "h6"


def _keep_numbers(state):
    """An item has the number that was typed; a list of ones alone counts by itself."""
    open_lists: list[list] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            open_lists.append([])
        elif token.type == "list_item_open" and token.info:
            open_lists[-1].append(token)
        elif token.type == "ordered_list_close":
            items = open_lists.pop()
            numbers = [int(item.info) for item in items]
            if len(set(numbers)) == 1:
                continue
            for before, item, number in zip(numbers, items[1:], numbers[1:], strict=False):
                if number != before + 1:
                    item.attrSet("value", number)


def _name_links(state):
    """A link without words has its address; a picture, not shown, is a link of its name."""
    for block in state.tokens:
        children = block.children or []
        for n, token in enumerate(children):
            if token.type != "link_open":
                continue
            before = children[n - 1] if n else None
            if before and before.type == "text" and re.search(r"(?:^|\s)!$", before.content):
                before.content = before.content[:-1]
            if children[n + 1].type == "link_close":
                token.meta["bare"] = True
        block.children = _with_names(children) if children else block.children


def _with_names(children):
    found = []
    for token in children:
        found.append(token)
        if token.type == "link_open" and token.meta.get("bare"):
            name = token.copy(type="text", tag="", nesting=0, attrs={}, meta={})
            name.content = str(token.attrGet("href"))
            found.append(name)
    return found


# --- Plain text as Markdown ---

_SPECIAL = re.compile(rf"(?P<address>{ADDRESS.pattern})|(?P<mark>[\\`*_\[\]<&])", re.IGNORECASE)
_OPENING = re.compile(r"^(\s*)([0-9]+(?=\.)|(?=[#>+\-~]))", re.MULTILINE)
_INDENTED = re.compile(r"\n+(?=\u3000)")
_SPACES = re.compile(r"^[ \t]+", re.MULTILINE)


def without_margins(text: str) -> str:
    """A longer text without what surrounds it; the wide spaces that begin its first paragraph are
    a part of it.
    """
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text).lstrip(" \t").rstrip()


def as_markdown(text: str) -> str:
    """Plain text as Markdown that reads as the text does: `plain(render(as_markdown(t))) == t` up
    to spaces at the ends of lines, the width of blank lines, and the kind of the spaces with which
    a line begins (no-break ones, which a page shows).

    A paragraph that Markdown leaves alone is left alone.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SPACES.sub(lambda found: "\u00a0" * len(found[0].expandtabs(4)), text)
    lines = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    paragraphs = re.split(r"\n{2,}", lines)
    wanted = "\n\n".join(paragraphs)
    if _reads(wanted, wanted):
        return wanted
    some = "\n\n".join(part if _reads(part, part) else _quoted(part) for part in paragraphs)
    # Two lists become one, and a quote takes what follows it.
    return some if _reads(some, wanted) else "\n\n".join(map(_quoted, paragraphs))


def _reads(markdown, text):
    return plain(render(markdown)) == _INDENTED.sub("\n", text)


def _quoted(paragraph):
    text = _SPECIAL.sub(lambda found: found["address"] or "\\" + found["mark"], paragraph)
    return _OPENING.sub(r"\1\2\\", text)
