"""Corrections on a reading: the rest follows, each can go again, and those that find nothing are told."""

import pytest

from conference.program.office import read_office_file
from conference.program.office.corrections import Correction, from_json, with_one
from conference.program.office.reading import Certainty
from tests.program.office.making import asked, csv_file, lines_of, sheet_file

pytestmark = pytest.mark.once(reason="reads files alone")

ROWS = [
    ["时间", "内容", "主讲人", "备"],
    ["9:00", "开幕致辞", "张样例", "示例大学"],
    ["9:20", "图谱的建设", "李示", "样本学院"],
    ["10:00", "茶歇", "", ""],
    ["10:20", "数据的共享", "王例", "样本学院"],
]


def read(rows, *corrections, raw=None):
    return read_office_file(raw or csv_file(rows), "a.csv", corrections=list(corrections))


def titles(reading):
    return [session.title for session in reading.sessions]


def test_without_corrections_a_file_reads_as_it_does():
    assert lines_of(read(ROWS)) == lines_of(read_office_file(csv_file(ROWS), "a.csv"))


def test_the_meaning_of_a_column_reaches_all_its_rows():
    reading = read(ROWS, Correction("column", ("0.0.3",), "unit"))

    assert [p.organization for s in reading.sessions for p in s.people] == [
        "示例大学", "样本学院", "样本学院",
    ]  # fmt: skip
    assert reading.tables[0].columns[3] == "unit"


def test_a_column_that_means_nothing_is_not_read():
    reading = read(ROWS, Correction("column", ("0.0.2",), "ignore"))

    assert not any(session.people for session in reading.sessions)


def test_a_table_without_known_headings_is_read_by_what_is_said_of_its_columns():
    rows = [["甲", "乙"], ["9:00-9:20", "致辞"], ["9:20-10:00", "图谱的建设"]]
    reading = read_office_file(csv_file(rows), "a.csv", may_be_empty=True)
    place = reading.tables[0].place

    reading = read(
        rows,
        Correction("heads", ("0.0",), "agenda"),
        Correction("column", ("0.0.0",), "time"),
        Correction("column", ("0.0.1",), "title"),
    )

    assert place in ("0.0", "0.1")
    assert titles(reading) == ["致辞", "图谱的建设"]
    assert reading.unused == ()


def test_a_list_of_people_is_made_of_a_table_that_looked_like_an_agenda():
    rows = [["内容", "单位"], ["张样例", "示例大学"], ["李示", "样本学院"]]

    reading = read(
        rows, Correction("heads", ("0.0",), "guests"), Correction("column", ("0.0.0",), "name")
    )

    assert [(g.name, g.organization.value) for g in reading.people] == [
        ("张样例", "示例大学"), ("李示", "样本学院"),
    ]  # fmt: skip


def test_a_start_that_is_set_ends_the_item_before_it():
    reading = read(ROWS, Correction("start", ("0.2.1",), "9:30"))

    assert [(s.start.value, s.end.value) for s in reading.sessions[:2]] == [(540, 570), (570, 600)]
    assert reading.sessions[1].start.certainty is Certainty.SAID


def test_an_end_before_the_start_is_asked_about():
    reading = read(ROWS, Correction("end", ("0.2.1",), "9:10"))

    assert any("图谱" in question.text for question in reading.questions)


def test_a_day_for_items_that_have_none_answers_the_question():
    assert asked(read(ROWS))["day"] == [1, 2, 3, 4]

    reading = read(ROWS, Correction("day", ("day:",), "2027-04-18"))

    assert reading.days == ("2027-04-18",)
    assert "day" not in asked(reading)


def test_the_year_of_days_without_one():
    rows = [["4月18日", ""], *[row[:2] for row in ROWS]]

    reading = read(rows, Correction("year", (), "2027"))

    assert reading.days == ("2027-04-18",)
    assert "day" not in asked(reading)


def test_a_kind_makes_a_sub_forum_of_a_row_and_the_rows_within_its_hours_follow():
    rows = [
        ["时间", "内容"],
        ["14:00-16:00", "古籍的一个下午"],
        ["14:00-14:30", "图谱的建设"],
        ["14:30-15:00", "数据的共享"],
    ]
    assert all(session.parent is None for session in read(rows).sessions)

    reading = read(rows, Correction("kind", ("0.1.1",), "sub-forum"))

    assert [session.parent for session in reading.sessions] == [None, 1, 1]


def test_what_is_no_item_is_left_out_with_its_questions():
    reading = read(ROWS, Correction("skip", ("0.4.1",)))

    assert titles(reading) == ["开幕致辞", "图谱的建设", "茶歇"]
    assert all(4 not in q.sessions for q in reading.questions)


def test_people_are_changed_taken_out_and_added():
    reading = read(
        ROWS,
        Correction("person", ("0.1.1/张样例",), {"name": "章样例", "title": "校长"}),
        Correction("person", ("0.2.1/李示",), {}),
        Correction("add", ("0.2.1",), {"name": "赵示", "role": "chair"}),
    )

    people = [[(p.name, p.title, p.role.value) for p in s.people] for s in reading.sessions[:2]]
    assert people == [[("章样例", "校长", "speaker")], [("赵示", "", "chair")]]


def test_a_row_of_guests_is_changed_or_left_out():
    rows = [["姓名", "单位", "电话"], ["张样例", "示例大学", "1.2E+10"], ["李示", "样本学院", ""]]
    assert asked(read(rows)) == {} and read(rows).questions

    reading = read(
        rows,
        Correction("guest", ("0.1",), {"phone": "12000000001"}),
        Correction("row", ("0.2",), "leave"),
    )

    assert [(g.name, g.phone.value) for g in reading.people] == [("张样例", "12000000001")]
    assert reading.questions == ()


def test_hidden_rows_can_be_read():
    raw = sheet_file(("议程", [row[:2] for row in ROWS], []), hidden_rows=(2,))
    place = next(
        place for address, place in read(None, raw=raw).places.items() if address.endswith("B3")
    )

    reading = read(None, Correction("row", (place.rpartition(".")[0],), "take"), raw=raw)

    assert "图谱的建设" in titles(reading)


def test_sheets_that_are_chosen_are_read_alone_hidden_ones_too():
    raw = sheet_file(
        ("一", [["时间", "内容"], ["9:00", "甲致辞"]], []),
        ("二", [["时间", "内容"], ["9:00", "乙致辞"]], []),
        hidden_sheets=("二",),
    )

    assert titles(read(None, raw=raw)) == ["甲致辞"]
    assert titles(read(None, Correction("sheets", ("1",)), raw=raw)) == ["乙致辞"]


def test_corrections_that_find_nothing_are_told():
    reading = read(ROWS, Correction("start", ("0.9.9",), "9:30"), Correction("skip", ("0.1.1",)))

    assert reading.unused == (0,)


def test_a_later_word_on_the_same_replaces_the_earlier():
    first, other = Correction("start", ("0.2.1",), "9:30"), Correction("skip", ("0.1.1",))
    second = Correction("start", ("0.2.1",), "9:40")

    assert with_one(with_one([first], other), second) == [other, second]


def test_places_do_not_depend_on_the_language(settings):
    from django.utils import translation

    raw = b"<table><tr><td>\xe6\x97\xb6\xe9\x97\xb4<td>\xe5\x86\x85\xe5\xae\xb9<tr><td>9:00<td>A b</table>"
    with translation.override("zh-hans"):
        key = read_office_file(raw, "a.html").sessions[0].key
    reading = read_office_file(raw, "a.html", corrections=[Correction("title_en", (key,), "C")])

    assert titles(reading) == ["C"]


@pytest.mark.parametrize(
    "row",
    [
        None,
        ["start"],
        ["start", ["0.1.1"], "25:00"],
        ["start", "0.1.1", "9:00"],
        ["day", ["0.1.1"], "2027-13-01"],
        ["kind", ["0.1.1"], "circus"],
        ["person", ["0.1.1/a"], {"phone": "1"}],
        ["person", ["0.1.1/a"], {"role": "king"}],
        ["title_en", ["0.1.1"], "x" * 501],
        ["nothing", ["0.1.1"], ""],
        ["year", [], "27"],
        ["skip", [], ""],
        ["column", [3], "title"],
    ],
)
def test_what_is_no_correction_is_dropped(row):
    assert from_json([row]) == []


def test_corrections_survive_as_json():
    rows = [
        Correction("person", ("0.1.1/张",), {"name": "章"}),
        Correction("year", (), "2027"),
        Correction("kind", ("0.1.1",), "sub-forum"),
    ]

    assert from_json([one.as_json() for one in rows]) == rows
