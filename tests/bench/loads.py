"""Servers of our own under load, and what they use: what the benches share."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
CLIENTS = 8
BROWSER = "gzip, deflate, br, zstd"  # its Accept-Encoding
LONGEST_START = 300  # seconds, on a machine that has other work
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A running server: its port, workers, and the CPU seconds they have used."""

    def __init__(self, pid, port):
        self.pid, self.port = pid, port

    def workers(self):
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def cpu(self):
        used = 0
        for pid in self.workers():
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                used += int(fields[11]) + int(fields[12])
        return used / TICKS


def memory(pid):
    """(resident MB, proportional MB)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return found["Rss"], found["Pss"]


def wrk(port, path, headers, seconds):
    """(answers, seconds)."""
    options = [f"-H{name}: {value}" for name, value in headers.items()]
    address, whole = f"http://127.0.0.1:{port}{path}", max(1, round(seconds))
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CLIENTS}", f"-d{whole}s", *options, address],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{path} failed under load:\n{said}")
    count, took = re.search(r"(\d+) requests in ([\d.]+)s", said).groups()
    return int(count), float(took)


def own_load(port, path, headers, seconds):
    """The same by threads of this process, which take CPU of their own."""
    counts, stop = [0] * CLIENTS, time.monotonic() + seconds

    def ask(place):
        connection = HTTPConnection("127.0.0.1", port)
        while time.monotonic() < stop:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status not in (200, 304):
                raise SystemExit(f"{path} answered {response.status}.")
            counts[place] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), seconds


def fetch(port, path, accepted="identity", tag=None):
    """(status, headers, body)."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept-Encoding": accepted} | ({"If-None-Match": tag} if tag else {})
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    found = response.status, response.headers, response.read()
    connection.close()
    return found


def wait_for(port, path, process):
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        with suppress(OSError):
            return fetch(port, path)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("A server did not start.")


def end(process):
    process.terminate()
    process.wait(timeout=30)


def run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=HOUSE, env=environment, check=True, stdout=subprocess.PIPE
    )
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def chromium_of_this_machine():
    """The program of a browser, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


def chromium_in(stack):
    """A running chromium, until the stack closes."""
    from playwright.sync_api import sync_playwright

    playwright = stack.enter_context(sync_playwright())
    program = chromium_of_this_machine()
    chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    stack.callback(chromium.close)
    return chromium
