"""Texts of other systems read here as they read there."""

import json

import pytest

from conference.markdown import plain, render
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Session
from tests.factories import make_conference
from tests.program.importing.files import as_xml, document, event

pytestmark = pytest.mark.django_db

PLAIN = "第一行\n第二行\n\n　　3*4 米，snake_case_x\n1) 甲\n*乙* <b@c.example> &amp;\n- 丙"


def take(schedule, generator=None, form="json"):
    schedule["generator"] = generator and {"name": generator}
    raw = json.dumps(schedule).encode() if form == "json" else as_xml(schedule)
    return import_schedule(read_schedule(raw), slug="spring")


@pytest.fixture(autouse=True)
def conference():
    return make_conference(slug="spring", name_en="Spring", name_zh="春")


def shown():
    text = Session.objects.get().abstract
    return plain(render(text.zh or text.en))


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_plain_text_reads_as_it_read_there(form):
    take(document(event(abstract="", description=PLAIN)), form=form)

    assert shown() == PLAIN.replace("\n\n　", "\n　")  # its indent sets the paragraph off
    assert take(document(event(abstract="", description=PLAIN)), form=form).changes_nothing


def test_a_short_plain_text_keeps_its_lines_in_the_summary():
    take(document(event(abstract="第一行\n第二行*注*", description="")))

    assert Session.objects.get().summary_zh == "第一行\n第二行*注*"


def test_the_marks_of_a_system_that_writes_markdown_stay_marks():
    take(document(event(description="Some *soft* words")), "pretalx")

    assert Session.objects.get().abstract_en == "Some *soft* words"


def test_sure_marks_of_an_unknown_system_are_taken_and_told():
    plan = take(document(event(description="Some **bold** words")))

    assert Session.objects.get().abstract_en == "Some **bold** words"
    assert plan.notes[0] == (
        "The texts of 1 session have marks of Markdown and are read as Markdown: "
        "day 1, room Main hall, event 101"
    )


def test_html_keeps_what_only_looks_like_a_mark():
    take(
        document(event(abstract="", description="<p>1 &amp;amp; 2, &lt;a@b.example&gt; 3*4*5</p>"))
    )

    assert shown() == "1 &amp; 2, <a@b.example> 3*4*5"


def test_spaces_that_hold_together_stay_in_titles():
    take(
        document(
            event(title="第\u00a05\u00a0届　论坛", track="A\u00a0B", abstract="", description="")
        )
    )

    session = Session.objects.get()
    assert (session.title_zh, str(session.track)) == ("第\u00a05\u00a0届　论坛", "A\u00a0B")
