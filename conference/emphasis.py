"""Which stars of a text emphasize words: the emphasis rule in place of markdown-it's own.

Two stars around words are bold, and one around a single word emphasizes it (`*very*`). One star and
words with spaces behind it are somebody's footnotes or products (`*required, optional*`), and a
low line is always a character: it blanks out, joins and begins names.
"""

import re
import unicodedata

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Delimiter

# Ideographs with their extensions, kana, hangul, and the punctuation written with them.
CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffee\U0001b000-\U0001b16f"
    "\U0001f200-\U0001f2ff\U00020000-\U0003fffd]"
)
_FULL_WIDTH = re.compile("[\uff00-\uffee]")
_CLOSING_SIGNS = frozenset("、，。；：？！…·～,;:?!%")

# Behind a star: of *.py, of C*-algebra and of src/**/x.
_ENDING = re.compile(r"\.[A-Za-z0-9]")
_SUFFIX = re.compile(r"-[A-Za-z0-9]")
# One word between two single stars: two letters or more, no space, nothing that parts a sentence.
_ONE_WORD = re.compile(
    r"\*(?=[^\s*]*[^\W\d_][^\s*]*[^\W\d_])[^\s*,;:!?，。；：、！？…]{2,80}\*(?!\*)"
)


def neighbors(state, start, end):
    return (
        state.src[start - 1] if start > 0 else " ",
        state.src[end] if end < state.posMax else " ",
    )


def emphasis(state, silent):
    """The library's emphasis rule with `_sides` for what may open and close."""
    marker = state.src[state.pos]
    if silent or marker != "*":
        return False
    scanned = state.scanDelims(state.pos, True)
    can_open, can_close = _sides(state, scanned)
    if scanned.length == 1:
        ends = state.env.setdefault("ends_of_words", set())
        word = can_open and _ONE_WORD.match(state.src, state.pos, state.posMax)
        if word:
            ends.add((state.src, word.end() - 1))
        can_open, can_close = bool(word), can_close and (state.src, state.pos) in ends
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


def _sides(state, scanned) -> tuple[bool, bool]:
    """(whether the run may open emphasis, whether it may close it).

    Runs that blank out a name or draw a line to write on never do, nor does one between letters or
    digits, but `**` beside a Chinese one: `请看**第二页**的说明`.
    """
    if scanned.length > 3:
        return False, False
    end = state.pos + scanned.length
    before, after = neighbors(state, state.pos, end)
    if _is_letter(before) and _is_letter(after):
        is_bold = scanned.length > 1 and _is_chinese(before + after)
        return is_bold, is_bold
    can_open, can_close = _beside_chinese(before, after)
    can_open = can_open and (CJK.match(after) or _may_stand_before(before)) and after != "-"
    # What closes does not begin an emphasized word, and what opens does not end one.
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
        not _is_western_punctuation(after) or not is_western_letter(before)
    )
    closes = not isWhiteSpace(ord(before)) and (
        not _is_western_punctuation(before) or not is_western_letter(after)
    )
    return opens, closes


def _may_stand_before(sign):
    """Before an emphasized Western word: a space, an opening bracket or quote, a dash or a mark.
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


def is_western_letter(sign):
    return not (isWhiteSpace(ord(sign)) or CJK.match(sign) or _is_western_punctuation(sign))
