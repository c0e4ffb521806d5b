"""A hall in which it is noon, and screens in it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from conference.program.release.publishing import publish
from tests.browser.display.screen import ADDRESS, minutes
from tests.conftest import PATIENCE
from tests.factories import make_conference, make_role, make_room, make_session


def zone_of_noon():
    """A zone where it is about noon now: no test of an afternoon runs into midnight."""
    hours = 12 - timezone.now().hour
    return f"Etc/GMT{-hours:+d}"


@pytest.fixture
def conference():
    """Two sessions of an hour, one after the other; the first began half an hour ago."""
    zone = zone_of_noon()
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    conference = make_conference(
        slug="ai-2026",
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=4),
        time_zone=zone,
    )
    hall = make_room(conference, slug="hall", name_zh="主会场", name_en="Main hall")
    first = make_session(conference, minutes(-30), minutes(30), room=hall, title_en="First")
    make_role(first)
    make_session(conference, minutes(40), minutes(70), room=hall, title_en="Second")
    publish(conference)
    return conference


@pytest.fixture
def opened(browser, live_server):
    """`opened(path)`: a page whose network may fail without failing the test; no script may."""
    contexts, errors = [], []

    def open_one(path=ADDRESS, *, width=1920, height=1080, at=None, **options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: "Policy" in m.text and errors.append(m.text))
        if at is not None:
            page.clock.install(time=at)
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []
