"""What the admin's first page says of background work, and to whom."""

import pytest
from django.contrib.auth import get_user_model

from conference.attendance.lists.in_background import ask_for
from conference.work import leases, worker
from conference.work.models import Job
from config.office.waiting import waiting
from tests.factories import make_alliance, make_conference, make_member, make_secretary, make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("results"),
    pytest.mark.once(reason="rights and words; test_leases.py asks both"),
]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def exporter(conference):
    user = make_user("li", first_name="明", last_name="李")
    return make_member(conference, "exporter", user=user)


@pytest.fixture
def job(conference, exporter):
    return ask_for(conference, "scans", "csv", by=exporter, via="desk", session=None)


def overview(client, user):
    client.force_login(user)
    response = client.get("/admin/", follow=True, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def page(job, act=""):
    return f"/en/desk/spring/work/{job.token}/{act}"


def failed(job):
    leases.fail(leases.take(), "The machine broke.")
    job.refresh_from_db()
    return job


def test_its_asker_finds_the_way_back(client, exporter, job):
    said = overview(client, exporter)
    assert page(job) in said
    assert "waiting" in said

    worker.work_once()

    said = overview(client, exporter)
    assert page(job) in said
    assert "ready" in said


def test_a_colleague_with_the_right_sees_that_it_failed_and_begins_it_again(
    client, conference, exporter, job
):
    organizer = make_member(conference, "organizer")
    failed(job)

    said = overview(client, organizer)
    assert "The machine broke." in said
    assert "李明" in said
    assert f'href="{page(job)}"' not in said
    assert f'action="{page(job, "again/")}"' in said
    response = client.post(page(job, "again/"))

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert "begins again" in overview(client, organizer)
    assert worker.work_once() == job
    job.refresh_from_db()
    assert (job.state, job.by) == ("done", exporter)
    assert client.get(page(job)).status_code == 404
    assert "In the background" not in overview(client, organizer)


@pytest.mark.parametrize("who", ["editor", "viewer", "stranger", "secretary"])
def test_others_see_nothing_of_it_and_begin_nothing(client, conference, job, who):
    user = {
        "stranger": lambda: make_member(make_conference(slug="other"), "organizer"),
        "secretary": lambda: make_secretary(make_alliance()),
    }.get(who, lambda: make_member(conference, who))()
    failed(job)

    assert "The machine broke." not in overview(client, user)
    assert client.post(page(job, "again/")).status_code == 404
    assert Job.objects.get().state == "failed"


@pytest.mark.parametrize("formats", [("csv",), ("csv", "xlsx", "json")])
def test_it_asks_the_same_whatever_there_is(
    conference, exporter, django_assert_num_queries, formats
):
    for file_format in formats:
        ask_for(conference, "scans", file_format, by=exporter, via="desk", session=None)
    user = get_user_model().objects.get(pk=exporter.pk)

    with django_assert_num_queries(2):  # the account's roles are one
        titles = [entry.job.title for entry in waiting(user)]

    assert len(titles) == len(formats)
