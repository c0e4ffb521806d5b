"""Lists of 100,000 people with 300,000 scans by a real server, beside those of 10,000: CPU time,
size, and the memory that each takes; and a workbook's time beside that of its library.

A scratch site is filled, the server and one background worker are started on it, and each list is
asked for by HTTP, waited for and fetched, of the smaller conference and then of the larger. What
counts is the highest resident memory of the worker while it makes a list (VmHWM, reset before
each), less its resident memory when it has made two short ones: at most so much, and of ten times
as many people not more. The page that shows a list before it leaves is drawn too.

Beside it, in one process, two lists as XLSX, laid out for paper, and the same rows by xlsxwriter
alone, with constant memory too, one sheet without looks: CPU time, the least of rounds that
alternate.

`python -m tests.bench exports [--quick]`; with `--quick` a tenth of the people.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from tests.bench.loads import HOUSE, TICKS, end, free_port, run, wait_for

PEOPLE = {"middle": 10_000, "large": 100_000}
LIMIT = 64  # MB above the idle worker
GROWTH = 12  # MB that ten times as many people may take more
TIMES = 1.3  # xlsxwriter's own time
PAGE = 2.0  # seconds of CPU for the page that shows a list
LISTS = [
    ("attendance", "csv", ""),
    ("attendance", "xlsx", ""),
    ("attendance", "xlsx", "order=arrival"),
    ("attendance", "xlsx", "sheets=forum"),
    ("attendance", "json", ""),
    ("sign-in", "xlsx", "order=unit"),
    ("scans", "csv", ""),
    ("scans", "xlsx", "sheets=day"),
    ("registrations", "csv", ""),
    ("phone-round", "xlsx", ""),
    ("sheet", "xlsx", "day=2026-05-20&order=unit"),
    ("sheet", "xlsx", "sheets=day"),
    ("days", "xlsx", ""),
    ("hours", "xlsx", ""),
    ("units", "xlsx", ""),
    ("sessions", "xlsx", ""),
    ("conferences", "xlsx", ""),
    ("arrivals", "xlsx", ""),
    ("rooms", "xlsx", "sheets=hotel"),
    ("meals", "xlsx", ""),
]


def main(*options):
    if not Path("/proc/self/status").exists():
        print("Skipped: memory is read from /proc, which this system lacks.")
        return []
    share = 10 if "--quick" in options else 1
    sizes = {name: people // share for name, people in PEOPLE.items()}
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, ExitStack() as stack:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": "0",
            "TASK_WORKERS": "0",
            "PORT": str(free_port()),
            "WORKERS": "1",  # to look at
        }
        environment.pop("DATABASE_URL", None)
        asides = ("-m", "tests.bench._long_lists")
        cookie = json.loads(run(environment, *asides, "fill", json.dumps(sizes)))["session"]
        broken = beside_xlsxwriter(json.loads(run(environment, *asides, "write", "large")))
        processes = []
        for command in (
            ("-m", "gunicorn", "--config", "python:config.serving.server"),
            ("manage.py", "work"),
        ):
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=HOUSE,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(end, process)
            processes.append(process)
        server, worker = processes
        wait_for(int(environment["PORT"]), "/health/live", server)
        site = Site(int(environment["PORT"]), cookie, server.pid, worker.pid)
        return broken + site.files(sizes) + site.pages()


def beside_xlsxwriter(lists):
    broken = []
    for name, found in lists.items():
        times = found["ours"] / found["own"]
        print(
            f"{found['rows']:,} rows of {name} as XLSX: {found['ours']:.1f} s of CPU, xlsxwriter "
            f"{found['own']:.1f} s: {times:.2f}; reading them takes {found['reading']:.1f} s more",
            flush=True,
        )
        if times > TIMES:
            broken.append(f"a workbook of {name} takes {times:.2f} of xlsxwriter's time")
    return broken


class Site:
    def __init__(self, port, cookie, server, worker):
        self.address = f"http://127.0.0.1:{port}/zh-hans/desk"
        self.cookie, self.server, self.worker = cookie, server, worker

    def files(self, sizes):
        for name in ("sign-in.csv", "sign-in.xlsx"):
            self.fetch(f"/middle/export/{name}")
        idle = memory(self.worker, "VmRSS")
        told = ", ".join(f"{people:,}" for people in sizes.values())
        print(f"{told} people; the idle worker has {idle:.0f} MB")
        broken = []
        for name, file_format, query in LISTS:
            above, line = [], f"{name}.{file_format} {query}".strip()
            print(f"{line:>38}", end="")
            for slug in sizes:
                Path(f"/proc/{self.worker}/clear_refs").write_text("5")  # VmHWM starts from here
                began = cpu(self.worker)
                size = self.fetch(f"/{slug}/export/{name}.{file_format}?{query}")
                above.append(memory(self.worker, "VmHWM") - idle)
                print(
                    f" | {cpu(self.worker) - began:6.1f} s CPU {size / 1e6:5.1f} MB file "
                    f"{above[-1]:+6.1f} MB memory",
                    end="",
                    flush=True,
                )
            print()
            if max(above) > LIMIT:
                broken.append(f"{line} takes {max(above):.0f} MB, allowed are {LIMIT}")
            if above[-1] - above[0] > GROWTH:
                broken.append(f"{line} takes {above[-1] - above[0]:.0f} MB more for more people")
        return broken

    def pages(self):
        """The page that shows a list before it leaves, of the larger conference."""
        broken = []
        (worker,) = children(self.server)
        for name, query in dict.fromkeys((name, query) for name, _format, query in LISTS):
            began = cpu(worker)
            with self.opened(f"{self.address}/large/lists/?list={name}&{query}") as response:
                response.read()
            took = cpu(worker) - began
            print(f"the page of {name} {query}: {took:.2f} s of CPU", flush=True)
            if took > PAGE:
                broken.append(f"the page of {name} {query} takes {took:.1f} s of CPU")
        print(f"the web worker has {memory(worker, 'VmRSS'):.0f} MB")
        return broken

    def fetch(self, path):
        """Ask for a list, wait until it is made, and read it; its size in bytes."""
        with self.opened(f"{self.address}{path}") as response:
            page = response.url  # of the work, where the export led
            if "/export/" in page:
                return len(response.read())
        for _ in range(6_000):
            try:
                with self.opened(f"{page}file/") as response:
                    return sum(len(block) for block in iter(lambda: response.read(1 << 16), b""))
            except urllib.error.HTTPError as error:
                if error.code != 404:  # not made yet
                    raise
            time.sleep(0.2)
        raise SystemExit(f"{path} was never made.")

    def opened(self, url):
        request = urllib.request.Request(url, headers={"Cookie": f"sessionid={self.cookie}"})
        return urllib.request.urlopen(request, timeout=600)


def memory(pid, key):
    """MB of VmRSS or VmHWM."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(key)


def cpu(pid):
    """Seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def children(pid):
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
