"""A conference and its organizer, who sees contacts."""

import pytest

from tests.factories import make_conference, make_member


@pytest.fixture
def conference():
    return make_conference(slug="spring", short_name_en="Spring")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, "organizer", sees_contacts=True)
    client.force_login(user)
    return user
