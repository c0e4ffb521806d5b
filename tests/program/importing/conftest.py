"""Conferences that files are imported into."""

from datetime import date

import pytest

from tests.factories import make_conference


@pytest.fixture
def conference():
    return make_conference(
        slug="spring",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 21),
        time_zone="Asia/Shanghai",
    )
