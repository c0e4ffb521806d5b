"""A conference that nobody has seen."""

import pytest

from tests.factories import make_conference


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026")
