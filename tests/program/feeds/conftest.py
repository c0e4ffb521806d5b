"""The conference of the calendars (`calendars.read`)."""

import pytest

from tests.factories import make_conference


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026", venue_en="Academic Center", city_en="Shenyang")
