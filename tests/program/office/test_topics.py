"""Lines below a timed line, in text and in Word without tables, that say its topic or its place."""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import asked, csv_file, lines_of

pytestmark = pytest.mark.once(reason="reads files alone")

BOTH = ["张样例 样例大学 教授", "李示 示例学院 院长"]
BOTH_READ = "(张样例 panelist|样例大学|教授; 李示 panelist|示例学院|院长)"


def read(*lines):
    return read_office_file("\n".join(["2027年5月15日", *lines]).encode(), "a.txt")


def shown(reading):
    """The lines without their days."""
    return [line.partition(" ")[2] for line in lines_of(reading)]


def left(reading):
    return [one.text for one in reading.leftovers]


@pytest.mark.parametrize(
    "topic", ["开放数据的未来", "主题：开放数据的未来", "对话议题：开放数据的未来"]
)
def test_a_topic_below_a_panel_is_its_title_and_who_stands_below_takes_part(topic):
    reading = read("10:30-11:30 圆桌论坛", topic, *BOTH, "12:00-13:00 午餐")

    assert shown(reading) == [
        f"10:30-11:30 panel 圆桌论坛：开放数据的未来 {BOTH_READ}",
        "12:00-13:00 meal 午餐",
    ]
    assert reading.sessions[0].title_zh.is_guess == ("：" not in topic)
    assert not left(reading)
    assert asked(reading) == {}


def test_several_names_in_one_line_are_people_whatever_their_brackets_say():
    reading = read(
        "10:10-11:30 圆桌论坛", "开放数据的未来", "王例、赵样（示例学院）、孙例（示例社）",
        "12:00-13:00 午餐",
    )  # fmt: skip

    assert shown(reading)[0] == (
        "10:10-11:30 panel 圆桌论坛：开放数据的未来 "
        "(王例 panelist; 赵样 panelist|示例学院; 孙例 panelist|示例社)"
    )
    assert not left(reading)


def test_a_second_topic_is_told_and_its_people_are_the_panels():
    reading = read(
        "10:30-11:30 圆桌论坛：开放数据", "议题一：开放的边界", BOTH[0], "议题二：共享的边界", BOTH[1],
        "12:00-13:00 午餐",
    )  # fmt: skip

    assert shown(reading)[0] == f"10:30-11:30 panel 圆桌论坛：开放数据 {BOTH_READ}"
    assert left(reading) == ["议题一：开放的边界", "议题二：共享的边界"]


def test_one_name_alone_below_a_topic_is_a_guess_and_asked_about():
    reading = read(
        "10:30-11:30 圆桌论坛：开放数据", "议题一：开放的边界", "李示", "12:00-13:00 午餐"
    )

    [person] = reading.sessions[0].people
    assert (person.name, person.is_guess) == ("李示", True)
    assert asked(reading) == {"people": [1]}


@pytest.mark.parametrize("line", ["主旨报告", "分论坛一：目录", "二、专题报告", "茶歇"])
def test_the_heading_of_what_follows_is_no_topic(line):
    reading = read("10:30-11:30 圆桌论坛", line, *BOTH, "14:00-14:20 目录的用途")

    assert reading.sessions[-1].title == "目录的用途"
    assert "10:30-11:30 panel 圆桌论坛" in shown(reading)


def test_a_topic_without_people_below_it_is_told():
    reading = read("10:30-11:30 圆桌论坛", "开放数据的未来", "12:00-13:00 午餐")

    assert left(reading) == ["开放数据的未来"]


def test_the_title_of_a_talk_stands_below_what_it_is_or_who_gives_it():
    reading = read(
        "9:30-10:00 主旨报告一", "报告题目：目录的用途", "报告人：张样例 样例大学教授",
        "10:00-10:30 李示 示例学院教授", "题目：索引的用途",
        "10:30-11:00 Keynote 2", "Title: Indexes for all", "Ann Example, Example University",
    )  # fmt: skip

    assert shown(reading) == [
        "09:30-10:00 keynote 主旨报告一：目录的用途 (张样例 speaker|样例大学|教授)",
        "10:00-10:30 talk 索引的用途 (李示 speaker|示例学院|教授)",
        "10:30-11:00 keynote Keynote 2: Indexes for all (Ann Example speaker|Example University)",
    ]
    assert not left(reading)


def test_the_topic_of_a_sub_forum_is_its_title_and_one_between_its_talks_leaves_them_there():
    reading = read(
        "分论坛一", "主题：目录学", "地点：201室",
        "14:00-14:20 目录的用途 李示（示例馆）", "主题：索引", "14:20-14:40 索引的用途 王例（示例社）",
    )  # fmt: skip

    assert shown(reading) == [
        "14:00-14:40 sub-forum 分论坛一：目录学 @201室",
        "14:00-14:20 talk 目录的用途 @201室 <分论坛一：目录学 (李示 speaker|示例馆)",
        "14:20-14:40 talk 索引的用途 @201室 <分论坛一：目录学 (王例 speaker|示例社)",
    ]
    assert left(reading) == ["主题：索引"]


def test_that_of_the_whole_event_is_no_session_and_not_told():
    reading = read("会议主题：数字时代的目录", "9:00-9:30 开幕式", "9:30-10:00 目录的用途")

    assert len(reading.sessions) == 2
    assert not left(reading)


def test_a_place_below_a_timed_line_is_of_its_item_alone():
    reading = read(
        "分论坛一：目录", "地点：201室",
        "14:00-14:20 目录的用途 李示（示例馆）", "地点：305室",
        "14:20-14:40 索引的用途 王例（示例社）",
        "14:40-15:20 圆桌论坛", "地点：报告厅  主持人：何样例", *BOTH,
        "18:00-19:00 晚餐", "地点：食堂",
    )  # fmt: skip

    assert shown(reading) == [
        "14:00-15:20 sub-forum 分论坛一：目录 @201室",
        "14:00-14:20 talk 目录的用途 @305室 <分论坛一：目录 (李示 speaker|示例馆)",
        "14:20-14:40 talk 索引的用途 @201室 <分论坛一：目录 (王例 speaker|示例社)",
        f"14:40-15:20 panel 圆桌论坛 @报告厅 <分论坛一：目录 (何样例 chair; {BOTH_READ[1:]}",
        "18:00-19:00 meal 晚餐 @食堂",
    ]


def test_a_place_behind_an_empty_line_is_that_of_what_follows():
    reading = read("9:00-9:30 开幕式", "", "地点：305室", "9:30-10:00 目录的用途")

    assert shown(reading) == ["09:00-09:30 ceremony 开幕式", "09:30-10:00 talk 目录的用途 @305室"]


def test_places_of_some_items_ask_for_those_of_the_others():
    reading = read(
        "9:00-9:30 开幕式", "地点：305室", "9:30-10:00 目录的用途", "10:00-11:00 索引的用途"
    )

    assert asked(reading) == {"room": [2, 3]}


@pytest.mark.parametrize("title", [
    "Panel: Open Data", "Panel discussion – Digital Heritage", "Keynote: Artificial Intelligence",
    "Panel (Open Science)", "圆桌：开放数据", "圆桌论坛：安全", "Panel: Grey Sources",
])  # fmt: skip
def test_what_a_panel_is_about_is_no_person(title):
    for reading in (read(f"9:30-10:30 {title}"), read_office_file(
        csv_file([["Time", "101室", "102室"], ["9:30-10:30", title, "Indexes"]]), "a.csv"
    )):  # fmt: skip
        assert reading.sessions[0].title == title
        assert not reading.sessions[0].people


def test_a_bare_name_at_a_panel_is_asked_about():
    reading = read("9:30-10:30 Panel: Ann Example")

    assert [q.text for q in reading.questions] == [
        "Who is it in “Panel: Ann Example”? The file says “Ann Example”."
    ]


@pytest.mark.parametrize("line, people", [
    ("Panel: Ann Example, Bob Sample", ["Ann Example", "Bob Sample"]),
    ("Panel: Prof. Ann Example (Example University)", ["Ann Example"]),
    ("Round table: Ann Example (Example University), Bob Sample", ["Ann Example", "Bob Sample"]),
    ("圆桌论坛：张样例、李示", ["张样例", "李示"]),
    ("Keynote: Ann Example", ["Ann Example"]),
])  # fmt: skip
def test_several_names_or_one_with_a_job_are_people(line, people):
    panel, _coffee = read(f"9:30-10:30 {line}", "10:30-11:00 Coffee").sessions

    assert [one.name for one in panel.people] == people


def test_a_name_alone_behind_a_title_is_a_guess():
    [talk] = read("14:00-14:20 目录的用途 李示").sessions

    assert talk.title == "目录的用途"
    assert [(one.name, one.is_guess) for one in talk.people] == [("李示", True)]
