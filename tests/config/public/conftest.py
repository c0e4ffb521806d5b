"""The conference of the homes (`homes.publish_now` publishes it)."""

import pytest

from tests.factories import make_conference


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026", venue_en="Academic Center", city_en="Shenyang")
