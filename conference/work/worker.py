"""The worker: takes what waits, one row after another, and clears up after those that died."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Self

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import translation

from conference import scratch
from conference.hooks import Hook
from conference.models.acts import forget_what_was_kept
from conference.work import leases, signs, waking
from conference.work.kinds import Broken, WorkRefused
from conference.work.models import Job

BEAT = 1.0  # seconds between two renewals of a lease, which also tell how far it is
SWEEP = 30.0  # seconds between two sweeps
AWAY = 5.0  # seconds before a database that is away is asked again
AWAY_ERRORS = (OperationalError, InterfaceError)

# Asked on each turn, with the event that is set when the worker should stop: do some of what is
# due, and say True where there was any. And with each sweep: clear up after workers that died.
CHORES: Hook[[Event], bool] = Hook("What else is to be done in the background?")
SWEEPS: Hook[[], int] = Hook("What else is cleared up after dead workers?")

logger = logging.getLogger(__name__)


class Hold:
    """A lease kept by a thread of its own for as long as the block runs.

    Its own connection: on SQLite one that is reading a list cannot write once somebody else has.
    """

    def __init__(self, job: Job, stopping: Event, *, beat: float = BEAT):
        self.job, self.stopping, self.beat = job, stopping, beat
        self.done = self.total = 0
        self.is_lost = False
        self._over = Event()
        self._thread = Thread(target=self._keep, name="lease", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def tell(self, done: int, total: int) -> None:
        """How far it is. Raises Broken where going on is in vain."""
        self.done, self.total = done, total
        if self.is_lost or self.stopping.is_set():
            raise Broken

    def _keep(self) -> None:
        try:
            while not self._over.wait(self.beat) and not self.is_lost:
                try:
                    self.is_lost = not leases.renew(self.job, done=self.done, total=self.total)
                except AWAY_ERRORS:
                    connection.close()  # busy or away: the lease lasts longer than that
        finally:
            connection.close()


def work_once(stopping: Event | None = None, *, beat: float = BEAT) -> Job | None:
    """Take one row and see it through; the row, or None where none waits."""
    stopping = stopping or Event()
    job = leases.take()
    if job is None:
        return None
    with translation.override(job.language), Hold(job, stopping, beat=beat) as hold:
        try:
            made = job.rules.make(job, hold.tell)
            with made.file:
                leases.finish(job, made)
        except WorkRefused as refusal:
            leases.fail(job, refusal.message)
        except Broken:
            # Cancelled, or taken over by another: then this changes nothing.
            leases.give_back(job)
        except AWAY_ERRORS:
            raise  # nothing can be written about it now: its lease will expire
        except Exception:
            logger.exception("work: %s failed in attempt %d", job.kind, job.attempts)
            leases.try_again_later(job)
    return job


def run(
    stopping: Event,
    *,
    is_orphan: Callable[[], bool] = lambda: False,
    is_full: Callable[[], bool] = lambda: False,
) -> None:
    """Work until `stopping` is set, `is_orphan` says that whoever started this is gone, or, after a
    row, `is_full` that this process should make room for a fresh one.
    """
    swept, is_away = None, False
    while not (stopping.is_set() or is_orphan()):
        try:
            close_old_connections()
            if swept is None or time.monotonic() - swept >= SWEEP:
                signs.give()
                leases.sweep()
                SWEEPS.ask()
                leases.purge()
                scratch.clear()
                forget_what_was_kept()
                swept = time.monotonic()
            has_worked = work_once(stopping) is not None
            has_worked = any(CHORES.ask(stopping)) or has_worked
            is_away = False
        except AWAY_ERRORS:
            if not is_away:
                logger.warning("work: the database cannot be used; the worker waits for it")
            is_away, has_worked = True, False
            connection.close()
            stopping.wait(AWAY)
        if has_worked and is_full():
            return
        if not has_worked:
            close_old_connections()
            waking.wait(stopping)
