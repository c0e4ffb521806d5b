"""Whether anybody works, and what is said where nobody does."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from conference.attendance.lists.in_background import ask_for
from conference.work import leases, signs, worker
from conference.work.models import Job, Sign
from tests.factories import make_conference, make_member

NOBODY = "No background worker of this site seems to be running."
LATER = timedelta(minutes=5)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("results")]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def exporter(client, conference):
    user = make_member(conference, "exporter")
    client.force_login(user)
    return user


@pytest.fixture
def job(conference, exporter):
    return ask_for(conference, "scans", "csv", by=exporter, via="desk", session=None)


def pages(client, job):
    """What the page of the row says, its part that the script asks for, and the overview."""
    own = reverse("work:job", args=["spring", job.token])
    answers = [
        client.get(own),
        client.get(own, headers={"X-Fragment": "work"}),
        client.get("/admin/", headers={"Accept-Language": "en"}),
    ]
    return [answer.content.decode() for answer in answers]


def wait(time=LATER):
    """Let what waits have been asked for, and the sign of life given, as long ago."""
    for job in Job.objects.all():
        Job.objects.filter(pk=job.pk).update(asked_at=job.asked_at - time, due_at=job.due_at - time)
    for sign in Sign.objects.all():
        signs.give(sign.seen_at - time)


def test_a_row_that_nobody_takes_says_whom_to_tell(client, job):
    assert [NOBODY in said for said in pages(client, job)] == [False, False, False]

    wait()

    told = pages(client, job)
    assert [NOBODY in said for said in told] == [True, True, True]
    assert "It waits, and nobody takes it up." in told[0]
    assert "It waits for its turn." not in told[0]
    assert "data-is-open" in told[1]


@pytest.mark.parametrize("sign", ["a sweep", "a lease"])
def test_a_busy_worker_is_no_missing_one(client, job, conference, exporter, sign):
    if sign == "a sweep":
        wait()
        signs.give()
    else:
        leases.take()
        job = ask_for(conference, "scans", "json", by=exporter, via="desk", session=None)
        wait()

    said = pages(client, job)

    assert [NOBODY in one for one in said] == [False, False, False]
    assert "It waits for its turn." in said[0]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_starts_takes_it_up_and_one_that_ended_is_missed_later(client, job):
    wait()
    stopping = Event()
    worker.run(stopping, is_orphan=lambda: Job.objects.open().count() == 0)
    assert signs.is_anybody_there()
    Job.objects.update(state="waiting", ended_at=None, expires_at=None, file="")

    assert NOBODY not in pages(client, job)[0]
    wait()
    assert NOBODY in pages(client, job)[0]


def test_one_that_is_to_be_tried_again_later_waits_for_that_first(job):
    leases.try_again_later(leases.take())
    job.refresh_from_db()

    assert not signs.are_left_alone([job], job.due_at + timedelta(seconds=5))
    assert signs.are_left_alone([job], job.due_at + signs.SILENCE * 2)


def test_a_sign_of_life_is_one_row(django_assert_num_queries):
    now = timezone.now()
    with django_assert_num_queries(2):
        signs.give(now - LATER)
    with django_assert_num_queries(1):
        signs.give(now)
    with django_assert_num_queries(1):
        assert signs.is_anybody_there(now)
    assert Sign.objects.get().seen_at == now
    with pytest.raises(IntegrityError), transaction.atomic():
        Sign.objects.create(pk=2, seen_at=now)


def test_rows_that_were_just_asked_for_cost_no_query(job, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not signs.are_left_alone([job])
    with django_assert_num_queries(2):
        assert signs.are_left_alone([job] * 3, timezone.now() + LATER)
