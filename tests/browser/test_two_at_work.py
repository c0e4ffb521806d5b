"""Two browsers on one row, and work that is not saved yet: what only a browser can show."""

import pytest
from playwright.sync_api import expect

from conference.permissions import Role
from tests.factories import (
    at,
    make_conference,
    make_member,
    make_session,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SESSIONS = "/admin/program/session/"


@pytest.fixture
def conference():
    conference = make_conference(slug="symposium", name_en="Symposium", name_zh="研讨会")
    make_member(conference, Role.ORGANIZER, user=make_user("chen"))
    make_member(conference, Role.ORGANIZER, user=make_user("wang", first_name="王老师"))
    return conference


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 360)])
def test_two_who_wrote_one_title_choose_between_both(signed_in, conference, language, width):
    row = make_session(conference, "09:00", title_en="Keynote")
    address = f"{SESSIONS}{row.pk}/change/"
    wang, chen = (
        signed_in(address, name, language=language, width=width) for name in ("wang", "chen")
    )

    wang.fill("#id_title_en", "Address")
    wang.click("[name=_save]")
    wang.wait_for_selector(".messagelist .success")
    chen.fill("#id_title_en", "Opening")
    chen.fill("#id_seats", "40")
    chen.click("[name=_save]")

    expect(chen.locator(".meanwhile")).to_be_in_viewport()
    expect(chen.locator(".meanwhile")).to_contain_text("王老师")
    assert chen.evaluate("document.documentElement.scrollWidth") <= width
    row.refresh_from_db()
    assert (row.title_en, row.seats) == ("Address", None)

    chen.click(".meanwhile label:has-text('Opening')")
    chen.click("[name=_save]")
    chen.wait_for_selector(".messagelist .success")
    row.refresh_from_db()
    assert (row.title_en, row.seats) == ("Opening", 40)


def test_enter_in_a_cell_saves_the_list(signed_in, conference):
    row = make_session(conference, "09:00", title_en="Keynote")
    page = signed_in(SESSIONS, "chen")

    page.check(".action-select >> nth=0")
    page.select_option("[name=action]", "cancel_sessions")
    page.fill("[name=form-0-starts_at]", "10:15")
    page.fill("[name=form-0-ends_at]", "10:45")
    page.press("[name=form-0-ends_at]", "Enter")
    page.wait_for_selector(".messagelist .success")

    row.refresh_from_db()
    assert (row.starts_at, row.ends_at, row.status) == (at("10:15"), at("10:45"), "planned")


@pytest.mark.parametrize("path", ["", "{pk}/change/"])
def test_leaving_changed_work_asks_first(signed_in, conference, path):
    row = make_session(conference, "09:00", title_en="Keynote")
    page = signed_in(SESSIONS + path.format(pk=row.pk), "chen")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    box = "[name=form-0-position]" if not path else "[name=seats]"
    page.click(box)
    page.keyboard.type("7")
    typed = page.input_value(box)
    page.click("#site-name a", no_wait_after=True)

    expect(page.locator(box)).to_have_value(typed)
    assert asked == ["beforeunload"]
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    page.click("#site-name a")
    page.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]


def test_who_changed_nothing_leaves_unasked(signed_in, conference):
    row = make_session(conference, "09:00", title_en="Keynote")
    page = signed_in(f"{SESSIONS}{row.pk}/change/", "chen")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.click("#id_title_en")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    page.click("#site-name a")

    page.wait_for_url("**/admin/")
    assert asked == []


def test_an_action_does_not_drop_cells_unasked(signed_in, conference):
    row = make_session(conference, "09:00", title_en="Keynote")
    page = signed_in(SESSIONS, "chen")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.check(".action-select >> nth=0")
    page.fill("[name=form-0-position]", "7")
    page.select_option("[name=action]", "cancel_sessions")
    page.click("button[name=index]")

    expect(page.locator("[name=form-0-position]")).to_have_value("7")
    assert asked == ["confirm"]
    row.refresh_from_db()
    assert row.status == "planned"
