"""Text as offices type it: widths, spaces inside words, lines inside a cell, two languages."""

import re
from functools import cache

from conference.chinese import HAN, has_chinese

_IS_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f\t"), " ")
_PLAIN |= dict.fromkeys(map(ord, "‐‑‒–—―−－﹣~～〜∼⁓"), "-")
_PLAIN |= {ord("’"): "'", ord("︰"): ":", ord("﹕"): ":", ord("∶"): ":", ord("ː"): ":"}
_UNSEEN = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F)])


def plain(text: str) -> str:
    """Half-width signs, one dash, one space; as long as `text`, so that places stay the same."""
    return text.translate(_PLAIN)


def seen(text: str) -> str:
    """Without marks that nobody sees."""
    return text.translate(_UNSEEN)


@cache
def pattern(words: str) -> re.Pattern:
    """One of `words` (alternatives), whatever their case."""
    return re.compile(f"(?:{words})", re.IGNORECASE)


def has_latin(text: str) -> bool:
    return bool(_IS_LATIN.search(text))


def squeezed(text: str) -> str:
    """One line: no space beside a Chinese character, one between Latin words."""
    text = re.sub(r"[\s\u3000]+", " ", text).strip()
    return re.sub(f"(?<=[{HAN}，。：；、！？）》”]) (?=[{HAN}（《“])", "", text)


def key(text: str) -> str:
    """How two writings of one thing compare: no spaces, no width, no case, no quotes."""
    folded = re.sub(r"[\s\"“”'《》()\[\]【】,.、:;·-]+", "", plain(text)).casefold()
    return folded


def spaced_word(text: str) -> str:
    """ "茶　歇" and "会 议 议 程" as words; anything else as it is."""
    if re.fullmatch(f"[{HAN}](?:[ \\u3000]+[{HAN}]){{1,7}}", text.strip()):
        return re.sub(r"[ \u3000]+", "", text.strip())
    return text


def first_language(text: str) -> str:
    """The Chinese lines of a text that says the same in English on other lines."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    han = [line for line in lines if has_chinese(line)]
    latin = [line for line in lines if not has_chinese(line) and has_latin(line)]
    return "\n".join(han) if han and len(han) == len(latin) == len(lines) / 2 else text


def split(text: str, signs: str) -> list[tuple[str, str]]:
    """[(part, the sign before it)] cut at `signs` outside of brackets; the first sign is ''."""
    parts, last, sign, depth = [], 0, "", 0
    for n, letter in enumerate(text):
        if letter in "([{（【":
            depth += 1
        elif letter in ")]}）】":
            depth = max(0, depth - 1)
        elif letter in signs and not depth:
            parts.append((text[last:n], sign))
            last, sign = n + 1, letter
    parts.append((text[last:], sign))
    return [(part.strip(), before) for part, before in parts if part.strip()]


_TAIL = re.compile(r"\s*[（(]([^（()）]*)[)）]\s*$")


def tail_bracket(text: str) -> tuple[str, str]:
    """(text without its last bracket, what stands in it); ('…', '') without one."""
    found = _TAIL.search(text)
    if not found or not found.start():
        return text, ""
    return text[: found.start()].rstrip(), found[1].strip()
