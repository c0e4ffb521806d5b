"""Which characters of a text are marks of Markdown, and which are the writer's own.

People write `3*4 m`, `snake_case`, `（____）`, `>90%`, `2025. 4. 18`, and paste from Word and from
spreadsheets. Markdown would take parts of these for emphasis, quotes and lists, and what it takes
is gone from the page. Here a mark counts where it can only be meant as one; everything else is a
character. Emphasis may begin and end beside Chinese, which puts no spaces between words.
Which stars emphasize words says `conference.emphasis`.

Rules are added to markdown-it, or set around its own, through its plugin interface; only the
emphasis rule and the check of addresses stand in place of its own.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import blockquote, fence, heading, hr, list_block
from markdown_it.token import Token

from conference.emphasis import emphasis, is_western_letter, neighbors

IDEOGRAPHIC_SPACE = "\u3000"
_WHITE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INDENT = re.compile(f"[{_WHITE}][{_WHITE} \t]*$")

# What is taken for a push to the right: so much space, before so few characters.
LEAST_PUSH, LONGEST_PUSHED = 6, 60
_EMS = {IDEOGRAPHIC_SPACE: 1, "\u2003": 1, "\u2002": 0.5, "\t": 2}

# The two upper levels of an official document (GB/T 9704), above 1. and （1）.
_SECTION = re.compile(
    "(?:第?[一二三四五六七八九十百]+(?:、|[章节条])|[（(][一二三四五六七八九十]+[）)])"
)

# A bare address, without what may follow it in a sentence.
ADDRESS = re.compile(
    r"https?://[^][\\\s<>\"`\u3000-\u303f\uff00-\uffef]*[^][\\\s<>\"`\u3000-\u303f\uff00-\uffef"
    r"*_)}.,;:!?'|]",
    re.IGNORECASE,
)

# Lines that look like the beginning of a block and are words. (`1)` would be shown as `1.`)
_WORDS = re.compile(
    r"""
      (?:[#]{1,6}|[-+*]|>+|[0-9]+\.)[ \t]*$   # a mark with nothing behind it
    | [0-9]+\)                                # 1) 2) stay as they were typed
    | 0[0-9]+\.                               # 01. would lose its zero
    | [0-9]{4,}\.                             # a year
    | [0-9]+\.[ \t]+[0-9]+\.                  # a date: 18. 4. 2025
    | >[ \t]*=?[ \t]*[0-9.]                   # more than
    | _{3,}[_ \t]*$                           # a line to write on
    | ~~~                                     # a line drawn with tildes; code stands in backticks
    """,
    re.VERBOSE,
)
_CLOSING_FENCE = re.compile(r"[ \t>]*(`{3,})[ \t]*$")
_FENCE = re.compile(r"(`{3,})[^`]*$")

# What only signs stand in is a pattern: *.*, */*.
_PATTERN = re.compile(r"\*[-._/?]+\*(?![\w*])")
# What a backslash makes a character of. It stays before others: `\(x\)` is a formula.
ESCAPABLE = frozenset("\\`*_[]<>#+-.!&|~")


def marks(parser: MarkdownIt) -> None:
    """A plugin of markdown-it.

    Without code by indent, because a paragraph of Word begins with spaces or a tab; without
    headings by a line of signs below, without entities (`&copy;` is what was typed), and without
    definitions of addresses (`[1]: …`), which would vanish from the page.
    """
    parser.disable(["image", "code", "lheading", "reference", "entity"])
    parser.validateLink = _is_whole_address
    for name, rule, interrupts in (
        ("fence", fence, ["paragraph", "reference", "blockquote", "list"]),
        ("blockquote", blockquote, ["paragraph", "reference", "blockquote", "list"]),
        ("list", list_block, ["paragraph", "reference", "blockquote"]),
        ("heading", heading, ["paragraph", "reference", "blockquote"]),
        ("hr", hr, ["paragraph", "reference", "blockquote", "list"]),
    ):
        parser.block.ruler.at(name, _unless_words(rule), {"alt": interrupts})
    parser.block.ruler.before(
        "paragraph", "lectern_indent", _indent, {"alt": ["paragraph", "blockquote"]}
    )
    parser.core.ruler.after("block", "lectern_indent", _keep_indents)
    parser.core.ruler.push("lectern_push", _push)
    parser.add_render_rule("paragraph_close", _paragraph_close)
    parser.inline.ruler.before("escape", "lectern_address", _address)
    parser.inline.ruler.before("escape", "lectern_backslash", _backslash)
    parser.inline.ruler.before("backticks", "lectern_backticks", _backticks)
    parser.inline.ruler.before("emphasis", "lectern_pattern", _pattern)
    parser.inline.ruler.at("emphasis", emphasis)


# --- Blocks ---


def _unless_words(rule):
    """The library's rule, but for lines whose beginning only looks like a mark."""

    def guarded(state, line, end_line, silent):
        text = _line(state, line)
        opening = _FENCE.match(text)
        if _WORDS.match(text) or (opening and not _is_closed(state, line, opening[1])):
            return False
        return rule(state, line, end_line, silent)

    return guarded


def _is_closed(state, line, opening):
    """An opening of code without its end would swallow the rest of the text."""
    if "longest_fences" not in state.env:
        state.env["longest_fences"] = _longest_fences(state.src)
    return state.env["longest_fences"][line + 1] >= len(opening)


def _longest_fences(text) -> list[int]:
    """For each line the longest closing fence in it or below; looked for once a text."""
    lines = [_CLOSING_FENCE.match(line) for line in text.split("\n")]
    found = [0]
    for line in reversed(lines):
        found.append(max(found[-1], len(line[1]) if line else 0))
    return found[::-1]


def _line(state, line):
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _indent(state, line, _end_line, silent):
    """A line that begins with an ideographic space ends the paragraph before it. Such a
    paragraph is one line, what follows it unindented (`二、会议时间`) another. A section heading
    also ends an item, though it stands right below it.
    """
    if not silent:
        return False
    text = _line(state, line)
    if state.level:
        return text.startswith(IDEOGRAPHIC_SPACE) or (
            state.sCount[line] < state.blkIndent and bool(_SECTION.match(text))
        )
    return text.startswith(IDEOGRAPHIC_SPACE) or _line(state, state.line).startswith(
        IDEOGRAPHIC_SPACE
    )


def _keep_indents(state):
    """The library takes every white character from the ends of a paragraph; its indent is a part of
    it.
    """
    lines = state.src.split("\n")
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type != "paragraph_open" or not token.content or not opening.map:
            continue
        line = lines[opening.map[0]]
        before = line[: line.find(token.content.partition("\n")[0])]
        if indent := _INDENT.search(before):
            token.content = indent[0] + token.content
    _keep_blank_lines(state.tokens)


def _keep_blank_lines(tokens):
    """The plain form of an indented paragraph has to know whether a blank line is behind it."""
    for n in range(len(tokens) - 4):
        text, closing, following = tokens[n + 1 : n + 4]
        if [tokens[n].type, closing.type, following.type] != [
            *("paragraph_open", "paragraph_close", "paragraph_open"),
        ]:
            continue
        is_indented = text.content.startswith(IDEOGRAPHIC_SPACE)
        if is_indented and not tokens[n + 4].content.startswith(IDEOGRAPHIC_SPACE):
            closing.meta["is_before_a_blank_line"] = following.map[0] > tokens[n].map[1]


def _paragraph_close(renderer, tokens, n, options, env):
    closed = renderer.renderToken(tokens, n, options, env)
    return closed + "\n" if tokens[n].meta.get("is_before_a_blank_line") else closed


def _push(state):
    """A short line that many spaces push to the right, as the signature of a notice: its spaces
    stand apart, so that a narrow page can take of them rather than break a name.
    """
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        first = token.children[0] if opening.type == "paragraph_open" and token.children else None
        if first is None or first.type != "text" or opening.hidden:
            continue
        spaces = _INDENT.match(first.content[: len(first.content) - len(first.content.lstrip())])
        if not spaces or len(token.content) - len(spaces[0]) > LONGEST_PUSHED:
            continue
        if sum(_EMS.get(space, 0.25) for space in spaces[0]) < LEAST_PUSH:
            continue
        first.content = first.content[len(spaces[0]) :]
        pushing = first.copy(content=spaces[0])
        opening.attrSet("class", "pushed")
        token.children = [
            *(_span_open("push"), pushing, _span_close()),
            *(_span_open(), *token.children, _span_close()),
        ]


def _span_open(css_class=""):
    return Token("span_open", "span", 1, attrs={"class": css_class} if css_class else {})


def _span_close():
    return Token("span_close", "span", -1)


# --- Inside a line ---


def _is_whole_address(address: str) -> bool:
    """`f[i](x)` is no link: an address names its scheme, or begins at the site or at the page."""
    return bool(re.match(r"https?://|mailto:|[/#]", address, re.IGNORECASE))


def _address(state, silent):
    """The signs of a bare address are its own."""
    if state.src[state.pos] != ":" or state.src[state.pos + 1 : state.pos + 3] != "//":
        return False
    scheme = re.search(r"https?$", state.src[max(0, state.pos - 5) : state.pos], re.IGNORECASE)
    found = scheme and ADDRESS.match(state.src, state.pos - len(scheme[0]), state.posMax)
    if not found:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : found.end()])
    state.pos = found.end()
    return True


def _backslash(state, silent):
    following = state.src[state.pos + 1 : state.pos + 2]
    if state.src[state.pos] != "\\" or following == "\n" or following in ESCAPABLE:
        return False
    if not silent:
        state.append_pending("\\")
    state.pos += 1
    return True


def _backticks(state, silent):
    """Backticks in place of apostrophes and of opening quotes (``so'') are characters."""
    start = state.pos
    if state.src[start] != "`":
        return False
    end = _end_of_run(state.src, start, state.posMax)
    before, after = neighbors(state, start, end)
    if not (is_western_letter(before) and is_western_letter(after)):
        closing = re.compile(rf"(?<!`)`{{{end - start}}}(?!`)").search(state.src, end)
        if not closing:
            return False
        last, following = state.src[closing.start() - 1], state.src[closing.end() :][:1] or " "
        if not (last.isspace() and is_western_letter(following)):
            return False
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def _end_of_run(text, start, end):
    at = start
    while at < end and text[at] == text[start]:
        at += 1
    return at


def _pattern(state, silent):
    """The signs of a pattern of file names are their own."""
    found = _PATTERN.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.append_pending(found[0])
    state.pos = found.end()
    return True
