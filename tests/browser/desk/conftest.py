"""A conference of three people, and a volunteer at its desk."""

import pytest

from tests.browser.accounts import let_in
from tests.browser.desk.hand import CODES, DESK
from tests.conftest import PATIENCE
from tests.factories import make_conference, make_member, make_registration


@pytest.fixture
def conference():
    conference = make_conference(slug="spring")
    for name, code in zip(("曾志伟", "欧阳修", "Anna Müller"), CODES, strict=True):
        make_registration(conference, name=name, code=code)
    return conference


@pytest.fixture
def at_desk(open_page, conference):
    def opened(role="desk", *, path=DESK, **options):
        page = open_page(**options)
        let_in(page, make_member(conference, role), path)
        return page

    return opened


@pytest.fixture
def at_broken_desk(browser, live_server, conference):
    """A desk whose requests may fail, which the browser logs as errors; the script's own still
    fail the test.
    """
    context = browser.new_context(base_url=live_server.url, locale="en-US", service_workers="block")
    context.set_default_timeout(PATIENCE)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.user = make_member(conference, "desk")
    let_in(page, page.user, DESK)
    yield page
    context.close()
    assert errors == []
