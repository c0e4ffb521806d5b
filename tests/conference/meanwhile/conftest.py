"""A conference and two of its organizers, each with a browser."""

import pytest

from tests.conference.meanwhile.browsers import browser
from tests.factories import make_conference, make_member, make_user


@pytest.fixture
def conference():
    return make_conference(slug="spring", name_en="Spring")


@pytest.fixture
def wang(conference):
    """A colleague, with a browser of their own."""
    user = make_user("wang", first_name="王老师")
    return browser(make_member(conference, "organizer", user=user))


@pytest.fixture
def chen(conference):
    return browser(make_member(conference, "organizer", user=make_user("chen")))
