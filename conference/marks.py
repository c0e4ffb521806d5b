"""Which characters of a text are marks of Markdown, and which are the writer's own.

People write `3*4 m`, `snake_case`, `（____）`, `>90%`, `2025. 4. 18`, and paste from Word and from
spreadsheets. Markdown would take parts of these for emphasis, quotes and lists, and what it takes
is gone from the page. Here a mark counts where it can only be meant as one; everything else is a
character. Emphasis may begin and end beside Chinese, which puts no spaces between words.

Rules are added to markdown-it, or set around its own, through its plugin interface; only the
emphasis rule and the check of addresses stand in place of its own.
"""

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_block import blockquote, fence, heading, list_block
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

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

# Ideographs with their extensions, kana, hangul, and the punctuation written with them.
CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffee\U0001b000-\U0001b16f"
    "\U0001f200-\U0001f2ff\U00020000-\U0003fffd]"
)
_FULL_WIDTH = re.compile("[\uff00-\uffee]")
_CLOSING_SIGNS = frozenset("、，。；：？！…·～,;:?!%")

# Lines that look like the beginning of a block and are words. (`1)` would be shown as `1.`)
_WORDS = re.compile(
    r"""
      (?:[#]{1,6}|[-+*]|>+|[0-9]+\.)[ \t]*$   # a mark with nothing behind it
    | [0-9]+\)                                # 1) 2) stay as they were typed
    | 0[0-9]+\.                               # 01. would lose its zero
    | [0-9]{4,}\.                             # a year
    | [0-9]+\.[ \t]+[0-9]+\.                  # a date: 18. 4. 2025
    | >[ \t]*=?[ \t]*[0-9.]                   # more than
    | ~~~                                     # a line drawn with tildes; code stands in backticks
    """,
    re.VERBOSE,
)
_CLOSING_FENCE = re.compile(r"[ \t>]*(`{3,})[ \t]*$")
_FENCE = re.compile(r"(`{3,})[^`]*$")

# __init__, _id_ and _is_private are names; and what only signs stand in is a pattern: *.*, */*.
_NAME = re.compile(
    r"_{1,2}[A-Za-z0-9]+(?:(?:_{1,2}[A-Za-z0-9]+)*_{1,2}(?![A-Za-z0-9_])|(?:_{1,2}[A-Za-z0-9]+)+)"
)
_PATTERN = re.compile(r"\*[-._/?]+\*(?![\w*])")
# Behind a star: of *.py, of C*-algebra and of src/**/x.
_ENDING = re.compile(r"\.[A-Za-z0-9]")
_SUFFIX = re.compile(r"-[A-Za-z0-9]")

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
    parser.inline.ruler.before("emphasis", "lectern_name", _name)
    parser.inline.ruler.at("emphasis", _emphasis)


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
    before, after = _neighbors(state, start, end)
    if not (_is_western_letter(before) and _is_western_letter(after)):
        closing = re.compile(rf"(?<!`)`{{{end - start}}}(?!`)").search(state.src, end)
        if not closing:
            return False
        last, following = state.src[closing.start() - 1], state.src[closing.end() :][:1] or " "
        if not (last.isspace() and _is_western_letter(following)):
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


def _neighbors(state, start, end):
    return (
        state.src[start - 1] if start > 0 else " ",
        state.src[end] if end < state.posMax else " ",
    )


def _name(state, silent):
    """The signs of an identifier and of a pattern of file names are their own."""
    pattern = {"_": _NAME, "*": _PATTERN}.get(state.src[state.pos])
    found = pattern and pattern.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.append_pending(found[0])
    state.pos = found.end()
    return True


def _emphasis(state, silent):
    """The library's emphasis rule with `_sides` for what may open and close."""
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    can_open, can_close = _sides(state, marker, scanned)
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += scanned.length
    return True


def _sides(state, marker, scanned) -> tuple[bool, bool]:
    """(whether the run may open emphasis, whether it may close it).

    Runs that blank out a name or draw a line to write on never do, nor does one between letters or
    digits, but `**` beside a Chinese one: `请看**第二页**的说明`.
    """
    if scanned.length > (3 if marker == "*" else 2):
        return False, False
    end = state.pos + scanned.length
    before, after = _neighbors(state, state.pos, end)
    if _is_letter(before) and _is_letter(after):
        is_bold = marker == "*" and scanned.length > 1 and (_is_chinese(before + after))
        return is_bold, is_bold
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*":
        can_open, can_close = _beside_chinese(before, after)
        can_open = can_open and (CJK.match(after) or _may_stand_before(before)) and after != "-"
    # What closes does not begin a stressed word, and what opens does not end one.
    can_open = can_open and not _is_closing(after)
    can_close = can_close and unicodedata.category(before) not in ("Ps", "Pi")
    # File names and their patterns: *.py, file*.txt, src/**/x; C*-algebra.
    is_pattern = bool(_ENDING.match(state.src, end, state.posMax))
    is_suffixed = scanned.length == 1 and bool(_SUFFIX.match(state.src, end, state.posMax))
    can_open = can_open and not is_pattern and after != "/"
    can_close = can_close and not is_pattern and not is_suffixed and before != "/"
    return bool(can_open), bool(can_close)


def _beside_chinese(before, after) -> tuple[bool, bool]:
    """CommonMark's flanking rules, except that a Chinese neighbor forbids nothing.

    Chinese punctuation counts as a letter, and beside a Chinese character any punctuation may
    begin or end emphasis (the published "CJK-friendly" amendment to CommonMark), so that
    `**注意：**请携带` is bold.
    """
    opens = not isWhiteSpace(ord(after)) and (
        not _is_western_punctuation(after) or not _is_western_letter(before)
    )
    closes = not isWhiteSpace(ord(before)) and (
        not _is_western_punctuation(before) or not _is_western_letter(after)
    )
    return opens, closes


def _may_stand_before(sign):
    """Before a stressed Western word: a space, an opening bracket or quote, a dash or a mark.
    Behind `(a+b)` and `|x|` a star multiplies.
    """
    return (
        isWhiteSpace(ord(sign))
        or CJK.match(sign)
        or sign in "\"'-/:;,.…*_~>=&"
        or unicodedata.category(sign) in ("Ps", "Pi", "Pd")
    )


def _is_closing(sign):
    return sign in _CLOSING_SIGNS or unicodedata.category(sign) in ("Pe", "Pf")


def _is_letter(character):
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _is_chinese(characters):
    return any(CJK.match(c) and not _FULL_WIDTH.match(c) for c in characters)


def _is_western_punctuation(character):
    return not CJK.match(character) and (isMdAsciiPunct(ord(character)) or isPunctChar(character))


def _is_western_letter(character):
    return not (
        isWhiteSpace(ord(character)) or CJK.match(character) or _is_western_punctuation(character)
    )
