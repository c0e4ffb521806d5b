"""A sheet of replies between its preview and its confirmation.

It waits in the cache that all workers share (a table of the database, or Redis), because a page
must not carry personal data back and forth and the next request may reach another machine. Only
the account that sent it can go on with it, for one conference, for an hour; what it holds is the
table of cells, checked again when it is added.
"""

import json
import re
import secrets
import zlib

from django.core.cache import cache

KEPT_FOR = 60 * 60  # seconds


def keep(user, conference, table, *, name: str) -> str:
    """Put a table aside; returns the token that the page holds instead of it."""
    token = secrets.token_urlsafe(24)
    packed = zlib.compress(json.dumps([name, table]).encode(), 6)
    cache.set(_key(user, conference, token), packed, KEPT_FOR)
    return token


def fetch(user, conference, token: str):
    """(file name, table) of this account's token for this conference, or None."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{32}", token):
        return None
    packed = cache.get(_key(user, conference, token))
    if packed is None:
        return None
    name, table = json.loads(zlib.decompress(packed))
    return name, table


def finish(user, conference, token: str, added: int) -> None:
    """Note that the sheet was added, so that its confirmation sent again gets the same answer."""
    cache.delete(_key(user, conference, token))
    cache.set(f"{_key(user, conference, token)}:added", added, KEPT_FOR)


def added_by(user, conference, token: str) -> int | None:
    """How many people this confirmation has added already; None when it was not served yet."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{32}", token):
        return None
    return cache.get(f"{_key(user, conference, token)}:added")


def _key(user, conference, token):
    return f"replies:{conference.pk}:{user.pk}:{token}"
