"""Phone numbers as they are compared: by their digits, however they are written.

'+86 138-0013-8000', '13800138000' and '１３８ ００１３ ８０００' are one number. Of the
world's numbering plans only the country codes are known here, and China's area codes; what decides
is the end of a number, which no prefix changes.
"""

import re
import unicodedata

_EXTENSION = re.compile(r"(?:ext|x|转|轉|分机|#|;|,).*", re.IGNORECASE | re.DOTALL)
_LIKE_A_NUMBER = re.compile(r"[0-9+()./*\-‐‑‒–—]*[0-9][0-9+()./*\-‐‑‒–—]*")

# A number's end that is told apart from all others, without trunk zero and country prefix.
WHOLE = 10
SHORTEST = 7  # digits of the shortest local number

# ITU-T E.164: none of these begins another.
_COUNTRY = re.compile(
    "1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    "|(?:2[1-69]|3[578]|42|5[09]|6[7-9]|8[0578]|9[679])[0-9]"
)
_CHINESE_AREA = "(?:0|86)(?:10|2[0-9]|[3-9][0-9]{2})"


def phone_digits(phone: str) -> str:
    """'+86 (24) 8368-7000 转 12' as '862483687000': ASCII digits, without the extension."""
    plain = _EXTENSION.sub("", unicodedata.normalize("NFKC", phone))
    digits = "".join(sign for sign in plain if sign in "0123456789")
    return digits.removeprefix("00")[-40:]


def local_numbers(typed: str) -> set[str]:
    """What may be the number within its country: '+41 44 668 18 00' as {'446681800', ...}.

    Without the national zero; without the country code too where one may stand in front.
    """
    digits = phone_digits(typed)
    found = {digits.lstrip("0")}
    abroad = unicodedata.normalize("NFKC", typed).strip(" (").startswith(("+", "00"))
    if (abroad or len(digits) > WHOLE) and (code := _COUNTRY.match(digits)):
        found.add(digits[code.end() :].lstrip("0"))
    return {number for number in found if len(number) >= SHORTEST}


def written_whole(number: str) -> str:
    """A regular expression for the digits of this local number with all that may stand in front.

    A number's end alone does not match: who sees it masked could try one digit after the other.
    """
    return rf"^(?:0?|(?:{_COUNTRY.pattern})0?|{_CHINESE_AREA}){number}$"


def is_like_a_number(word: str) -> bool:
    return bool(_LIKE_A_NUMBER.fullmatch(unicodedata.normalize("NFKC", word)))


def same_phone(one: str, other: str) -> bool:
    """Whether two phones, as `phone_digits`, are one, with or without prefixes."""
    one, other = one.lstrip("0"), other.lstrip("0")
    if min(len(one), len(other)) < SHORTEST:
        return False
    one, other = one[-WHOLE:], other[-WHOLE:]
    return one.endswith(other) or other.endswith(one)
