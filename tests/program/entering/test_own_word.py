"""Our own agenda in Word, handed out, edited, and entered again."""

import io
import zipfile

import docx
import pytest
from django.utils import timezone

from conference.program.models import Session
from conference.program.office import read_office_file
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS
from conference.program.papers.sources import draft_source
from conference.program.papers.words import LANGUAGES
from tests.factories import (
    at,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)
from tests.program.entering.entered import enter, plan
from tests.program.papers.test_agenda_sheet import conference  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a file says")]


def word_of(draft, language="zh-hans") -> bytes:
    source = draft_source(draft, at=timezone.now())
    return PAPERS["agenda"].made("docx", Order(source, LANGUAGES[language]))


def read(raw):
    return read_office_file(raw, "agenda.docx")


def edited(raw, change) -> bytes:
    made, file = docx.Document(io.BytesIO(raw)), io.BytesIO()
    change(made)
    made.save(file)
    return file.getvalue()


def without_what_is_kept(raw) -> bytes:
    """As a program saves it that keeps nothing but what it shows."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            if part == "customXml/item2.xml":
                continue
            if part == "word/_rels/document.xml.rels":
                at = body.index(b"../customXml/item2.xml")
                start = body.rindex(b"<Relationship ", 0, at)
                body = body[:start] + body[body.index(b"/>", at) + 2 :]
            new.writestr(part, body)
    return file.getvalue()


@pytest.fixture
def rich(conference):  # noqa: F811
    """With what the printed agenda adds: kinds, places that are not known, roles."""
    hall = make_room(conference, name_zh="报告厅", name_en="Auditorium")
    chair = make_participation(conference, make_person(name_zh="王主持", position_zh="院长"))
    opening = make_session(conference, "08:30", "09:00", kind="ceremony", title_zh="揭牌仪式",
                           title_en="Unveiling", room=hall)  # fmt: skip
    make_role(opening, chair, "chair")
    make_role(
        opening, make_participation(conference, make_person(name_zh="李揭牌")), "guest-of-honor"
    )
    key = make_session(conference, "09:00", "09:40", kind="keynote", title_zh="图谱", title_en="")
    make_role(key, make_participation(conference, make_person(name_zh="张报告")))
    return conference


@pytest.mark.parametrize("language", ["zh-hans", "en", "both"])
def test_what_goes_out_as_word_comes_in_without_a_difference(rich, language):
    reading = read(word_of(rich, language))

    found = plan(reading, rich)

    assert (reading.questions, reading.leftovers, found.open_asks) == ((), (), [])
    assert found.changes_nothing, found.lines
    assert found.kept == found.gone == []
    assert enter(reading, rich).changes_nothing


def test_cells_that_were_edited_say_what_they_say_now(rich):
    def change(made):
        for row in [row for table in made.tables for row in table.rows]:
            texts = [cell.text for cell in row.cells]
            if "图谱" in texts[1]:
                row.cells[0].text = "09:00-09:50"
                row.cells[1].text = "主旨报告：图谱的建设"
                row.cells[2].add_paragraph("刘新人  示例大学 教授")
                row.cells[3].text = "第二会议室"
            if "揭牌" in texts[1]:
                row.cells[1].text = "合影"
                row.cells[2].paragraphs[0].clear()

    reading = read(edited(word_of(rich), change))
    done = enter(reading, rich)

    talk = Session.objects.get(kind="keynote", title_zh="图谱的建设")
    assert talk.ends_at == at("09:50") and talk.room.name_zh == "第二会议室"
    people = [r.participation for r in talk.roles.order_by("position")]
    assert [(p.person.name_zh, p.organization.zh) for p in people][1] == ("刘新人", "示例大学")
    assert done.counts["sessions"]["changed"] == 2 and not done.counts["sessions"]["new"]
    assert Session.objects.get(title_zh="合影").kind == "ceremony"  # said nowhere, so as it was


def test_a_row_that_was_added_is_an_item_of_its_day_and_one_left_out_stays(rich):
    def change(made):
        table = next(t for t in made.tables if "揭牌仪式" in t._element.xpath("string()"))
        table._element.remove(table.rows[-1]._tr)
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = "10:00–10:20", "新增报告", "赵添加 示例公司"
        made.add_paragraph("请各位代表提前入场")

    reading = read(edited(word_of(rich), change))

    done = enter(reading, rich)
    added = Session.objects.get(title_zh="新增报告")
    assert (added.starts_at, added.kind) == (at("10:00"), "talk")
    assert done.counts["sessions"]["new"] == 1 and done.gone == []
    assert [left.text for left in reading.leftovers] == ["请各位代表提前入场"]


def test_without_what_it_keeps_a_title_has_no_kind_and_no_room_is_to_be_announced(rich):
    reading = read(without_what_is_kept(word_of(rich)))

    assert "图谱" in {session.title for session in reading.sessions}
    assert [s.kind.value for s in reading.sessions if s.title == "图谱"] == ["keynote"]
    assert set(reading.rooms) == {"报告厅", "大厅"}


def test_what_is_kept_and_makes_no_sense_is_read_as_any_file(rich):
    raw, file = word_of(rich), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            new.writestr(part, b"<a/>" if part == "customXml/item2.xml" else body)

    assert read(file.getvalue()).sessions
