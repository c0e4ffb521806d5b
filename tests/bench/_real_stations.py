"""Stations of a morning as real pages in chromium: what a volunteer does is typed into them."""

import threading
import time
from contextlib import ExitStack

from tests.bench.loads import chromium_in
from tests.station_page import OPENED

OPENED_WITHIN = 600_000  # ms, on a machine that has other work
SHOWN_WITHIN = 3  # seconds
RELOADED = 6  # the minute in which each page is loaded anew, without a network
DUMP = (
    f"async () => {{{OPENED}"
    + """\
  await scans.load();
  return [...scans.all.values()].map(({ id, answer }) => [id, answer && answer.result]);
}"""
)


class Pages:
    """All of them, in the one thread that playwright wants."""

    def __init__(self, morning, port, tokens, comes_home_within):
        self.morning, self.within = morning, comes_home_within
        self.stations = [Page(f"http://127.0.0.1:{port}/zh-hans/station/{one}/") for one in tokens]
        self.are_open, self.goes = threading.Event(), threading.Event()

    def work(self):
        with ExitStack() as stack:
            stack.callback(self.are_open.set)
            chromium = chromium_in(stack)
            for station in self.stations:
                station.open(chromium)
            self.are_open.set()
            self.goes.wait()
            ended = None
            while any(station.coming or station.waits() for station in self.stations):
                if not any(station.coming for station in self.stations):
                    ended = ended or time.monotonic()
                    if time.monotonic() - ended > self.within:
                        break
                for station in self.stations:
                    station.step(self.morning.now() / self.morning.minute, self.morning.is_lost())
                time.sleep(0.02)
            for station in self.stations:
                station.tell()


class Page:
    """One page: what it will scan, and in the end what it says of each scan."""

    tries = failed = unread = 0  # its requests are its own affair

    def __init__(self, address):
        self.address, self.coming, self.waiting, self.answered = address, [], [], []
        self.is_lost = self.is_reloaded = False
        self.scanned_at = 0.0

    def plan(self, at, code, **walk_in):
        self.coming.append((at, code, walk_in))

    def open(self, chromium):
        self.coming.sort(key=lambda one: one[0])
        context = chromium.new_context(locale="zh-CN")
        context.set_default_timeout(OPENED_WITHIN)
        self.page = context.new_page()
        self.page.goto(self.address)
        self.page.fill("#by", "志愿者")
        self.page.click("#begin [type=submit]")
        self.page.evaluate("async () => { await navigator.serviceWorker.ready }")

    def waits(self):
        if time.monotonic() - self.scanned_at < SHOWN_WITHIN:
            return True  # its last scan may not stand there yet
        return int(self.page.get_attribute("#waits", "data-count") or 0)

    def step(self, minute, is_lost):
        if is_lost != self.is_lost:
            self.page.context.set_offline(is_lost)
            self.is_lost = is_lost
        if is_lost and minute > RELOADED and not self.is_reloaded:
            self.page.reload()
            self.page.wait_for_selector("#work:not([hidden])")
            self.is_reloaded = True
        if self.coming and self.coming[0][0] <= minute:
            _at, code, walk_in = self.coming.pop(0)
            self.scan(code, **walk_in)

    def scan(self, code, name=""):
        self.scanned_at = time.monotonic()
        if name:
            self.page.click("#walk-in-open")
            self.page.fill("#walk-in-name", name)
            self.page.press("#walk-in-name", "Enter")
            return
        self.page.focus("#q")
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def tell(self):
        told = self.page.evaluate(DUMP)
        self.answered = [{"client_id": name, "answer": answer} for name, answer in told if answer]
        self.waiting = [name for name, answer in told if not answer]
