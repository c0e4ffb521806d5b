"""The desk in a volunteer's hand: typing and tapping, with and without its script."""

import pytest
from django.db import connection

from conference.attendance.models import Admission, CheckIn, Registration
from tests.browser.desk.hand import CODES, DESK, enter, results, scan, sign_in
from tests.browser.waits import follow
from tests.factories import make_registration, make_room, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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

    scanned = CheckIn.objects.get()
    assert (scanned.checkpoint.session, scanned.station) == (forum, "Room 201")


# --- A finger that taps again --------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_tapping_the_same_spot_again_and_again_leaves_one_person_signed_in(at_desk, script):
    for n, width in enumerate((320, 360, 768, 1280)):
        Admission.objects.all().delete()
        CheckIn.objects.all().delete()
        page = at_desk(width=width, java_script_enabled=script)
        page.fill("#q", "zzw")
        page.press("#q", "Enter")
        button = page.locator(".found .btn-sign")
        button.wait_for()
        spot = button.bounding_box()
        x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2

        for pause in (0, 0, 150, 250, 500, 1600):
            page.wait_for_timeout(pause)
            page.mouse.click(x, y)
        page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()
        page.mouse.click(x, y)
        page.goto(DESK)

        assert results() == [("曾志伟", "admitted")], (n, width)
        assert Admission.objects.count() == 1


def test_nothing_that_takes_back_lies_where_a_button_signs_in_or_adds(at_desk, conference):
    for width in (320, 1280):
        page = at_desk(width=width)
        page.fill("#q", "o")  # both a person and, below, the way to add one
        page.locator(".found .btn-sign").first.wait_for()
        signs_in = page.locator(".found .btn-sign").first.bounding_box()
        scan(page, Registration.objects.first().code)
        page.locator("#recent a", has_text="Undo").first.wait_for()
        opens = page.locator("#recent a", has_text="Undo").first.bounding_box()
        page.locator("#recent a", has_text="Undo").first.click()
        takes_back = page.locator("#answer button")
        takes_back.wait_for()
        undo = takes_back.bounding_box()

        if width == 320:  # elsewhere the log has a column of its own
            assert opens["x"] + opens["width"] <= signs_in["x"]
        assert opens["x"] + opens["width"] <= undo["x"] or opens["x"] >= undo["x"] + undo["width"]
        page.click("#answer [data-close]")
        assert Admission.objects.count() == 1
        Admission.objects.all().delete()


def test_undoing_asks_first(at_desk):
    page = at_desk(width=360)
    scan(page, CODES[0])
    page.locator("#recent a", has_text="Undo").click()

    page.locator("#answer", has_text="Take back that 曾志伟 is signed in?").wait_for()
    assert Admission.objects.count() == 1
    page.locator("#answer button").click()
    page.locator("#answer", has_text="曾志伟 is no longer signed in.").wait_for()
    assert not Admission.objects.exists()
    scan(page, CODES[0])
    page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()

    assert [result for _name, result in results()] == ["admitted", "undone", "admitted"]
    assert Admission.objects.count() == 1


def test_a_second_tap_adds_no_namesake(at_desk, conference):
    make_registration(conference, name="李明", organization_name="")
    page = at_desk(width=360, java_script_enabled=False)
    page.click(".walk-in summary")
    page.fill("#walk-in-name", "李明")

    page.locator(".walk-in button").dblclick()
    page.locator("main", has_text="They are on the list.").wait_for()
    assert Registration.objects.filter(name="李明").count() == 1
    page.check("#walk-in-anyway")
    follow(page.locator(".walk-in button"))

    assert "李明 is signed in." in page.inner_text("#answer")
    assert Registration.objects.filter(name="李明").count() == 2


# --- What a hand or a scanner has done comes into sight ------------------------------------------


def is_in_sight(page, selector):
    """Whether the element's beginning stands on the screen, below the box that stays there."""
    return page.evaluate(
        """(selector) => {
          const { top } = document.querySelector(selector).getBoundingClientRect();
          return top >= document.getElementById("q").getBoundingClientRect().bottom
            && top < innerHeight;
        }""",
        selector,
    )


def test_answers_and_people_found_come_into_sight_above_the_log(at_desk):
    page = at_desk(width=360)
    page.set_viewport_size({"width": 360, "height": 560})
    scan(page, *CODES, *CODES)
    page.locator("#recent li").nth(5).wait_for()

    for act, what in (
        (lambda: scan(page, CODES[0]), "#answer [data-result]"),
        (lambda: scan(page, "ABCDEFGH234"), "#answer .is-alert"),  # no code of a badge
        (lambda: page.locator("#q").press_sequentially("anna"), "#found .found"),
    ):
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert not is_in_sight(page, "#answer")
        act()
        page.locator(what).wait_for()
        assert is_in_sight(page, what)


def test_what_becomes_of_a_walk_in_comes_into_sight(at_broken_desk, conference):
    page = at_broken_desk
    page.set_viewport_size({"width": 360, "height": 640})
    page.click(".walk-in summary")
    page.fill("#walk-in-name", " ")
    page.click(".walk-in-go button")
    page.locator(".invalid-feedback").wait_for()
    assert is_in_sight(page, "label[for=walk-in-name]")

    page.fill("#walk-in-name", "欧阳修")
    page.route("**/walk-in/", lambda route: route.abort())
    page.click(".walk-in-go button")
    page.locator("#answer", has_text="No connection: this was not saved.").wait_for()
    assert is_in_sight(page, "#answer .is-alert")

    page.unroute("**/walk-in/")
    page.click(".walk-in-go button")
    page.locator("#found", has_text="They are on the list.").wait_for()
    assert is_in_sight(page, "#found h2")
    assert Registration.objects.count() == 3


def test_after_signing_in_again_in_another_tab_everything_here_works(at_broken_desk):
    page = at_broken_desk
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    page.fill("#q", "anna")
    page.locator("#found", has_text="You are signed out").wait_for()
    assert page.locator("#queue-sign-in a").is_visible()

    other = page.context.new_page()  # where the login also changes the token of every form
    sign_in(other, page.user)
    page.press("#q", "Enter")
    page.locator(".found .btn-sign").wait_for()
    assert page.locator("#queue-sign-in").is_hidden()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    sign_in(other, page.user)
    page.click(".walk-in summary")
    page.fill("#walk-in-name", "李明")
    page.click(".walk-in-go button")
    page.locator("#answer", has_text="李明 is signed in.").wait_for()

    assert Registration.objects.count() == 4


# --- The wrong sub-forum -------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_the_wrong_sub_forum_is_asked_about(at_desk, conference, script):
    rooms = [make_room(conference, name_en=f"Room 20{n}") for n in (1, 2)]
    first, second = (
        make_session(conference, kind="sub-forum", title_en=f"Sub-forum {n}", room=room)
        for n, room in enumerate(rooms, 1)
    )
    Registration.objects.get(code=CODES[0]).sessions.set([first])
    page = at_desk(width=320, java_script_enabled=script)
    page.goto(f"{DESK}?checkpoint={second.code}")

    page.fill("#q", CODES[0])
    page.press("#q", "Enter")
    question = page.locator("#answer .is-question")
    question.wait_for()
    assert "曾志伟 chose Sub-forum 1, Room 201." in question.inner_text()
    assert not Admission.objects.exists()
    question.get_by_role("button", name="Admit anyway").click()
    page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()

    assert results() == [("曾志伟", "question"), ("曾志伟", "admitted")]
    assert CheckIn.objects.last().is_override


def test_everything_works_with_javascript_off(at_desk):
    page = at_desk(java_script_enabled=False)

    enter(page, "zzw")
    follow(page.locator(".found .btn-sign"))
    assert "曾志伟 is signed in." in page.inner_text("#answer")
    follow(page.locator("#recent .step"))
    follow(page.locator("#answer button"))
    assert "曾志伟 is no longer signed in." in page.inner_text("#answer")
    for _again in range(2):
        enter(page, CODES[1])
    assert "欧阳修 was signed in before" in page.inner_text("#answer")
    page.click(".walk-in summary")
    page.fill("#walk-in-name", "李明")
    follow(page.locator(".walk-in button"))
    assert "李明 is signed in." in page.inner_text("#answer")

    assert Admission.objects.count() == 2
    assert CheckIn.objects.count() == 5
