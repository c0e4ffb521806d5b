"""Which parts of a text are tags of HTML, and which only look like one.

People write `a<b and c>d`, `List<String>`, `<your name>`. A part counts as a tag where HTML has its
name, its attributes are `name=value`, and, inside a line, its other half stands in the text.
"""

import re
from dataclasses import dataclass

BLOCKS = {
    *("p", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"),
    *("section", "article", "header", "footer", "main", "nav", "aside", "figure", "figcaption"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd"),
    *("center", "html", "body"),
}
VOID = {"br", "hr", "img", "wbr", "meta", "link", "source"}
# What stands between the two halves is no text.
SILENT = {"script", "style", "iframe", "template", "noscript", "svg", "head"}
# What shows something that is no text: its place in the file is told.
SHOWING = {"iframe", "svg", "img", "video", "audio", "object", "embed", "table", "sub", "sup"}
_INLINE = {
    *("a", "b", "i", "u", "s", "strong", "em", "span", "code", "font", "small", "big", "tt"),
    *("strike", "del", "ins", "mark", "kbd", "samp", "var", "q", "cite", "dfn", "abbr", "time"),
    *("sub", "sup", "bdi", "bdo", "ruby", "rt", "rp", "label", "video", "audio", "object", "o:p"),
}
_KNOWN = BLOCKS | VOID | SILENT | _INLINE

# A value holds no '<', so that each part of a text is looked at once.
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-z][a-z0-9:]*)
    (?P<attributes>(?:
        \s++[a-z_@:][-\w:.]*+\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'=<>`]++)
      | \s++(?:allowfullscreen|async|controls|defer|hidden|nowrap|reversed)(?=[\s/>])
    )*+)
    \s*+(?P<empty>/?)>""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([-\w:.@]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.ASCII)


@dataclass(frozen=True)
class Tag:
    start: int
    end: int
    name: str
    written: str  # its attributes, as they stand there
    is_end: bool = False
    is_empty: bool = False  # both halves in one: <a id="x"/>

    def value_of(self, attribute: str) -> str:
        """As it stands there, its entities too; '' for none."""
        for name, *values in _ATTRIBUTE.findall(self.written):
            if name.lower() == attribute:
                return next(filter(None, values), "")
        return ""


def tags_of(text: str) -> list[Tag]:
    """The tags of a text in their order; none inside a script and its like."""
    found: list[Tag] = []
    counts: list[bool] = []
    openings: dict[str, list[int]] = {}  # of a name, those without their other half so far
    unended: set[str] = set()
    at = 0
    while match := _TAG.search(text, at):
        at = match.end()
        tag = _tag(match)
        if tag.name not in _KNOWN:
            continue
        if tag.name in SILENT and not tag.is_end:
            end = None if tag.name in unended else _end_of(tag.name, text, at)
            if end is None:
                unended.add(tag.name)
            else:
                found += [tag, _tag(end)]
                counts += [True, True]
                at = end.end()
            continue
        found.append(tag)
        counts.append(_stands_alone(tag, text))
        if tag.is_end and openings.get(tag.name):
            counts[openings[tag.name].pop()] = counts[-1] = True
        elif not tag.is_end and not tag.is_empty:
            openings.setdefault(tag.name, []).append(len(found) - 1)
    return [tag for tag, is_one in zip(found, counts, strict=True) if is_one]


def _tag(match) -> Tag:
    return Tag(
        match.start(),
        match.end(),
        match["name"].lower(),
        match["attributes"],
        is_end=bool(match["end"]),
        is_empty=bool(match["empty"]),
    )


def _end_of(name, text, at):
    for match in re.compile(rf"</{name}\s*>", re.IGNORECASE).finditer(text, at):
        return _TAG.match(text, match.start())
    return None


def _stands_alone(tag, text) -> bool:
    """Whether a tag counts without its other half."""
    if tag.name in VOID:
        return tag.name in ("br", "hr", "wbr") or bool(tag.written)
    if tag.is_empty:
        return tag.name in BLOCKS or bool(tag.written)
    if tag.name == "p" and not tag.written and not text.lstrip().startswith("<"):
        before, after = text[max(0, tag.start - 1) : tag.start], text[tag.end : tag.end + 1]
        return not (before.isalnum() and after.isalnum())  # a<p>q
    return tag.name in BLOCKS
