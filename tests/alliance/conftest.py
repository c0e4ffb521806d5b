"""An alliance and its secretary, signed in."""

import pytest

from tests.factories import make_alliance, make_secretary


@pytest.fixture
def alliance():
    return make_alliance(slug="reform", name_en="Alliance for Teaching Reform")


@pytest.fixture
def secretary(client, alliance):
    user = make_secretary(alliance)
    client.force_login(user)
    return user
