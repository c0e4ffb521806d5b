"""The article that English wants before what a meeting or a ceremony is called, in a sentence."""

import re

# What is "the" one of its kind: the Symposium on ..., the 2027 Forum, the Opening ceremony.
_KINDS = (
    "symposium|symposia|conference|congress|convention|colloquium|forum|seminar|summit|workshop|"
    "meeting|assembly|roundtable|ceremony|reception|banquet|group photo"
)
# Where the name ends and what it is about begins.
_HEAD = re.compile(
    r"\s*[:：,，(（–—]|\s+(?:on|of|for|in|at|about|and|with|from|to)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\s+(?:19|20)\d\d$")
_IS_ONE = re.compile(rf"(?:^|.*[^\w-])(?:sub-)?(?:{_KINDS})$", re.IGNORECASE)
# It has one, or somebody's name stands in its place.
_HAS_ONE = re.compile(r"(?:the|an?|our|your|this)\s|\S+['’]s?\s", re.IGNORECASE)


def with_the(name: str) -> str:
    """'the Symposium on Teaching' for 'Symposium on Teaching'; 'Sub-forum 1' and 'AI Days' stay as
    they are.
    """
    head = _YEAR.sub("", _HEAD.split(name, maxsplit=1)[0])
    return f"the {name}" if _IS_ONE.match(head) and not _HAS_ONE.match(name) else name
