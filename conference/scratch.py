"""Folders for files that others write while something is made: gone with the work, also when its
process was killed, because people's names and phones stand in some.

Whoever makes one holds a lock in it, which ends with the process.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX, LOCK = "lectern-scratch-", "held"
YOUNG = 60  # seconds in which one may have no lock yet


@contextmanager
def scratch_folder() -> Iterator[str]:
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX) as folder,
        Path(folder, LOCK).open("wb") as held,
    ):
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder


def clear() -> int:
    """Remove the folders whose makers are no more; how many."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            facts = folder.lstat()
            if facts.st_uid != os.getuid() or time.time() - facts.st_mtime < YOUNG:
                continue
            with Path(folder, LOCK).open("rb") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
        except OSError:  # held, or gone meanwhile
            continue
        gone += 1
    return gone
