"""Groups below an item that meet at once: each with its people, its place, its hours, its talks."""

import pytest

from conference.program.office import read_office_file
from conference.program.office.meanings import kinds, people
from tests.program.office.making import lines_of, sheet_file, word_file

pytestmark = pytest.mark.once(reason="reads files alone")


def read(*lines):
    return read_office_file("\n".join(["2027年5月15日", *lines]).encode(), "a.txt")


def shown(reading):
    """The lines without their days."""
    return [line.partition(" ")[2] for line in lines_of(reading)]


def left(reading):
    return [one.text for one in reading.leftovers]


def asked(reading):
    """{address: question} of those about people."""
    return {q.address: q.text for q in reading.questions if "people" in q.fields}


def test_names_behind_a_group_are_its_people_and_it_is_asked_what_they_do():
    reading = read(
        "14:00-15:30 分组讨论", "A组：张三、李四", "B组：王五、赵六", "15:30-16:00 茶歇",
    )  # fmt: skip

    assert shown(reading) == [
        "14:00-15:30 discussion 分组讨论",
        "14:00-15:30 sub-forum A组 (张三 panelist; 李四 panelist)",
        "14:00-15:30 sub-forum B组 (王五 panelist; 赵六 panelist)",
        "15:30-16:00 break 茶歇",
    ]
    assert asked(reading) == {
        "line 3": "The file only names the people of “A组”. What do they do there?",
        "line 4": "The file only names the people of “B组”. What do they do there?",
    }
    assert all(one.role.is_guess for session in reading.sessions for one in session.people)
    assert not left(reading)


def test_in_english():
    reading = read(
        "14:00-15:30 Group discussion", "Group A: Ann Example, Bob Sample",
        "Group B: Jane Doe, Mary Major", "15:30-16:00 Coffee break",
    )  # fmt: skip

    assert shown(reading) == [
        "14:00-15:30 discussion Group discussion",
        "14:00-15:30 sub-forum Group A (Ann Example panelist; Bob Sample panelist)",
        "14:00-15:30 sub-forum Group B (Jane Doe panelist; Mary Major panelist)",
        "15:30-16:00 break Coffee break",
    ]
    assert list(asked(reading)) == ["line 3", "line 4"]


def test_their_chairs_and_places_in_one_line():
    reading = read(
        "14:00-15:30 分组讨论", "第一组 主持人：王五", "第二组：二号会议室，主持人：赵六",
        "15:30-16:00 茶歇",
    )  # fmt: skip

    assert shown(reading) == [
        "14:00-15:30 discussion 分组讨论",
        "14:00-15:30 sub-forum 第一组 (王五 chair)",
        "14:00-15:30 sub-forum 第二组 @二号会议室 (赵六 chair)",
        "15:30-16:00 break 茶歇",
    ]
    assert not asked(reading)


def test_and_on_lines_of_their_own():
    reading = read(
        "14:00-15:30 分组讨论",
        "第一组", "组长：王五", "地点：一号会议室", "成员：张三、李四",
        "第二组", "召集人：", "赵六 示例大学", "地点：二号会议室", "组员：", "1. 孙七", "2. 周八 示例学院",
        "15:30-16:00 茶歇",
    )  # fmt: skip

    assert shown(reading) == [
        "14:00-15:30 discussion 分组讨论",
        "14:00-15:30 sub-forum 第一组 @一号会议室 (王五 chair; 张三 panelist; 李四 panelist)",
        "14:00-15:30 sub-forum 第二组 @二号会议室 (赵六 chair|示例大学; 孙七 panelist; "
        "周八 panelist|示例学院)",
        "15:30-16:00 break 茶歇",
    ]
    assert not asked(reading)
    assert not left(reading)


@pytest.mark.parametrize(
    "first", ["A组（一号厅 14:00-16:00）", "A组 14:00-16:00 一号厅", "A组（14:00-16:00，一号厅）", "A组：14:00-16:00，一号厅"]
)  # fmt: skip
def test_their_hours_place_and_talks(first):
    second = first.replace("A", "B").replace("一", "二")
    reading = read(
        "12:00-13:00 午餐", first, "14:00-14:20 目录的用途 王例", "14:20-14:40 索引的用途 李示",
        second, "14:00-14:20 版本的用途 赵样", "16:00-16:20 茶歇",
    )  # fmt: skip

    assert shown(reading) == [
        "12:00-13:00 meal 午餐",
        "14:00-16:00 sub-forum A组 @一号厅",
        "14:00-14:20 talk 目录的用途 @一号厅 <A组 (王例 speaker)",
        "14:20-14:40 talk 索引的用途 @一号厅 <A组 (李示 speaker)",
        "14:00-16:00 sub-forum B组 @二号厅",
        "14:00-14:20 talk 版本的用途 @二号厅 <B组 (赵样 speaker)",
        "16:00-16:20 break 茶歇",
    ]
    assert not left(reading)


def test_a_sub_forum_says_its_hours_and_place_in_its_line_too():
    reading = read(
        "分论坛一：古籍 14:00-16:00 一号厅", "主持人：", "王五 示例大学", "嘉宾：张三、李四",
        "14:00-14:20 目录的用途 王例",
        "分论坛二 14:00-16:00 二号厅", "14:00-14:20 版本的用途 赵样", "16:00-16:20 茶歇",
    )  # fmt: skip

    assert shown(reading) == [
        "14:00-16:00 sub-forum 分论坛一：古籍 @一号厅 (王五 chair|示例大学; 张三 speaker; "
        "李四 speaker)",
        "14:00-14:20 talk 目录的用途 @一号厅 <分论坛一：古籍 (王例 speaker)",
        "14:00-16:00 sub-forum 分论坛二 @二号厅",
        "14:00-14:20 talk 版本的用途 @二号厅 <分论坛二 (赵样 speaker)",
        "16:00-16:20 break 茶歇",
    ]


def test_what_follows_the_hours_that_they_share_is_outside_of_the_last():
    reading = read(
        "14:00-16:00 平行论坛", "分论坛一：古籍", "14:00-14:20 目录的用途 王例",
        "分论坛二：版本", "14:00-14:20 版本的用途 赵样", "16:00-16:20 茶歇",
    )  # fmt: skip

    assert shown(reading)[-1] == "16:00-16:20 break 茶歇"


def test_groups_with_a_name_below_an_item_that_is_held_in_groups():
    reading = read("14:00-15:30 分组讨论", "（一）文学组：张三、李四", "（二）语言组：王五、赵六")

    assert shown(reading) == [
        "14:00-15:30 discussion 分组讨论",
        "14:00-15:30 sub-forum 文学组 (张三 panelist; 李四 panelist)",
        "14:00-15:30 sub-forum 语言组 (王五 panelist; 赵六 panelist)",
    ]
    assert list(asked(reading)) == ["line 3", "line 4"]


def test_who_stands_below_groups_of_talks_speaks():
    reading = read("14:00-15:30 分组报告", "第一组：张三、李四", "第二组：王五")

    assert shown(reading)[1:] == [
        "14:00-15:30 sub-forum 第一组 (张三 speaker; 李四 speaker)",
        "14:00-15:30 sub-forum 第二组 (王五 speaker)",
    ]


def test_sides_of_a_debate_are_no_groups_and_their_people_are_asked_about():
    reading = read("14:00-15:30 圆桌论坛", "正方：张三、李四", "反方：王五", "15:30-16:00 茶歇")

    assert shown(reading) == [
        "14:00-15:30 panel 圆桌论坛 (张三 panelist; 李四 panelist; 王五 panelist)",
        "15:30-16:00 break 茶歇",
    ]
    assert asked(reading) == {
        "line 3": "“圆桌论坛”: the file names people under “正方”. Do they take part in it?",
        "line 4": "“圆桌论坛”: the file names people under “反方”. Do they take part in it?",
    }
    assert all(one.is_guess for one in reading.sessions[0].people)


def test_a_team_below_a_talk_is_told():
    reading = read("9:00-9:30 目录的用途", "课题组：张三、李四", "9:30-10:00 茶歇")

    assert shown(reading) == ["09:00-09:30 talk 目录的用途", "09:30-10:00 break 茶歇"]
    assert left(reading) == ["课题组：张三、李四"]


def test_in_word_and_over_the_width_of_a_table():
    parts = ["A组：张三、李四", "B组（二号厅）主持人：赵六"]
    answer = [
        "14:00-15:30 discussion 分组讨论",
        "14:00-15:30 sub-forum A组 (张三 panelist; 李四 panelist)",
        "14:00-15:30 sub-forum B组 @二号厅 (赵六 chair)",
        "15:30-16:00 break 茶歇",
    ]
    raw = word_file("2027年5月15日", "14:00-15:30 分组讨论", *parts, "15:30-16:00 茶歇")
    rows = [
        ("时间", "内容", "报告人"), ("14:00-15:30", "分组讨论", ""), *((part,) for part in parts),
        ("15:30-16:00", "茶歇", ""),
    ]  # fmt: skip
    book = sheet_file(("5月15日", rows, ["A3:C3", "A4:C4"]))

    assert shown(read_office_file(raw, "a.docx")) == answer
    assert shown(read_office_file(book, "a.xlsx")) == answer


def test_groups_in_a_cell_of_people_keep_their_people_and_are_asked_about():
    rows = [
        ("时间", "内容", "嘉宾"),
        ("14:00-15:30", "分组讨论", "A组：张三、李四\nB组：王五"),
        ("15:30-16:00", "目录的用途", "示例大学：孙七、周八"),
    ]
    reading = read_office_file(sheet_file(("5月15日", rows, [])), "a.xlsx")

    assert [[(o.name, o.organization) for o in s.people] for s in reading.sessions] == [
        [("张三", ""), ("李四", ""), ("王五", "")],
        [("孙七", "示例大学"), ("周八", "示例大学")],
    ]
    assert [q.text for q in reading.questions if "people" in q.fields] == [
        "“分组讨论”: the file names people under “A组”. Do they take part in it?",
        "“分组讨论”: the file names people under “B组”. Do they take part in it?",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("示例大学：张三、李四", [("张三", "示例大学"), ("李四", "示例大学")]),
        ("示例大学：张三、示例学院：李四", [("张三", "示例大学"), ("李四", "示例学院")]),
        ("Group A: Ann Example, Bob Sample", [("Ann Example", ""), ("Bob Sample", "")]),
        (
            "Example University: Ann Example, Bob Sample",
            [("Ann Example", "Example University"), ("Bob Sample", "Example University")],
        ),
        ("记录人：张三", [("张三", "")]),
    ],
)
def test_what_stands_before_a_colon_is_a_unit_or_no_part_of_anybody(text, names):
    assert [(one.name, one.organization) for one in people.read(text).people] == names


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("A组", True), ("第一小组", True), ("第1组", True), ("小组二", True), ("Group B", True),
        ("3组", True), ("甲组 文学", True), ("课题组", False), ("A组代表发言", False),
        ("第一组代表发言", False), ("第一组汇报", False), ("Group photo", False),
        ("Group discussion", False), ("共3组", False), ("组织工作", False),
    ],
)  # fmt: skip
def test_what_is_a_group(text, is_one):
    assert kinds.is_sub_forum(text) is is_one


@pytest.mark.parametrize(
    ("line", "title", "name"),
    [
        ("目录 王例", "目录", "王例"),
        ("古籍 目录 王例", "古籍目录", "王例"),
        ("古籍目录 张样", "古籍目录", "张样"),
        ("致辞 王例", "致辞", "王例"),
        ("目录的用途 王　例", "目录的用途", "王例"),
        ("王例 目录的用途", "目录的用途", "王例"),
        ("王例 致辞", "致辞", "王例"),
        ("索引 李示", "索引", "李示"),
        ("索引 李示 示例大学", "索引", "李示"),
        ("数字 文化", "数字文化", None),
        ("知识 图谱", "知识图谱", None),
        ("开放 平台", "开放平台", None),
        ("合影 留念", "合影留念", None),
        ("休息 时间", "休息时间", None),
    ],
)
def test_a_short_title_and_a_name_in_one_line_of_text(line, title, name):
    reading = read(f"14:00-14:20 {line}", "14:20-14:40 合影")

    assert reading.sessions[0].title == title
    assert [(one.name, one.organization) for one in reading.sessions[0].people] == (
        [(name, "示例大学" if "示例大学" in line else "")] if name else []
    )
