"""Numbers of certificates: LN2025-7Q4K-93XM, over plain values alone.

What stands before them tells people of which conference one is; eight characters that nobody
guesses follow, the last of which shows whether the number was typed as it is printed.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable

from conference.codes import ALPHABET, BADGE_ALPHABET

LONGEST_PREFIX = 8
LOOKS_LIKE = "LN2025-7Q4K-93XM"  # for people who have to be told
PREFIX = re.compile(rf"[A-Z0-9]{{0,{LONGEST_PREFIX}}}")
_PRIME = 37  # above the number of characters: one that differs, or two exchanged, shows
_TAIL = 8
_TYPED = re.compile(
    rf"([A-Z0-9]{{0,{LONGEST_PREFIX}}})([{BADGE_ALPHABET}]{{4}})([{BADGE_ALPHABET}]{{4}})"
)
LONGEST_TYPED = 60  # of what somebody types, with spaces and dashes
# What comes along when a number is copied: the words before it on paper, the address behind its QR.
_BEFORE = re.compile(r"^(?:.*/certificates/|[^A-Z0-9]*(?:NO\s?[.:])?)", re.IGNORECASE)
LONGEST_COPIED = 300


def new_number(prefix: str, *, draw: Callable[[str], str] = secrets.choice) -> str:
    """34 bits behind the prefix: of 300 certificates a guess finds one in 70 million."""
    while True:
        body = "".join(draw(BADGE_ALPHABET) for _ in range(_TAIL - 1))
        check = _check(prefix + body)
        if check and check in BADGE_ALPHABET:
            return _printed(prefix, body + check)


def folded(typed: str) -> str:
    """A number as it is printed, from what somebody types: small letters, spaces, full width; or
    copies, as 'No. LN2025-7Q4K-93XM' or its address. '' for what is none, or holds a slip.
    """
    text = _signs(typed)
    found = _TYPED.fullmatch(text)
    if found is None or _check(text[:-1]) != text[-1]:
        return ""
    return _printed(found[1], found[2] + found[3])


def without_beginning(typed: str) -> str:
    """'7Q4K-93XM' of who leaves out what stands before the two groups; '' of any other text."""
    text = _signs(typed)
    return _printed("", text) if len(text) == _TAIL and _TYPED.fullmatch(text) else ""


def _signs(typed: str) -> str:
    """Letters and digits of what is typed or copied; '' of what is too long to be a number."""
    if len(typed) > LONGEST_COPIED:
        return ""
    text = _BEFORE.sub("", unicodedata.normalize("NFKC", typed).strip().upper(), count=1)
    return "" if len(text) > LONGEST_TYPED else "".join(filter(str.isalnum, text))


def typed_prefix(text: str) -> str:
    """'ｌｎ 2025' is LN2025: a beginning as it is printed, from what somebody types."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def prefix_of(slug: str, year: int) -> str:
    """'LAI2025' of liaoning-ai-2025: the first letters of its words, and the year."""
    words = [word for word in slug.upper().split("-") if word and not word.isdigit()]
    letters = "".join(word if len(word) == 2 else word[0] for word in words)
    return f"{re.sub('[^A-Z0-9]', '', letters)[: LONGEST_PREFIX - 4]}{year:04d}"


def _printed(prefix: str, tail: str) -> str:
    return "-".join(filter(None, (prefix, tail[:4], tail[4:])))


def _check(text: str) -> str:
    total = 0
    for place, character in enumerate(text, 2):
        total += place * (ALPHABET.index(character) + 1)
    rest = total % _PRIME
    return ALPHABET[rest] if rest < len(ALPHABET) else ""
