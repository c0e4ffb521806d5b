"""Exports of 100,000 people with 300,000 scans by a real server: time, size, and the memory above
the idle worker; and a workbook's time beside that of its library.

A scratch site is filled, the server and one background worker are started on it, and the lists are
asked for by HTTP, waited for and fetched. What counts is the highest resident memory of the
background worker while it makes a list (VmHWM, reset before each), less its resident memory after
it has made the first one.

Beside it, in one process, the attendance as XLSX, laid out for paper, and the same rows by
xlsxwriter alone, with constant memory too, one sheet without looks: CPU time, the least of rounds
that alternate.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROWS = 100_000
LIMIT = 64  # MB above the idle worker
TIMES = 1.3  # xlsxwriter's own time
HOUSE = Path(__file__).resolve().parents[2]
LISTS = [
    ("attendance", "csv"),
    ("attendance", "xlsx"),
    ("attendance", "json"),
    ("sign-in", "xlsx"),
    ("scans", "csv"),
    ("registrations", "csv"),
]


def main(*_options):
    if not Path("/proc/self/status").exists():
        print("Skipped: memory is read from /proc, which this system lacks.")
        return []
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": "0",
            "TASK_WORKERS": "0",
            "PORT": str(free_port()),
        }
        environment.pop("DATABASE_URL", None)
        cookie = json.loads(run(environment, "-m", "tests.bench.exports"))["session"]
        broken = beside_xlsxwriter(
            json.loads(run(environment, "-m", "tests.bench.exports", "write"))
        )
        # The product's own server, with one worker to look at.
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:config.serving.server"],
            cwd=HOUSE,
            env=environment | {"WORKERS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=HOUSE, env=environment)
        try:
            return broken + measure(worker.pid, environment["PORT"], cookie)
        finally:
            for process in (worker, server):
                process.terminate()
                process.wait(timeout=30)


def beside_xlsxwriter(found):
    times = found["ours"] / found["own"]
    print(
        f"{found['rows']:,} rows of attendance as XLSX: {found['ours']:.1f} s of CPU, xlsxwriter "
        f"{found['own']:.1f} s: {times:.2f}; reading them takes {found['reading']:.1f} s more"
    )
    return [f"a workbook takes {times:.2f} of xlsxwriter's time"] if times > TIMES else []


def measure(worker, port, cookie):
    address = f"http://127.0.0.1:{port}/zh-hans/desk"
    wait_for(f"http://127.0.0.1:{port}/health/live")
    fetch(f"{address}/large/export/sign-in.csv", cookie)
    idle = memory(worker, "VmRSS")
    print(f"{ROWS:,} people; the idle worker has {idle:.0f} MB")
    broken = []
    for name, file_format in LISTS:
        Path(f"/proc/{worker}/clear_refs").write_text("5")  # VmHWM starts again from here
        start = time.perf_counter()
        size = fetch(f"{address}/large/export/{name}.{file_format}", cookie)
        seconds = time.perf_counter() - start
        above = memory(worker, "VmHWM") - idle
        print(
            f"{name:>13}.{file_format:<4} {seconds:6.1f} s {size / 1e6:6.1f} MB file "
            f"{above:+6.1f} MB memory",
            flush=True,
        )
        if above > LIMIT:
            broken.append(f"{name}.{file_format} takes {above:.0f} MB, allowed are {LIMIT}")
    return broken


def fetch(url, cookie):
    """Ask for a list, wait until it is made, and read it; its size in bytes."""
    with opened(url, cookie) as response:
        page = response.url  # of the work, where the export led
    for _ in range(6_000):
        try:
            with opened(f"{page}file/", cookie) as response:
                return sum(len(block) for block in iter(lambda: response.read(1 << 16), b""))
        except urllib.error.HTTPError as error:
            if error.code != 404:  # not made yet
                raise
        time.sleep(0.1)
    raise SystemExit(f"{url} was never made.")


def opened(url, cookie):
    request = urllib.request.Request(url, headers={"Cookie": f"sessionid={cookie}"})
    return urllib.request.urlopen(request, timeout=600)


def memory(pid, key):
    """MB of VmRSS or VmHWM."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(key)


def wait_for(url):
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


def run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=HOUSE, env=environment, check=True, stdout=subprocess.PIPE
    )
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- Filling, in a process of its own ----------------------------------------------------------


def fill():
    """A scratch site: an empty conference, and one of ROWS people, each signed in at 3 doors."""
    import django

    django.setup()
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import transaction

    from conference.models import Conference

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # for the page that tells
    user = get_user_model().objects.create_superuser("bench", "bench@example.org", "bench")
    days = {"starts_on": "2026-05-20", "ends_on": "2026-05-21"}
    Conference.objects.create(slug="empty", name_en="Empty", **days)
    large = Conference.objects.create(slug="large", name_en="Large", **days)
    with transaction.atomic():
        people(large, user)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(json.dumps({"session": session.session_key}))


def people(conference, user):
    from datetime import UTC, datetime, timedelta

    from conference.attendance.checkpoints import arrival_checkpoint, session_checkpoint
    from conference.attendance.models import Admission, CheckIn, Registration
    from conference.program.models import Session

    forum = Session.objects.create(conference=conference, kind="sub-forum", title_en="Sub-forum")
    opening = Session.objects.create(conference=conference, title_en="Opening")
    doors = [arrival_checkpoint(conference), *map(session_checkpoint, (forum, opening))]
    opens = datetime(2026, 5, 20, tzinfo=UTC)
    through = Registration.sessions.through
    for start in range(0, ROWS, 5_000):
        rows = []
        for n in range(start, min(start + 5_000, ROWS)):
            row = Registration(
                conference=conference,
                number=n + 1,
                code=f"B{n:09}",
                name=f"示例{n}",
                name_en=f"Sample Attendee {n}",
                organization_name=f"示例大学{n % 300}",
                title="示例教授",
                phone=f"+44 7700 {n:06}",
                email=f"attendee{n}@example.org",
                source="import",
            )
            row.prepare()
            rows.append(row)
        rows = Registration.objects.bulk_create(rows)
        through.objects.bulk_create(
            through(registration_id=row.pk, session_id=forum.pk) for row in rows[::3]
        )
        for door in doors:
            scans = CheckIn.objects.bulk_create(
                CheckIn(
                    conference=conference,
                    checkpoint=door,
                    registration=row,
                    client_id=f"{door.pk}-{row.number}",
                    result="admitted",
                    scanned_at=opens + timedelta(seconds=row.number % 7_200),
                    by=user,
                    station="Desk 1",
                )
                for row in rows
            )
            Admission.objects.bulk_create(
                Admission(
                    registration_id=scan.registration_id,
                    checkpoint=door,
                    check_in=scan,
                    signed_in_at=scan.scanned_at,
                )
                for scan in scans
            )


def write():
    """Seconds of CPU that a workbook takes, ours and xlsxwriter alone, over rows that are read."""
    import django

    django.setup()
    import xlsxwriter
    from django.utils import timezone

    from conference.attendance.lists.listing import listing_of
    from conference.attendance.lists.scopes import Scope
    from conference.attendance.lists.sheets import drawn
    from conference.models import Conference
    from conference.tabular import write_workbook

    listing = listing_of(
        Conference.objects.get(slug="large"), "attendance", scope=Scope(unmasked=True)
    )
    began = time.process_time()
    rows = list(listing.rows)
    reading = time.process_time() - began
    sheet = drawn(listing, at=timezone.now(), by=None)

    def ours():
        sheet.rows = iter(rows)
        with tempfile.TemporaryFile() as file:
            write_workbook(file, [sheet])

    def own():
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
        with tempfile.TemporaryFile() as file:
            book = xlsxwriter.Workbook(file, options)
            page = book.add_worksheet()
            page.write_row(0, 0, [column.header for column in listing.columns])
            for number, row in enumerate(rows, start=1):
                page.write_row(number, 0, row)
            book.close()

    found = {"own": [], "ours": []}
    for _ in range(2):
        for make in (own, ours):
            began = time.process_time()
            make()
            found[make.__name__].append(time.process_time() - began)
    least = {name: min(seconds) for name, seconds in found.items()}
    print(json.dumps(least | {"rows": len(rows), "reading": reading}))


if __name__ == "__main__":
    {"": fill, "write": write}["".join(sys.argv[1:])]()
