"""A file between its preview and its confirmation.

It waits in the cache that all workers share (a table of the database, or Redis), because the next
request may reach another machine. Only the account that sent it can go on with it, for one
conference, for an hour; it is read and compared again when it is confirmed.
"""

import re
import secrets
import zlib

from django.core.cache import cache

KEPT_FOR = 60 * 60  # seconds
MAX_PACKED = 8 * 1024 * 1024  # bytes


def keep(user, conference, raw: bytes) -> str:
    """Put a file aside; returns the token that the page holds instead of it, '' for one that is
    too large even when it is packed.
    """
    packed = zlib.compress(raw, 6)
    if len(packed) > MAX_PACKED:
        return ""
    token = secrets.token_urlsafe(24)
    cache.set(_key(user, conference, token), packed, KEPT_FOR)
    return token


def fetch(user, conference, token: str) -> bytes | None:
    """The file of this account's token for this conference."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{32}", token):
        return None
    packed = cache.get(_key(user, conference, token))
    return None if packed is None else zlib.decompress(packed)


def finish(user, conference, token: str) -> None:
    """Note that the file is in the draft: its confirmation sent again gets the same answer."""
    cache.delete(_key(user, conference, token))
    cache.set(f"{_key(user, conference, token)}:done", True, KEPT_FOR)


def is_done(user, conference, token: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9_-]{32}", token)) and bool(
        cache.get(f"{_key(user, conference, token)}:done")
    )


def _key(user, conference, token):
    return f"schedule:{conference.pk}:{user.pk}:{token}"
