"""An office's evening in Chinese, from an empty site to a public program and next year's draft.

By hand such a conference (38 items, more than 25 people, both languages) took 510 clicks, 358 typed
fields and 99 page loads, all of it retyped from files that the office has.
"""

import sys

import pytest
from playwright.sync_api import expect

from conference.attendance.models import Registration
from conference.models import Conference
from conference.people.models import Person
from conference.program.models import Session
from tests.browser.conftest import PASSWORD
from tests.browser.evening.files import DAY, HOST, NAME, agenda, guests, translated
from tests.browser.evening.hand import Hand
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME_EN = "Second Sample Forum on Courses"


def test_an_agenda_from_word_is_public_in_both_languages_in_an_evening(open_page, capsys):
    make_user("office", is_superuser=True, is_staff=True)
    page = open_page("/admin/login/", language="zh-hans")
    page.fill("#id_username", "office")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/admin/")
    hand = Hand(page)

    def button(name):
        return page.get_by_role("button", name=name)

    def link(name):
        return page.get_by_role("main").get_by_role("link", name=name).first

    with hand.step("begin with the agenda"):
        hand.paste(page.locator("#id_text"), agenda())
        expect(page.locator(".pasted")).to_contain_text("课程标准从哪里来")
        hand.follow(button("读取文件"))
        expect(page.locator("#id_name_zh")).to_have_value(NAME)
        expect(page.locator("#id_starts_on")).to_have_value(DAY)
        expect(page.locator("#id_organization_zh")).to_have_value(HOST)
        hand.follow(button("开始，并查看议程"))

    questions = page.locator(".office-questions > li")
    with hand.step("mend two guesses"):
        both = questions.filter(has_text="合影及茶歇")
        hand.choose(both.locator("[name=kind]"), "茶歇")
        hand.press(both.get_by_role("button", name="设定"))
        expect(both).to_have_count(0)
        hand.press(questions.filter(has_text="没有结束时间").get_by_role("button", name="19:30"))
        expect(questions).to_have_count(2)
        hand.follow(button("采用建议并导入").first)
        expect(page.locator(".messagelist .success")).to_contain_text("40 个议程项")
    assert Session.objects.count() == 40  # with two blocks that hold items
    assert Person.objects.count() >= 25
    assert not Session.objects.filter(starts_at=None).exists()

    with hand.step("add the guests"):
        hand.follow(link("导入嘉宾名单"))
        hand.give(page.locator("#id_schedule"), "参会嘉宾名单.xlsx", guests())
        hand.follow(button("核对文件"))
        hand.press(questions.filter(has_text="周例").get_by_role("button", name="另有其人"))
        expect(questions).to_have_count(1)
        hand.press(questions.filter(has_text="江示例").get_by_role("button", name="姜示例"))
        expect(questions).to_have_count(0)
        hand.press(page.get_by_label("同时把嘉宾加入报名名单"))
        expect(page.get_by_label("同时把嘉宾加入报名名单")).to_be_checked()
        expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")
        hand.follow(button("导入草稿"))
        expect(page.locator(".messagelist .success")).to_be_visible()
    assert Registration.objects.count() == 11
    assert Registration.objects.filter(name="姜示例").exists()  # as it was settled
    assert Session.objects.count() == 40  # whose talk stands in the agenda gives no second one

    with hand.step("translate"):
        hand.follow(link("补全缺少的译文"))
        box = page.locator("[name^='conference.conference'][name$='.name:en:0']")
        hand.write(box, NAME_EN)
        box.press("Tab")
        expect(box.locator("xpath=..").get_by_role("status")).to_have_text("已保存")
        with page.expect_download() as sheet:
            hand.press(link("导出给译者"))
        back = translated(sheet.value.path().read_bytes())
        hand.press(page.locator(".texts-return summary"))
        hand.give(page.locator("#id_sheet"), "译文.xlsx", back)
        hand.follow(button("检查表格"))
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator(".messagelist")).to_have_count(0)  # of what was saved in place
        hand.follow(button("保存这些文字"))
        expect(page.locator(".done")).to_contain_text("两种语言均已齐全。")

    with hand.step("publish"):
        hand.follow(page.get_by_role("link", name="发布", exact=True).first)
        hand.follow(button("发布议程"))
        expect(page.locator(".messagelist .success")).to_contain_text("已公开")
    conference = Conference.objects.get()
    reader = open_page(f"/en/conferences/{conference.slug}/schedule/", width=360)
    expect(reader.locator("h1")).to_contain_text("Schedule")
    expect(reader.get_by_text("Teaching Across Time Zones").first).to_be_visible()

    with hand.step("copy to next year"):
        hand.follow(page.get_by_role("link", name="概览"))
        hand.follow(link("会议设置"))
        hand.follow(link("复制"))
        hand.follow(button("建立副本"))
        expect(page.locator(".messagelist .success")).to_contain_text("2028年5月13日")
    copy = Conference.objects.exclude(pk=conference.pk).get()
    assert copy.sessions.count() == 40
    assert not copy.is_public
    assert (copy.name_zh, copy.name_en) == (
        "第三届示例课程建设论坛",
        "Third Sample Forum on Courses",
    )

    with capsys.disabled():
        sys.stdout.write(f"\n{hand}\n")
    assert hand.total.clicks <= 60
    assert hand.total.fields <= 1
    assert hand.total.loads <= 25
