"""A public conference with a reply form, and a unit that may send three people."""

import pytest

from conference.attendance import links
from tests.attendance.replies.conftest import conference, early, form, organizer  # noqa: F401
from tests.factories import make_unit
from tests.pages import parsed


@pytest.fixture
def unit(conference, form):  # noqa: F811
    return make_unit(conference)


@pytest.fixture
def address(unit):
    return f"/en/u/{links.token_of(unit)}/"


def sent(response, **changes):
    """What a browser would send of the form in which people are named, with `changes`."""
    (boxes,) = parsed(response).xpath("//section[@id='name']//form")
    data = dict(boxes.form_values())
    return data | {"agreed": "on"} | changes


def named(*names, **more):
    """The boxes of some people, by name alone."""
    return {f"person-{n}-name": name for n, name in enumerate(names)} | more
