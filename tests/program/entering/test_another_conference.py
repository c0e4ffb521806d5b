"""A file of another conference is noticed by its name, without a false alarm."""

from datetime import date

import pytest

from conference.program.entering.another import named_otherwise
from conference.program.models import Session
from conference.program.office import read_office_file
from tests.factories import make_conference
from tests.program.entering.entered import enter, plan

ROWS = (
    "2026年5月20日,,\n时间,内容,报告人\n9:00-9:30,目录的用途,李小河\n9:30-10:00,索引的用途,王例\n"
)
HERE = ["第三届人工智能与高等教育研讨会", "AI and Higher Education Symposium", "智教论坛"]


@pytest.mark.once(reason="compares names alone")
@pytest.mark.parametrize(
    "name",
    [
        "第二届人工智能与高等教育研讨会会议议程",
        "第2届人工智能与高等教育研讨会",
        "2nd AI and Higher Education Symposium",
        "The Second AI and Higher Education Symposium: Programme",
        "2025人工智能与高等教育研讨会日程",
        "二〇二五年人工智能与高等教育研讨会",
        "古籍保护与修复论坛议程",
        "示例大学古籍整理学术研讨会",
        "Workshop on Maritime History",
    ],
)
def test_another_edition_year_or_subject_is_another_conference(name):
    assert named_otherwise([name, "时间：5月20日"], HERE, {2026})


@pytest.mark.once(reason="compares names alone")
@pytest.mark.parametrize(
    "lines",
    [
        ["第三届人工智能与高等教育研讨会会议议程（终稿）"],
        ["第3届人工智能与高等教育研讨会"],
        ["The 3rd AI & Higher Education Symposium – Programme"],
        ["Third Symposium on AI and Higher Education"],
        ["人工智能与高等教育研讨会"],
        ["智教论坛日程"],
        ["AI高教研讨会议程"],
        ["示例大学智能高教论坛"],
        ["2026年人工智能与高等教育研讨会", "示例大学"],
        ["2025年度人工智能与高等教育研讨会"],
        ["AIHE 2026 Symposium"],
        ["AI Symposium"],
        ["研讨会议程"],
        ["会议议程"],
        ["学术会议日程安排"],
        ["Conference programme"],
        ["关于举办古籍论坛的通知"],
        ["中国古籍学会"],
        ["分论坛三：数字人文"],
        ["姓名,单位,职务,电话,分论坛,报告题目"],
        ["序号；姓名；参加会议"],
        ["Name | Institution | Title | Workshop"],
        ["示例大学古籍周系列论坛", "第三届人工智能与高等教育研讨会"],
        ["9:00 古籍论坛揭牌"],
        ["开幕式", "古籍论坛"],
        [],
    ],
)
def test_no_false_alarm(lines):
    assert named_otherwise(lines, HERE, {2026}) == ""


@pytest.mark.once(reason="compares names alone")
@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("古籍保护论坛", ["Symposium on Old Books"]),  # the other language
        ("Maritime History Workshop", ["古籍保护论坛"]),
        ("样例学会2026年会", ["样例学会年会"]),
        ("样例学会学术年会", ["中国样例学会第十二次学术年会"]),
        ("第二十一届样例大会", ["第21届样例大会"]),
        ("Second Language Symposium", ["3rd Second Language Symposium"]),
        ("IFLA World Congress", ["World Library and Information Congress"]),
    ],
)
def test_what_may_be_one_name_is_not_asked_about(name, here):
    assert named_otherwise([name], here, {2026}) == ""


@pytest.mark.once(reason="compares names alone")
@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("示例协会研讨会", ["样例学会年会"]),
        ("第二十届样例大会", ["第21届样例大会"]),
        ("首届样例大会", ["第2届样例大会"]),
        ("第二届样例大会", ["The 3rd Sample Congress"]),
    ],
)
def test_and_what_cannot_be_is(name, here):
    assert named_otherwise([name], here, {2026}) == name


@pytest.mark.django_db
def test_it_is_asked_before_anything_is_imported_and_once():
    conference = make_conference(
        name_zh="第二届样例研讨会",
        name_en="",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 20),
    )
    reading = read_office_file(f"第一届样例研讨会议程,,\n{ROWS}".encode(), "议程.csv")

    found = plan(reading, conference)

    [ask] = [ask for ask in found.open_asks if ask.subject == "conference"]
    assert ask.text == (
        "The file names “第一届样例研讨会”, and you work in “第二届样例研讨会”. "
        "Is it the right file?"
    )
    assert not found.may_be_written
    assert not plan(reading, conference, accept=True).may_be_written
    assert not plan(reading, conference, only_sure=True).may_be_written
    enter(reading, conference, answers={ask.key: ask.options[0].value})
    assert [s.title_zh for s in Session.objects.order_by("pk")] == ["目录的用途", "索引的用途"]
    assert plan(reading, conference).changes_nothing


@pytest.mark.django_db
def test_its_own_file_is_not_asked_about():
    conference = make_conference(
        name_zh="第二届样例研讨会",
        name_en="",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 20),
    )
    reading = read_office_file(f"第2届样例研讨会议程,,\n{ROWS}".encode(), "议程.csv")

    assert not plan(reading, conference).open_asks
