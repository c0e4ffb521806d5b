"""Versions of what the public sees: one number a scope, raised by every writing transaction.

A process re-reads all stamps at most every two seconds (one query), so a page served from its cache
costs no query and a change shows on every worker within that time; in the process that made the
change it shows at once. While the database cannot be reached, the last reading goes on.

One more row stands for the code that draws the pages: when this version of it was deployed.
"""

import hashlib
import logging
import time
from functools import cache
from pathlib import Path
from threading import Lock

from django.apps import apps as registry
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

logger = logging.getLogger(__name__)

RE_READ_AFTER = 2.0  # seconds
TRY_AGAIN_AFTER = 1.0  # seconds, while the database is away; so late a page is seen to be back
OWN_CHANGE_WAITS = 5.0  # seconds at most, for a reading that another thread has begun

SITE = "site"
IDENTITY = "identity"  # of the site's name and logo, which stand on every page
CODE = "code:"  # and the beginning of the code's version


def conference_scope(slug: str) -> str:
    return f"conference:{slug}"


def seats_scope(slug: str) -> str:
    """What rises with every registration: of pages that show the seats left, and of no others."""
    return f"seats:{slug}"


def alliance_scope(slug: str) -> str:
    return f"alliance:{slug}"


def of_conference(slug: str, **_kwargs) -> tuple[str, ...]:
    """The scopes of a page that one conference alone makes; for `public_page`, as the next one."""
    return (conference_scope(slug),)


def of_all_conferences(slug: str, **_kwargs) -> tuple[str, ...]:
    """Of a page of a conference that names other ones as well."""
    return (conference_scope(slug), SITE)


def raise_stamps(*scopes: str) -> None:
    """Raise the stamps of `scopes` inside the current transaction; two queries a scope at most."""
    stamps = _stamps()
    now = timezone.now()
    # Of two transactions that wait for one another the later one must not set the time back.
    risen = {"value": F("value") + 1, "raised_at": Greatest(F("raised_at"), Value(now))}
    with transaction.atomic():
        for scope in sorted(set(scopes)):
            if not stamps.filter(scope=scope).update(**risen):
                stamps.update_or_create(
                    scope=scope, defaults=risen, create_defaults={"value": 1, "raised_at": now}
                )
    transaction.on_commit(forget)


def _stamps():
    # Models import this module, so theirs is asked for where all of them are there.
    return registry.get_model("conference", "Stamp").objects


# --- Reading ---------------------------------------------------------------------------------


class Reading:
    """All stamps as they were read: {scope: (value, raised at, in unix seconds)}.

    `source` says in which database, where that can change under a running site: a file put in the
    place of another may have the same stamps, and other pages.

    One that finds what the last one found is dropped, so that a page checked against this object
    needs no other check while the object stands.
    """

    __slots__ = ("_known", "source", "stamps")

    def __init__(self, stamps: dict[str, tuple[int, float]], source=None):
        self.stamps, self.source = stamps, source
        self._known: dict[tuple, tuple[str, float]] = {}

    def of(self, scopes) -> tuple[str, float]:
        """(version, time of the last change) of a page made from `scopes`."""
        scopes = tuple(scopes)
        found = self._known.get(scopes)
        if found is None:
            shown = {*scopes} | ({IDENTITY} & self.stamps.keys())
            rows = [(scope, *self.stamps.get(scope, (0, 0.0))) for scope in sorted(shown)]
            values = [f"{scope}={value}" for scope, value, _at in rows]
            text = "\n".join([f"{code_version()} {self.source or ''}", *values])
            version = hashlib.sha256(text.encode()).hexdigest()[:20]
            found = version, max([self.deployed_at(), *(at for _scope, _value, at in rows)])
            # Scopes without a row may be made up by whoever asks, without end.
            if all(value for _scope, value, _at in rows):
                self._known[scopes] = found
        return found

    def deployed_at(self) -> float:
        row = self.stamps.get(code_scope())
        return row[1] if row else changed_on_disk_at()


_reading: Reading | None = None
_due = float("-inf")  # by the monotonic clock
_read_at = float("-inf")  # the same
_forgotten = 0  # how often; tells a reading in progress that it may be too old
_is_away = False
_reader, _state = Lock(), Lock()


def forget() -> None:
    """Let this process re-read the stamps before its next answer."""
    global _due, _forgotten
    with _state:
        _forgotten += 1
        _due = float("-inf")


def version_of(scopes) -> str:
    """The version of a page made from `scopes`: their stamps and the code that draws it.

    No query while the stamps are younger than two seconds, one otherwise.
    """
    return current().of(scopes)[0]


def current() -> Reading:
    """The stamps, at most two seconds old. One thread reads, the others go on with the last ones.

    After a change of this process's own they wait for it. Raises what the database raises only
    when nothing was ever read.
    """
    if time.monotonic() < _due:
        return _reading
    return _read_again()


def lately(within: float) -> Reading:
    """The last reading, where it is not older than so many seconds; else as `current`. For what
    pages without stamps show too, at no query.
    """
    is_late = _reading is None or time.monotonic() > _read_at + within
    return current() if is_late else _reading


class DatabaseAway(OperationalError):
    """It could not be reached a moment ago, and nothing new is asked of it for another."""


def is_database_away() -> bool:
    """Whether the stamps could not be read the last time."""
    return _is_away


def database_was_heard() -> None:
    """Somebody reached it just now: whoever asks for a page next need not wait for the next try."""
    if _is_away:
        forget()


def _read_again() -> Reading:
    if _reading is None:
        _reader.acquire()
    elif _due == float("-inf"):
        if not _reader.acquire(timeout=OWN_CHANGE_WAITS):
            return _reading
    elif not _reader.acquire(blocking=False):
        return _reading
    try:
        if time.monotonic() >= _due:  # nobody has read them while this thread waited
            _read()
    finally:
        _reader.release()
    return _reading


def _read():
    global _reading, _due, _read_at, _is_away
    forgotten, began = _forgotten, time.monotonic()
    due = began + RE_READ_AFTER
    try:
        rows = _stamps().values_list("scope", "value", "raised_at")
        stamps = {scope: (value, at.timestamp()) for scope, value, at in rows}
        source = getattr(connection, "opened_file", None)
    except (DatabaseError, InterfaceError) as error:
        if _reading is None:
            raise
        if not _is_away:
            logger.warning("The stamps cannot be read; kept pages go on.", exc_info=error)
        _is_away = True
        due = time.monotonic() + TRY_AGAIN_AFTER
    else:
        if _is_away:
            logger.warning("The stamps can be read again.")
        _is_away = False
        _read_at = began
        if _reading is None or (_reading.stamps, _reading.source) != (stamps, source):
            _reading = Reading(stamps, source)
    # A change that committed since may not be in it: then the next answer reads again.
    if forgotten == _forgotten or _is_away:
        _due = due


# --- The code --------------------------------------------------------------------------------


@cache
def code_version() -> str:
    """Hash of what draws a page: our source, templates, catalogs, static files, the packages' lock,
    the address that links begin with, whether pages may be kept, and the site's name and logo.
    The same on every machine that runs this version.
    """
    shown = settings.PUBLIC_URL, settings.OFFLINE, settings.SITE_NAME, settings.SITE_LOGO
    digest = hashlib.sha256(repr(shown).encode())
    if settings.SITE_LOGO:
        digest.update(Path(settings.SITE_LOGO).read_bytes())
    root = Path(settings.BASE_DIR)
    for path in _code_files():
        digest.update(f"\n{path.relative_to(root)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def code_scope() -> str:
    return f"{CODE}{code_version()[:20]}"


@cache
def changed_on_disk_at() -> float:
    """Stands in for the time of the deploy on a database that no `migrate` told of this code."""
    return float(int(max(path.stat().st_mtime for path in _code_files())))


@cache
def _code_files() -> list[Path]:
    root = Path(settings.BASE_DIR)
    files = [
        path
        for folder in ("config", "conference", "alliance", "templates", "locale", "static")
        for path in (root / folder).rglob("*")
        if path.suffix in {".py", ".html", ".xml", ".txt", ".mo"} or folder == "static"
    ]
    return sorted(path for path in [*files, root / "requirements.txt"] if path.is_file())


def note_deploy(*, using, apps=registry, **_kwargs) -> None:
    """After `migrate`, which every deploy runs: when this code came. The same code keeps its time;
    a version that returns counts as new, because its pages differ from those last served.
    """
    stamp = apps.get_model("conference", "Stamp")
    if "raised_at" not in {field.name for field in stamp._meta.get_fields()}:
        return  # migrated back to before there was a time
    rows = stamp.objects.using(using)
    rows.filter(scope__startswith=CODE).exclude(scope=code_scope()).delete()
    rows.get_or_create(scope=code_scope(), defaults={"value": 1, "raised_at": timezone.now()})
    forget()
