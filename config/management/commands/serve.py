"""Prepare everything and serve: what `make run` ends in."""

import json
import os
import socket
import sys
import time
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.demo.accounts import FILE_NAME
from config.management import refusal
from config.management.commands.demo import is_empty
from config.management.refusal import Refused
from config.serving import trouble


class Command(refusal.Command):
    help = gettext_lazy(
        "Prepare the database, the static files and, at the first start, the demo; "
        "then serve the site on 127.0.0.1:PORT."
    )
    # Our own order below: checks of the database make no sense before it is reachable.
    requires_system_checks = ()

    def handle(self, **options):
        refuse_taken_port(settings.PORT)
        with self.step(_("Database")):
            prepare_database()
        with self.step(_("Static files")):
            collect_static_files()
        loaded = StringIO()
        if settings.DEMO and is_empty():
            # Whole or not at all: a start that was interrupted here loads it the next time.
            with self.step(_("Demo conferences")), transaction.atomic():
                call_command("demo", stdout=loaded)
        self.say(
            "\n" + _("Lectern: %(site)s/   admin: %(site)s/admin/") % {"site": settings.PUBLIC_URL}
        )
        accounts = settings.DATA_DIR / FILE_NAME
        if loaded.getvalue():
            self.say(loaded.getvalue().strip())
        elif accounts.exists():
            self.say(_("The demo's accounts and their password: %(file)s") % {"file": accounts})
        elif is_empty():
            self.say(
                _("Make the first account: %(command)s")
                % {"command": ".venv/bin/python manage.py createsuperuser"}
            )
        self.say("")
        serve()

    def say(self, text, ending="\n"):
        self.stdout.write(text, ending=ending)
        self.stdout.flush()

    @contextmanager
    def step(self, name):
        """One progress line: the name first, how long it took when it is done."""
        self.say(f"{name} ... ", ending="")
        started = time.monotonic()
        try:
            yield
        except BaseException:
            self.say(_("failed"))
            raise
        self.say(_("done (%(seconds).1f s)") % {"seconds": time.monotonic() - started})


def refuse_taken_port(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server does it: a port just left by the last run is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Refused(
                _(
                    "Port %(port)d is reserved for the system. Choose one above 1023: "
                    "make run PORT=8001"
                )
                % {"port": port}
            ) from None
        except OSError:
            raise Refused(
                _(
                    "Port %(port)d is taken by another program. Stop it, or choose another port: "
                    "make run PORT=%(other)d"
                )
                % {"port": port, "other": port + 1 if port < 65535 else 8000}
            ) from None


def prepare_database():
    try:
        if connection.vendor == "postgresql":
            # Past the pool, which waits long and does not tell the reason.
            psycopg.connect(**connection.get_connection_params()).close()
        else:
            connection.ensure_connection()
    except (DatabaseError, psycopg.OperationalError) as error:
        if trouble.of_error(error):
            raise  # which every command puts into words
        settled = settings.DATABASES["default"]
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise Refused(
            _(
                "The database (%(kind)s, %(place)s) cannot be reached: %(reason)s. Check "
                "DATABASE_URL and that the database server runs."
            )
            % {
                "kind": connection.display_name,
                "place": settled["HOST"] or settled["NAME"],
                "reason": reason,
            }
        ) from None
    call_command("migrate", interactive=False, verbosity=0)
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", verbosity=0)


def collect_static_files():
    """Collect, compress and fingerprint, unless nothing has changed since the last time."""
    version = version_of_static_files()
    stamp = settings.STATIC_ROOT / ".version"
    if stamp.exists() and stamp.read_text() == version:
        return
    with previous_files_kept():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(version)


@contextmanager
def previous_files_kept():
    """A page of the release before, which a proxy or an open window still has, finds its files: one
    that is missing would stop every script of the page that imports it.
    """
    root = Path(settings.STATIC_ROOT)
    manifest = root / "staticfiles.json"
    named = json.loads(manifest.read_text())["paths"].values() if manifest.exists() else ()
    with TemporaryDirectory(dir=root.parent, prefix="static-before-") as aside:
        for name in named:
            for path in (root / f"{name}{ending}" for ending in ("", ".gz", ".br")):
                if path.is_file():
                    put_aside = Path(aside) / path.relative_to(root)
                    put_aside.parent.mkdir(parents=True, exist_ok=True)
                    path.rename(put_aside)
        yield
        for path in Path(aside).rglob("*"):
            target = root / path.relative_to(aside)
            if path.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                path.rename(target)


def version_of_static_files():
    """Hash over what would be collected: the storage, and each file's path, size and time."""
    digest = sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def serve():
    """Become the server: this process ends here, and signals reach the server itself."""
    connection.close()
    os.chdir(settings.BASE_DIR)
    sys.stdout.flush()
    os.execv(
        sys.executable,
        [sys.executable, "-m", "gunicorn", "--config", "python:config.serving.server"],
    )
