"""A short address from a name: `spring-symposium`, `ren-gong-zhi-neng`, `room-201`."""

import re
import unicodedata
from collections.abc import Container, Iterable
from itertools import count

APOSTROPHES = re.compile("['’]")


def short_address(
    words: Iterable[str], *, taken: Container[str], otherwise: str, longest: int = 50
) -> str:
    """Of the letters and digits of `words`, Chinese ones spelled in pinyin before. `otherwise` goes
    before what has none, or begins with a digit; what is taken gets a number.
    """
    spelled = unicodedata.normalize("NFKD", APOSTROPHES.sub("", " ".join(words)))
    letters = "".join(c for c in spelled if not unicodedata.combining(c)).lower()
    address = "-".join(re.findall(r"[a-z0-9]+", letters))
    if not address[:1].isalpha():
        address = f"{otherwise}-{address}"
    tails = ("" if number == 1 else f"-{number}" for number in count(1))
    numbered = (address[: longest - len(tail)].strip("-") + tail for tail in tails)
    return next(found for found in numbered if found not in taken)
