"""What readers, guests and volunteers see before axe: on a phone by daylight and in the dark, and
on a wide dark screen. Each page is loaded once; `test_pages` has a conference's home, sessions and
people, `test_admin_judged` the admin.
"""

import pytest
from playwright.sync_api import expect

from conference.attendance.models import Registration
from conference.program.models import Session
from tests.browser.accounts import let_in
from tests.browser.desk.hand import scan
from tests.browser.judging import DESK, PHONE, judged
from tests.factories import make_registration, make_session
from tests.hostile import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS = (PHONE, "light"), (PHONE, "dark"), (DESK, "dark")
HERE = "conferences/here/"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def page(open_page):
    return open_page(**PHONE, bypass_csp=True)


def test_axe_finds_no_fault_on_what_is_public(page, world):
    paths = [
        *(f"zh-hans/{HERE}schedule/", f"en/{HERE}sessions/{world.good['code']}/"),
        *("en/news/", f"zh-hans/{HERE}news/news/", f"en/{HERE}venue/", f"zh-hans/{HERE}changes/"),
        *(f"en/{HERE}embed/", "zh-hans/display/here/hall/", "en/alliances/teachers/"),
        *("zh-hans/alliances/teachers/members/", f"en/{HERE}no-such-page/"),
        *(f"zh-hans/{HERE}register/", f"en/r/{world.good['token']}/"),
    ]
    faults = []
    for path in paths:
        page.goto(f"/{path}")
        faults += judged(page, path, *WAYS)
    page.goto(f"/en/{HERE}register/")
    with page.expect_navigation():
        page.locator("main form [type=submit]").last.click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()
    faults += judged(page, "a refused reply", *WAYS)

    assert faults == []


def test_axe_finds_no_fault_at_the_desk(page, world):
    forum, came = world.rows[Session], world.rows[Registration]
    conference = forum.conference
    other = make_session(conference, forum.starts_at, forum.ends_at, kind="sub-forum")
    chose = make_registration(conference, name="曾样例", code="A2B3C4D5E6")
    chose.sessions.add(other)
    gone = make_registration(conference, name="José", code="B2B3C4D5E6", status="cancelled")
    faults = []
    let_in(page, world.organizer, "/en/desk/here/")
    for checkpoint, person, result in (
        ("arrival", came, "already"),
        (forum.code, chose, "question"),
        ("arrival", chose, "admitted"),
        ("arrival", gone, "refused"),
    ):
        page.goto(f"/en/desk/here/?checkpoint={checkpoint}")
        page.focus("#q")
        scan(page, person.code)
        expect(page.locator(f"#answer [data-result={result}]")).to_be_visible()
        faults += judged(page, f"the desk answers {result}", *WAYS)
    page.goto("/zh-hans/desk/here/?q=")
    page.locator("a[href*='undo=']").first.click()
    expect(page.locator("[data-step=undo]")).to_be_visible()
    page.wait_for_load_state()
    faults += judged(page, "the desk asks before it undoes", *WAYS)

    assert faults == []
