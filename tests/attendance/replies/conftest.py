"""A public conference with a reply form, ten days before."""

import pytest
import time_machine

from tests.attendance.replies.filling import NOW, make_public
from tests.factories import make_conference, make_member, make_reply_form, make_session


@pytest.fixture
def early():
    """It is ten days before the conference."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def conference():
    conference = make_conference(slug="spring", short_name_en="Spring")
    make_session(conference, "09:00")
    make_public(conference)
    return conference


@pytest.fixture
def form(conference):
    return make_reply_form(conference, notice_version="7")


@pytest.fixture
def organizer(client):
    def signed_in(conference):
        client.force_login(make_member(conference, "organizer"))
        return client

    return signed_in
