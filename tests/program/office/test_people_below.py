"""Lines of names below a timed line, in text and in Word without tables."""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import lines_of, word_file

pytestmark = pytest.mark.once(reason="reads files alone")


def read(*lines):
    return read_office_file("\n".join(["2027年5月15日", *lines]).encode(), "a.txt")


def shown(reading):
    """The lines without their days."""
    return [line.partition(" ")[2] for line in lines_of(reading)]


def left(reading):
    return [one.text for one in reading.leftovers]


def asked(reading):
    return [question.text for question in reading.questions if "people" in question.fields]


PANEL = ["10:30-11:30 圆桌论坛", "张样例 样例大学 教授", "李示 示例学院 院长", "12:00-13:00 午餐"]
PANEL_READ = [
    "10:30-11:30 panel 圆桌论坛 (张样例 panelist|样例大学|教授; 李示 panelist|示例学院|院长)",
    "12:00-13:00 meal 午餐",
]


def test_those_below_a_panel_take_part_in_it():
    reading = read(*PANEL)

    assert shown(reading) == PANEL_READ
    assert not left(reading)
    assert not asked(reading)


def test_in_word_without_tables_too():
    reading = read_office_file(word_file("2027年5月15日", *PANEL), "a.docx")

    assert shown(reading) == PANEL_READ
    assert not left(reading)


def test_below_a_talk_they_speak_and_the_next_talk_has_its_own():
    reading = read(
        "9:30-10:00 目录的用途", "样例大学教授 张样例",
        "10:00-10:30 索引的用途", "李示", "示例学院 院长",
        "10:30-11:00 版本的用途", "王例（示例馆）、赵样（示例社）",
    )  # fmt: skip

    assert shown(reading) == [
        "09:30-10:00 talk 目录的用途 (张样例 speaker|样例大学|教授)",
        "10:00-10:30 talk 索引的用途 (李示 speaker|示例学院|院长)",
        "10:30-11:00 talk 版本的用途 (王例 speaker|示例馆; 赵样 speaker|示例社)",
    ]
    assert not left(reading)


def test_a_label_says_the_role_of_those_below_it():
    reading = read(
        "9:50-10:30 开放数据之问", "主持人：", "戚样 示例大学",
        "嘉宾：", "1. 张样例 样例大学 教授", "2. 李示", "欧阳例（示例馆）",
        "10:30-11:00 版本的用途", "报告人：", "王例",
    )  # fmt: skip

    assert shown(reading) == [
        "09:50-10:30 panel 开放数据之问 (戚样 chair|示例大学; 张样例 panelist|样例大学|教授; "
        "李示 panelist; 欧阳例 panelist|示例馆)",
        "10:30-11:00 talk 版本的用途 (王例 speaker)",
    ]
    assert not left(reading)


def test_a_label_before_a_name_holds_for_the_lines_below_but_a_chair_is_one():
    reading = read(
        "9:00-9:30 开幕式", "主持人：何样例",
        "9:30-10:30 圆桌论坛", "主持人：戚样 示例大学", "张样例 样例大学", "评议人：李示", "王例",
    )  # fmt: skip

    assert shown(reading) == [
        "09:00-09:30 ceremony 开幕式 (何样例 chair)",
        "09:30-10:30 panel 圆桌论坛 (戚样 chair|示例大学; 张样例 panelist|样例大学; "
        "李示 panelist; 王例 panelist)",
    ]


def test_in_english():
    reading = read(
        "9:30-10:30 Panel discussion", "Chair: Ann Example, Example University", "Panelists:",
        "Bob Sample, Sample College", "Jane Doe, Professor, Example University", "Mary Major",
        "10:30-11:00 Digital catalogues for all", "Prof. John Smith, Example University",
        "11:00-11:30 Coffee break",
    )  # fmt: skip

    assert shown(reading) == [
        "09:30-10:30 panel Panel discussion (Ann Example chair|Example University; "
        "Bob Sample panelist|Sample College; Jane Doe panelist|Example University|Professor; "
        "Mary Major panelist)",
        "10:30-11:00 talk Digital catalogues for all (John Smith speaker|Example University|Prof.)",
        "11:00-11:30 break Coffee break",
    ]
    assert not left(reading)


def test_a_name_that_nothing_supports_is_a_guess_and_asked_about():
    reading = read("10:00-10:30 索引的用途", "李示")

    [talk] = reading.sessions
    assert [(one.name, one.is_guess) for one in talk.people] == [("李示", True)]
    assert asked(reading) == ["Who is it in “索引的用途”? The file says “李示”."]


def test_two_english_words_may_be_a_topic_and_are_told():
    reading = read("10:00-10:30 Indexes for all", "Grey Sources")

    assert shown(reading) == ["10:00-10:30 talk Indexes for all"]
    assert left(reading) == ["Grey Sources"]
    assert asked(reading) == ["“Grey Sources” is not understood as a person. Who is it?"]


def test_three_english_names_below_a_panel_are_people():
    reading = read("10:00-10:30 Panel discussion", "Ann Example", "Bob Sample", "Mary Major")

    assert [one.name for one in reading.sessions[0].people] == [
        "Ann Example", "Bob Sample", "Mary Major",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "特邀嘉宾致辞环节说明",
        "休息室在二楼，请各位来宾稍作休息后再到会场就座，谢谢大家的理解与支持，门口有同事引导各位就座。",
        "Closing remarks will be held in the garden",
    ],
)
def test_what_is_nobody_is_told_and_no_person(line):
    reading = read("10:30-11:30 圆桌论坛", "张样例 样例大学 教授", line, "12:00-13:00 午餐")

    assert left(reading) == [line]
    assert shown(reading)[0] == "10:30-11:30 panel 圆桌论坛 (张样例 panelist|样例大学|教授)"


@pytest.mark.parametrize("first", ["9:00-9:30 签到", "12:00-13:00 午餐", "圆桌论坛"])
def test_who_stands_below_what_nobody_gives_is_told(first):
    reading = read(first, "张样例 样例大学 教授", "14:00-15:00 索引的用途")

    assert "张样例 样例大学 教授" in left(reading)
    assert not any(session.people for session in reading.sessions)


def test_a_heading_ends_them():
    reading = read(
        "10:30-11:30 圆桌论坛", "张样例 样例大学 教授",
        "分论坛一：目录", "主持人：何样例", "14:00-14:20 目录的用途", "李示 示例学院 院长",
    )  # fmt: skip

    assert shown(reading) == [
        "10:30-11:30 panel 圆桌论坛 (张样例 panelist|样例大学|教授)",
        "14:00-14:20 sub-forum 分论坛一：目录 (何样例 chair)",
        "14:00-14:20 talk 目录的用途 <分论坛一：目录 (李示 speaker|示例学院|院长)",
    ]


def test_a_place_before_them_says_nothing_of_who_they_are():
    reading = read("10:30-11:30 圆桌论坛", "地点：二楼报告厅", "张样例 样例大学 教授")

    assert [one.name for one in reading.sessions[0].people] == ["张样例"]
