"""500 people reply at once for the last 20 seats, to a real server, on each database there is.

Sixteen browsers fill in the public form, one person after the other. Three conferences: one with 20
seats, one with a sub-forum of 20 seats, one in which an organizer cancels, declines and raises the
seats meanwhile. Whoever got an answer must be on the list once; the seats go to the lowest numbers,
all others wait in the order of their numbers, and nobody is refused.
"""

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from threading import Thread
from urllib.parse import urlencode

from tests import postgres
from tests.bench.exports import HOUSE, free_port, run, wait_for

BROWSERS, SEATS = 16, 20
SLOWEST = 8.0  # seconds for one answer
BUSY_SEATS = 60  # what the organizer raises them to


def main(*options):
    people = 128 if "--quick" in options else 500
    broken = []
    for name, database in databases():
        with database as url, tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder:
            broken += measure(name, folder, url, people)
    return broken


def databases():
    yield "SQLite", contextlib.nullcontext("")
    if postgres.binaries() is None:
        print("PostgreSQL is not tried: its server programs are not there.")
    else:
        yield "PostgreSQL", own_postgres()


@contextlib.contextmanager
def own_postgres():
    server, folder = postgres.launch()
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        postgres.stop(server, folder)


def measure(name, folder, url, people):
    environment = os.environ | {
        "DATA_DIR": folder,
        "DATABASE_URL": url,
        "DEMO": "0",
        "TASK_WORKERS": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORT": str(free_port()),
        "TRUSTED_PROXY_COUNT": "1",
    }
    module = ("-m", "tests.bench.replies")
    run(environment, *module, "make")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:config.serving.server"],
        cwd=HOUSE,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    broken = []
    try:
        wait_for(f"http://127.0.0.1:{environment['PORT']}/health/live")
        for slug in ("seats", "forum", "busy"):
            organizer = None
            if slug == "busy":
                organizer = subprocess.Popen(
                    [sys.executable, *module, "organize"], cwd=HOUSE, env=environment
                )
            began = time.perf_counter()
            answers = reply_at_once(int(environment["PORT"]), slug, people)
            seconds = time.perf_counter() - began
            if organizer is not None:
                organizer.send_signal(signal.SIGTERM)
                organizer.wait(timeout=60)
            slowest = max(took for _status, took in answers)
            print(
                f"{name:>10} {slug:<6} {people} replies in {seconds:5.1f} s, the slowest answer "
                f"{slowest:4.1f} s",
                flush=True,
            )
            rows = json.loads(run(environment, *module, "tell", slug))
            faults = faults_of(slug, people, [status for status, _took in answers], rows)
            if slowest > SLOWEST:
                faults.append(f"an answer took {slowest:.1f} s, allowed are {SLOWEST}")
            broken += [f"{name}, {slug}: {fault}" for fault in faults]
    finally:
        server.terminate()
        server.wait(timeout=30)
    return broken


def faults_of(slug, people, statuses, rows):
    """What is not as promised; `rows` are [number, status, place in line, holds the sub-forum,
    place in the sub-forum's line] in the order of the numbers."""
    faults = []
    if refused := [status for status in statuses if status != 302]:
        faults.append(f"{len(refused)} were refused: {sorted(set(refused))}")
    if [row[0] for row in rows] != list(range(1, people + 1)):
        faults.append(f"{len(rows)} are on the list, not each of {people} once")
    waits = [row[2] for row in rows if row[1] == "waitlisted"]
    if waits != sorted(waits) or len(set(waits)) != len(waits):
        faults.append("they do not wait in the order of replying")
    if slug == "seats":
        wanted = ["confirmed"] * SEATS + ["waitlisted"] * (people - SEATS)
        if [row[1] for row in rows] != wanted:
            faults.append(f"not the first {SEATS} have the seats")
    elif slug == "forum":
        if [row[3] for row in rows] != [True] * SEATS + [False] * (people - SEATS):
            faults.append(f"not the first {SEATS} have the sub-forum's seats")
        places = [row[4] for row in rows[SEATS:]]
        if places != list(range(1, people - SEATS + 1)):
            faults.append("they do not wait for the sub-forum in the order of replying")
    else:
        seated = [row[0] for row in rows if row[1] == "confirmed"]
        first = min((row[0] for row in rows if row[1] == "waitlisted"), default=people + 1)
        if len(seated) != BUSY_SEATS:
            faults.append(f"{len(seated)} have one of {BUSY_SEATS} seats")
        if any(number > first for number in seated):
            faults.append("somebody has a seat before the first in line")
    return faults


# --- The browsers ---------------------------------------------------------------------------------


def reply_at_once(port, slug, people):
    """[(status, seconds)] of each person's reply."""
    answers = []
    shares = [range(n, people, BROWSERS) for n in range(BROWSERS)]
    threads = [Thread(target=browse, args=(port, slug, share, answers)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def browse(port, slug, share, answers):
    for n in share:
        began = time.perf_counter()
        try:
            status = send(port, slug, n)
        except OSError as error:
            status = type(error).__name__
        answers.append((status, time.perf_counter() - began))


def send(port, slug, n):
    path, connection = (
        f"/en/conferences/{slug}/register/",
        http.client.HTTPConnection("127.0.0.1", port, timeout=60),
    )
    # Every person has an address of their own, as behind a proxy.
    headers = {"X-Forwarded-For": f"10.0.{n // 250}.{n % 250}"}
    with contextlib.closing(connection):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        html = response.read().decode()
        if response.status != 200:
            return response.status
        cookies = [line.partition(";")[0] for line in response.headers.get_all("Set-Cookie", [])]
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|form_id)" value="([^"]+)"', html))
        fields |= {"name": f"来{n}", "organization_name": f"{n}大学", "title": "教授"}
        fields |= {"phone": f"+44 7700 9{n:05}", "consent": "on"}
        if chosen := re.search(r'name="sessions" value="([^"]+)"', html):
            fields["sessions"] = chosen[1]
        headers |= {
            "Cookie": "; ".join(cookies),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", path, urlencode(fields), headers)
        response = connection.getresponse()
        response.read()
        return response.status


# --- Inside the site ------------------------------------------------------------------------------


def make():
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    from conference.program.release.publishing import publish
    from tests.factories import make_conference, make_reply_form, make_session

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    now = timezone.now()
    for slug in ("seats", "forum", "busy"):
        conference = make_conference(slug=slug)
        if slug == "forum":
            make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy", seats=SEATS)
        else:
            make_session(conference, "10:00")
        publish(conference)
        make_reply_form(
            conference,
            seats=None if slug == "forum" else SEATS,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
        )


def organize():
    """Cancel, decline and raise the seats, in turns, until told to stop."""
    from conference.attendance.models import Registration, ReplyForm
    from conference.attendance.registering import list_lock, set_status
    from conference.attendance.seats import fill_seats
    from conference.models import Conference

    ends = []
    signal.signal(signal.SIGTERM, lambda *_: ends.append(True))
    conference, turn = Conference.objects.get(slug="busy"), 0
    while True:
        stop = bool(ends)
        people = Registration.objects.filter(conference=conference, status="confirmed")
        if first := people.order_by("number").first():
            if turn < 40:
                set_status(conference, [first], ("cancelled", "declined")[turn % 2])
            turn += 1
        with list_lock(conference):
            form = ReplyForm.objects.get(conference=conference)
            form.seats = BUSY_SEATS if stop else min(BUSY_SEATS, form.seats + 1)
            form.save()
            fill_seats(conference)
        if stop:
            return
        time.sleep(0.05)


def tell(slug):
    from conference.attendance.models import Registration
    from conference.attendance.seats import places_in_forums

    rows = Registration.objects.filter(conference__slug=slug).order_by("number")
    print(json.dumps([
        [
            *(row.number, row.status, row.waits_as, row.sessions.exists()),
            next((place.number for place in places_in_forums(row)), None),
        ]
        for row in rows
    ]))  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    {"make": make, "organize": organize, "tell": tell}[sys.argv[1]](*sys.argv[2:])
