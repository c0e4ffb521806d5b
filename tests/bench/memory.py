"""What a worker holds after a day of everything: readers, robots, rubbish, uploads, files.

A scratch site with the demo, two workers, 20,000 requests (2,000 with `--quick`) from four clients:
public pages, made-up addresses and queries, sign-ins with a megabyte of rubbish, broken bodies,
pictures uploaded in the admin, exports and prints. Limits: a worker at most 120 MB at the end, and
flat over the last half (at most 5 MB more).

`python -m tests.bench memory [--quick]`
"""

import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from lxml import html
from PIL import Image

from tests.bench.loads import BROWSER, HOUSE, Server, end, free_port, memory, wait_for

MOST = 120  # MB
GROWTH = 5  # MB
CLIENTS = 4
PASSWORD = "for-the-bench-1"
CONFERENCE = "sample-symposium"
PAGES = ("", "schedule/", "speakers/", "news/", "schedule.ics", "schedule.json", "venue/")


def main(*options):
    if not Path("/proc/self/smaps_rollup").exists():
        print("Skipped: memory is read from /proc, which this system lacks.")
        return []
    count = 2_000 if "--quick" in options else 20_000
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, ExitStack() as stack:
        environment = os.environ | {
            "DATA_DIR": folder,
            "PORT": str(free_port()),
            "DEMO": "1",
            "DEMO_PASSWORD": PASSWORD,
            "WORKERS": "2",
            "TASK_WORKERS": "0",
            "WORKER_MEMORY": "4000",  # nobody is replaced, so that growth is seen
        }
        environment.pop("DATABASE_URL", None)
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=HOUSE,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(end, process)
        site = Server(process.pid, int(environment["PORT"]))
        while site.workers() == [] and process.poll() is None:
            time.sleep(1)  # the demo takes its time on a busy machine
        wait_for(site.port, "/health/live", process)
        return measured(site, count)


def measured(site, count):
    clients = [Client(site.port, seed) for seed in range(CLIENTS)]
    seen = []
    steps = 10
    for step in range(1, steps + 1):
        began = time.monotonic()
        threads = [
            threading.Thread(target=client.work, args=[count // steps // CLIENTS])
            for client in clients
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seen.append(max(memory(pid)[0] for pid in site.workers()))
        took = time.monotonic() - began
        print(f"{count // steps * step:>7,} requests: {seen[-1]:.0f} MB ({took:.0f} s)", flush=True)
    answered = sum((client.answered for client in clients), start=Counter())
    print("answers:", ", ".join(f"{status}: {n}" for status, n in sorted(answered.items())))
    broken = []
    if any(status >= 500 for status in answered):
        broken.append("an answer was an error of the site")
    if seen[-1] > MOST:
        broken.append(f"a worker holds {seen[-1]:.0f} MB, {MOST} allowed")
    if seen[-1] - seen[len(seen) // 2 - 1] > GROWTH:
        broken.append(f"a worker grew from {seen[len(seen) // 2 - 1]:.0f} to {seen[-1]:.0f} MB")
    return broken


class Client:
    """Somebody who asks for everything, by the same dice each time."""

    def __init__(self, port, seed):
        self.port, self.dice, self.answered = port, random.Random(seed), Counter()
        self.cookies = SimpleCookie()
        self.sign_in()
        self.kinds = [
            *[self.page] * 50,
            *[self.made_up] * 25,
            *[self.rubbish] * 8,
            *[self.broken_body] * 5,
            *[self.admin] * 8,
            *[self.export] * 2,
            *[self.picture] * 2,
        ]

    def work(self, count):
        for _ in range(count):
            self.dice.choice(self.kinds)()

    def ask(self, method, path, body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers.setdefault("Accept-Encoding", BROWSER)
        if self.cookies:
            cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
            headers["Cookie"] = cookies
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            for value in answer.headers.get_all("Set-Cookie", []):
                self.cookies.load(value)
            text = answer.read()
        except (OSError, HTTPException):
            self.answered[0] += 1
            return 0, b""
        finally:
            connection.close()
        self.answered[answer.status] += 1
        return answer.status, text

    def form(self, path):
        """The fields of the longest form of a page, as a browser would send them."""
        _status, text = self.ask("GET", path, **{"Accept-Encoding": "identity"})
        forms = html.fromstring(text or b"<p>").xpath("//form[@method='post']")
        found = max(forms, key=lambda form: len(form.inputs), default=None)
        return [] if found is None else found.form_values()

    def sign_in(self):
        fields = dict(self.form("/admin/login/"))
        fields |= {"username": "organizer", "password": PASSWORD}
        self.post("/admin/login/", fields)

    def post(self, path, fields):
        return self.ask(
            *("POST", path, urlencode(fields)),
            **{"Content-Type": "application/x-www-form-urlencoded", "Referer": self.site},
        )

    @property
    def site(self):
        return f"http://127.0.0.1:{self.port}/"

    # --- What they ask for ---

    def page(self):
        language = self.dice.choice(("en", "zh-hans"))
        query = self.dice.choice(("", "", "?q=ai", "?kind=talk", "?day=2026-11-28", "?q=wang"))
        self.ask("GET", f"/{language}/conferences/{CONFERENCE}/{self.dice.choice(PAGES)}{query}")

    def made_up(self):
        word = f"{self.dice.getrandbits(64):x}"
        self.ask(
            "GET",
            self.dice.choice(
                (
                    f"/en/conferences/{CONFERENCE}/sessions/{word[:6].upper()}/",
                    f"/zh-hans/conferences/{word}/schedule/",
                    f"/en/conferences/{CONFERENCE}/schedule/?q={word}",
                    f"/{word}/wp-login.php?{word * 20}",
                    f"/en/r/{word}/",
                )
            ),
        )

    def rubbish(self):
        word = f"{self.dice.getrandbits(256):x}"
        fields = {"username": word * 500, "password": word * 8000, word: word}
        self.post("/admin/login/?next=/", fields | {"csrfmiddlewaretoken": word})

    def broken_body(self):
        body = self.dice.randbytes(self.dice.choice((10, 10_000, 3_000_000)))
        kind = self.dice.choice(("multipart/form-data; boundary=x", "application/json", "text/x"))
        self.ask("POST", f"/en/conferences/{CONFERENCE}/register/", body, **{"Content-Type": kind})

    def admin(self):
        lists = ("program/session/", "people/person/", "attendance/registration/", "")
        self.ask("GET", f"/admin/{self.dice.choice(lists)}")

    def export(self):
        name = self.dice.choice(("attendance", "sign-in", "registrations", "scans"))
        form = self.dice.choice(("xlsx", "csv", "json", "pdf"))
        self.ask("GET", f"/en/desk/{CONFERENCE}/export/{name}.{form}")

    def picture(self):
        fields = self.form("/admin/people/person/add/")
        drawn = io.BytesIO()
        side = self.dice.choice((400, 2000, 3500))
        noise = Image.frombytes("RGB", (50, 50), self.dice.randbytes(7500))
        noise.resize((side, side)).save(drawn, "JPEG", quality=90)
        fields = [*fields, ("name_zh", f"测试{self.dice.getrandbits(20)}")]
        body = b"".join(
            f'--xyz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields
        )
        body += (
            b'--xyz\r\nContent-Disposition: form-data; name="portrait"; filename="a.jpg"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n" + drawn.getvalue() + b"\r\n--xyz--\r\n"
        )
        self.ask(
            *("POST", "/admin/people/person/add/", body),
            **{"Content-Type": "multipart/form-data; boundary=xyz", "Referer": self.site},
        )
