"""A screen in the hall: what it shows, and its network cut."""

import re
from datetime import timedelta

from django.utils import timezone

from tests.conftest import PATIENCE

ADDRESS = "/en/display/ai-2026/hall/"
DATA = "**/data.json"
TITLE = ".slot-now .session-title .lead"


def minutes(count):
    """A moment so far from now, on whole minutes."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=count)


def shows(page, text, *, timeout=PATIENCE):
    page.locator(TITLE, has_text=re.compile(f"^{text}$")).wait_for(timeout=timeout)


def visited(opened, path=ADDRESS, **options):
    """A screen that ran with a network and has kept what it needs."""
    page = opened(path, **options)
    page.locator("body[data-kept]").wait_for(state="attached")
    page.locator("[data-count]", has_text="min left").wait_for()
    return page


def cut(page):
    page.context.set_offline(True)
