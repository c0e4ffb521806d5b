"""Papers of texts that nobody expects: they are made, and say what can be said."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from django.utils import timezone
from docx.oxml.ns import qn

from conference.bilingual import Text
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS
from conference.program.papers.sources import NOTHING, draft_source
from tests.factories import (
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a file says comes from Python")]

RTL, CONTROL = "תכנית הכנס", "a\x0bb\x00c\ud800d\ufffe"
LONG = "很长的题目" * 59
MARKUP = "<w:p>&amp; #read(\"x\") *stark* \\frac{1}{2} =cmd|' /C calc'!A0"


@pytest.fixture
def order():
    conference = make_conference()
    for title in (RTL, LONG, MARKUP, "甲"):
        person = make_person(name_zh="=cmd", family_name_en="Ťłố")
        make_role(make_session(conference, title_zh=title), make_participation(conference, person))
    source = draft_source(conference, at=timezone.now())
    *sessions, last = source.program.sessions
    # No form lets these in; an old release may hold them.
    last = replace(last, title=Text(CONTROL, CONTROL))
    program = replace(source.program, sessions=(*sessions, last))
    private = {last.code: replace(NOTHING, note=f"{CONTROL}\n{MARKUP}")}
    return Order(replace(source, program=program, private=private), ("zh", "en"))


def test_word_says_them_as_they_are(order):
    for paper in PAPERS.values():
        if paper.document is None:  # cards and signs are no text to edit
            continue
        made = paper.made("docx", order)

        tables = docx.Document(io.BytesIO(made)).tables
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            assert package.testzip() is None
        if tables:
            words = {cell.text for row in tables[-1].rows for cell in row.cells}
            assert any(MARKUP in text for text in words)
            assert any(LONG in text for text in words)
            assert any("a bcd" in text for text in words)


def test_a_sheet_and_a_print_are_made_of_them(order):
    assert PAPERS["agenda"].made("xlsx", order).startswith(b"PK")
    assert PAPERS["running-sheet"].made("pdf", order).startswith(b"%PDF-")


def test_word_takes_latin_letters_for_words_and_chinese_for_chinese(order):
    made = docx.Document(io.BytesIO(PAPERS["agenda"].made("docx", order)))

    found = [dict(one.attrib) for one in made.styles.element.iter(qn("w:lang"))]

    assert found == [
        {qn("w:val"): "en-US", qn("w:eastAsia"): "zh-CN", qn("w:bidi"): "ar-SA"},
    ]
