"""Phone numbers as they are compared: by their digits, however they are written.

'+86 138-0013-8000', '13800138000' and '１３８ ００１３ ８０００' are one number. Nothing is known
here of the world's numbering plans; what decides is the end of a number, which no prefix changes.
"""

import re
import unicodedata

_EXTENSION = re.compile(r"(?:ext|x|转|轉|分机|#|;|,).*", re.IGNORECASE | re.DOTALL)
_LIKE_A_NUMBER = re.compile(r"[0-9+()./*\-‐‑‒–—]*[0-9][0-9+()./*\-‐‑‒–—]*")

# A number's end that is told apart from all others, without trunk zero and country prefix.
WHOLE = 10
SHORTEST = 7  # digits of the shortest local number


def phone_digits(phone: str) -> str:
    """'+86 (24) 8368-7000 转 12' as '862483687000': ASCII digits, without the extension."""
    plain = _EXTENSION.sub("", unicodedata.normalize("NFKC", phone))
    digits = "".join(sign for sign in plain if sign in "0123456789")
    return digits.removeprefix("00")[-40:]


def is_like_a_number(word: str) -> bool:
    return bool(_LIKE_A_NUMBER.fullmatch(unicodedata.normalize("NFKC", word)))


def same_phone(one: str, other: str) -> bool:
    """Whether two phones, as `phone_digits`, are one, with or without prefixes."""
    one, other = one.lstrip("0"), other.lstrip("0")
    if min(len(one), len(other)) < SHORTEST:
        return False
    one, other = one[-WHOLE:], other[-WHOLE:]
    return one.endswith(other) or other.endswith(one)
