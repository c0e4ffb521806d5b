"""The demo: the founding event from its facts, and a sample symposium that fills every page.

`manage.py demo` loads each part once, in one transaction; what is there already is not touched.
Identities come from names, so that every installation has the same addresses and so that samples
can be told from what people entered.
"""

import string
import uuid

from conference.codes import ALPHABET, BADGE_ALPHABET

NAMESPACE = uuid.UUID("5a1f6d0e-8b6e-4c7f-9a55-3d1b7c2e4f80")


def identity(key: str) -> uuid.UUID:
    """The guid of the demo's row named `key`, the same on every installation."""
    return uuid.uuid5(NAMESPACE, key)


def code(key: str) -> str:
    """Six of 0-9A-Z for the demo's row named `key`: its code in addresses."""
    return _digits(key, ALPHABET, 6)


def badge_code(key: str) -> str:
    """A sign-in code as `conference.codes.badge_code` makes them, but known: for samples only."""
    return _digits(key, BADGE_ALPHABET, 10)


def _digits(key, alphabet, length):
    number, found = identity(key).int, []
    for _ in range(length):
        number, rest = divmod(number, len(alphabet))
        found.append(alphabet[rest])
    if not set(found) & set(string.ascii_uppercase):  # never mistaken for a number
        found[0] = "K"
    return "".join(found)
