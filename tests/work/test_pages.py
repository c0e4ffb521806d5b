"""Lists too long to wait for: the page of one that is made in the background, and its file."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from conference.attendance.lists import exporting
from conference.attendance.models import ExportLog
from conference.models import TeamMember
from conference.work import leases, worker
from conference.work.models import Job
from tests.factories import (
    make_alliance,
    make_conference,
    make_member,
    make_membership,
    make_organization,
    make_registration,
    make_secretary,
    make_session,
    make_user,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("results"),
    pytest.mark.once(reason="what a page says and who may open it; test_leases.py asks both"),
]


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    monkeypatch.setattr(exporting, "PRINTED_AT_ONCE", 2)


@pytest.fixture
def conference():
    conference = make_conference(slug="spring", short_name_zh="春季研讨会", short_name_en="Spring")
    for n in range(3):
        make_registration(conference, name=f"Guest {n}")
    return conference


@pytest.fixture
def exporter(client, conference):
    user = make_member(conference, "exporter", sees_contacts=True)
    client.force_login(user)
    return user


def export(client, name="registrations.csv", query="", language="en"):
    return client.get(f"/{language}/desk/spring/export/{name}{query}")


def asked(client, name="registrations.csv", query=""):
    """The row, and the address of its page."""
    response = export(client, name, query)
    assert response.status_code == 302
    return Job.objects.latest("pk"), response["Location"]


def made(client, name="registrations.csv"):
    job, page = asked(client, name)
    assert worker.work_once() == job
    job.refresh_from_db()
    return job, page


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_long_list_leads_to_a_page_and_a_short_one_is_answered(client, exporter, conference):
    job, page = asked(client)

    assert page == reverse("work:job", args=["spring", job.token])
    assert not ExportLog.objects.exists()
    said = text(client.get(page))
    assert "Registrations · CSV" in said
    assert "It waits for its turn." in said
    assert 'http-equiv="refresh"' in said
    conference.registrations.first().delete()
    assert b"Guest 2" in body(export(client))


def test_asked_twice_it_is_one_row(client, exporter):
    assert asked(client) == asked(client)
    assert asked(client)[0] != asked(client, "registrations.xlsx")[0]


def test_its_file_is_what_the_direct_export_gives_and_is_logged_once(client, exporter, monkeypatch):
    _job, page = made(client)

    Job.objects.update(expires_at="2099-11-28T18:30:00Z")
    said = text(client.get(page))
    assert "It is ready." in said
    assert "29 November 2099, 02:30 (Asia/Shanghai)" in said
    assert 'http-equiv="refresh"' not in said
    answer = client.get(f"{page}file/")
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]
    content = body(answer)
    body(client.get(f"{page}file/"))
    log = ExportLog.objects.get()
    assert (log.by, log.via, log.list_name, log.format, log.rows, log.unmasked) == (
        *(exporter, "desk", "registrations", "csv", 3),
        True,
    )
    monkeypatch.setattr(exporting, "AT_ONCE", 3)
    assert content == body(export(client))
    first, second = ExportLog.objects.order_by("pk")
    assert first.columns == second.columns


@pytest.mark.parametrize("file_format", ["xlsx", "json", "pdf"])
def test_every_format_is_made(client, exporter, file_format):
    _job, page = made(client, f"sign-in.{file_format}")

    answer = client.get(f"{page}file/")

    assert answer["Content-Type"].startswith("application/")
    assert body(answer)


def test_it_is_made_in_the_askers_language_and_of_the_session_asked_for(
    client, exporter, conference
):
    session = make_session(conference, kind="sub-forum", title_zh="分论坛", title_en="Forum")
    for row in conference.registrations.all():
        row.sessions.add(session)
    response = export(client, query=f"?session={session.code}&via=admin", language="zh-hans")
    make_registration(conference, name="Elsewhere")

    job = worker.work_once()

    assert "分论坛" in text(client.get(response["Location"]))
    job.refresh_from_db()
    assert job.filename.startswith("报名")
    content = body(client.get(reverse("work:file", args=["spring", job.token]))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert rows[0][0] == "编号"
    assert len(rows) == 4
    log = ExportLog.objects.get()
    assert (log.session, log.via) == (session, "admin")


@pytest.mark.parametrize("who", ["colleague", "stranger", "viewer"])
def test_it_is_the_askers_alone(client, exporter, conference, who):
    _job, page = made(client)
    others = {
        "colleague": lambda: make_member(conference, "organizer", sees_contacts=True),
        "stranger": make_user,
        "viewer": lambda: make_member(conference, "viewer"),
    }

    client.force_login(others[who]())

    for address in (page, f"{page}file/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{page}cancel/").status_code == 404


def test_who_is_not_signed_in_is_led_back_to_the_page(client, exporter):
    _job, page = made(client)
    client.logout()

    for address in (page, f"{page}file/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].endswith(f"?next={page}")
    assert client.post(f"{page}cancel/").status_code == 302


def test_who_lost_the_right_has_the_file_no_more(client, exporter):
    _job, page = made(client)

    TeamMember.objects.update(role="desk", sees_contacts=False)

    assert client.get(page).status_code == 403
    assert client.get(f"{page}file/").status_code == 403
    assert client.post(f"{page}again/").status_code == 403


def test_full_contacts_are_not_given_to_who_may_not_see_them_any_more(client, exporter):
    _job, page = made(client)

    TeamMember.objects.update(sees_contacts=False)

    assert client.get(f"{page}file/").status_code == 403


def test_contacts_are_masked_by_the_rights_of_when_it_is_made(client, exporter):
    _job, page = asked(client)
    TeamMember.objects.update(sees_contacts=False)

    worker.work_once()

    assert b"900123" not in body(client.get(f"{page}file/"))
    assert not ExportLog.objects.get().unmasked


def test_who_lost_the_right_before_it_was_made_reads_why(client, exporter):
    _job, page = asked(client)
    TeamMember.objects.update(role="viewer", sees_contacts=False)
    worker.work_once()
    TeamMember.objects.update(role="exporter")

    assert "may not export lists of this conference any more" in text(client.get(page))
    assert not ExportLog.objects.exists()


def test_a_secretary_gets_the_members_alone(client, conference):
    member, alliance = make_organization(), make_alliance()
    make_membership(alliance, member)
    conference.attendancegrants.create(alliance=alliance)
    for n in range(3):
        make_registration(conference, name=f"Member {n}", organization=member)
    client.force_login(make_secretary(alliance))

    _job, page = made(client)
    content = body(client.get(f"{page}file/"))

    assert (content.count(b"Member"), content.count(b"Guest")) == (3, 0)


def test_it_can_be_cancelled_and_begun_again(client, exporter):
    job, page = asked(client)

    assert client.get(f"{page}cancel/").status_code == 405
    assert client.post(f"{page}cancel/")["Location"] == page
    assert worker.work_once() is None
    assert "It was cancelled." in text(client.get(page))
    assert client.post(f"{page}again/")["Location"] == page
    assert worker.work_once() == job
    assert "It is ready." in text(client.get(page))


def test_an_expired_file_is_gone_and_can_be_made_again(client, exporter):
    job, page = made(client)

    Job.objects.update(expires_at=timezone.now())

    assert client.get(f"{page}file/").status_code == 404
    assert "the file was deleted" in text(client.get(page))
    client.post(f"{page}again/")
    assert worker.work_once() == job
    assert b"Guest" in body(client.get(f"{page}file/"))


def test_a_file_that_was_lost_is_not_there(client, exporter, results):
    job, page = made(client)
    (results / job.file).unlink()

    assert client.get(f"{page}file/").status_code == 404


def test_the_page_tells_how_far_it_is_and_its_script_asks_for_that_alone(client, exporter):
    asked(client)
    job = leases.take()
    page = reverse("work:job", args=["spring", job.token])

    assert "being counted" in text(client.get(page))
    leases.renew(job, done=1, total=3)
    part = text(client.get(page, headers={"X-Fragment": "work"}))
    assert "1 of 3 rows" in part
    assert 'max="3" value="1"' in part
    assert "<html" not in part
    leases.renew(job, done=3, total=3)
    assert "The file is being finished." in text(client.get(page))
    with translation.override("zh-hans"):
        chinese = reverse("work:job", args=["spring", job.token])
    assert "正在完成文件" in text(client.get(chinese))


def test_the_page_costs_few_queries(client, exporter, django_assert_num_queries):
    _job, page = made(client)

    with django_assert_num_queries(5):  # session, account, row, roles, contacts
        client.get(page, headers={"X-Fragment": "work"})


def test_a_session_that_was_deleted_is_told_of(client, exporter, conference):
    session = make_session(conference, kind="sub-forum", title_en="Forum")
    for row in conference.registrations.all():
        row.sessions.add(session)
    _job, page = asked(client, query=f"?session={session.code}")
    conference.registrations.update(held_as_double=False)
    for row in conference.registrations.all():
        row.sessions.clear()
    session.delete()

    worker.work_once()

    assert "was deleted. Choose another one." in text(client.get(page))
