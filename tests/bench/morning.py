"""A morning: 2,000 people at ten stations in 20 minutes, with everything that goes wrong.

`manage.py serve` with two workers and a background worker, from nothing, on SQLite. Each station is
a client that does what its page does: it writes each scan down with an id of its own, sends what
waits, at most 100 at once, and keeps it until it is answered. Every twentieth person is scanned at
two doors, every fortieth comes without being on the list, some codes are nobody's. Meanwhile:

- the network is lost twice for five minutes, in the middle of a request: some arrive, and their
  answers do not;
- the server is killed with everything it started (`kill -9`), and begun anew like by a service;
- the background worker is killed while the printed sheet is asked for.

Nothing may be lost, nothing doubled, and the board must say what the log says. The 20 minutes are
pressed into two; `--real` takes them as they are. With `--browsers` four of the stations are real
pages in chromium, into which is typed what was scanned; each is loaded anew without a network.

`python -m tests.bench morning [--quick] [--real] [--browsers]`
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.bench._real_stations import Pages
from tests.bench.door import code
from tests.bench.loads import HOUSE, chromium_of_this_machine, free_port, run, wait_for

PEOPLE, STATIONS, BROWSERS = 2_000, 10, 4
MINUTES = 20
LOST = ((4, 9), (12, 17))  # minutes without a network
KILLED = 10  # the minute in which the server is killed, while all send what has waited
WORKER_KILLED = 2
PRESSED = 6  # seconds that a minute takes
AT_ONCE = 100
TRIES_EVERY = 1.0  # seconds, as the page's first pause
COMES_HOME_WITHIN = 120  # seconds after the last scan


def main(*options):
    if not Path("/proc/self/stat").exists():
        print("Skipped: processes are read from /proc, which this system lacks.")
        return []
    pages = BROWSERS if "--browsers" in options else 0
    if pages and chromium_of_this_machine() is None:
        print("Skipped: there is no chromium.")
        return []
    people = 400 if "--quick" in options else PEOPLE
    minute = 60.0 if "--real" in options else PRESSED / 2 if "--quick" in options else PRESSED
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, ExitStack() as stack:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(free_port()),
            "DEMO": "0",
            "WORKERS": "2",
            "TASK_WORKERS": "1",
        }
        environment.pop("DATABASE_URL", None)
        made = json.loads(run(environment, "-m", "tests.bench.morning", "fill", str(people)))
        house = House(environment)
        stack.callback(house.kill)
        house.begin()
        morning = Morning(int(environment["PORT"]), made["tokens"], people, minute, pages)
        morning.run(house, lambda: run(environment, "-m", "tests.bench.morning", "print"))
        sent = Path(folder, "sent.json")
        sent.write_text(json.dumps(morning.sent()))
        found = json.loads(run(environment, "-m", "tests.bench.morning", "judge", str(sent)))
        return told(morning, found)


class House:
    """The site as a service keeps it: one group of processes, begun anew when it is gone."""

    def __init__(self, environment):
        self.environment, self.process = environment, None

    def begin(self):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=HOUSE,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(int(self.environment["PORT"]), "/health/live", self.process)

    def kill(self):
        """All of it at once, as when the power goes."""
        for pid in self.family():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def family(self):
        """Of our process alone: its children and theirs."""
        found = [self.process.pid]
        for pid in found:
            with suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
                found += map(int, children.split())
        return found

    def background(self):
        """The background worker."""
        for pid in self.family():
            with suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                if b"manage.py" in words[1] and b"work" in words:
                    return pid
        return None


class Morning:
    def __init__(self, port, tokens, people, minute, pages):
        self.minute, self.began = minute, 0.0
        dice = random.Random(10)
        self.pages = Pages(self, port, tokens[:pages], COMES_HOME_WITHIN)
        self.clients = [Station(self, port, token, dice.random()) for token in tokens[pages:]]
        self.stations = [*self.pages.stations, *self.clients]
        for number in range(people):
            at = dice.uniform(0, MINUTES)
            first, second = dice.sample(self.stations, 2)
            first.plan(at, code(number))
            if number % 20 == 0:
                second.plan(min(MINUTES, at + dice.uniform(0, 3)), code(number))
            if number % 100 == 0:
                second.plan(at, code(number).replace("B", "Z"))  # nobody's
            if number % 40 == 0:
                second.plan(at, "", name=f"未报名{number}")
        self.planned = sum(len(station.coming) for station in self.stations)
        self.outages = [(a * minute, b * minute) for a, b in LOST]

    def now(self):
        return time.monotonic() - self.began

    def is_lost(self):
        return any(start <= self.now() < end for start, end in self.outages)

    def run(self, house, print_sheet):
        threads = [threading.Thread(target=station.work) for station in self.clients]
        if self.pages.stations:
            threads.append(paging := threading.Thread(target=self.pages.work))
            paging.start()
            self.pages.are_open.wait()
        self.began = time.monotonic()
        self.pages.goes.set()
        for thread in (*threads, printing := threading.Thread(target=print_sheet)):
            if not thread.is_alive():
                thread.start()
        self.wait_until(WORKER_KILLED)
        if (worker := house.background()) is not None:
            os.kill(worker, signal.SIGKILL)
        print(f"{self.told()}: the background worker is killed", flush=True)
        self.wait_until(KILLED)
        house.kill()
        print(f"{self.told()}: the server is killed", flush=True)
        time.sleep(self.minute / 3)
        house.begin()
        print(f"{self.told()}: the server is back", flush=True)
        for thread in (*threads, printing):
            thread.join()
        print(f"{self.told()}: everything is answered", flush=True)

    def wait_until(self, minute):
        time.sleep(max(0.0, minute * self.minute - self.now()))

    def told(self):
        waiting = sum(len(station.waiting) for station in self.stations)
        return f"minute {self.now() / self.minute:4.1f}, {waiting} scans wait"

    def sent(self):
        return {
            "scans": {
                scan["client_id"]: scan["answer"]
                for station in self.stations
                for scan in station.answered
            },
            "unanswered": sum(len(station.waiting) for station in self.stations),
        }


class Station:
    """A device at a door: what it scans, what waits, what was answered."""

    def __init__(self, morning, port, token, seed):
        self.morning, self.port = morning, port
        self.path, self.dice = f"/zh-hans/station/{token}", random.Random(seed)
        self.coming, self.waiting, self.answered = [], [], []
        self.tries = self.failed = self.unread = 0

    def plan(self, at, code, **walk_in):
        self.coming.append((at, code, walk_in))

    def work(self):
        self.coming.sort(key=lambda one: one[0])
        coming, last = iter(self.coming), None
        following = next(coming, None)
        while following or self.waiting:
            now = self.morning.now() / self.morning.minute
            while following and following[0] <= now:
                self.scan(*following[1:])
                following = next(coming, None)
            if self.waiting and not self.send():
                time.sleep(min(TRIES_EVERY, self.morning.minute / 6))
            if following is None:
                last = last or time.monotonic()
                if time.monotonic() - last > COMES_HOME_WITHIN:
                    return
            time.sleep(0.02)

    def scan(self, code, walk_in):
        facts = {
            "client_id": str(uuid.UUID(int=self.dice.getrandbits(128), version=4)),
            "checkpoint": "arrival",
            "scanned_at": datetime.now(UTC).isoformat(),
        }
        more = walk_in | {"anyway": True} if walk_in else {"code": code, "method": "camera"}
        self.waiting.append(facts | more)

    def send(self):
        """The oldest that wait; whether they were answered."""
        is_new = "name" in self.waiting[0]
        alike = [scan for scan in self.waiting if ("name" in scan) == is_new]
        some = alike[: 10 if is_new else AT_ONCE]
        key, path = ("walk_ins", "walk-ins") if is_new else ("scans", "scans")
        self.tries += 1
        results = self.ask(path, {key: some, "by": "志愿者"})
        if results is None:
            self.failed += 1
            return False
        for scan, answer in zip(some, results, strict=True):
            assert answer["client_id"] == scan["client_id"]
            self.waiting.remove(scan)
            self.answered.append(scan | {"answer": answer["result"]})
        return True

    def ask(self, path, sent):
        if self.morning.is_lost() and self.dice.random() < 0.8:
            return None  # nothing leaves the device
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = json.dumps(sent | {"sent_at": datetime.now(UTC).isoformat()})
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"{self.path}/{path}/", body, headers)
            if self.morning.is_lost():  # what arrives is kept, and nobody hears of it
                time.sleep(0.2)
                self.unread += 1
                return None
            answer = connection.getresponse()
            text = answer.read()
            return json.loads(text)["results"] if answer.status == 200 else None
        except (OSError, HTTPException, ValueError):
            return None
        finally:
            connection.close()


def told(morning, found):
    stations = morning.stations
    print(
        f"{sum(station.tries for station in stations):,} requests, "
        f"{sum(station.failed for station in stations):,} without an answer, "
        f"{sum(station.unread for station in stations):,} of them sent"
    )
    print(", ".join(f"{name}: {value}" for name, value in found.items()))
    broken = []
    if found["sent"] != morning.planned:
        broken.append(f"{morning.planned} scans were meant, {found['sent']} made and answered")
    if found["waiting"] or found["lost"]:
        broken.append(f"{found['waiting']} scans never answered, {found['lost']} lost")
    if found["doubled"] or found["strangers"] or found["told otherwise"]:
        broken.append("a scan was kept twice, or otherwise than was answered")
    if not found["board"] == found["log"] == found["came"]:
        broken.append(f"board {found['board']}, log {found['log']}, came {found['came']}")
    if found["sheets made"] != 1:
        broken.append(f"the printed sheet was made {found['sheets made']} times")
    return broken


# --- In processes of their own, beside the site ---------------------------------------------------


def fill(people):
    from tests.bench import door

    made = door.fill(int(people), STATIONS)
    from django.contrib.auth import get_user_model

    get_user_model().objects.create_superuser("bench", "bench@example.org", "bench")
    print(json.dumps(made))


def print_sheet():
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    from conference.attendance.lists.in_background import ask_for
    from conference.models import Conference

    by = get_user_model().objects.get(username="bench")
    conference = Conference.objects.get(slug="door")
    ask_for(conference, "sign-in", "pdf", by=by, via="desk", session=None)


def judge(sent):
    """What was kept beside what was sent, and the board beside the log."""
    import django

    django.setup()
    from collections import Counter

    from conference.attendance.board import Board
    from conference.attendance.models import Admission, CheckIn, ExportLog, Registration
    from conference.models import Conference
    from conference.work.models import Job

    wait = time.monotonic() + 180  # a killed worker's lease, and the work
    while Job.objects.open().exists() and time.monotonic() < wait:
        time.sleep(1)
    facts = json.loads(Path(sent).read_text())
    answers = facts["scans"]
    kept = dict(CheckIn.objects.values_list("client_id", "result"))
    admitted = CheckIn.objects.filter(result="admitted")
    each = Counter(admitted.values_list("registration", flat=True))
    twice = Registration.objects.filter(source="walk-in").values_list("name", flat=True)
    found = {
        "sent": len(answers),
        "waiting": facts["unanswered"],
        "lost": len(answers.keys() - kept.keys()),
        "strangers": len(kept.keys() - answers.keys()),
        "doubled": sum(count - 1 for count in each.values()) + len(twice) - len(set(twice)),
        "told otherwise": sum(kept.get(name) != answer for name, answer in answers.items()),
        "already here": sum(answer == "already" for answer in answers.values()),
        "board": Board(Conference.objects.get(slug="door")).total.here,
        "log": admitted.count(),
        "came": Admission.objects.count(),
        "sheets made": ExportLog.objects.count(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    {"fill": fill, "print": print_sheet, "judge": judge}[sys.argv[1]](*sys.argv[2:])
