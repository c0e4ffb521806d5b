"""The agenda: what stands on it, in which order, and what it makes of what is not known."""

import pytest

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

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a paper says comes from Python")]


@pytest.fixture
def conference():
    return make_conference(venue_zh="学术交流中心", venue_en="Conference Center")


def test_a_day_has_halves_and_its_sub_forums_below_with_chair_and_place(conference, written):
    make_host(conference)
    room = make_room(conference, name_zh="201 会议室", name_en="Room 201", floor_zh="二层")
    dean = make_person(
        name_zh="李敏", position_zh="教务处处长", academic_title="professor",
        organization=make_organization(),
    )  # fmt: skip
    forum = make_session(
        conference,
        "14:00",
        kind="sub-forum",
        title_zh="分论坛一",
        title_en="Forum 1",
        room=room,
    )
    make_role(forum, make_participation(conference, dean), "chair")
    talk = make_session(conference, "14:00", kind="talk", parent=forum)
    make_role(talk)
    make_session(conference, "09:00", kind="break", title_zh="茶歇", title_en="Tea break")

    lines = written(conference, "agenda")

    assert lines == [
        "人工智能与高等教育研讨会",
        "议程",
        "日期: 2026年5月20日",
        "地点: 学术交流中心",
        lines[4],
        "2026年5月20日 星期三",
        "上午",
        "09:00–09:30 | 茶歇 |  | ",
        "下午",
        "14:00–14:30 | 分论坛一 | 主持人：李敏  东北大学 教务处处长、教授 | 201 会议室",
        "分论坛一",
        "时间  14:00–14:30",
        "地点  201 会议室 二层",
        "主持人：李敏  东北大学 教务处处长、教授",
        "14:00–14:30 | 教育大数据的未来 | 王兴伟",
    ]
    assert lines[4].startswith("承办") and lines[4].endswith("东北大学")


def test_lunch_at_twelve_stands_below_noon(conference, written):
    for start, title in (
        ("11:30", "讲座"),
        ("12:00", "午餐"),
        ("13:00", "午休"),
        ("18:00", "晚餐"),
    ):
        make_session(conference, start, kind="meal", title_zh=title, title_en="")

    lines = [line.split(" | ")[:2] for line in written(conference, "agenda")[-8:]]

    assert lines == [
        ["上午"], ["11:30–12:00", "讲座"], ["中午"], ["12:00–12:30", "午餐"],
        ["下午"], ["13:00–13:30", "午休"], ["晚上"], ["18:00–18:30", "晚餐"],
    ]  # fmt: skip


def test_both_languages_stand_under_each_other_and_what_is_the_same_once(conference, written):
    person = make_participation(conference, make_person(name_zh="", family_name_en="Smith"))
    make_role(make_session(conference, "09:00", kind="talk"), person)

    row = written(conference, "agenda", "both")[-1]

    assert "教育大数据的未来 / The future of educational big data" in row
    assert row.count("Smith") == 1


def test_an_agenda_without_times_keeps_its_order_and_has_no_column_for_them(conference, written):
    make_session(conference, title_zh="甲", title_en="", kind="talk", parallel_group="a")
    make_session(conference, title_zh="乙", title_en="", kind="talk", parallel_group="a")
    make_session(conference, title_zh="丙", title_en="", kind="talk", status="cancelled")

    lines = written(conference, "agenda")

    assert lines[-3:] == ["平行进行 / 甲 | ", "平行进行 / 乙 | ", "丙 / 已取消 | "]


def test_an_empty_agenda_says_so(conference, written):
    for name in ("agenda", "running-sheet", "script"):
        assert written(conference, name)[-1] == "议程暂无内容。"
