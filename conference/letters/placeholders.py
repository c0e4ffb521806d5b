"""{name} in a text: which there are, which are unknown, and putting values in their place.

A value is put in as it is and never read again, so that a person who is called {link} gets none.
A brace that opens nothing is a brace.
"""

import re
from collections.abc import Iterable, Mapping

NAME = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
ANY = re.compile(r"\{\s*([^{}\n]{0,60}?)\s*\}")


def named(text: str) -> list[str]:
    """What a text names, each once, in order, as it is written: `{ Name }` is 'Name'."""
    return list(dict.fromkeys(ANY.findall(text)))


def unknown(text: str, known: Iterable[str]) -> list[str]:
    """What it names and is not `known`: mistyped, or of another occasion."""
    known = set(known)
    return [name for name in named(text) if name not in known]


def filled(text: str, values: Mapping[str, str], *, kept: Iterable[str] = ()) -> str:
    """The text with its values; what is in `kept` stays a placeholder, another name is ''."""
    kept = set(kept)

    def put(found: re.Match[str]) -> str:
        name = found.group(1)
        return found.group(0) if name in kept else str(values.get(name, ""))

    return NAME.sub(put, text)
