"""Our server beside gunicorn's own threads and granian: speed, memory, and what rude clients do.

granian is no dependency: `.venv/bin/pip install granian` (and `pip uninstall` after) makes it
comparable, else it is left out. All run two workers of four threads on one scratch site, one after
the other within each round. docs/performance.md keeps a run and what it decided.

`python -m tests.bench servers [--quick]`
"""

import importlib.util
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.bench.loads import (
    BROWSER,
    HOUSE,
    Server,
    end,
    fetch,
    free_port,
    memory,
    own_load,
    run,
    wait_for,
)
from tests.bench.pages import WORKERS

THREADS = 4
LONGEST_WAIT = 90.0  # seconds; where none came within it, the server is held
IMPATIENT = 120  # clients at once while the server reloads or stops


def main(*options):
    if not Path("/proc/self/smaps_rollup").exists():
        print("Skipped: CPU time and memory are read from /proc, which this system lacks.")
        return []
    if importlib.util.find_spec("granian") is None:
        del COMMANDS["granian"]
        print("Without granian, which is not installed.")
    quick = "--quick" in options
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, ExitStack() as stack:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": "0",
            "TASK_WORKERS": "0",
            "WORKERS": str(WORKERS),
        }
        environment.pop("DATABASE_URL", None)
        made = json.loads(run(environment, "-m", "tests.bench.pages", "costs", "True"))
        paths = made["paths"]
        started = {name: start(stack, environment, name) for name in COMMANDS}
        speeds(started, paths, rounds=2 if quick else 5)
        for name, server in started.items():
            most = max(rss for rss, _pss in map(memory, children(server)))
            print(f"{name:>9}: {most:.0f} MB the larger worker after that")
        for name, server in started.items():
            rude(name, server.port, paths["schedule 600"])
        for name, server in started.items():
            for what in (signal.SIGHUP, signal.SIGTERM):
                interrupted(name, server, what)
    return []


GUNICORN = ("-m", "gunicorn", "--config", "python:config.serving.server")
COMMANDS = {
    "ours": GUNICORN,
    "gthread": (*GUNICORN, "--worker-class", "gthread", "--keep-alive", "5"),
    "granian": (
        *("-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--access-log"),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--host", "127.0.0.1"),
        *("--http1-header-read-timeout", "10000", "--workers-kill-timeout", "30"),
        *("--respawn-failed-workers", "config.wsgi:application"),
    ),
}


def start(stack, environment, name):
    port, began = free_port(), time.monotonic()
    more = ("--port", str(port)) if name == "granian" else ()
    process = subprocess.Popen(
        [sys.executable, *COMMANDS[name], *more],
        cwd=HOUSE,
        env=environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(end, process)
    wait_for(port, "/health/live", process)
    print(f"{name:>9}: {time.monotonic() - began:.1f} s to the first answer")
    server = Server(process.pid, port)
    server.process = process
    return server


def children(server):
    """The workers alone: no helper that watches over shared memory."""
    return [pid for pid in server.workers() if memory(pid)[0] > 30]


def speeds(servers, paths, rounds):
    print("\nanswers a second and CPU ms a request, medians of the rounds; the ratio to ours")
    tag = fetch(servers["ours"].port, paths["schedule 26"], BROWSER)[1]["ETag"]
    asked = {
        "hit, 600 sessions": (paths["schedule 600"], {}),
        "hit, 26 sessions": (paths["schedule 26"], {}),
        "304": (paths["schedule 26"], {"If-None-Match": tag}),
        "drawn each time": ("/admin/login/", {}),
    }
    for label, (path, headers) in asked.items():
        found = {name: [] for name in servers}
        for server in servers.values():
            for _ in range(6):  # both workers have drawn it
                fetch(server.port, path, BROWSER)
        for _ in range(rounds):
            for name, server in servers.items():
                before = server.cpu()
                headers = headers | {"Accept-Encoding": BROWSER}
                count, seconds = own_load(server.port, path, headers, 1.0)
                found[name].append((count / seconds, (server.cpu() - before) / count * 1000))
        medians = {
            name: tuple(map(statistics.median, zip(*rows, strict=True)))
            for name, rows in found.items()
        }
        ours = medians["ours"][0]
        told = (
            f"{name} {rate:6,.0f} ({cost:.2f} ms, {rate / ours:.2f})"
            for name, (rate, cost) in medians.items()
        )
        print(f"{label:>18}", *told, sep="  ", flush=True)


# --- Clients that hold on -------------------------------------------------------------------------


def rude(name, port, path):
    """The longest that one reader of `/health/live` waits while others behave like that."""
    head = f"Host: 127.0.0.1:{port}\r\n".encode()
    kinds = {
        "60 half-sent heads": (60, b"GET / HTTP/1.1\r\n" + head + b"X-Never-"),
        "16 half-sent bodies": (
            *(16, b"POST /admin/login/ HTTP/1.1\r\n" + head),
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 99\r\n\r\na=",
        ),
        "16 who do not read": (16, f"GET {path} HTTP/1.1\r\n".encode() + head + b"\r\n"),
    }
    for kind, (count, *parts) in kinds.items():
        with holding(port, count, b"".join(parts)):
            waited = longest_wait(port)
            held = "" if waited < LONGEST_WAIT else " and is not answered"
            print(f"{name:>9}: {kind:<20} a reader waits {waited:5.1f} s{held}", flush=True)


@contextmanager
def holding(port, count, sent):
    held = []
    try:
        for _ in range(count):
            held.append(socket.create_connection(("127.0.0.1", port), timeout=5))
            held[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            held[-1].sendall(sent)
        time.sleep(0.5)
        yield
    finally:
        for connection in held:
            connection.close()
        time.sleep(0.5)


def longest_wait(port):
    """Of eight readers at once, since a lucky one may meet the worker with a thread to spare."""
    waits = []
    readers = [threading.Thread(target=lambda: waits.append(wait(port))) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return max(waits)


def wait(port):
    """Seconds to an answer; `LONGEST_WAIT` where none came."""
    began = time.monotonic()
    with suppress(OSError):
        connection = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT)
        with connection:
            connection.sendall(
                f"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                "Connection: close\r\n\r\n".encode()
            )
            if connection.recv(100):
                return time.monotonic() - began
    return LONGEST_WAIT


# --- Reload and stop ------------------------------------------------------------------------------


def interrupted(name, server, what):
    """What became of requests that were under way when the server was told so."""
    found, stop = Counter(), threading.Event()

    def browse():
        while not stop.is_set():
            said = ask(server.port)
            found[said] += 1
            if said == "refused":
                time.sleep(0.05)

    threads = [threading.Thread(target=browse) for _ in range(IMPATIENT)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    server.process.send_signal(what)
    if what == signal.SIGTERM:
        server.process.wait(timeout=60)
    else:
        time.sleep(10)
    stop.set()
    for thread in threads:
        thread.join()
    lost = {said: count for said, count in found.items() if said not in ("200", "refused")}
    print(f"{name:>9}: {what.name}, {found['200']:,} answered, lost: {lost or 'none'}", flush=True)


def ask(port):
    """The status of a whole answer; "refused", "cut", or the name of what broke it."""
    try:
        connection = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT)
    except OSError:
        return "refused"
    with connection:
        try:
            connection.sendall(
                f"GET /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                "Connection: close\r\n\r\n".encode()
            )
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        except OSError as error:
            return type(error).__name__
    head, _blank, body = answer.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    whole = answer and len(body) == int(fields.get(b"content-length", len(body)))
    return head.split(b" ")[1].decode() if whole else "cut"
