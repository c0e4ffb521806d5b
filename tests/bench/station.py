"""A station's page with 10,000 scans that wait after an outage, in a real chromium.

`manage.py serve` with two workers, a conference of 10,000 people, one page of a station. Without a
network the page's own code writes the scans down as at a door, every tenth of somebody who is in
already; the page is loaded anew, and the network comes back. Printed are how long it takes until
the page can be worked with, the main thread's time, the longest task while it sends, what a scan
waits for meanwhile, and how large the workers of the server grow. A second station is revoked in
the middle of its volleys.

Asked for: none lost, none doubled, no scan of a revoked station answered and not kept; the page is
usable within 5 s of the main thread, no task longer than half a second, a scan meanwhile within a
second.

`python -m tests.bench station [--quick]`; with `--quick` a tenth of the scans.
"""

import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack

from tests.bench.door import code
from tests.bench.exports import cpu as used_by
from tests.bench.loads import chromium_in, chromium_of_this_machine, free_port, memory, run
from tests.bench.morning import House
from tests.station_page import OPENED

SCANS = 10_000
SIGNS = str.maketrans("01", "AB")  # which codes lack
USABLE, LONGEST, ANSWERED = 5.0, 0.5, 1.0  # seconds

WATCH = """() => {
  window.longest = 0;
  new PerformanceObserver((found) => {
    for (const { duration } of found.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: "longtask" });
}"""
WRITE = (
    f"async ([codes, from]) => {{{OPENED}"
    + """\
  const began = performance.now();
  for (let n = 0; n < codes.length; n += 100) {
    await Promise.all(codes.slice(n, n + 100).map((code) => scans.add(
      { by: "志愿者", checkpoint: "arrival", direction: "in", method: "scanner", code })));
  }
  return (performance.now() - began) / codes.length;
}"""
)


def main(*options):
    if chromium_of_this_machine() is None:
        print("Skipped: there is no chromium.")
        return []
    many = SCANS // 10 if "--quick" in options else SCANS
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, ExitStack() as stack:
        port = free_port()
        environment = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(port),
            "DEMO": "0",
            "WORKERS": "2",
            "TASK_WORKERS": "0",
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        environment.pop("DATABASE_URL", None)
        made = json.loads(run(environment, "-m", "tests.bench.station", "fill"))
        house = House(environment)
        stack.callback(house.kill)
        house.begin()
        chromium = chromium_in(stack)
        bench = Bench(chromium, f"http://127.0.0.1:{port}", house)
        broken = bench.outage(made["tokens"][0], many)
        broken += bench.revoked(
            made["tokens"][1],
            many // 4,
            lambda: run(environment, "-m", "tests.bench.station", "revoke"),
        )
        sent = json.dumps(bench.sent)
        found = json.loads(run(environment, "-m", "tests.bench.station", "judge", sent))
    print(", ".join(f"{name}: {value}" for name, value in found.items()))
    return broken + [f"{name}: {found[name]}" for name in ("lost", "doubled") if found[name]]


class Bench:
    def __init__(self, chromium, address, house):
        self.chromium, self.address, self.house = chromium, address, house
        self.sent = {}  # {station: how many it was answered}

    def station(self, token):
        context = self.chromium.new_context(base_url=self.address, locale="zh-CN")
        context.set_default_timeout(600_000)
        context.add_init_script(f"({WATCH})()")
        page = context.new_page()
        page.goto(f"/zh-hans/station/{token}/")
        page.fill("#by", "志愿者")
        page.click("#begin [type=submit]")
        page.wait_for_selector("#work:not([hidden])")
        page.evaluate("async () => { await navigator.serviceWorker.ready }")
        return page, Metrics(context.new_cdp_session(page))

    def written(self, page, many):
        """Without a network, as many scans, by the page's own code in a page beside it."""
        page.context.set_offline(True)
        beside = page.context.new_page()
        beside.goto(page.url)
        beside.wait_for_selector("#work:not([hidden]), #begin:not([hidden])")
        codes = [code(n - n % 10 // 9) for n in range(many)]
        each = beside.evaluate(WRITE, [codes, 0])
        print(f"{many:,} scans written without a network, {each:.1f} ms each", flush=True)
        beside.close()

    def outage(self, token, many):
        page, metrics = self.station(token)
        self.written(page, many)
        began = time.perf_counter()
        page.reload()
        page.wait_for_selector("#work:not([hidden])")
        page.wait_for_function(f"() => document.getElementById('waits').dataset.count == {many}")
        usable = metrics.value("TaskDuration")  # which begins with the page
        print(
            f"loaded anew: {time.perf_counter() - began:.1f} s, {usable:.2f} s of the main thread, "
            f"{metrics.heap():.0f} MB, longest task {longest(page):.2f} s",
            flush=True,
        )
        before, used = max(map(resident, self.house.family())), cpu(self.house)
        page.evaluate("() => { longest = 0; }")
        metrics.restart()
        began = time.perf_counter()
        page.context.set_offline(False)
        waited = []
        while int(page.get_attribute("#waits", "data-count")) > 0:
            waited.append(self.scanned(page, f"ZZZZZ{25_000 + len(waited)}".translate(SIGNS)))
            page.wait_for_timeout(1000)
        took = time.perf_counter() - began
        slowest, most = longest(page), max(map(resident, self.house.family()))
        print(
            f"sent: {took:.1f} s, {metrics.busy():.2f} s of the main thread, longest task "
            f"{slowest:.2f} s, a scan meanwhile within {max(waited):.2f} s, "
            f"{metrics.heap():.0f} MB; the server: {cpu(self.house) - used:.1f} s of CPU, "
            f"a process of {before:.0f} MB has {most:.0f} MB",
            flush=True,
        )
        self.sent["Gate 1"] = many + len(waited)
        broken = [f"usable after {usable:.1f} s of the main thread"] if usable > USABLE else []
        broken += [f"a task of {slowest:.1f} s while it sends"] if slowest > LONGEST else []
        if max(waited) > ANSWERED:
            broken.append(f"a scan waited {max(waited):.1f} s while others were sent")
        page.context.close()
        return broken

    def scanned(self, page, text):
        """Seconds until a code that was typed has its outcome on the screen."""
        page.focus("#q")
        began = time.perf_counter()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        shown = f"{text[:5]} {text[5:]}"
        page.wait_for_function(
            "(text) => document.getElementById('outcome').textContent.includes(text)", arg=shown
        )
        return time.perf_counter() - began

    def revoked(self, token, many, revoke):
        page, _metrics = self.station(token)
        self.written(page, many)
        page.reload()
        page.wait_for_function(f"() => document.getElementById('waits').dataset.count == {many}")
        # A volley leaves only while this waits for the page, and so none while it revokes.
        page.context.route("**/scans/", lambda route: route.continue_())
        page.context.set_offline(False)
        page.wait_for_function(f"() => document.getElementById('waits').dataset.count < {many}")
        revoke()
        page.wait_for_selector("#alert:not([hidden])")
        left = int(page.get_attribute("#waits", "data-count"))
        print(f"revoked in the middle: {many - left:,} answered, {left:,} wait on the device")
        page.context.close()
        self.sent["Gate 2"] = many - left
        return [] if 0 < left < many else ["the station was not revoked in the middle"]


class Metrics:
    def __init__(self, session):
        self.session = session
        session.send("Performance.enable")
        self.restart()

    def value(self, name):
        found = self.session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in found if one["name"] == name)

    def restart(self):
        self.began = self.value("TaskDuration")

    def busy(self):
        """Seconds of the main thread since then."""
        return self.value("TaskDuration") - self.began

    def heap(self):
        return self.value("JSHeapUsedSize") / 1e6


def longest(page):
    return page.evaluate("() => longest") / 1000


def resident(pid):
    try:
        return memory(pid)[0]
    except OSError:
        return 0


def cpu(house):
    return sum(map(used_by, house.family()))


# --- In processes of their own, beside the site ---------------------------------------------------


def fill():
    from tests.bench import door

    print(json.dumps(door.fill(SCANS, 2)))


def revoke():
    import django

    django.setup()
    from django.utils import timezone

    from conference.attendance.models import Station

    Station.objects.filter(name="Gate 2").update(revoked_at=timezone.now())


def judge(sent):
    import django

    django.setup()
    from collections import Counter

    from conference.attendance.models import Admission, CheckIn

    kept = Counter(CheckIn.objects.values_list("station", flat=True))
    admitted = Counter(
        CheckIn.objects.filter(result="admitted").values_list("registration", flat=True)
    )
    answered = json.loads(sent)
    found = {
        "kept": sum(kept.values()),
        "people here": Admission.objects.count(),
        "lost": sum(max(0, count - kept[name]) for name, count in answered.items()),
        "doubled": sum(max(0, kept[name] - count) for name, count in answered.items())
        + sum(count - 1 for count in admitted.values()),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    {"fill": fill, "revoke": revoke, "judge": judge}[sys.argv[1]](*sys.argv[2:])
