"""Identity numbers of residents: never collected here (docs/concepts.md, "Personal data")."""

import re
import unicodedata

# Region, birthday, serial, check digit.
_NUMBER = re.compile(r"(?<!\d)\d{6}[ \-]?\d{8}[ \-]?\d{3}[\dXx](?![\dXx])")


def holds_one(text: str) -> bool:
    return bool(_NUMBER.search(unicodedata.normalize("NFKC", text)))


def without_one(text: str) -> str:
    """The text without such a number; any other as it is."""
    if not holds_one(text):
        return text
    return " ".join(_NUMBER.sub(" ", unicodedata.normalize("NFKC", text)).split())
