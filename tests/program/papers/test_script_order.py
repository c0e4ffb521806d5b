"""The host's script where a day is no simple row of talks: who is greeted when, and who leads."""

from datetime import timedelta

import pytest

from tests.factories import (
    DAY,
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]
CLOSING = "研讨会到此圆满结束"


@pytest.fixture
def conference():
    return make_conference(name_zh="研讨会", name_en="Symposium", ends_on=DAY + timedelta(days=1))


@pytest.fixture
def plan(conference):
    """Sessions by title, kind and people: ("开幕式", "09:00", "09:10", "ceremony", chair=[...])."""

    def add(title, starts=None, ends=None, kind="talk", *, chair=(), speaker=(), **overrides):
        day = overrides.pop("day", DAY)
        times = {} if starts is None else {"starts": at(starts, day=day), "ends": at(ends, day=day)}
        row = make_session(
            conference, **times, kind=kind, title_zh=title, title_en=f"{title} E", **overrides
        )
        for role, people in (("chair", chair), ("speaker", speaker)):
            for person in people:
                make_role(row, person, role)
        return row

    return add


@pytest.fixture
def person(conference):
    def make(name, **overrides):
        category = overrides.pop("category", "expert")
        row = make_person(name_zh=name, family_name_en=name, given_name_en="", **overrides)
        return make_participation(conference, row, category=category)

    return make


def test_the_afternoon_is_greeted_after_lunch_and_a_day_of_arrival_is_not_closed(
    conference, plan, written
):
    plan("报到", "14:00", "18:00", "sign-in")
    day = {"day": DAY + timedelta(days=1)}
    plan("签到", "08:00", "09:00", "sign-in", **day)
    plan("上午报告", "09:00", "12:00", **day)
    plan("午餐", "12:10", "13:30", "meal", **day)
    plan("下午报告", "14:00", "15:00", **day)

    lines = written(conference, "script")

    assert [line for line in lines if "结束" in line] == [lines[-1]] and CLOSING in lines[-1]
    greeted = [line[-6:] for line in lines if "大家上午好" in line or "大家下午好" in line]
    assert greeted == ["大家上午好！", "大家下午好！"]
    assert lines.index("14:00–15:00  下午报告") < lines.index("会议继续进行。")


def test_what_has_no_time_yet_stands_after_the_close_and_greets_nobody(conference, plan, written):
    plan("报告", "09:00", "10:00")
    plan("晚会", kind="other")

    lines = written(conference, "script")

    assert CLOSING in lines[-4]
    assert lines[-3:] == ["时间待定", "晚会", "下面进行：晚会。"]


def test_two_chairs_speak_of_themselves_as_two_and_greet_neither(conference, plan, person, written):
    leader, second = person("甲", category="leader"), person("乙")
    guest = person("丙", category="leader", academic_title="associate_professor")
    plan("开幕式", "09:00", "09:10", "ceremony", chair=[leader, second])
    plan("圆桌", "09:10", "10:00", "panel", chair=[leader, second])
    plan("报告", "10:00", "11:00", "keynote", speaker=[guest, second])

    lines = written(conference, "script")
    english = written(conference, "script", "en")

    assert "我们是甲、乙，很荣幸共同担任主持人。" in lines
    first = lines.index("出席今天会议的领导和嘉宾有：")
    assert lines[first + 1 : first + 3] == ["副教授 丙", "（每介绍一位，稍候掌声）"]
    assert not [line for line in lines if "接下来的环节由" in line]  # they lead already
    assert lines[-3:-1] == ["（丙、乙发言，60 分钟）", "感谢副教授 丙、乙的精彩报告！"]
    assert (
        "My thanks for this inspiring presentation go to 丙, Associate Professor; and 乙."
        in english
    )
    assert english[-4].startswith("I invite 丙, Associate Professor; and 乙 to give the keynote")


def test_sub_forums_side_by_side_are_announced_together_and_end_the_day(
    conference, plan, person, written
):
    one, two = (make_room(conference, name_zh=name) for name in ("甲厅", "乙厅"))
    plan("报告", "09:00", "10:00")
    forum = plan("分论坛一", "14:00", "16:00", "sub-forum", room=one, chair=[person("甲")])
    plan("分论坛二", "14:00", "15:00", "sub-forum", room=two)
    plan("茶歇", "15:00", "15:10", "break", parent=forum)

    lines = written(conference, "script")

    start, own = lines.index("14:00–15:00  分论坛二"), lines.index("分论坛一")
    assert lines[start + 3 : own] == [
        "接下来，各分论坛同时进行，请各位前往所选的分论坛：",
        "分论坛一，甲厅，甲主持",
        "分论坛二，乙厅",
        "分论坛结束后，研讨会即圆满结束。感谢各位的参与和支持，祝大家返程平安！",
    ]
    # The break inside is where the sub-forum is.
    assert lines[-4:-1] == [
        "15:00–15:10  茶歇",
        "下面是茶歇时间。",
        "请各位于 15:10 准时返回会场。",
    ]


def test_what_runs_elsewhere_at_the_same_time_says_so(conference, plan, written):
    one, two = (make_room(conference, name_zh=name) for name in ("甲厅", "乙厅"))
    plan("甲报告", "09:00", "10:00", room=one)
    plan("乙报告", "09:00", "10:00", room=two)

    assert "（与上一项同时进行，地点：乙厅）" in written(conference, "script")


def test_nobody_says_that_a_name_is_a_rendering(conference, plan, person, written):
    speaker = person("史密斯", name_zh_is_rendering=True)
    plan("报告", "09:00", "10:00", speaker=[speaker])

    spoken = [line for line in written(conference, "script") if "史密斯" in line]

    assert spoken and not [line for line in spoken if "译名" in line]
