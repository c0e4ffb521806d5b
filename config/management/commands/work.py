"""Do what waits in the background, until stopped."""

import logging
import os
import signal
import sys
from threading import Event

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.work.worker import run
from config.management import refusal
from config.serving import memory

NICE = 5  # readers of the same machine go first
ENDING = (signal.SIGTERM, signal.SIGINT)

logger = logging.getLogger(__name__)


class Command(refusal.Command):
    help = gettext_lazy(
        "Do what waits in the background (large exports and prints), until stopped. "
        "“manage.py serve” starts TASK_WORKERS of these by itself."
    )
    requires_system_checks = ()  # they load all pages; `serve` and `check` ask

    def add_arguments(self, parser):
        parser.add_argument(
            "--beside",
            action="store_true",
            help=_("on a machine that serves: let its readers go first, and end with the server"),
        )

    def handle(self, *, beside, **options):
        stopping, parent = Event(), os.getppid()
        memory.give_back_what_is_freed()
        if beside:
            os.nice(max(NICE - os.nice(0), 0))
        for number in ENDING:
            signal.signal(number, lambda *_: stopping.set())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)  # held back by `begin_anew`

        def is_orphan():
            return beside and os.getppid() != parent

        def is_full():
            return memory.held() > settings.WORKER_MEMORY

        run(stopping, is_orphan=is_orphan, is_full=is_full)
        # Told to end from here on, the process that follows is told.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        if not (stopping.is_set() or is_orphan()):
            # So is a thread of a library (psycopg's pool has three), whom the mask of this one does
            # not bind: it ends the process, which has nothing in hand.
            for number in ENDING:
                signal.signal(number, signal.SIG_DFL)
            if not stopping.is_set():
                logger.warning("A background worker holds %d MB and begins anew.", memory.held())
                begin_anew()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def begin_anew():
    """The same command in the same process, which whoever started it need not notice."""
    connections.close_all()
    sys.stdout.flush()
    os.execv(sys.executable, sys.orig_argv)
