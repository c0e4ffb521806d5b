"""The desk in a volunteer's hand: typing, scanning, tapping, with and without its script."""

import pytest

from conference.attendance.models import Admission, CheckIn, Registration
from tests.factories import make_conference, make_member, make_registration, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long password 1"
DESK = "/en/desk/spring/"


@pytest.fixture
def conference():
    conference = make_conference(slug="spring")
    for name in ("曾志伟", "欧阳修", "Anna Müller"):
        make_registration(conference, name=name)
    return conference


@pytest.fixture
def at_desk(open_page, conference):
    def opened(role="desk", *, path=DESK, **options):
        user = make_member(conference, role)
        page = open_page(f"/admin/login/?next={path}", **options)
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(f"**{path}")
        return page

    return opened


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_results_come_while_typing_and_the_next_person_can_be_typed_at_once(at_desk):
    page = at_desk(width=360)

    page.keyboard.type("zzw")
    page.locator(".found .btn-sign").click()
    page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()
    page.wait_for_function("() => document.activeElement.id === 'q'")
    page.keyboard.type("anna")
    page.locator(".found", has_text="Anna Müller").wait_for()

    assert page.locator("#counts dd").all_inner_texts() == ["3", "1", "2"]
    assert page.input_value("#q") == "anna"
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_scanner_signs_in_one_person_after_the_other(at_desk, conference):
    page = at_desk()
    people = list(Registration.objects.order_by("number"))

    for person in people:
        page.keyboard.type(person.code)
        page.keyboard.press("Enter")
        page.locator("#answer", has_text=person.name).wait_for()
        page.wait_for_function("() => document.getElementById('q').value === ''")

    assert Admission.objects.count() == 3
    assert set(CheckIn.objects.values_list("method", flat=True)) == {"code"}


def test_a_walk_in_is_added_without_touching_the_mouse(at_desk):
    page = at_desk(width=360)

    page.keyboard.type("李明")
    page.locator(".walk-in[open]").wait_for()
    assert page.input_value("#walk-in-name") == "李明"
    page.focus("#walk-in-organization")
    page.keyboard.type("东北大学")
    page.keyboard.press("Enter")
    page.locator("#answer", has_text="李明 is signed in.").wait_for()

    assert Registration.objects.get(name="李明").source == "walk-in"
    assert page.evaluate("document.activeElement.id") == "q"


def test_without_a_connection_nothing_is_lost_and_the_next_tap_counts_once(at_desk):
    page = at_desk()
    page.keyboard.type("zzw")
    button = page.locator(".found .btn-sign")
    button.wait_for()
    # The answer is lost on its way back: the scan is kept, the volunteer does not know.
    lost = []

    def lose(route):
        if not lost and route.request.method == "POST":
            lost.append(route.fetch(max_redirects=0))
            route.fulfill(status=200, content_type="text/html", body="")
        else:
            route.continue_()

    page.route("**/check-in/", lose)

    button.click()
    page.locator("#answer", has_text="was not saved. Try again.").wait_for()
    button.click()
    page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()

    assert CheckIn.objects.count() == 1


def test_choosing_a_session_is_one_change(at_desk, conference):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    page = at_desk()

    page.click(".desk-place summary")
    page.fill("#place-station", "Room 201")
    page.select_option("#place-checkpoint", forum.code)
    page.wait_for_url(f"**?checkpoint={forum.code}")
    page.keyboard.type("zzw")
    page.locator(".found .btn-sign").click()
    page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()

    scan = CheckIn.objects.get()
    assert (scan.checkpoint.session, scan.station) == (forum, "Room 201")


def test_everything_works_with_javascript_off(at_desk):
    page = at_desk(java_script_enabled=False)

    page.fill("#q", "zzw")
    page.press("#q", "Enter")
    page.click(".found .btn-sign")
    assert "曾志伟 is signed in." in page.inner_text("#answer")
    page.click("#answer button")
    assert "曾志伟 is no longer signed in." in page.inner_text("#answer")
    page.fill("#q", Registration.objects.get(name="欧阳修").code)
    page.press("#q", "Enter")
    assert "欧阳修 is signed in." in page.inner_text("#answer")
    page.click(".walk-in summary")
    page.fill("#walk-in-name", "李明")
    page.click(".walk-in button")
    assert "李明 is signed in." in page.inner_text("#answer")

    assert Admission.objects.count() == 2
