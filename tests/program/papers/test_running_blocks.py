"""What a block or a lone sub-forum holds stands at its time; many people in one item are listed."""

import pytest

from tests.factories import (
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]


@pytest.fixture
def conference():
    return make_conference()


def titled(conference, title, starts, ends, kind="talk", **overrides):
    return make_session(
        conference, starts, ends, title_zh=title, title_en="", kind=kind, **overrides
    )


def items(lines):
    """The second cell of a row; a head or a remark as it is."""
    return [line.split(" | ")[1] if " | " in line else line for line in lines]


def test_items_of_a_block_stand_below_it_and_before_what_follows(conference, written):
    hall = make_room(conference, name_zh="大厅")
    opening = titled(conference, "开幕式", "09:00", "09:40", "ceremony", room=hall)
    titled(conference, "致辞", "09:00", "09:10", "address", parent=opening)
    titled(conference, "揭牌", "09:20", "09:40", "ceremony", parent=opening)
    titled(conference, "茶歇", "10:00", "10:20", "break", room=hall)
    forum = titled(conference, "分论坛一", "10:20", "11:00", "sub-forum", room=hall)
    titled(conference, "报告一", "10:20", "11:00", parent=forum)
    titled(conference, "午餐", "12:00", "13:00", "meal")

    assert items(written(conference, "running-sheet")[3:]) == [
        *("开幕式", "致辞", "空档：10 分钟", "揭牌", "空档：20 分钟"),
        *("茶歇", "分论坛一", "报告一", "空档：60 分钟", "午餐"),
    ]
    for paper in ("agenda", "script"):  # a handbook has the blocks of the agenda
        text = "\n".join(written(conference, paper))
        assert text.index("开幕式") < text.index("揭牌") < text.index("茶歇"), paper


def test_sub_forums_side_by_side_have_tables_of_their_own_below_the_day(conference, written):
    for number in ("一", "二"):
        room = make_room(conference, name_zh=f"教室{number}")
        forum = titled(conference, f"分论坛{number}", "14:00", "15:00", "sub-forum", room=room)
        titled(conference, f"报告{number}", "14:00", "15:00", parent=forum)
    titled(conference, "闭幕式", "15:00", "15:10", "ceremony")

    said = items(written(conference, "running-sheet")[3:])

    assert said[:4] == ["分论坛一", "分论坛二", "闭幕式", "分论坛一"]
    assert (said[5], said[6], said[8]) == ("报告一", "分论坛二", "报告二")


def test_thirty_people_of_one_item_are_listed_with_titles_and_thanked_as_one(conference, written):
    school = make_organization(name_zh="东北大学")
    item = titled(conference, "启动仪式致辞", "09:00", "09:30", "address")
    for number in range(30):
        person = make_person(name_zh=f"李{number}", organization=school, position_zh="处长")
        make_role(item, make_participation(conference, person))

    lines = written(conference, "script")

    at = lines.index("有请各位嘉宾上台：")
    assert lines[at - 1] == "下面进行：启动仪式致辞。"
    assert lines[at + 1 : at + 31] == [f"东北大学 处长 李{number}" for number in range(30)]
    assert lines[at + 31 : at + 33] == ["（发言，30 分钟）", "感谢各位的精彩发言！"]
