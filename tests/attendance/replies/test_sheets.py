"""Sheets of replies: every complaint has its cell, and nobody is added unless all are."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conference.attendance.doubles import same_person
from conference.attendance.models import Question, Registration
from conference.attendance.replies import RepliesRefused, add_replies, check_replies, write_template
from conference.tabular import read_table
from tests.factories import (
    at,
    make_conference,
    make_organization,
    make_registration,
    make_reply_form,
    make_session,
)
from tests.queries import costs

pytestmark = pytest.mark.django_db

HEADER = ["姓名", "单位"]


@pytest.fixture
def conference():
    return make_conference()


def problems(conference, *rows):
    return [str(problem) for problem in check_replies(conference, list(rows)).problems]


def test_everybody_is_added_with_what_the_sheet_says(conference):
    school = make_organization(name_zh="东北大学")
    forum = make_session(conference, kind="sub-forum", title_zh="教师素养", title_en="Literacy")
    make_registration(conference)
    table = [
        ["2026 年研讨会 参会回执"],
        [],
        [
            "序号",
            "姓 名 *",
            "英文名",
            "单位名称",
            "职务/职称",
            "手机",
            "E-mail",
            "拟参加分论坛",
            "身份",
        ],
        ["1", "王　泉", "", "东北大学", "副校长", "13800138000.0", "", "教师素养", "Guest"],
        [],
        [
            "2",
            "Ana Lima",
            "Ana Lima",
            "USP",
            "",
            "+55 11 1234",
            "ana@example.org",
            forum.code,
            "代表",
        ],
    ]

    added = add_replies(conference, table, at=at("08:00"))

    assert added == 2
    first, second = Registration.objects.filter(source="import", number__gt=1).order_by("number")
    assert (first.number, first.name, first.title, first.phone) == (
        2,
        "王泉",
        "副校长",
        "13800138000",
    )
    assert (first.organization, first.category, first.language) == (school, "guest", "zh-hans")
    assert (second.name, second.email, second.language) == ("Ana Lima", "ana@example.org", "en")
    assert (second.organization, second.organization_name) == (None, "USP")
    assert [list(row.sessions.all()) for row in (first, second)] == [[forum], [forum]]
    assert (first.status, first.registered_at) == ("confirmed", at("08:00"))
    assert Registration.objects.matching("wangquan").get() == first
    assert len(first.code) == 10


@pytest.mark.parametrize(
    "header",
    [
        ["姓名", "单位"],
        ["Name", "Organization"],
        ["姓名 Name *", "单位 Organization *"],
        ["姓名/Name", "Organization（单位）"],
        ["  NAME ", "Affiliation"],
    ],
)
def test_headers_are_understood_in_either_language_or_both(conference, header):
    assert add_replies(conference, [header, ["王泉", "东北大学"]]) == 1


@pytest.mark.parametrize(
    ("column", "cell", "complaint"),
    [
        ("姓名", "", "A2: 姓名 (Name) is empty."),
        ("姓名", "x" * 121, "A2: This is too long: at most 120 characters."),
        ("姓名", "李\x07明", "A2: The text holds a control character. Type it again."),
        ("姓名", "\ud800", "A2: The text holds a broken character. Type it again."),
        ("单位", " ", "B2: 单位 (Organization) is empty."),
        ("单位", "#REF!", "B2: The cell holds an error of the spreadsheet."),
        ("电话", "1.38E+10", "C2: The spreadsheet has shortened this number."),
        ("电话", "please ask", "C2: This is not a phone number."),
        ("邮箱", "ana@", "C2: “ana@” is not an e-mail address."),
        ("类别", "VIP", "C2: “VIP” is not a category. Use one of: leader, speaker,"),
        (
            "分论坛",
            "第九论坛",
            "C2: There is no sub-forum “第九论坛”. Use a title or code: Literacy (",
        ),
        ("备注", "210102 19900307 1234", "C2: This looks like an identity number."),
        ("酒店", "21010219900307123X", "C2: This looks like an identity number."),
        ("用餐", "maybe", "C2: Write yes or no (是 or 否)."),
        (
            "方式",
            "by boat",
            "C2: “by boat” is not an option. Use one of: 线上; 现场; Online; On site",
        ),
    ],
)
def test_each_complaint_names_its_cell(conference, column, cell, complaint):
    form = make_reply_form(conference)
    Question.objects.create(form=form, kind="yes-no", label_zh="用餐")
    Question.objects.create(
        form=form,
        kind="choice",
        label_zh="方式",
        options_zh="线上\n现场",
        options_en="Online\nOn site",
    )
    make_session(conference, kind="sub-forum", title_zh="教师素养", title_en="Literacy")
    header, row = ["姓名", "单位"], ["李明", "东北大学"]
    if column in header:
        row[header.index(column)] = cell
    else:
        header.append(column)
        row.append(cell)

    found = problems(conference, header, row)

    assert len(found) == 1
    assert found[0].startswith(complaint)
    with pytest.raises(RepliesRefused, match="1 cell needs a correction"):
        add_replies(conference, [header, row, ["王泉", "西电"]])
    assert not Registration.objects.exists()


def test_answers_are_kept_by_their_question(conference):
    form = make_reply_form(conference)
    meal = Question.objects.create(form=form, kind="yes-no", label_zh="用餐", label_en="Meal")
    note = Question.objects.create(form=form, label_en="Topic")

    add_replies(
        conference,
        [["姓名", "单位", "Meal", "Topic"], ["李明", "A", "是", "AI"], ["王泉", "B", "no", ""]],
    )

    answers = Registration.objects.order_by("number").values_list("answers", flat=True)
    assert list(answers) == [{str(meal.pk): True, str(note.pk): "AI"}, {str(meal.pk): False}]


def test_a_sheet_without_a_header_or_a_needed_column_is_told_so(conference):
    assert problems(conference, ["李明", "东北大学"])[0].startswith("A1: No header was found.")
    assert problems(conference, ["姓名", "电话"], ["李明", "12345"]) == [
        "C1: The column 单位 (Organization) is missing."
    ]
    assert problems(conference, HEADER) == ["A2: There is nobody below the header."]
    assert problems(conference, ["姓名", "单位", "Name"], ["a", "b", "c"])[:2] == [
        "A1: Two columns mean the same. Delete one, or rename it.",
        "C1: Two columns mean the same. Delete one, or rename it.",
    ]


@pytest.mark.parametrize("header", ["身份证号", "证件号码", "ID number", "Passport No."])
def test_a_column_for_identity_numbers_is_refused(conference, header):
    assert problems(conference, [*HEADER, header], ["李明", "东北大学", ""]) == [
        "C1: Identity numbers are never collected here. Delete this column."
    ]


def test_doubles_are_found_in_the_sheet_and_on_the_list(conference):
    make_registration(conference, name="曾志伟", organization_name="大连理工大学")
    make_registration(make_conference(), name="李明", organization_name="东北大学")
    table = [
        HEADER,
        ["曾　志伟", "大连理工大学"],
        ["李明", "东北大学"],
        ["李 明", "东北 大学"],
        ["李明", "西电"],
    ]

    preview = check_replies(conference, table)

    assert [row.twin for row in preview.rows] == [
        "on the list already, number 1",
        "",
        "the same person as in row 3",
        "",
    ]
    with pytest.raises(RepliesRefused, match="2 people are on the list already"):
        add_replies(conference, table)
    assert add_replies(conference, table, skip_doubles=True) == 2
    with pytest.raises(RepliesRefused):
        add_replies(conference, table, skip_doubles=True)  # now all of them are there


def test_columns_nobody_reads_are_named(conference):
    preview = check_replies(conference, [[*HEADER, "酒店", "序号"], ["李明", "A", "Hilton", "1"]])

    assert (preview.ignored, preview.columns) == (["酒店"], HEADER)


@pytest.mark.parametrize("count", [1, 3, 400])
def test_checking_and_adding_cost_the_same_for_any_sheet(
    conference, django_assert_num_queries, count
):
    forum = make_session(conference, kind="sub-forum", title_en="Literacy")
    header = [*HEADER[:2], "类别", "分论坛"]
    table = [header, *([f"李{n}", f"大学{n}", "专家", forum.code] for n in range(count))]

    with django_assert_num_queries(4):
        check_replies(conference, table)
    with costs(24, rows=count):
        assert add_replies(conference, table) == count


def test_the_template_is_read_back_by_the_import(conference):
    make_session(conference, kind="sub-forum", title_en="Literacy")
    form = make_reply_form(conference)
    Question.objects.create(form=form, kind="yes-no", label_zh="用餐", label_en="Meal")
    file = io.BytesIO()

    write_template(conference, file)

    table = read_table(file)
    assert len(table) == 1
    assert table[0][:3] == ["姓名 Name *", "英文名 English name", "单位 Organization *"]
    assert table[0][-1] == "用餐 / Meal"
    row = ["" for _ in table[0]]
    row[0], row[2], row[-1] = "王泉", "东北大学", "是"
    assert add_replies(conference, [*table, row]) == 1


class AnyTable(TestCase):
    @given(st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=6))
    def test_no_table_makes_the_check_fail(self, rows):
        conference = make_conference()

        preview = check_replies(conference, [["姓名", "单位", "电话", "分论坛", "类别"], *rows])

        assert all(str(problem) for problem in preview.problems)


def test_an_article_makes_no_other_organization(conference):
    one = make_registration(conference, name="Ann Lee", organization_name="Testing College")
    two = make_registration(
        conference, name="Ann Lee", organization_name="The Testing College", email="", phone=""
    )

    assert same_person(one, two)
