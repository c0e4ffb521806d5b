"""The background workers beside the server: begun with it, begun anew when one dies, ended with it.

A small process of its own keeps them (this module run as a program), so that they hang on nothing
of the server's insides. It ends, and they with it, when it is told to, and when the pipe from the
server ends, which it does however the server itself came to its end.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

HOUSE = Path(__file__).resolve().parents[2]
PULSE = 0.5  # seconds between two looks at the workers
PAUSES = (0, 1, 2, 5, 10, 30)  # seconds before one is begun anew: longer, the oftener it died
STEADY = 60  # seconds after which one that dies counts as one that had worked
GRACE = 20  # seconds to stop in, for a worker

_keeper: subprocess.Popen | None = None


# --- In the server ----------------------------------------------------------------------------


def start(count: int) -> None:
    """Begin `count` workers; 0: they run elsewhere."""
    global _keeper
    if not count:
        return
    _keeper = subprocess.Popen(
        [sys.executable, "-m", "config.serving.background", str(count)],
        cwd=HOUSE,
        stdin=subprocess.PIPE,
        start_new_session=True,  # a Ctrl+C is for the server, which then ends this
    )


def stop() -> None:
    """End them and wait for it."""
    global _keeper
    if _keeper is None:
        return
    _keeper.stdin.close()
    _keeper.terminate()
    try:
        _keeper.wait(timeout=GRACE + 5)
    except subprocess.TimeoutExpired:
        _keeper.kill()
    _keeper = None


# --- The keeper -------------------------------------------------------------------------------


class Kept:
    """One worker's place."""

    def __init__(self):
        self.process, self.began, self.deaths, self.due = None, 0.0, 0, 0.0

    def tend(self):
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            if now - self.began > STEADY:
                self.deaths = 0
            self.due = now + PAUSES[min(self.deaths, len(PAUSES) - 1)]
            self.deaths += 1
            tell_of(self.process.returncode)
            self.process = None
        if self.process is None and now >= self.due:
            self.began = now
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "work", "--beside"],
                cwd=HOUSE,
                stdin=subprocess.DEVNULL,
            )

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None


def tell_of(status: int) -> None:
    """A line of the log, in its form; that it needs Django is no reason to load it before."""
    from config.serving.logs import JsonFormatter

    handler, logger = logging.StreamHandler(), logging.getLogger("lectern.background")
    handler.setFormatter(JsonFormatter())
    logger.handlers, logger.propagate = [handler], False
    logger.warning("a background worker ended (%d) and is begun anew", status)


def keep(count: int) -> None:
    ending = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())

    def listen():
        # Not `sys.stdin`: its lock, held here at the end, makes the interpreter abort.
        while os.read(0, 512):
            pass
        ending.set()

    Thread(target=listen, daemon=True).start()
    places = [Kept() for _ in range(count)]
    while not ending.is_set():
        for place in places:
            place.tend()
        ending.wait(PULSE)
    running = [place.process for place in places if place.is_running]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(timeout=max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()  # what it held waits for the next start, or for another worker


if __name__ == "__main__":
    keep(int(sys.argv[1]))
