"""Somebody who has replied to a public conference, and their page."""

import pytest

from tests.attendance.replies.conftest import conference, early, form  # noqa: F401
from tests.attendance.replies.filling import FORM, given


@pytest.fixture
def own(client, form):  # noqa: F811
    """The address of the own page of one who has replied."""
    return client.post(FORM, given(client, email="zeng@example.org"))["Location"]
