"""Versions of what the public sees: one number a scope, raised by every writing transaction.

A process re-reads all stamps at most every two seconds (one query), so a page served from its cache
costs no query and a change shows on every worker within that time; in the process that made the
change it shows at once.
"""

import hashlib
import time
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

RE_READ_AFTER = 2.0  # seconds

SITE = "site"

_lock = Lock()
_values: dict[str, int] = {}
_read_at = float("-inf")


def conference_scope(slug: str) -> str:
    return f"conference:{slug}"


def seats_scope(slug: str) -> str:
    """What rises with every registration: of pages that show the seats left, and of no others."""
    return f"seats:{slug}"


def alliance_scope(slug: str) -> str:
    return f"alliance:{slug}"


def raise_stamps(*scopes: str) -> None:
    """Raise the stamps of `scopes` inside the current transaction; two queries a scope at most."""
    from conference.models import Stamp

    risen = {"value": F("value") + 1, "raised_at": timezone.now()}
    with transaction.atomic():
        for scope in sorted(set(scopes)):
            if not Stamp.objects.filter(scope=scope).update(**risen):
                Stamp.objects.update_or_create(
                    scope=scope, defaults=risen, create_defaults={"value": 1}
                )
    transaction.on_commit(forget)


def forget() -> None:
    """Let this process re-read the stamps before its next answer."""
    global _read_at
    _read_at = float("-inf")


def version_of(scopes) -> str:
    """The version of a page made from `scopes`: their stamps and the code that draws it.

    No query while the stamps are younger than two seconds, one otherwise.
    """
    values = _current()
    parts = [f"{scope}={values.get(scope, 0)}" for scope in sorted(scopes)]
    return hashlib.sha256("\n".join([code_version(), *parts]).encode()).hexdigest()[:20]


def _current() -> dict[str, int]:
    global _values, _read_at
    now = time.monotonic()
    if now - _read_at > RE_READ_AFTER:
        from conference.models import Stamp

        # The clock is set before the query: a raise that commits meanwhile resets it again.
        with _lock:
            _read_at = now
        _values = dict(Stamp.objects.values_list("scope", "value"))
    return _values


@cache
def code_version() -> str:
    """Hash of what draws a page: our source, templates, catalogs and the static manifest."""
    digest = hashlib.sha256()
    root = Path(settings.BASE_DIR)
    files = [
        path
        for folder in ("config", "conference", "alliance", "templates", "locale")
        for path in (root / folder).rglob("*")
        if path.suffix in {".py", ".html", ".xml", ".txt", ".mo"}
    ]
    manifest = Path(settings.STATIC_ROOT or root) / "staticfiles.json"
    for path in [*sorted(files), manifest]:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
