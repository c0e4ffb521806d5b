"""A conference with its organizer, and the admin's pages in a browser of who has signed in."""

import pytest

from conference.permissions import Role
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
        page = open_page("/admin/login/", **options)
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("#login-form [type=submit]")
        page.wait_for_url("**/admin/")
        page.goto(path)
        return page

    return opened
