"""Workers as processes of their own, on the database of the test."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PATIENCE = 300  # seconds until a slow machine counts as a wrong answer


def until(holds, what="it"):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"{what} never happened"
        time.sleep(0.02)


def can_be_told_to_end(process) -> bool:
    """Whether it has come so far that SIGTERM is a word to it and not its end. Only Linux tells."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except FileNotFoundError:
        return True
    (caught,) = re.findall(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def database_url():
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    account = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}"
    port = f":{told['PORT']}" if told["PORT"] else ""
    return f"postgresql://{account}@{port}/{told['NAME']}?host={quote(told['HOST'], safe='')}"


@contextmanager
def process(folder, *command, **more):
    """A process on this test's database; killed at the end if it still runs. `more` is its
    environment's; what it says stands in the folder's file "logged".
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")} | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url(),
        **more,
    }
    with (folder / "logged").open("a") as logged:
        started = subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=logged,
            stderr=logged,
        )
        try:
            yield started
        finally:
            if started.poll() is None:
                started.kill()
            started.wait(timeout=60)
