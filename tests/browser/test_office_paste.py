"""An agenda pasted from Word in Chinese: two guesses mended on the page, then imported."""

import pytest
from playwright.sync_api import expect

from conference.program.models import Session
from tests.browser.test_main_job import signed_in
from tests.factories import make_conference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><p>2026年5月20日<o:p></o:p></p>
<table class=MsoTableGrid><tr><td><p>时间<o:p></o:p></p></td><td><p>内容</p></td>
<td><p>主讲人</p></td></tr><tr><td><p>9:00-9:20</p></td><td><p>开幕致辞</p></td><td><p>张样例</p></td>
</tr><tr><td><p>9:20</p></td><td><p>图谱的建设</p></td><td><p>李示</p></td></tr></table></html>"""
PASTE = """(html) => {
  const carried = new DataTransfer();
  carried.setData("text/html", html);
  carried.setData("text/plain", "时间\\t内容\\t主讲人");
  document.querySelector("#id_text").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def test_a_paste_is_mended_and_imported(open_page):
    conference = make_conference(
        slug="ai-2026", name_zh="研讨会", starts_on="2026-05-20", ends_on="2026-05-20"
    )
    page = signed_in(open_page, conference, "organizer")
    page.goto(f"/admin/program/import/{conference.pk}/")

    page.evaluate(PASTE, WORD)
    expect(page.locator(".pasted")).to_contain_text("图谱的建设")
    page.get_by_role("button", name="Check the file").click()

    # Set in place: the page stays, its parts change.
    asked = page.locator(".office-questions li", has_text="has no end")
    asked.get_by_role("button", name="10:20").first.click()
    expect(page.locator(".office-questions")).to_have_count(0)
    page.locator("#s1").get_by_role("link", name="Correct").click()
    page.locator("#office-edit [name=p0-name]").fill("章样例")
    page.locator("#office-edit").get_by_role("button", name="Set it so").click()
    expect(page.locator("#s1")).to_contain_text("章样例")
    page.get_by_role("button", name="Import into the draft").click()

    expect(page.get_by_text("2 sessions are new")).to_be_visible()
    drafted = Session.objects.order_by("starts_at")
    assert [str(s.title_zh) for s in drafted] == ["开幕致辞", "图谱的建设"]
    assert drafted[0].roles.get().participation.person.name_zh == "章样例"
