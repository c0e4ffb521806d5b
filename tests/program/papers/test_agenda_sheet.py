"""The agenda as a sheet: what goes out comes in as it was, for any draft."""

import io
import zipfile
from datetime import date, time, timedelta

import pytest
import python_calamine
import xlsxwriter
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.program.office import own_sheet, read_office_file
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS
from conference.program.papers.sources import draft_source
from conference.program.papers.words import LANGUAGES
from tests.factories import (
    DAY,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)

once = pytest.mark.once(reason="what a file says comes from Python")


def sheet_of(conference, language="zh-hans") -> bytes:
    source = draft_source(conference, at=timezone.now())
    return PAPERS["agenda"].made("xlsx", Order(source, LANGUAGES[language]))


@pytest.fixture
def conference(db):
    """A draft with a sub-forum, people in both languages and in one, a night, and what is open."""
    conference = make_conference(ends_on=DAY + timedelta(days=1))
    hall, track = make_room(conference, name_zh="大厅", name_en="Hall"), make_track(conference)
    school = make_organization(name_zh="东北大学", name_en="Northeastern | University")
    chair = make_participation(
        conference,
        make_person(
            name_zh="李敏",
            family_name_en="Li",
            given_name_en="Min",
            position_zh="处长",
            position_en="Director",
            organization=school,
        ),
    )
    smith = make_participation(
        conference, make_person(name_zh="", family_name_en="Smith", given_name_en="=cmd")
    )
    forum = make_session(
        conference, "14:00", "16:00", kind="sub-forum", title_zh="分论坛一", title_en="Forum 1",
        room=hall, track=track,
    )  # fmt: skip
    make_role(forum, chair, "chair")
    talk = make_session(conference, "14:00", "15:00", kind="talk", title_zh="", parent=forum)
    make_role(talk, smith)
    make_role(talk, chair, "discussant")
    night = make_session(conference, "23:00", title_zh="=1+1", kind="keynote", is_plenary=True)
    type(night).objects.filter(pk=night.pk).update(ends_at=night.starts_at + timedelta(hours=2))
    make_session(conference, kind="talk", title_zh="待定", status="cancelled", parallel_group="a")
    return conference


def told(conference, language):
    reading = read_office_file(sheet_of(conference, language), "agenda.xlsx")
    assert reading.questions == reading.leftovers == ()
    return reading


@once
@pytest.mark.parametrize(("language", "room"), [("zh-hans", "大厅"), ("en", "Hall")])
def test_every_session_comes_in_as_it_went_out(conference, language, room):
    sessions = told(conference, language).sessions

    code = dict(conference.sessions.values_list("title_zh", "code"))
    track = conference.tracks.get().name.zh if language == "zh-hans" else "Track"
    day = DAY.isoformat()
    assert [
        (s.code, s.day.value, s.start.value, s.end.value, s.kind.value, s.parent, s.is_cancelled)
        for s in sessions
    ] == [
        (code["分论坛一"], day, 840, 960, "sub-forum", None, False),
        (code[""], day, 840, 900, "talk", 1, False),
        (code["=1+1"], day, 1380, 1500, "keynote", None, False),
        (code["待定"], None, None, None, "talk", None, True),
    ]
    assert [(s.title_zh.value, s.title_en.value) for s in sessions] == list(
        conference.sessions.in_order().values_list("title_zh", "title_en")
    )
    assert [(s.room.value, s.is_plenary, s.parallel_group) for s in sessions] == [
        (room, False, ""),
        ("", False, ""),
        ("", True, ""),
        ("", False, "a"),
    ]
    assert sessions[0].track.startswith(track) and sessions[1].track == ""


@once
def test_people_come_in_with_role_organization_and_position_in_both_languages(conference):
    forum, talk, *_others = told(conference, "en").sessions

    codes = dict(conference.participations.values_list("person__family_name_en", "code"))
    [chair] = forum.people
    assert (chair.role.value, chair.name, chair.name_en, chair.code) == (
        *("chair", "李敏", "Li Min"),
        codes["Li"],
    )
    assert (chair.organization, chair.organization_en) == ("东北大学", "Northeastern | University")
    assert (chair.title, chair.title_en) == ("处长", "Director")
    assert [(p.role.value, p.name, p.code) for p in talk.people] == [
        ("speaker", "=cmd Smith", codes["Smith"]),
        ("discussant", "李敏", codes["Li"]),
    ]


def edited(raw: bytes, cells: dict, added: list) -> bytes:
    """The sheet as an office saves it again: some cells changed, a row at the end."""
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
    rows = [*sheet.to_python(), added]
    for (row, column), value in cells.items():
        rows[row][column] = value
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    page = book.add_worksheet(sheet.name)
    moments = {date: "yyyy-mm-dd", time: "hh:mm"}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            form = moments.get(type(value))
            page.write(r, c, value, book.add_format({"num_format": form}) if form else None)
    book.close()
    return file.getvalue()


@once
def test_what_an_office_changed_is_read_and_what_it_misspelled_is_asked(conference):
    cells = {(2, 6): "新题目", (2, 3): "三点半", (4, 4): "不知道"}
    added = ["", DAY, time(9, 5), "9:30", "致辞", "", "新的一项"]

    reading = read_office_file(edited(sheet_of(conference), cells, added), "agenda.xlsx")

    assert reading.sessions[1].title_zh.value == "新题目"
    assert [question.address for question in reading.questions] == ["议程!D3", "议程!E5"]
    new = reading.sessions[-1]
    assert (new.code, new.day.value, new.start.value, new.kind.value, new.title_zh.value) == (
        *("", DAY.isoformat(), 545, "address"),
        "新的一项",
    )


@once
def test_the_sheet_is_made_for_paper(conference):
    with zipfile.ZipFile(io.BytesIO(sheet_of(conference))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        book = package.read("xl/workbook.xml").decode()

    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert 'paperSize="9"' in sheet and 'orientation="landscape"' in sheet
    assert "$1:$1" in book and "$A$1:$K$5" in book
    assert "<f>" not in sheet
    assert "<oddFooter>&amp;L&amp;9 草案，" in sheet  # which version it is, on each page


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)


@settings(max_examples=40)
@given(st.sampled_from(["zh", "en"]), st.sampled_from(["speaker", "chair"]), WORDS, WORDS, WORDS)
def test_a_line_of_a_person_says_what_was_written(side, role, name, organization, position):
    _kinds, roles = own_sheet.labels(side)
    label = next(label for label, value in roles.items() if value == role)

    with own_sheet.override(own_sheet.DJANGO[side]):
        line = own_sheet.person_line(label, name, organization, position)

    assert own_sheet.person_of(line, roles) == (
        (role, name, organization, position) if name or organization or position else None
    )
