"""Waiting for the next page and for what only an asynchronous call tells; a deploy below a page."""

import time

from conference import page_cache, stamps


def follow(link):
    """Click what leads to another page, and wait until all of that is there.

    A click alone does not wait: what is read next may be of the old page, or of half the new one.
    `SLOW_SITE=0.4 python -m pytest -m browser` finds who forgets it (tests/slow_site.py).
    """
    with link.page.expect_navigation():
        link.click()


def until(page, expression, arg=None, *, seconds=60):
    """Wait until `expression`, a JavaScript function that may be async, returns something true.

    `page.wait_for_function` does not await: to it any promise is true at once.
    """
    ends = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < ends, f"still not true: {expression}"
        page.wait_for_timeout(100)


def deploy(settings, monkeypatch, **changed):
    """A deploy with other settings: its pages are another version than those that readers have."""
    for name, value in changed.items():
        setattr(settings, name, value)
    monkeypatch.setattr("conference.stamps.code_version", lambda: "e" * 64)
    page_cache.store.clear()
    stamps.raise_stamps(stamps.code_scope())
