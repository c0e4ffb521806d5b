"""Rows of tables: whole while they leave room on a page, on from page to page when they do not."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.program.papers.document import Column, Page, Table, line, widths
from conference.program.papers.heights import is_whole
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS
from conference.program.papers.sources import draft_source
from tests.factories import at, make_conference, make_participation, make_person, make_role
from tests.factories import make_session as session

once = pytest.mark.once(reason="how a paper is set comes from Python")


def cell(*texts):
    return tuple(line(text) for text in texts)


@pytest.mark.parametrize("page", [Page("a4"), Page("a5"), Page("a4", is_wide=True)])
def test_a_row_is_whole_until_it_would_fill_half_a_page(page):
    assert is_whole((cell("09:00"), cell(*["Somebody"] * 15)), (28, 60), page)
    assert not is_whole((cell("09:00"), cell(*["Somebody"] * 40)), (28, 60), page)
    assert not is_whole((cell("人" * 1200), cell("")), (60, 28), page)


def test_a_column_has_the_width_that_what_it_holds_needs():
    columns = [Column("Time", 1, least=23), Column("Item", 5), Column("People", 4)]

    assert widths(columns, 100) == pytest.approx([23, 77 * 5 / 9, 77 * 4 / 9])
    assert widths(columns, 300) == pytest.approx([30, 150, 120])


@once
@pytest.mark.django_db
def test_nobody_of_thirty_speakers_is_lost_and_no_usual_row_is_cut(monkeypatch):
    conference = make_conference()
    panel = session(conference, "09:00", "10:00")
    session(conference, "10:00", "10:30", title_zh="短")
    for n in range(30):
        person = make_participation(conference, make_person(name_zh=f"嘉宾{n}"))
        make_role(panel, person, "panelist")
    order = Order(draft_source(conference, at=timezone.now()), ("zh", "en"))
    typeset = []
    monkeypatch.setattr(
        "conference.program.papers.pdf.typeset",
        lambda _template, data, **_rest: typeset.append(data) or type("P", (), {"pdf": b""}),
    )

    PAPERS["agenda"].made("pdf", order)
    raw = PAPERS["agenda"].made("docx", order)

    (table,) = [block for block in typeset[0]["blocks"] if block["is"] == "table"]
    assert [whole for kind, _cells, whole in table["rows"] if not kind] == [False, True]
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        text = package.read("word/document.xml").decode()
    rows = text.split("<w:tr>")
    assert ["<w:cantSplit/>" in row for row in rows if "嘉宾29" in row or ">短<" in row] == [
        False,
        True,
    ]


@once
@pytest.mark.django_db
def test_clocks_that_are_too_long_for_their_column_break_between_them():
    conference = make_conference()
    session(conference, at("22:00"), at("22:00") + timedelta(hours=3))
    source = draft_source(conference, at=timezone.now())

    made = PAPERS["agenda"].document(Order(source, ("zh",)))

    (table,) = [block for block in made.blocks if isinstance(block, Table)]
    time = table.rows[-1].cells[0]
    assert [span.text for row in time for span in row] == ["22:00–", "次日01:00"]
