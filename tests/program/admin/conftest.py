"""A conference with a session, and its organizer, signed in."""

import pytest

from conference.permissions import Role
from tests.factories import make_conference, make_member, make_role, make_session


@pytest.fixture
def conference():
    return make_conference(name_en="Symposium", name_zh="")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(user)
    return user


@pytest.fixture
def session(conference):
    session = make_session(conference, "09:00", title_zh="主旨报告", title_en="Keynote")
    make_role(session)
    return session
