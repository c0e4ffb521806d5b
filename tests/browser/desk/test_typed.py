"""What is typed or scanned while the desk's page is being replaced is not lost."""

import pytest
from playwright.sync_api import expect

from conference.attendance.models import CheckIn
from tests.browser.desk.hand import CODES, all_sent, scan
from tests.factories import make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_code_outlives_another_place_and_another_language(at_desk, conference):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    page, held = at_desk(), []
    page.route("**/place/", lambda route: held.append(route))
    page.click(".desk-place summary")
    page.select_option("#place-checkpoint", forum.code)
    # The page of the other place is on its way: one is scanned for it, of the next one a half.
    scan(page, CODES[0])
    page.keyboard.type(CODES[1][:4])
    with page.expect_response("**/place/"):
        held[0].continue_()
    expect(page.locator(".place-name")).to_have_text("AI literacy")
    page.keyboard.type(CODES[1][4:])
    page.keyboard.press("Enter")
    all_sent(page)

    # Somebody is looked for, and not waited for: the form of a walk-in is filled in meanwhile.
    page.route("**/desk/spring/?checkpoint=*", lambda route: held.append(route))
    with page.expect_request("**/desk/spring/?checkpoint=*"):
        page.fill("#q", "nobody")
    page.click("#walk-in summary")
    page.fill("#walk-in [name=name]", "New Guest")
    with page.expect_response("**/desk/spring/?checkpoint=*"):
        held[-1].continue_()
    expect(page.locator("#found")).not_to_be_empty()
    expect(page.locator("#walk-in [name=name]")).to_have_value("New Guest")
    page.unroute("**/desk/spring/?checkpoint=*")

    page.fill("#q", "")
    page.keyboard.type(CODES[2][:6])
    with page.expect_navigation():
        page.locator(".languages a, .languages button").first.click()
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value(CODES[2][:6])
    page.keyboard.press("End")
    page.keyboard.type(CODES[2][6:])
    page.keyboard.press("Enter")
    expect(page.locator("#answer [data-result=admitted]")).to_contain_text("Anna Müller")

    scans = CheckIn.objects.order_by("pk")
    assert [(each.registration.code, each.checkpoint.session_id) for each in scans] == [
        (code, forum.pk) for code in CODES
    ]
