"""Papers too long to wait for: made in the background, for whom, of which version."""

import io

import docx
import pytest
from django.utils import timezone

from conference.attendance.models import ExportLog
from conference.models import TeamMember
from conference.program.models import Session
from conference.program.papers import shelf
from conference.program.release.publishing import publish
from conference.work import worker
from conference.work.models import Job
from tests.factories import make_conference, make_member, make_registration, make_session

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("results"),
    pytest.mark.once(reason="what a paper says and who may have it; test_leases.py asks both"),
]
HANDBOOK = "/en/papers/ai-2026/handbook.docx?parts=cover,agenda"


@pytest.fixture
def conference(monkeypatch):
    monkeypatch.setattr(shelf, "AT_ONCE", 2)
    conference = make_conference(slug="ai-2026", name_en="Spring symposium")
    for n in range(3):
        make_session(conference, f"{9 + n:02}:00", title_en=f"Item {n}")
    return conference


def made(client, address):
    """The row of a paper that was asked for, made."""
    answer = client.get(address)
    assert answer.status_code == 302, answer.content[:500]
    job = Job.objects.latest("pk")
    assert answer["Location"].endswith(f"{job.token}/")
    assert worker.work_once() == job
    job.refresh_from_db()
    return job, answer["Location"]


def test_a_long_handbook_is_made_in_the_background_and_told_of_while_it_is(client, conference):
    client.force_login(make_member(conference, "viewer"))

    page = client.get(HANDBOOK, follow=True).content.decode()
    job, address = made(client, HANDBOOK)

    assert "Handbook · Draft · DOCX" in page
    assert "This paper is long, so it is made in the background." in page
    assert job.state == Job.State.DONE
    assert job.filename == "Handbook - Spring symposium (draft).docx"
    file = client.get(f"{address}file/")
    made_of = docx.Document(io.BytesIO(b"".join(file.streaming_content)))
    words = [cell.text for table in made_of.tables for row in table.rows for cell in row.cells]
    assert "Item 2" in " ".join(words)
    assert Job.objects.count() == 1  # asked twice while it waited


def test_a_release_that_was_withdrawn_meanwhile_is_refused_in_words(client, conference):
    release = publish(conference)
    client.force_login(make_member(conference, "viewer"))
    client.get(f"{HANDBOOK}&release=1")
    release.withdrawn_at = timezone.now()
    type(release).objects.filter(pk=release.pk).update(withdrawn_at=release.withdrawn_at)

    job = worker.work_once()

    job.refresh_from_db()
    assert job.error == "Version 1 was withdrawn. Choose another one on the page of papers."


def test_participants_stand_on_it_for_whoever_may_have_them_when_it_is_opened(client, conference):
    make_registration(conference, name="Chen Jie", status="confirmed")
    user = make_member(conference, "exporter")
    client.force_login(user)

    job, address = made(client, "/en/papers/ai-2026/handbook.docx?parts=participants")

    assert job.facts == {"names_participants": True}
    assert ExportLog.objects.get().rows == 1
    TeamMember.objects.filter(user=user).update(role="viewer")
    assert client.get(f"{address}file/").status_code == 403


def test_whoever_lost_the_right_meanwhile_gets_none(client, conference):
    user = make_member(conference, "viewer")
    client.force_login(user)
    client.get(HANDBOOK)
    TeamMember.objects.filter(user=user).delete()

    job = worker.work_once()

    job.refresh_from_db()
    assert job.error == "This account may not have papers of this conference any more."


@pytest.mark.parametrize("count", [1, 400])
def test_a_handbook_costs_the_same_for_any_number_of_sessions(
    client, conference, count, django_assert_num_queries
):
    Session.objects.bulk_create(
        Session(conference=conference, number=n, code=f"{n:06}", title_zh=f"第 {n} 项", position=n)
        for n in range(9, 9 + count)
    )
    client.force_login(make_member(conference, "viewer"))

    # Session, account, conference, rights; thirteen of the draft, two of the book; the row,
    # looked for and written within a savepoint.
    with django_assert_num_queries(23):
        client.get(HANDBOOK)
    job = Job.objects.get()
    with django_assert_num_queries(18):  # account, rights, and the same of draft and book
        job.rules.make(job, lambda done, total: None).file.close()
