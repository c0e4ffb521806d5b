"""How gunicorn runs the site (`-c python:config.serving.server`), started by `manage.py serve`."""

import os
import sys
from pathlib import Path

from gunicorn.glogging import Logger

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

from config.serving import background, memory
from config.serving.logs import JsonFormatter

memory.give_back_what_is_freed()


class ServerLogger(Logger):
    """The server's own log in the same form."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())
            handler.setStream(sys.stderr)


wsgi_app = "config.wsgi"
bind = f"127.0.0.1:{settings.PORT}"
workers = settings.WORKERS
worker_class = "config.serving.worker.WaitressWorker"
threads = settings.THREADS
timeout = 60
graceful_timeout = 30
backlog = 1024
# The heartbeat file must never wait for a disk.
worker_tmp_dir = next((path for path in ("/dev/shm",) if Path(path).is_dir()), None)
control_socket_disable = True
logger_class = ServerLogger
loglevel = "warning"
errorlog = "-"


def on_starting(server):
    """Only `manage.py serve` begins here with everything prepared."""
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        sys.exit(
            "Style sheets and scripts were not collected. Start the site with “manage.py serve”."
        )


def when_ready(server):
    background.start(settings.TASK_WORKERS)
    print("Ready. Ctrl+C stops it.", flush=True)


def on_reload(server):
    background.stop()
    background.start(settings.TASK_WORKERS)


def on_exit(server):
    background.stop()
