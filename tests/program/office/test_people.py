"""The people of a cell, in the usual writings."""

import pytest

from conference.program.office.meanings import jobs, people

pytestmark = pytest.mark.once(reason="reads texts alone")


def told(text, units="", offices=""):
    return [
        "|".join(filter(None, (one.name, one.name_en, one.organization, one.title, one.role)))
        for one in people.read(text, units, offices).people
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张样例、李　示", ["张样例", "李示"]),
        ("张样例 李示 王例", ["张样例", "李示", "王例"]),
        ("张样例/李示", ["张样例", "李示"]),
        ("1. 张样例\n2. 李示", ["张样例", "李示"]),
        (
            "张样例 示例大学01副校长、教授；李示例 示例集团02总经理",
            ["张样例|示例大学01|副校长、教授", "李示例|示例集团02|总经理"],
        ),
        ("欧阳样例\n示例大学01产教融合处处长", ["欧阳样例|示例大学01|产教融合处处长"]),
        ("王例（示例大学03 教授、博士生导师）", ["王例|示例大学03|教授、博士生导师"]),
        ("郑示例，示例大学01党委常委、副校长，教授", ["郑示例|示例大学01|党委常委、副校长，教授"]),
        ("阿里·示例（Ali Sample，Sample University 06 教授）", ["阿里·示例|Ali Sample|Sample University 06|教授"]),
        ("Ali Sample（阿里·示例）", ["阿里·示例|Ali Sample"]),
        ("张样例 Zhang Yangli 示例大学01教授", ["张样例|Zhang Yangli|示例大学01|教授"]),
        ("张样例 教授 Prof. Zhang Yangli", ["张样例|Zhang Yangli|教授"]),
        ("张样例教授", ["张样例|教授"]),
        ("示例大学01副校长张样例", ["张样例|示例大学01|副校长"]),
        ("示例大学01校长 张样例", ["张样例|示例大学01|校长"]),
        ("张样例 教授 示例大学01", ["张样例|示例大学01|教授"]),
        ("示例大学01\n张样例\n示例大学02\n李示", ["张样例|示例大学01", "李示|示例大学02"]),
        ("张样例\n李示\n示例大学01\n示例大学02", ["张样例|示例大学01", "李示|示例大学02"]),
        (
            "（上半场）戚样（示例大学04副教授）；（下半场）谢示例（示例大学05教授）",
            ["戚样|示例大学04|副教授", "谢示例|示例大学05|教授"],
        ),
        (
            "发布：吴样例 示例大学01科研处副处长\n见证：张样例、李示例",
            ["吴样例|示例大学01|科研处副处长|speaker", "张样例|guest", "李示例|guest"],
        ),
        ("Prof. Alice Sample", ["Alice Sample|Prof."]),
        ("Dan Specimen; Farid Token; Joy Fixture", ["Dan Specimen", "Farid Token", "Joy Fixture"]),
        ("Alice Sample and Bob Token", ["Alice Sample", "Bob Token"]),
        ("Alice Sample – Sample University 02", ["Alice Sample|Sample University 02"]),
        (
            "Alice Sample, Sample University 02, Professor of History",
            ["Alice Sample|Sample University 02|Professor of History"],
        ),
        ("Eva Instance, Sample Institute 05, Sampleton", ["Eva Instance|Sample Institute 05, Sampleton"]),
        (
            "Alice Sample, University A, Bob Token, University B",
            ["Alice Sample|University A", "Bob Token|University B"],
        ),
        (
            "Moderator: Greta Dummy (Sample School)\nPanelists: Dan Specimen, Joy Fixture",
            ["Greta Dummy|Sample School|chair", "Dan Specimen|panelist", "Joy Fixture|panelist"],
        ),
    ],
)  # fmt: skip
def test_people_are_read_with_their_units_and_offices(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    ["待定", "待定（示例集团08代表1名）", "TBC", "To be announced", "另行通知", "全体代表", "企业代表", "教授", "博士生导师",
     "高级工程师", "示例大学01", "同上"],
)  # fmt: skip
def test_who_is_not_named_is_nobody(text):
    assert told(text) == []


def test_others_who_are_not_named_are_told():
    found = people.read("郑样本等3人")

    assert ([one.name for one in found.people], found.doubts) == (["郑样本"], {"others"})


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [
        (
            "主持：冯　示\n嘉宾：陈样例、褚例文",
            "示例大学07教授\n示例大学01教授、示例集团08副总裁",
            ["冯示|示例大学07|教授|chair", "陈样例|示例大学01|教授|guests", "褚例文|示例集团08|副总裁|guests"],
        ),
        (
            "Dan Specimen; Joy Fixture",
            "Sample University 04; Sample Press 08",
            ["Dan Specimen|Sample University 04", "Joy Fixture|Sample Press 08"],
        ),
        ("Eva Instance", "Sample Institute 05, Sampleton", ["Eva Instance|Sample Institute 05, Sampleton"]),
        ("曹示", "示例大学04教授、国家级样例名师", ["曹示|示例大学04|教授、国家级样例名师"]),
    ],
)  # fmt: skip
def test_units_beside_the_names_belong_by_position(text, units, expected):
    assert told(text, units) == expected


def test_units_that_do_not_fit_the_names_are_asked():
    assert "units" in people.read("张样例、李示、王例", "示例大学01、示例大学02").doubts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("示例大学03教务处处长", ("示例大学03", "教务处处长")),
        ("示例出版集团05编审", ("示例出版集团05", "编审")),
        ("示例大学05（人文学院）", ("示例大学05（人文学院）", "")),
        ("示例大学01人文学院院长", ("示例大学01人文学院", "院长")),
        ("教授，示例大学01", ("示例大学01", "教授")),
        ("示例教育厅厅长", ("示例教育厅", "厅长")),
        ("Sample University 09, Senior Lecturer", ("Sample University 09", "Senior Lecturer")),
        ("Professor, Sample University 09", ("Sample University 09", "Professor")),
        ("Sample University 06 教授", ("Sample University 06", "教授")),
    ],
)  # fmt: skip
def test_a_unit_ends_where_the_office_begins(text, parts):
    assert jobs.cut(text) == parts
