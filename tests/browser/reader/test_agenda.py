"""The page of an agenda: to another device by its link, and without scripts."""

import pytest

from tests.browser.reader.entries import MY, SCHEDULE, code_of, is_starred, star
from tests.browser.waits import follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_agenda_goes_to_another_device_by_its_link(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "First").click()
    star(page, "Forum").click()
    page.goto(MY)
    page.wait_for_url("**/my/?s=*")
    assert page.locator(".my-line .session-title").all_inner_texts() == ["First", "Forum"]
    page.get_by_role("img", name="QR code of this agenda's link").wait_for()
    link = page.get_by_label("Link to this agenda").input_value()
    path = link.split("/en/", 1)[1]

    other = open_page(f"/en/{path}")
    other.get_by_text("This agenda comes from a link").wait_for()
    assert not is_starred(other, "First")
    other.get_by_role("button", name="Keep on this device").click()

    other.get_by_text("Kept on this device.").wait_for()
    other.goto(SCHEDULE)
    assert is_starred(other, "First")
    assert is_starred(other, "Forum")
    assert not is_starred(other, "Last")


def test_an_agenda_of_a_link_is_added_to_ones_own_or_replaces_it(open_page, conference):
    for choice, kept in (("Add to my agenda", ["First", "Last"]), ("Replace my agenda", ["Last"])):
        page = open_page(SCHEDULE)
        star(page, "First").click()
        page.goto(f"{MY}?s={code_of('Last')}")

        page.get_by_role("button", name=choice).click()

        page.goto(SCHEDULE)
        starred = page.locator(".star-button[aria-pressed='true']")
        assert [
            name.removeprefix("Keep “").removesuffix("” in my agenda")
            for name in starred.evaluate_all("(all) => all.map((one) => one.ariaLabel)")
        ] == kept


def test_taking_a_star_off_ones_agenda_can_be_taken_back(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "First").click()
    star(page, "Last").click()
    page.goto(MY)
    page.wait_for_url("**/my/?s=*")

    star(page, "First").click()
    page.get_by_text("Your agenda has changed.").wait_for()
    assert page.locator(".my-line").count() == 2  # it stands there still
    page.get_by_role("link", name="Show it as it is now").click()

    page.wait_for_url(f"**/my/?s={code_of('Last')}")
    assert page.locator(".my-line").count() == 1


def test_the_link_is_copied(open_page, conference):
    page = open_page(
        f"{MY}?s={code_of('First')}", permissions=["clipboard-read", "clipboard-write"]
    )

    page.get_by_role("button", name="Copy the link").click()

    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{MY}?s={code_of('First')}")


def test_an_agenda_needs_no_scripts(open_page, conference):
    page = open_page(MY, width=360, java_script_enabled=False)
    page.get_by_text("Choose from a list").click()
    page.get_by_role("checkbox", name="First").check()
    page.get_by_role("checkbox", name="Across").check()

    follow(page.get_by_role("button", name="Show my agenda"))

    assert page.locator(".my-line .session-title").all_inner_texts() == ["First", "Across"]
    page.get_by_role("img", name="QR code of this agenda's link").wait_for()
    page.get_by_role("link", name="Subscribe in my calendar").wait_for()
    assert not page.locator(".star-button").count()
    page.emulate_media(media="print")
    assert not page.get_by_role("img", name="QR code of this agenda's link").is_visible()
