"""A scan by the station's door beside a bare view that does one select and one insert.

One scratch site on SQLite with 10,000 people who are expected. Our server serves it, and beside it,
by the same server from the same database, a bare Django view that reads the person and keeps a scan
in one transaction (`_bare_door`). Devices send one scan a request, each of somebody new, in rounds
that alternate. What counts is CPU time a scan, of each side the round with the least, because other
work on the machine can only add. How many queries a scan costs is asked by
tests/attendance/station/test_scans.py.

`python -m tests.bench door [--quick]`
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.loads import HOUSE, Server, end, free_port, run, wait_for

LEAST = 0.6  # of the bare view's CPU time in ours
PEOPLE = 10_000
DEVICES = 4
SERVER = ("-m", "gunicorn", "--config", "python:config.serving.server")


def main(*options):
    if not Path("/proc/self/smaps_rollup").exists():
        print("Skipped: CPU time is read from /proc, which this system lacks.")
        return []
    rounds, scans = (3, 200) if "--quick" in options else (9, 400)
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, ExitStack() as stack:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": "0",
            "TASK_WORKERS": "0",
            "WORKERS": "2",
        }
        environment.pop("DATABASE_URL", None)
        made = json.loads(run(environment, "-m", "tests.bench.door"))
        site = served(stack, environment)
        bare = served(
            stack,
            environment | {"DJANGO_SETTINGS_MODULE": "tests.bench._bare_door_settings"},
            "tests.bench._bare_door",
        )
        sides = {
            "ours": (site, f"/zh-hans/station/{made['token']}/scans/"),
            "bare": (bare, f"/scans/?checkpoint={made['checkpoint']}"),
        }
        return measured(sides, rounds, scans)


def served(stack, environment, *application):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *SERVER, *application],
        cwd=HOUSE,
        env=environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(end, process)
    wait_for(port, "/health/live", process)
    return Server(process.pid, port)


def measured(sides, rounds, scans):
    print(f"load {os.getloadavg()[0]:.1f}; {rounds} rounds of {scans} scans by {DEVICES} devices")
    found = {name: [] for name in sides}
    codes = {name: itertools.count() for name in sides}  # each person once a side
    for server, path in sides.values():
        volley(server.port, path, 40, itertools.count(PEOPLE - 100))  # warm
    for _ in range(rounds):
        for name, (server, path) in sides.items():
            before, began = server.cpu(), time.perf_counter()
            volley(server.port, path, scans, codes[name])
            took = time.perf_counter() - began
            found[name].append(((server.cpu() - before) / scans * 1000, scans / took))
    for name, rows in found.items():
        costs, rates = zip(*rows, strict=True)
        print(
            f"{name}: {min(costs):.2f} ms of CPU a scan (median {statistics.median(costs):.2f}), "
            f"{max(rates):,.0f} a second (median {statistics.median(rates):,.0f})"
        )
    ratio = min(cost for cost, _rate in found["bare"]) / min(cost for cost, _rate in found["ours"])
    pairs = zip(found["bare"], found["ours"], strict=True)
    middle = statistics.median(bare / ours for (bare, _), (ours, _) in pairs)
    print(f"bare / ours: {ratio:.2f} of the least, {middle:.2f} the median of the pairs")
    best = max(ratio, middle)
    return [f"a scan: {best:.2f} of the bare view, {LEAST} asked for"] if best < LEAST else []


def volley(port, path, scans, numbers):
    """`scans` requests of one scan each, by devices at once, each on a connection it keeps."""
    lock, asked = threading.Lock(), iter(range(scans))
    failed = []

    def send():
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                if next(asked, None) is None:
                    break
                number = next(numbers)
            now = datetime.now(UTC).isoformat()
            scan = {
                "client_id": str(uuid.uuid4()),
                "code": code(number),
                "checkpoint": "arrival",
                "method": "camera",
                "direction": "in",
                "scanned_at": now,
            }
            body = json.dumps({"scans": [scan], "sent_at": now, "by": "Wang Min"})
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            result = json.loads(text)["results"][0] if answer.status == 200 else {}
            if result.get("result") not in ("admitted", "already"):
                failed.append(f"{path} answered {answer.status}: {text[:200]!r}")
                break
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(DEVICES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(failed[0])


def code(number):
    """As a station's page reads it: codes have neither 0 nor 1."""
    return f"B2{number % PEOPLE:08}".translate({ord("0"): "A", ord("1"): "C"})


# --- Filling, in a process of its own ------------------------------------------------------------


def fill(people=PEOPLE, stations=1):
    """A scratch site with one conference of today, its people confirmed, and stations."""
    import django

    django.setup()
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    from conference.attendance.checkpoints import arrival_checkpoint
    from conference.attendance.models import Registration
    from conference.attendance.station.links import make_station
    from conference.models import Conference

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    today = timezone.now().date()
    days = {"starts_on": today, "ends_on": today + timedelta(days=1)}
    conference = Conference.objects.create(slug="door", name_en="Door", **days)
    rows = []
    for number in range(people):
        row = Registration(
            conference=conference,
            number=number + 1,
            code=code(number),
            name=f"示例{number}",
            organization_name=f"示例大学{number % 300}",
            status=Registration.Status.CONFIRMED,
            source="import",
        )
        row.prepare()
        rows.append(row)
    Registration.objects.bulk_create(rows, batch_size=500)
    ends_at = timezone.now() + timedelta(hours=12)
    tokens = [
        make_station(conference, name=f"Gate {n}", ends_at=ends_at)[1]
        for n in range(1, stations + 1)
    ]
    return {
        "token": tokens[0],
        "tokens": tokens,
        "checkpoint": arrival_checkpoint(conference).pk,
        "conference": conference.pk,
    }


if __name__ == "__main__":
    print(json.dumps(fill()))
