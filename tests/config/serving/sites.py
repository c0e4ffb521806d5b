"""Whole servers of our own, and asking them."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress

from django.conf import settings

ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DATA_DIR")
}


def free_port():
    """One that a server may take later: the system gives it to nobody who asks for any, and two
    runs do not draw alike (hypothesis seeds `random`).
    """
    for port in random.SystemRandom().sample(range(15_000, 32_000), 100):
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def environment(folder, port, **more):
    return ENVIRONMENT | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "WORKERS": "1",
        "TASK_WORKERS": "0",
        "DEMO": "0",
        **more,
    }


@contextmanager
def served(folder, port, **more):
    """A running server and the files of what it says, ended with SIGTERM."""
    with (folder / "said").open("w+") as said, (folder / "logged").open("w+") as logged:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env=environment(folder, port, **more),
            stdout=said,
            stderr=logged,
        )
        try:
            wait_for_port(port, process)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0, (folder / "logged").read_text()


def wait_for_port(port, process):
    deadline = time.monotonic() + 600  # it ends sooner where the process does
    while time.monotonic() < deadline and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def ask(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(connection):
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode()
