"""A scanner at the desk: fast, glued together, through an input method, anywhere."""

import pytest

from conference.attendance.models import Admission, CheckIn, Registration
from tests.browser.desk.hand import CODES, all_sent, results, scan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def slowly(page, milliseconds):
    """Every act of the desk takes so long to be answered."""

    def wait(route):
        page.wait_for_timeout(milliseconds)
        route.continue_()

    page.route("**/desk/spring/*/", wait)


def test_a_fast_scanner_on_a_slow_network_loses_nobody(at_desk):
    page = at_desk(width=360)
    slowly(page, 300)

    scan(page, *CODES, CODES[0])
    waiting = page.inner_text("#queue-state")
    all_sent(page)

    assert waiting.endswith("scans wait to be sent.")
    assert results() == [
        ("曾志伟", "admitted"),
        ("欧阳修", "admitted"),
        ("Anna Müller", "admitted"),
        ("曾志伟", "already"),
    ]
    assert set(CheckIn.objects.values_list("method", flat=True)) == {"code"}
    shown = page.locator("#answer .answer-text, #scans .answer-text").all_inner_texts()
    assert shown[0].startswith("曾志伟 was signed in before")
    assert shown[1:] == [
        "Anna Müller is signed in.",
        "欧阳修 is signed in.",
        "曾志伟 is signed in.",
    ]
    assert page.input_value("#q") == ""


def test_codes_that_glue_together_are_split_and_what_is_none_is_never_sent(at_desk):
    page = at_desk()

    scan(page, CODES[0] + CODES[1])
    all_sent(page)
    scan(page, CODES[2][3:] + CODES[2])
    page.locator("#answer", has_text="This is no code of a badge").wait_for()
    scan(page, "ouyang")
    page.locator(".found", has_text="欧阳修").wait_for()

    assert results() == [("曾志伟", "admitted"), ("欧阳修", "admitted")]


def test_a_scanner_that_writes_through_an_input_method_is_understood(at_desk):
    page = at_desk()
    wide = "".join(chr(ord(c) + 0xFEE0) for c in CODES[0])
    cdp = page.context.new_cdp_session(page)

    page.focus("#q")
    page.keyboard.insert_text(wide)
    page.keyboard.press("Enter")
    page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()
    # The method keeps the scanner's Enter to end its own composition.
    text = CODES[1].lower()
    cdp.send("Input.imeSetComposition", {"text": text, "selectionStart": 10, "selectionEnd": 10})
    enter = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    cdp.send("Input.dispatchKeyEvent", enter | {"type": "rawKeyDown"})
    cdp.send("Input.insertText", {"text": text})
    page.locator("#answer", has_text="欧阳修 is signed in.").wait_for()

    assert Admission.objects.count() == 2
    assert page.input_value("#q") == ""


def test_a_scan_behind_something_typed_is_a_scan(at_desk):
    page = at_desk()
    page.keyboard.type("anna")
    page.locator(".found", has_text="Anna Müller").wait_for()
    scan(page, CODES[0])
    page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()

    assert page.input_value("#q") == ""


def test_a_scanner_is_heard_wherever_the_focus_is(at_desk):
    page = at_desk()
    page.focus(".site-head a")
    scan(page, CODES[0])
    page.locator("#answer", has_text="曾志伟 is signed in.").wait_for()
    page.click(".walk-in summary")
    page.focus("#walk-in-name")
    scan(page, CODES[1])
    page.locator("#answer", has_text="欧阳修 is signed in.").wait_for()

    assert Registration.objects.count() == 3
