"""A station at a small conference."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.station.links import make_station
from tests.browser.desk.hand import CODES
from tests.conftest import PATIENCE
from tests.factories import make_conference, make_registration


@pytest.fixture
def address():
    conference = make_conference(slug="spring", short_name_en="Spring Symposium")
    for name, code in zip(("曾志伟", "欧阳修", "Anna Müller"), CODES, strict=True):
        make_registration(
            conference,
            name=name,
            code=code,
            organization_name="Sample University",
            category="guest",
        )
    arrival_checkpoint(conference)
    end = timezone.now() + timedelta(hours=1)
    _station, token = make_station(conference, name="Gate 1", ends_at=end)
    return f"/en/station/{token}/"


@pytest.fixture
def device(browser, live_server):
    """A device of its own, whose requests may fail; the script's own errors still fail the test."""
    context = browser.new_context(base_url=live_server.url, locale="en-US")
    context.set_default_timeout(PATIENCE)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
