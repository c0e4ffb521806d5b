"""SQLite whose file may be deleted, moved or replaced while the site runs.

SQLite goes on in the file it has opened, also when no path leads there any more: everything would
be answered with "saved", and be gone with the last process. So each statement by itself, and each
begin and end of a transaction, asks whether the opened file still lies at its path. If not, it is
refused as of a database out of reach, and the next request opens what lies there then. The cost is
one `stat` (docs/performance.md). What is copied onto the file, into the same one, looks like any
other write and is not noticed.
"""

import os
import threading
from contextlib import suppress

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# Paths that this process has had a database at: one that vanished is not made anew, empty.
_known: set[str] = set()
# {path: (descriptor of the write-ahead log beside it, identity of its database)}. A log left behind
# by another file would be played into the new one, and damage it. The log is held open, so that no
# new one gets its number; SQLite locks the other two files, so that closing it frees no lock.
_logs: dict[str, tuple[int, tuple[int, int]]] = {}
_keeping = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    path = None
    opened_file = None  # (device, inode) of a file, None of a database in memory

    def get_new_connection(self, conn_params):
        path = str(conn_params["database"])
        found = identity(path)
        if found is None and path in _known:
            raise OperationalError("The database file is gone.")
        if is_log_of_another(path, found):
            raise OperationalError(
                "Another file was put in the place of the database, beside the log of the former "
                f"one: stop the site, delete {path}-wal and {path}-shm, and start it again."
            )
        connection = super().get_new_connection(conn_params)
        connection.execute("SELECT 1 FROM sqlite_master").close()  # its log is opened by the first
        self.path, self.opened_file = path, identity(path)
        if self.opened_file is not None:
            _known.add(path)
            keep_log(path, self.opened_file)
        return connection

    def is_file_away(self) -> bool:
        if self.opened_file is None:
            return False
        return identity(self.path) != self.opened_file

    def refuse_lost_file(self):
        if self.is_file_away():
            raise OperationalError("The database file was moved, deleted or replaced.")

    def create_cursor(self, name=None):
        if not self.in_atomic_block:  # whose end asks for all of its statements
            self.refuse_lost_file()
        return super().create_cursor(name)

    def commit(self):
        self.refuse_lost_file()
        super().commit()
        # What went into a file that was taken away at this moment is lost as well.
        self.refuse_lost_file()

    def close_if_unusable_or_obsolete(self):
        """Between two requests: what lies at the path now is another database."""
        if self.connection is not None and self.is_file_away():
            self.close()
        super().close_if_unusable_or_obsolete()


def is_log_of_another(path: str, database) -> bool:
    with _keeping:
        log, owner = _logs.get(path, (None, database))
        return owner != database and identity(log) == identity(f"{path}-wal")


def keep_log(path: str, database):
    with _keeping:
        log, _owner = _logs.get(path, (None, None))
        if log is not None and identity(log) == identity(f"{path}-wal"):
            return
        with suppress(OSError):  # a database without a log
            _logs[path] = os.open(f"{path}-wal", os.O_RDONLY | os.O_CLOEXEC), database
            if log is not None:
                os.close(log)


def identity(path: str | int) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116  at every statement; a Path takes thrice as long
    except OSError:
        return None
    return found.st_dev, found.st_ino
