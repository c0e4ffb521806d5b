"""Waiting for what only an asynchronous call can tell, and a deploy below an open browser."""

import time

from conference import page_cache, stamps


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
