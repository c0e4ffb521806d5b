"""Choices of a paper: what is not there is refused in words; others than its own are no matter."""

import pytest
from django.core.management import call_command

from conference.program.release.publishing import publish
from config.management.refusal import Refused
from tests.factories import make_conference, make_member, make_room, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what is refused comes from Python")]


@pytest.mark.parametrize(
    ("paper", "query", "words"),
    [
        ("agenda.docx", "language=fr", "“fr” cannot be chosen here. Possible are: zh-hans, en"),
        ("running-sheet.docx", "room=attic", "This version has no room “attic”."),
        ("running-sheet.docx", "release=1&room=hall", "This version has no room “hall”."),
        ("room-signs.pdf", "day=2020-01-01", "“2020-01-01” cannot be chosen here."),
        ("room-signs.pdf", "arrow=sideways", "Possible are: left, right, up, down."),
        ("table-cards.pdf", "session=NOPE00", "This version has no session “NOPE00”."),
        ("table-cards.pdf", "who=friends", "Possible are: all, guests, speakers, category-leader,"),
        ("handbook.pdf", "size=a3", "“a3” cannot be chosen here. Possible are: a5, a4."),
        ("handbook.pdf", "parts=cover,songs", "“songs” cannot be chosen here."),
    ],
)
def test_what_cannot_be_chosen_is_refused_in_words(client, paper, query, words):
    conference = make_conference(slug="ai-2026")
    make_session(conference, "09:00")
    publish(conference)
    make_room(conference, slug="hall")  # the draft alone has it
    client.force_login(make_member(conference, "viewer"))

    answer = client.get(f"/en/papers/ai-2026/{paper}?{query}")

    assert answer.status_code == 422 and answer["Cache-Control"] == "private, no-store"
    assert words in answer.content.decode()
    assert f"/admin/program/papers/{conference.pk}/" in answer.content.decode()


def test_what_another_paper_looks_at_is_no_matter(client):
    conference = make_conference(slug="ai-2026")
    client.force_login(make_member(conference, "viewer"))

    whole_form = "release=&language=en&room=attic&size=A5&who=&session=&cards=1&arrow="

    assert client.get(f"/en/papers/ai-2026/agenda.docx?{whole_form}").status_code == 200
    assert client.get(f"/en/papers/ai-2026/handbook.docx?{whole_form}").status_code == 200


def test_the_command_takes_the_format_from_the_files_name_and_refuses_two(tmp_path):
    make_conference(slug="ai-2026")
    word = tmp_path / "agenda.docx"

    call_command("export_agenda", "ai-2026", "--output", str(word))
    with pytest.raises(Refused, match="is named like another format than pdf"):
        call_command("export_agenda", "ai-2026", "--output", str(word), "--format", "pdf")

    assert b"word/document.xml" in word.read_bytes()
