"""A public conference with a reply form, and a guest who is asked to come."""

import pytest

from conference.attendance import links
from tests.attendance.replies.conftest import conference, early, form, organizer  # noqa: F401
from tests.factories import make_guest
from tests.pages import parsed


@pytest.fixture
def guest(conference, form):  # noqa: F811
    return make_guest(conference)


@pytest.fixture
def address(guest):
    return f"/en/i/{links.token_of(guest)}/"


def said(response, answer, **changes):
    """What a browser would send of the form of one answer, with `changes`."""
    (box,) = parsed(response).xpath(f"//form[.//button[@value='{answer}']]")
    data = dict(box.form_values()) | {"answer": answer}
    return data | ({} if answer == "no" else {"agreed": "on"}) | changes
