"""SQLite whose file may be deleted, moved or replaced while the site runs.

SQLite goes on in the file it has opened, also when no path leads there any more: everything would
be answered with "saved", and be gone with the last process. So each statement and each end of a
transaction asks whether the opened file still lies at its path. If not, it is refused as of a
database out of reach, and the next request opens what lies there then. One `stat` a statement,
some two microseconds.
"""

import os

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# Paths that this process has had a database at: one that vanished is not made anew, empty.
_known: set[str] = set()
# {identity of a write-ahead log: that of its database}. A log left behind by another file would be
# played into the new one, and damage it.
_logs: dict[tuple[int, int], tuple[int, int]] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    opened_file = None  # (device, inode) of a file, None of a database in memory

    def get_new_connection(self, conn_params):
        path = str(conn_params["database"])
        found, log = identity(path), identity(f"{path}-wal")
        if found is None and path in _known:
            raise OperationalError("The database file is gone.")
        if _logs.get(log, found) != found:
            raise OperationalError(
                "Another file was put in the place of the database, beside the log of the former "
                f"one: stop the site, delete {path}-wal and {path}-shm, and start it again."
            )
        connection = super().get_new_connection(conn_params)
        connection.execute("SELECT 1 FROM sqlite_master").close()  # its log is opened by the first
        self.opened_file, log = identity(path), identity(f"{path}-wal")
        if self.opened_file is not None:
            _known.add(path)
            if log is not None:
                _logs[log] = self.opened_file
        return connection

    def is_file_away(self) -> bool:
        if self.opened_file is None:
            return False
        return identity(self.settings_dict["NAME"]) != self.opened_file

    def refuse_lost_file(self):
        if self.is_file_away():
            raise OperationalError("The database file was moved, deleted or replaced.")

    def create_cursor(self, name=None):
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


def identity(path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116  at every statement; a Path takes thrice as long
    except OSError:
        return None
    return found.st_dev, found.st_ino
