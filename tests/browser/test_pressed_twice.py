"""A double click in a browser, and Back and Save again: one act, and its person sees success."""

import pytest
from playwright.sync_api import expect

from conference.attendance.models import Registration
from conference.models import Photo, TeamInvitation
from conference.people.models import Person
from conference.program.models import Release, Session
from tests.factories import make_picture, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


ADDED = {
    "program/session": (Session, {"title_en": "Opening address"}),
    "people/person": (Person, {"name_zh": "王样例"}),
    "attendance/registration": (
        Registration,
        {"name": "王样例", "organization_name": "样例大学"},
    ),
}


def double_click(page, button):
    page.locator(button).dblclick(no_wait_after=True)


def two_clicks(page, button):
    """As a hand does that is not sure of the first; the page must not have gone between them."""
    box = page.locator(button).bounding_box()
    place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*place)
    page.wait_for_timeout(60)
    page.mouse.click(*place)


def count_posts(page):
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


@pytest.mark.parametrize("press", [double_click, two_clicks])
def test_a_publish_clicked_twice_is_one_release_and_said_so(signed_in, conference, press):
    make_session(conference, "09:00")
    page = signed_in(f"/admin/program/publish/{conference.pk}/")
    button = "main [type=submit]:has-text('Publish')"
    page.locator(button).scroll_into_view_if_needed()

    press(page, button)

    expect(page.locator(".messagelist .success")).to_contain_text("is public")
    assert Release.objects.count() == 1


@pytest.mark.parametrize("press", [double_click, two_clicks])
@pytest.mark.parametrize("name", ADDED)
def test_a_row_saved_by_two_clicks_is_added_once_and_said_so(signed_in, conference, name, press):
    model, values = ADDED[name]
    page = signed_in(f"/admin/{name}/add/?conference={conference.pk}")
    for box, text in values.items():
        page.fill(f"#id_{box}", text)
    page.locator("[name=_save]").scroll_into_view_if_needed()

    press(page, "[name=_save]")

    expect(page.locator(".messagelist .success")).to_have_count(1)
    assert model.objects.count() == 1


@pytest.mark.parametrize("name", ADDED)
def test_back_and_save_again_leads_to_the_row_that_is_there(signed_in, conference, name):
    model, values = ADDED[name]
    page = signed_in(f"/admin/{name}/add/?conference={conference.pk}")
    for box, text in values.items():
        page.fill(f"#id_{box}", text)
    page.click("[name=_save]")
    expect(page.locator(".messagelist .success")).to_have_count(1)

    page.go_back()
    for box, text in values.items():  # a browser brings it back, or its person writes it again
        page.fill(f"#id_{box}", text)
    page.click("[name=_save]")

    expect(page.locator(".messagelist")).to_contain_text("is already saved")
    assert model.objects.count() == 1


def test_back_and_save_again_shows_the_same_invitation(signed_in, conference):
    page = signed_in(f"/admin/conference/teaminvitation/add/?conference={conference.pk}")

    links = []
    for _time in range(2):
        page.fill("#id_email", "new@example.org")
        page.select_option("#id_role", "editor")
        page.click("[name=_save]")
        expect(page.locator(".secret-link")).to_have_count(1)
        links.append(page.input_value(".secret-link"))
        page.go_back()
        expect(page.locator("#id_email")).to_be_visible()

    assert links[0] == links[1]
    assert TeamInvitation.objects.count() == 1


def test_back_and_upload_again_leads_to_the_photos_that_are_there(signed_in, conference):
    page = signed_in(f"/admin/conference/photo/several/?conference={conference.pk}")
    photo = {"name": "hall.png", "mimeType": "image/png", "buffer": make_picture().read()}

    for said in ("1 photo was added", "already there"):
        page.set_input_files("[name=images]", [photo])
        page.click("main [type=submit], #content-main [type=submit]")
        expect(page.locator(".messagelist .success")).to_contain_text(said)
        page.go_back()
        expect(page.locator("[name=images]")).to_be_visible()

    assert Photo.objects.count() == 1
