"""Lists of people: folded, checked against each other, asked, never merged in silence."""

import pytest

from conference.program.office import read_office_file
from tests.program.office.making import csv_file, sheet_file

pytestmark = pytest.mark.once(reason="reads files alone")

HEADER = ["序号", "姓名", "性别", "单位", "职务", "电话", "分论坛", "是否报告", "报告题目"]


def guests(*rows, header=HEADER):
    return read_office_file(sheet_file(("名单", [["名单"], header, *rows], ["A1:I1"])), "list.xlsx")


def test_telephones_are_digits_however_the_sheet_keeps_them():
    written = [
        12000000001,
        "120-0000-0002",
        "１２００００００００３",
        "120 0000 0004",
        "+44 7700 900005",
    ]

    reading = guests(*([n, f"张样{sign}", "男", "示例大学01", "教授", phone, "", "", ""]
                       for n, (sign, phone) in enumerate(zip("甲乙丙丁戊", written, strict=True))))  # fmt: skip

    assert [guest.phone.value for guest in reading.people] == [
        "12000000001", "12000000002", "12000000003", "12000000004", "+447700900005",
    ]  # fmt: skip


def test_a_telephone_that_the_sheet_lost_is_asked_and_not_kept():
    reading = guests([1, "张样例", "男", "示例大学01", "", "1.2E+10", "", "", ""])

    [guest] = reading.people
    assert guest.phone.value is None
    assert [(q.fields, q.rows) for q in reading.questions if "phone" in q.fields] == [
        (("phone",), (3,))
    ]


def test_the_same_row_twice_is_one_person_and_near_ones_are_asked():
    row = ["1", "侯样例", "女", "示例大学04", "副教授", "12000000007", "二", "是", "语料"]
    near = ["2", "候样例", *row[2:]]
    namesake = ["3", "侯样例", "男", "示例大学06", "教授", "12000000012", "一", "否", ""]

    reading = guests(row, row, near, namesake)

    assert [guest.row for guest in reading.people] == [3, 5, 6]
    assert {(q.fields, q.rows) for q in reading.questions} == {
        (("name",), (3, 5)),
        (("name",), (3, 6)),
    }


def test_totals_are_checked_and_headings_are_nobody():
    rows = [
        ["一、特邀嘉宾"],
        [1, "张样例", "男", "示例大学01", "", "12000000001", "一", "是", "目录"],
        [2, "李示等3人", "女", "示例大学02", "", "12000000002", "一", "否", ""],
    ]

    right, wrong = guests(*rows, ["合计：4人"]), guests(*rows, ["合计：9人"])

    assert [guest.name for guest in wrong.people] == ["张样例", "李示"]
    assert [guest.sub_forum.value for guest in wrong.people] == ["分论坛一", "分论坛一"]
    assert [q.rows for q in right.questions] == [(5,)]
    assert [q.rows for q in wrong.questions] == [(5,), (6,)]


def test_a_name_alone_on_its_line_is_told_with_what_to_do():
    rows = [["张样例", "示例大学01"], ["王小河", ""], ["特邀嘉宾", ""], ["李示", "示例大学02"]]
    reading = read_office_file(csv_file([["姓名", "单位"], *rows]), "guests.csv")

    assert [guest.name for guest in reading.people] == ["张样例", "李示"]
    (alone, heading) = reading.leftovers
    assert (alone.text, alone.address) == ("王小河", "A3") and "organization beside" in alone.reason
    assert (heading.text, heading.reason) == ("特邀嘉宾", "a heading")


def test_a_list_in_english():
    raw = csv_file(
        [
            [
                "No.",
                "Name",
                "Affiliation",
                "Position",
                "Mobile",
                "Gender",
                "Gives a talk",
                "Talk title",
            ],
            [
                "1",
                "Alice Sample",
                "Sample University 01",
                "Professor",
                "+44 7700 900001",
                "F",
                "Yes",
                "Maps",
            ],
            ["Total: 1 person"],
        ]
    )

    reading = read_office_file(raw, "guests.csv")

    [guest] = reading.people
    assert reading.questions == ()
    assert (guest.name, guest.title, guest.gender, guest.gives_talk.value, guest.talk_title) == (
        "Alice Sample", "Professor", "女", True, "Maps",
    )  # fmt: skip
