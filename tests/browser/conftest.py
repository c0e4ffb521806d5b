"""A conference with its organizer, and the admin's pages in a browser of who has signed in."""

import pytest
from django.contrib.auth import get_user_model

from conference.permissions import Role
from tests.browser.accounts import let_in
from tests.factories import make_conference, make_member, make_user

PASSWORD = "a long password 1"


@pytest.fixture
def conference():
    conference = make_conference(slug="symposium", name_en="Symposium", name_zh="研讨会")
    make_member(conference, Role.ORGANIZER, user=make_user("organizer"))
    return conference


@pytest.fixture
def signed_in(open_page):
    """`signed_in(path, username, **options)`: that page, as the account sees it."""

    def opened(path, username="organizer", **options):
        page = open_page(**options)
        let_in(page, get_user_model().objects.get(username=username), path)
        return page

    return opened
