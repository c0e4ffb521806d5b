"""A block of a file (an opening ceremony, a morning of keynotes) enters with chair and items."""

import pytest

from conference.program.models import Session
from conference.program.office import read_office_file
from tests.factories import make_conference, make_session
from tests.program.entering.entered import enter, plan
from tests.program.office.making import csv_file
from tests.program.papers.test_agenda_sheet import sheet_of

pytestmark = pytest.mark.django_db

HEAD = ["日期", "时间", "内容", "主讲人", "地点"]
ROWS = [
    ["开幕式　主持人：何样例"],
    ["2026年5月20日", "09:00-09:10", "校长致辞", "张样例", "报告厅"],
    ["2026年5月20日", "09:10-09:20", "嘉宾致辞", "李示", "报告厅"],
    ["2026年5月20日", "09:20-10:00", "总结发言", "王例", "报告厅"],
]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


def read(rows):
    return read_office_file(csv_file([HEAD, *rows]), "议程.csv")


def told(session):
    return (
        session.kind, session.title_zh, str(session.effective_room), str(session.parent or ""),
        [f"{role.participation.person.name_zh} {role.role}" for role in session.roles.all()],
    )  # fmt: skip


def test_a_block_enters_with_chair_room_and_items_and_again_changes_nothing(conference):
    enter(read(ROWS), conference)

    block, *items = conference.sessions.in_order()
    assert told(block) == ("ceremony", "开幕式", "报告厅", "", ["何样例 chair"])
    assert [told(item) for item in items] == [
        ("address", "校长致辞", "报告厅", "开幕式", ["张样例 speaker"]),
        ("address", "嘉宾致辞", "报告厅", "开幕式", ["李示 speaker"]),
        ("address", "总结发言", "报告厅", "开幕式", ["王例 speaker"]),
    ]
    assert block.ends_at == items[-1].ends_at
    assert plan(read(ROWS), conference).changes_nothing


def test_what_holds_items_here_stays_of_a_kind_that_may(conference):
    enter(read(ROWS), conference)
    sheet = read_office_file(sheet_of(conference, "zh-hans"), "agenda.xlsx")
    block = conference.sessions.get(title_zh="开幕式")
    [row] = [one for one in sheet.sessions if one.code == block.code]
    object.__setattr__(row, "kind", type(row.kind)("break", row.kind.address))

    enter(sheet, conference)

    block.refresh_from_db()
    assert block.kind == "ceremony" and block.talks.count() == 3


def test_rows_that_are_part_of_each_other_are_asked_and_stay_apart(conference):
    for title in ("甲", "乙"):
        make_session(conference, title_zh=title, title_en="", kind="other")
    codes = list(conference.sessions.in_order().values_list("code", flat=True))
    sheet = sheet_of(conference, "zh-hans")
    read_sheet = read_office_file(sheet, "agenda.xlsx")
    rows = [[cell.text if cell else "" for cell in row.cells] for row in read_sheet.grids[0].rows]
    column = rows[0].index("所属")
    rows[1][column], rows[2][column] = codes[1], codes[0]

    reading = read_office_file(csv_file(rows), "agenda.csv")

    assert [question.fields for question in reading.questions] == [("parent",), ("parent",)]
    enter(reading, conference)
    assert not Session.objects.filter(parent__isnull=False).exists()


def test_an_item_of_an_item_is_told_and_stands_alone(conference):
    reading = read(ROWS)
    inner = reading.sessions[2]
    object.__setattr__(inner, "parent", 2)

    found = enter(reading, conference)

    assert conference.sessions.get(title_zh="嘉宾致辞").parent is None
    assert [(left.text, left.reason) for left in found.not_taken] == [
        ("校长致辞", "is an item itself: “嘉宾致辞” cannot be part of it")
    ]
