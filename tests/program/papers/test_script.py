"""The host's script: who is greeted and asked, in which order, with which names."""

from dataclasses import replace

import pytest

from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS
from conference.program.papers.sources import draft_source
from tests.factories import (
    make_conference,
    make_host,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)
from tests.program.papers.conftest import texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]


@pytest.fixture
def conference():
    """A morning: opening by a chair, an address, a keynote, one that is off, and lunch."""
    conference = make_conference()
    school = make_organization()
    make_host(conference, organization=school)

    def person(name_zh, given, **overrides):
        row = make_person(
            name_zh=name_zh,
            family_name_en="Li",
            given_name_en=given,
            organization=school,
            **overrides,
        )
        return make_participation(conference, row)

    def titled(zh, en, starts, ends, kind, **overrides):
        return make_session(
            conference, starts, ends, title_zh=zh, title_en=en, kind=kind, **overrides
        )

    titled("报到", "Arrival", "08:00", "09:00", "sign-in")
    opening = titled("开幕式", "Opening", "09:00", "09:10", "ceremony")
    make_role(opening, person("李敏", "Min", position_zh="教务处处长"), "chair")
    address = titled("致辞", "Welcome", "09:10", "09:20", "address")
    make_role(address, person("李强", "Qiang", position_zh="副校长"), "guest-of-honor")
    keynote = titled("教育的未来", "The future", "09:20", "10:00", "keynote")
    make_role(keynote, person("李伟", "Wei", academic_title="professor"))
    titled("取消的报告", "Off", "10:00", "10:30", "talk", status="cancelled")
    titled("茶歇", "Tea break", "10:30", "10:45", "break")
    titled("午餐", "Lunch", "12:00", "13:00", "meal", room=make_room(conference, name_zh="餐厅"))
    return conference


def test_a_morning_is_led_from_the_greeting_to_lunch(conference, written):
    lines = written(conference, "script")
    host = lines.pop(9)

    assert host.startswith("承办") and host.endswith("：东北大学。")
    assert lines[2:] == [
        "2026年5月20日 星期三",
        "08:00–09:00  报到",
        "09:00–09:10  开幕式",
        "尊敬的各位领导、各位嘉宾，各位老师：大家上午好！",
        "欢迎大家参加人工智能与高等教育研讨会！",
        "我是东北大学 教务处处长 李敏，很荣幸担任主持人。",
        "请允许我介绍本次会议的举办单位。",
        "出席今天会议的领导和嘉宾有：",
        "东北大学 副校长 李强",
        "（每介绍一位，稍候掌声）",
        "让我们以热烈的掌声，对各位领导和嘉宾的到来表示欢迎和感谢！",
        "现在，我宣布，人工智能与高等教育研讨会开幕！",
        "09:10–09:20  致辞",
        "下面，有请东北大学 副校长 李强致辞，大家欢迎！",
        "（李强发言，10 分钟）",
        "感谢东北大学 副校长 李强的致辞！",
        "09:20–10:00  教育的未来",
        "下面，有请东北大学 教授 李伟作主旨报告，题目是《教育的未来》，大家欢迎！",
        "（李伟发言，40 分钟）",
        "感谢东北大学 教授 李伟的精彩报告！",
        "10:30–10:45  茶歇",
        "下面是茶歇时间。",
        "请各位于 10:45 准时返回会场。",
        "人工智能与高等教育研讨会到此圆满结束。感谢各位的参与和支持，祝大家返程平安！",
        "12:00–13:00  午餐",
        "接下来是午餐时间，请各位用餐。",
        "地点：餐厅。",
    ]


def test_the_english_one_names_people_as_they_are_printed(conference, written):
    lines = written(conference, "script", "en")

    university = "Northeastern University (China)"
    assert f"I invite Li Wei, Professor, {university} to give the keynote “The future”." in (
        " ".join(lines)
    )


def test_a_sub_forum_has_a_script_of_its_own(written):
    conference = make_conference()
    forum = make_session(
        conference, "14:00", "15:00", kind="sub-forum", title_zh="分论坛一", title_en=""
    )
    make_session(conference, "14:00", "14:30", kind="talk", parent=forum)

    lines = written(conference, "script")

    at = lines.index("尊敬的各位领导、各位嘉宾，各位老师：大家下午好！", lines.index("分论坛一"))
    assert lines[at:] == [
        "尊敬的各位领导、各位嘉宾，各位老师：大家下午好！",
        "欢迎大家参加分论坛一！",
        "我是＿＿＿＿，很荣幸担任主持人。",
        "14:00–14:30  教育大数据的未来",
        "下面是报告：《教育大数据的未来》。",
        "分论坛一到此结束。感谢各位报告人，感谢大家！",
    ]


def test_what_a_block_holds_is_announced_item_by_item(written):
    conference = make_conference()
    block = make_session(
        conference, "09:00", "10:00", kind="ceremony", title_zh="开幕式", title_en=""
    )
    item = make_session(conference, "09:00", "09:10", kind="address", title_zh="致辞", title_en="")
    make_role(item)
    source = draft_source(conference, at=block.starts_at)
    first, second = source.program.sessions
    held = replace(first, talks=(replace(second, parent_code=first.code),))
    order = Order(replace(source, program=replace(source.program, sessions=(held,))), ("zh",))

    script, agenda = (
        [text for block in PAPERS[name].document(order).blocks for text in texts_of(block)]
        for name in ("script", "agenda")
    )

    assert script[-6:-1] == [
        "现在，我宣布，人工智能与高等教育研讨会开幕！",
        "09:00–09:10  致辞",
        "下面，有请王兴伟致辞，大家欢迎！",
        "（王兴伟发言，10 分钟）",
        "感谢王兴伟的致辞！",
    ]
    assert agenda[-2:] == [
        "09:00–10:00 | 开幕式 |  | ",
        "09:00–09:10 | 致辞 | 王兴伟 | 会场待定",
    ]
