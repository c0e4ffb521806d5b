"""A new version of the site beside a page that is read, and what each keeps."""

import time

import pytest

from tests.browser.offline.device import (
    HOME,
    SCHEDULE,
    bar,
    cut_off,
    kept_addresses,
    visited,
    wait_until_kept,
)
from tests.browser.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Worker:
    """What the browser itself says of the workers of a page, by its debugging protocol."""

    def __init__(self, page):
        self.page, self.states = page, {}
        session = page.context.new_cdp_session(page)
        session.on("ServiceWorker.workerVersionUpdated", self._note)
        session.send("ServiceWorker.enable")

    def _note(self, event):
        self.states.update({row["versionId"]: row["status"] for row in event["versions"]})

    def wait_for(self, *states):
        """Until the workers, the oldest first, are in these states."""
        ends = time.monotonic() + 20
        while tuple(self.states[key] for key in sorted(self.states, key=int)) != states:
            assert time.monotonic() < ends, f"not {states}: {self.states}"
            self.page.wait_for_timeout(50)


@pytest.fixture
def updated(open_page, conference, monkeypatch):
    """A page of the old version of the site, whose new worker is installed and waits."""
    page = visited(open_page)
    worker = Worker(page)
    monkeypatch.setattr("config.public.offline.code_version", lambda: "f" * 64)
    page.evaluate("navigator.serviceWorker.ready.then((all) => all.update())")
    worker.wait_for("activated", "installed")
    return page, worker


def test_while_somebody_reads_a_new_version_of_the_site_waits(updated):
    """Taken over while a page is being opened, that page would stay empty (Chromium)."""
    page, worker = updated

    page.evaluate(
        """async () => {
            const found = await navigator.serviceWorker.getRegistration("/");
            found.waiting.postMessage({ type: "take over" });
        }"""
    )

    for path in (HOME, SCHEDULE, f"{HOME}speakers/", f"{HOME}venue/", SCHEDULE):
        assert page.goto(path).ok
    worker.wait_for("activated", "installed")


def test_a_new_version_of_the_site_takes_over_when_nobody_looks(updated):
    """Without a window nothing is ever hidden: the browser's word is put in its mouth."""
    page, worker = updated
    newest = page.context.service_workers[-1]
    newest.evaluate(
        "() => { Clients.prototype.matchAll = async () => [{ visibilityState: 'hidden' }]; }"
    )

    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { get: () => true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )

    worker.wait_for("redundant", "activated")


def test_a_new_version_of_the_site_drops_what_the_old_one_kept(updated):
    page, worker = updated
    old = [name for name in page.evaluate("caches.keys()") if not name.endswith("f" * 12)]
    old = [name for name in old if "pages" in name]

    page.goto("about:blank")  # the last page of the site is closed
    worker.wait_for("redundant", "activated")
    page.goto(SCHEDULE)

    assert len(old) == 1
    until(page, "async (old) => !(await caches.keys()).includes(old)", old[0])
    assert f"{HOME}venue/" in kept_addresses(page)
    cut_off(page)
    page.reload()
    assert bar(page).startswith("Saved copy of")


def test_a_worker_leaves_alone_what_a_newer_one_keeps(open_page, conference):
    """A new version is being installed while the old one is told of a page."""
    page = visited(open_page)
    page.evaluate(
        "caches.open('lectern-pages-newer').then((all) => all.put('/en/', new Response()))"
    )

    page.goto(SCHEDULE)
    wait_until_kept(page)

    assert "lectern-pages-newer" in page.evaluate("caches.keys()")
