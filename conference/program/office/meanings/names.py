"""What is a person's name, and what is not."""

import re
from functools import lru_cache

from conference.program.office.meanings import jobs, words
from conference.program.office.meanings.texts import HAN, has_chinese, plain

_COMPOUND = re.compile(rf"(?:{words.COMPOUND_SURNAMES})[{HAN}]{{1,2}}")
_SURNAMES = frozenset(words.SURNAMES)
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}(?:[·•‧・.]\s*[{HAN}A-Za-z]{{1,12}}\.?)+")
_SPACED = re.compile(rf"([{HAN}])[ \u3000]+([{HAN}])")
_NOBODY = re.compile(f"(?:{words.NOBODY})")
_NEVER = re.compile(words.NEVER_NAMES)
_UNKNOWN = re.compile(rf"(?:{words.UNKNOWN})", re.I)
_TOKEN_EN = re.compile(
    r"(?:[A-Z\u00c0-\u00de][\w'’.\u00c0-\u024f-]*|[A-Z]\.|(?:van|von|der|den|de|del|della|la|le|di|da|dos|bin|binti|ibn|al|el|ter|zu|y)|(?:al|el)-[A-Z]\w+)"
)
_NOT_IN_NAMES_EN = re.compile(
    rf"(?<![A-Za-z])(?:{words.UNITS_EN}|{words.NOBODY_EN}|{words.NEVER_NAMES_EN}|and|of|the|for|in|on|with|to|session|room|hall|day|"
    rf"opening|closing|keynote|break|lunch|dinner|welcome)(?![A-Za-z])",
    re.I,
)
SURE, LIKELY, NO = 2, 1, 0


@lru_cache(maxsize=8192)
def likeness(text: str) -> int:
    """How much a text is a name: SURE (a surname begins it), LIKELY (as long as one), NO."""
    text = text.strip()
    if has_chinese(text):
        return _likeness_han(tidy(text))
    return _likeness_latin(plain(text))


def _likeness_han(name):
    if _DOTTED.fullmatch(name):
        return SURE
    if not re.fullmatch(f"[{HAN}]{{2,4}}", name):
        return NO
    if _NEVER.fullmatch(name):
        return NO
    if _NOBODY.search(name) or _UNKNOWN.fullmatch(name) or re.fullmatch(words.DITTO, name):
        return NO
    if jobs.ends_with_office(name) or (jobs.has_unit(name) and jobs.unit_end(name) == len(name)):
        return NO
    if _COMPOUND.fullmatch(name) or (len(name) < 4 and name[0] in _SURNAMES):
        return SURE
    return LIKELY if len(name) < 4 or name[0] in _SURNAMES else NO


def _likeness_latin(text):
    text = re.sub(rf",? (?:{words.DEGREES})$", "", text, flags=re.I)
    tokens = text.split()
    if not tokens or len(text) > 60 or re.search(r"[\d:;!?\"()&/]", text):
        return NO
    if not all(_TOKEN_EN.fullmatch(token) for token in tokens):
        return NO
    if _NOT_IN_NAMES_EN.search(text) or _UNKNOWN.fullmatch(text):
        return NO
    if len(tokens) == 1:
        return LIKELY if len(text) > 2 and not jobs.has_office(text) else NO
    if len(tokens) > 5 or jobs.has_office(tokens[-1]) or jobs.has_office(tokens[0]):
        return NO
    return SURE


def is_unknown(text: str) -> bool:
    """Whether nobody is named yet: 待定, TBC, "待定（示例集团08代表1名）"."""
    found = _UNKNOWN.match(plain(text).strip())
    if not found:
        return False
    rest = plain(text).strip()[found.end() :]
    return not rest or not (
        rest[0].isalnum() and found[0][-1].isalnum() and not has_chinese(rest[0])
    )


def is_nobody(text: str) -> bool:
    """Whether people are meant whom nobody names: 全体代表, 企业代表1名, "All participants"."""
    clean = plain(text)
    if has_chinese(clean):
        return bool(
            re.search(rf"^(?:{words.NOBODY})|代表\s*\d*[名人位]?$|[名位人]$", clean.strip())
        )
    found = re.match(rf"(?:{words.NOBODY_EN})\b", clean.strip(), re.I)
    return bool(found) or bool(re.search(rf"\b(?:{words.NOBODY_EN})$", clean.strip(), re.I))


def tidy(name: str) -> str:
    """A name without the spaces that only fill: 李　示 is 李示."""
    name = re.sub(r"[\s\u3000\u00a0]+", " ", name).strip(" ,，、;；")
    if has_chinese(name):
        name = re.sub(r"\s*[•‧・]\s*", "·", name)
        return re.sub(r"\s*·\s*", "·", re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", name))
    return name


def spaced(text: str) -> str:
    """Names of two characters with a space between, put together: "李　示 教授" is "李示 教授"."""
    return _SPACED.sub(
        lambda found: (
            found[1] + found[2]
            if (found.start() == 0 or text[found.start() - 1] in " \u3000、，,;；\n:：(（")
            and (found.end() == len(text) or text[found.end()] in " \u3000、，,;；\n(（)）")
            else found[0]
        ),
        text,
    )
