"""A job that is given in two languages goes to the fields of each."""

import pytest

from conference.program.office import read_office_file
from conference.program.office.answer import as_json
from conference.program.office.meanings import people
from tests.program.office.making import csv_file

pytestmark = pytest.mark.once(reason="reads texts alone")

BOTH = ("示例大学", "教授", "Sample University", "Professor")


def told(text, units="", offices=""):
    [one] = people.read(text, units, offices).people
    return (
        (one.name, one.name_en),
        (one.organization, one.title, one.organization_en, one.title_en),
        one.is_guess,
    )


@pytest.mark.parametrize(
    "text",
    [
        "李明 Li Ming，示例大学教授 / Professor, Sample University",
        "李明 Li Ming 示例大学教授 Professor, Sample University",
        "李明 Li Ming（示例大学教授 / Professor, Sample University）",
        "李明 Li Ming\n示例大学教授\nProfessor, Sample University",
        "李明 Li Ming\n示例大学教授 / Professor, Sample University",
        "李明 Li Ming，示例大学教授\nProfessor, Sample University",
        "李明 Li Ming，示例大学教授，Professor, Sample University",
        "李明 Li Ming，示例大学教授（Professor, Sample University）",
        "李明 Li Ming，Professor, Sample University / 示例大学教授",
    ],
)
def test_each_language_has_its_own_fields(text):
    assert told(text) == (("李明", "Li Ming"), BOTH, False)


def test_the_columns_beside_a_name_in_two_languages():
    name = ("李明", "Li Ming")

    assert told("李明 Li Ming", "示例大学教授\nProfessor, Sample University") == (name, BOTH, False)
    assert told("李明 Li Ming", "示例大学教授 / Professor, Sample University") == (
        name,
        BOTH,
        False,
    )
    assert told("李明 Li Ming", "示例大学\nSample University", "教授 / Professor") == (
        name,
        BOTH,
        False,
    )


def test_two_people_with_their_jobs_in_two_languages():
    found = people.read(
        "李明（示例大学教授 / Professor, Sample University）\n王例（示例学院院长 / Dean, Sample College）"
    ).people

    assert [(one.name, one.organization_en, one.title_en) for one in found] == [
        ("李明", "Sample University", "Professor"),
        ("王例", "Sample College", "Dean"),
    ]


def test_an_english_part_that_says_something_else_is_a_guess():
    assert told("李明，示例大学 / Professor of History, Sample University") == (
        ("李明", ""),
        ("示例大学", "", "Sample University", "Professor of History"),
        True,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿里（Sample University 06 教授）", ("Sample University 06", "教授")),
        ("李明 IBM公司经理", ("IBM公司", "经理")),
        ("李明 示例大学MBA中心主任", ("示例大学MBA中心", "主任")),
    ],
)  # fmt: skip
def test_one_job_with_words_of_both_stays_one(text, expected):
    [one] = people.read(text).people

    assert ((one.organization, one.title), one.organization_en, one.title_en) == (expected, "", "")


def test_somebody_else_behind_a_stroke_stays_somebody():
    found = people.read("张样例，示例大学教授；Alice Sample, Professor, Sample University").people

    assert [one.name for one in found] == ["张样例", "Alice Sample"]


def test_the_answer_of_a_file_has_both():
    rows = [
        ["时间", "内容", "报告人"],
        ["9:00-9:30", "目录的用途", "李明 Li Ming，示例大学教授 / Professor, Sample University"],
    ]
    [session] = as_json(read_office_file(csv_file(rows), "a.csv"))["sessions"]

    [one] = session["people"]
    keys = ("name", "name_en", "organization", "title", "organization_en", "title_en", "certainty")
    assert tuple(one[key] for key in keys) == ("李明", "Li Ming", *BOTH, "sure")


def test_lines_below_a_timed_line():
    text = "会议议程\n4月18日\n9:00-9:30 目录的用途\n李明 Li Ming\n示例大学教授\nProfessor, Sample University\n9:30-10:00 索引\n"
    sessions = as_json(read_office_file(text.encode(), "a.txt"))["sessions"]

    [one] = sessions[0]["people"]
    assert (
        tuple(one[key] for key in ("organization", "title", "organization_en", "title_en")) == BOTH
    )
