"""A site behind the page cache, and a clock that can be put forward."""

import time

import pytest

from conference import stamps
from tests.conference.page_cache.site import Site


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def later(monkeypatch):
    """`later(seconds)`: as if so much time had passed since the stamps were read."""
    now = time.monotonic

    def pass_(seconds):
        monkeypatch.setattr(stamps.time, "monotonic", lambda: now() + seconds)

    return pass_
