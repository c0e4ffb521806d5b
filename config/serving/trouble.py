"""What keeps the site from its data, as a sentence for whoever runs it.

Sentences name no path: `/health/ready` shows them to anybody. There and in logs they are English
(`in_english`); where a command refuses, they stand in a sentence in the language of the terminal.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

GONE = _("the database file is gone; put it back, or restore a backup")
READ_ONLY = _(
    "the database file, one of those beside it (-wal, -shm) or their folder cannot be written, so "
    "nothing is saved; let the account that runs the site write there"
)
NO_FILES = _(
    "the data folder cannot be written, so no picture and no file is saved; let the account that "
    "runs the site write there"
)
FULL = _("the disk is full, so nothing is saved; make room")
NOT_PREPARED = _(
    "the database is not prepared for this version of Lectern; start the site with “manage.py "
    "serve”, or run “manage.py migrate”"
)
# A table, a column: of PostgreSQL, whose driver is not always loaded.
UNDEFINED = ("42P01", "42703")
LEAST_ROOM = 1024 * 1024  # bytes


def in_english(reason: str | Promise) -> str:
    with override("en"):
        return str(reason)


def of_error(error: BaseException) -> str | Promise:
    """Why the database or the disk refused something; "" where nothing of it is known. Asks the
    file system alone, since a database that hangs would keep the log waiting.
    """
    if is_not_prepared(error):
        return NOT_PREPARED
    return of_files() if isinstance(error, DatabaseError | InterfaceError | OSError) else ""


def of_files() -> str | Promise:
    """What can be seen from outside: the file of SQLite, its folder, the folder of the data."""
    folder = Path(settings.DATA_DIR)
    if connection.vendor == "sqlite" and (file := _database_file()):
        if not file.exists():
            return GONE
        beside = [Path(f"{file}-wal"), Path(f"{file}-shm")]
        if not all(
            os.access(path, os.W_OK) for path in (file, file.parent, *beside) if path.exists()
        ):
            return READ_ONLY
        folder = file.parent
    elif not os.access(folder, os.W_OK):
        return NO_FILES
    with suppress(OSError):
        if shutil.disk_usage(folder).free < LEAST_ROOM:
            return FULL
    return ""


def _database_file() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    return None if ":memory:" in name or "mode=memory" in name else Path(name)


def is_not_prepared(error: BaseException) -> bool:
    """Whether a table or a column is missing: `migrate` did not run."""
    said = str(error)
    return (
        isinstance(error, DatabaseError) and said.startswith(("no such table", "no such column"))
    ) or getattr(error.__cause__, "sqlstate", "") in UNDEFINED


class Preparation:
    """Whether the database has had all migrations. Once it has, nobody asks again: a process never
    meets newer code. Two queries until then, and the migrations' files the first time.
    """

    _wanted: set | None = None
    _is_done = False

    @classmethod
    def is_done(cls) -> bool:
        if not cls._is_done:
            if cls._wanted is None:
                cls._wanted = set(MigrationLoader(None).graph.leaf_nodes())
            had = MigrationRecorder(connection).applied_migrations()
            cls._is_done = cls._wanted <= had.keys()
        return cls._is_done
