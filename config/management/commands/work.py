"""Do what waits in the background, until stopped."""

import os
import signal
from threading import Event

from conference.work.worker import run
from config.management import refusal


class Command(refusal.Command):
    help = (
        "Do what waits in the background (large exports and prints), until stopped. "
        "“manage.py serve” starts TASK_WORKERS of these by itself."
    )
    requires_system_checks = ()  # they load all pages; `serve` and `check` ask

    def add_arguments(self, parser):
        parser.add_argument(
            "--beside",
            action="store_true",
            help="on a machine that serves: let its readers go first, and end with the server",
        )

    def handle(self, *, beside, **options):
        stopping, parent = Event(), os.getppid()
        if beside:
            os.nice(5)  # readers of the same machine go first
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        run(stopping, is_orphan=lambda: beside and os.getppid() != parent)
