"""How papers leave: who gets them, of which version, and what the browser does with them."""

import io
import zipfile
from urllib.parse import unquote

import pytest

from conference.program.models import Session, SessionRole
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_role,
    make_session,
)
from tests.forgetting import forget_everything

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a file says comes from Python")]


@pytest.fixture
def conference():
    forget_everything()
    conference = make_conference(slug="ai-2026")
    make_role(
        make_session(conference, "09:00", title_zh="人工智能与教育", title_en="AI in education")
    )
    return conference


def text_of(answer) -> str:
    """The words of a .docx, head and foot among them."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        parts = [
            package.read(name).decode() for name in sorted(package.namelist()) if "word/" in name
        ]
    return " ".join(parts)


def test_a_viewer_gets_the_draft_marked_so_and_a_release_with_its_number(client, conference):
    client.force_login(make_member(conference, "viewer"))
    publish(conference)
    conference.sessions.update(title_zh="只在草案里")

    draft = client.get("/zh-hans/papers/ai-2026/agenda.docx")
    release = client.get("/zh-hans/papers/ai-2026/agenda.docx?release=1&language=both")

    named = {
        "draft": "会议议程-人工智能与高等教育研讨会（草案）",
        "release": "会议议程-人工智能与高等教育研讨会（中英双语、第 1 版）",
    }
    for answer, ascii_name, name in (
        (draft, "ai-2026-agenda-draft-zh", named["draft"]),
        (release, "ai-2026-agenda-v1-zh-en", named["release"]),
    ):
        plain, spoken = answer["Content-Disposition"].removeprefix("attachment; ").split("; ")
        assert plain == f'filename="{ascii_name}.docx"'
        assert unquote(spoken) == f"filename*=UTF-8''{name}.docx"
    assert draft["Cache-Control"] == "private, no-store"
    assert "只在草案里" in text_of(draft) and "草案" in text_of(draft)
    words = text_of(release)
    assert "人工智能与教育" in words and "AI in education" in words and "第 1 版" in words
    assert "只在草案里" not in words and "草案" not in words


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 200), ("exporter", 200), ("editor", 200), ("desk", 403)]
)
def test_papers_are_for_the_team_without_the_desk(client, conference, role, status):
    client.force_login(make_member(conference, role))

    assert client.get("/en/papers/ai-2026/agenda.docx").status_code == status


def test_strangers_and_what_is_not_there_get_404(client, conference):
    assert client.get("/en/papers/ai-2026/agenda.docx").status_code == 302
    client.force_login(make_member(make_conference(), "organizer"))
    assert client.get("/en/papers/ai-2026/agenda.docx").status_code == 404
    client.force_login(make_member(conference, "organizer"))

    for path in (
        *("agenda.csv", "agenda.docx?release=1", "agenda.docx?release=x", "nothing.pdf"),
        f"agenda.docx?release={'9' * 400}",
    ):
        assert client.get(f"/en/papers/ai-2026/{path}").status_code == 404, path


def test_the_public_agenda_is_the_current_release_and_set_once(client, conference, monkeypatch):
    assert client.get("/en/conferences/ai-2026/agenda.pdf").status_code == 404
    publish(conference)
    forget_everything()

    answer = client.get("/en/conferences/ai-2026/agenda.pdf")

    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="ai-2026-agenda-v1-en.pdf"'
    assert answer["X-Lectern-Release"] == "1"
    monkeypatch.setattr("conference.program.papers.pdf.typeset", None)  # it is not called again
    assert client.get("/en/conferences/ai-2026/agenda.pdf?x=2").content == answer.content
    assert 'href="/en/conferences/ai-2026/agenda.pdf"' in (
        client.get("/en/conferences/ai-2026/schedule/").content.decode()
    )


def test_the_page_of_papers_leads_to_each_file(client, conference):
    publish(conference)
    client.force_login(make_member(conference, "exporter"))

    page = client.get(f"/admin/program/papers/{conference.pk}/")

    words = page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert 'value="1"' in words
    for name in ("agenda.docx", "agenda.pdf", "agenda.xlsx", "running-sheet.docx", "script.pdf"):
        assert f"/papers/ai-2026/{name}" in words


@pytest.mark.parametrize("count", [1, 40, 600])
def test_a_paper_costs_the_same_for_any_number_of_sessions(
    client, conference, count, django_assert_num_queries
):
    rows = Session.objects.bulk_create(
        Session(conference=conference, number=n, code=f"{n:06}", title_zh=f"第 {n} 项", position=n)
        for n in range(2, 2 + count)
    )
    person = make_participation(conference)
    SessionRole.objects.bulk_create(
        SessionRole(session=row, participation=person, position=1) for row in rows
    )
    client.force_login(make_member(conference, "viewer"))

    # Session, account, conference, rights; thirteen of the draft.
    with django_assert_num_queries(18):
        client.get("/en/papers/ai-2026/agenda.xlsx")
    with django_assert_num_queries(19):  # and the notes of the team
        client.get("/en/papers/ai-2026/running-sheet.docx")


def test_a_paper_of_a_release_reads_the_release_alone(
    client, conference, django_assert_num_queries
):
    publish(conference)
    client.force_login(make_member(conference, "viewer"))

    with django_assert_num_queries(5):
        client.get("/zh-hans/papers/ai-2026/script.docx?release=1")
