"""A file between its preview and its confirmation.

It waits in the cache that all workers share (a table of the database, or Redis), because a page
must not carry it, or the people in it, back and forth, and the next request may reach another
machine. Only the account that sent it can go on with it, for one conference, for an hour; what is
confirmed is read and checked again.

    token = SHEETS.keep(user, conference, content)       the preview holds the token
    SHEETS.fetch(user, conference, token)                the confirmation asks for the content,
    SHEETS.finish(user, conference, token, answer)       does what it says, and notes its answer
    SHEETS.answer_of(user, conference, token)            sent again, it gets the same answer
    SHEETS.note(user, conference, token, value)          what was said of it meanwhile waits with it
    SHEETS.noted(user, conference, token)
    SHEETS.drop(user, conference, token)                 nobody wants it any more
"""

import re
import secrets
import zlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

KEPT_FOR = 60 * 60  # seconds
MAX_PACKED = 8 * 1024 * 1024  # bytes
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True)
class WaitingFiles:
    """The files of one kind. Each call costs one query where the cache is a table, `finish` two."""

    kind: str

    def keep(self, user, conference, content: bytes) -> str:
        """Put a file aside; returns the token that the page holds instead of it, '' for one that is
        too large even when it is packed.
        """
        packed = zlib.compress(content, 6)
        if len(packed) > MAX_PACKED:
            return ""
        token = secrets.token_urlsafe(24)
        cache.set(self._key(user, conference, token), packed, KEPT_FOR)
        return token

    def fetch(self, user, conference, token: str) -> bytes | None:
        """What this account's token stands for; None when it expired or is another's."""
        if not TOKEN.fullmatch(token):
            return None
        packed = cache.get(self._key(user, conference, token))
        return None if packed is None else zlib.decompress(packed)

    def finish(self, user, conference, token: str, answer: Any) -> None:
        """Note that the file was taken: its confirmation sent again gets the same answer."""
        key = self._key(user, conference, token)
        cache.delete_many([key, f"{key}:note"])
        cache.set(f"{key}:done", answer, KEPT_FOR)

    def answer_of(self, user, conference, token: str) -> Any:
        """What the confirmation of this token was answered; None when it was not served yet."""
        if not TOKEN.fullmatch(token):
            return None
        return cache.get(f"{self._key(user, conference, token)}:done")

    def note(self, user, conference, token: str, value: Any) -> None:
        """Keep a small value beside the file, which then waits for an hour from now on."""
        key = self._key(user, conference, token)
        cache.set(f"{key}:note", value, KEPT_FOR)
        cache.touch(key, KEPT_FOR)

    def noted(self, user, conference, token: str) -> Any:
        """What was noted last, None for nothing."""
        if not TOKEN.fullmatch(token):
            return None
        return cache.get(f"{self._key(user, conference, token)}:note")

    def drop(self, user, conference, token: str) -> None:
        """Forget the file and what was noted of it."""
        if TOKEN.fullmatch(token):
            key = self._key(user, conference, token)
            cache.delete_many([key, f"{key}:note"])

    def _key(self, user, conference, token):
        return f"{self.kind}:{conference.pk}:{user.pk}:{token}"
