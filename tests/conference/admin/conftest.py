"""Two conferences and an editor of one of them."""

import pytest

from conference.permissions import Role
from tests.factories import make_conference, make_member


@pytest.fixture
def own():
    return make_conference(name_en="Own symposium", name_zh="")


@pytest.fixture
def other():
    return make_conference(name_en="Other symposium", name_zh="")


@pytest.fixture
def editor(client, own):
    user = make_member(own, Role.EDITOR)
    client.force_login(user)
    return user
