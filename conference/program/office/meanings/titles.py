"""A title in one or two languages, as one cell holds it."""

import itertools
import re
from dataclasses import dataclass

from conference.program.office.meanings import texts, words
from conference.program.office.meanings.texts import HAN

_BRACKET_EN = re.compile(r"^(.*?)\s*[（(]([^（()）]+)[)）]$", re.S)
_JOINTS = "与和及的在之于对从用向为是以或把让、，：:-—"
_CANCELLED = re.compile(
    rf"[\[【（(]\s*(?:{words.CANCELLED})\s*[\])】）]|^\s*(?:{words.CANCELLED})\s*[:：-]\s*|"
    rf"\s*[-–—]+\s*(?:{words.CANCELLED})\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Title:
    """`is_guess`: that the two are one title in two languages is likely, not sure."""

    zh: str = ""
    en: str = ""
    is_guess: bool = False

    @property
    def any(self) -> str:
        return self.zh or self.en


def without_cancelled(text: str) -> tuple[str, bool]:
    """(the title, whether it says that it does not take place)."""
    kept = _CANCELLED.sub("", text).strip()
    return (kept, True) if kept != text.strip() and kept else (text, False)


def read(text: str) -> Title:
    text = texts.spaced_word(text.strip())
    if not texts.has_chinese(text):
        return Title(en=texts.squeezed(text))
    if not texts.has_latin(text):
        return Title(zh=texts.squeezed(text))
    lines = [line for line in text.split("\n") if line.strip()]
    if pair := _by_lines(lines):
        return pair
    if pair := _in_one_line(texts.squeezed(text)):
        return pair
    return Title(zh=texts.squeezed(text))


def _by_lines(lines):
    """Chinese lines, then English ones, or the other way round."""
    is_zh = [texts.has_chinese(line) for line in lines]
    if all(is_zh) or not any(is_zh):
        return None
    changes = sum(a != b for a, b in itertools.pairwise(is_zh))
    if changes != 1:
        return None
    zh = texts.squeezed("\n".join(line for line, mark in zip(lines, is_zh, strict=True) if mark))
    en = texts.squeezed(
        "\n".join(line for line, mark in zip(lines, is_zh, strict=True) if not mark)
    )
    if len(en.split()) > 1 or len(zh) <= 6:
        return Title(zh.rstrip("/｜| "), en.strip("/｜| "))
    return None


def _in_one_line(text):
    for sign in (" / ", "/", "｜", "|"):
        left, found, right = text.partition(sign)
        if (
            found
            and texts.has_chinese(left) != texts.has_chinese(right)
            and right.strip()
            and left.strip()
        ):
            zh, en = (left, right) if texts.has_chinese(left) else (right, left)
            if texts.has_latin(en) and not texts.has_latin(zh):
                return Title(zh.strip(), en.strip())
    if (bracket := _BRACKET_EN.match(text)) and _is_english(bracket[2]):
        zh, en = bracket[1].strip(), bracket[2].strip()
        if texts.has_chinese(zh) and not texts.has_latin(zh):
            return Title(zh, en, is_guess=True)
    after = re.fullmatch(rf"(.*[{HAN}？！）》”])\s*([^{HAN}]+)", text)
    if after and _is_apart(after[1], after[2]) and after[1][-1] not in _JOINTS:
        return Title(after[1].strip(), after[2].strip(), is_guess=True)
    before = re.fullmatch(rf"([^{HAN}]+?)\s+([{HAN}《“].*)", text)
    if before and _is_apart(before[2], before[1]) and before[2][0] not in _JOINTS:
        return Title(before[2].strip(), before[1].strip(), is_guess=True)
    return None


def _is_apart(zh, en):
    return _is_english(en) and not texts.has_latin(zh)


def _is_english(text):
    """More than a name or an abbreviation in a Chinese sentence."""
    found = re.findall(r"[A-Za-z][a-z'’-]+|[A-Z]\b", text)
    is_known = any(texts.pattern(known).fullmatch(text.strip()) for _k, _s, known in words.KINDS)
    return is_known or (len(found) > 1 and bool(re.fullmatch(r"[^\W\d_][^()]*", text.strip())))
