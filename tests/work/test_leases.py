"""Rows of background work: from one state to the next, by one of those who try."""

import io
import os
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from conference.work import leases
from conference.work.asking import again
from conference.work.kinds import Broken, Made
from conference.work.models import ATTEMPTS, KEPT, LEASE, REMEMBERED, Job
from tests.factories import make_user
from tests.threads import at_once

pytestmark = pytest.mark.django_db
parallel = pytest.mark.django_db(transaction=True)


def made(text=b"made"):
    return Made(io.BytesIO(text), "made.txt", "text/plain")


def files(folder):
    return [path.read_bytes() for path in folder.iterdir()] if folder.exists() else []


def state(job):
    job.refresh_from_db()
    return job.state


def test_the_longest_waiting_row_is_taken_first_and_leased(trial):
    first, second = trial.ask(1), trial.ask(2)

    taken = leases.take()

    assert (taken, taken.state, taken.attempts) == (first, "running", 1)
    assert taken.leased_until > timezone.now()
    assert leases.take() == second
    assert leases.take() is None


@parallel
def test_several_workers_never_take_the_same_row(trial):
    jobs = {trial.ask(n).pk for n in range(12)}

    def work():
        found = []
        while len(found) < 12 and (job := leases.take()) is not None:
            found.append(job.pk)
        return found

    # Who finds the others taking ends early; what is left is for the next.
    taken = [pk for found in at_once(*[work] * 4) for pk in found] + work()

    assert sorted(taken) == sorted(jobs)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_idle_workers_ask_one_question_and_lock_nothing(trial, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert leases.take() is None
    with django_assert_num_queries(1):
        assert leases.sweep() == 0
    with django_assert_num_queries(2):
        assert leases.purge() == 0


def test_what_a_dead_worker_held_waits_again_once_its_lease_is_over(trial):
    trial.ask()
    job = leases.take()
    until = job.leased_until

    assert leases.sweep(at=until) == 0
    assert state(job) == "running"
    assert leases.sweep(at=until + timedelta(seconds=1)) == 1

    assert (state(job), job.lease, job.leased_until) == ("waiting", "", None)
    assert leases.take(at=until + timedelta(seconds=2)).attempts == 2


def test_a_renewed_lease_is_not_swept_and_tells_how_far_it_is(trial):
    trial.ask()
    job = leases.take()

    assert leases.renew(job, done=30, total=20, at=job.leased_until)

    assert leases.sweep(at=job.leased_until + timedelta(seconds=1)) == 0
    job.refresh_from_db()
    assert (job.done, job.total) == (20, 20)


def test_attempts_are_bounded_and_the_last_one_says_so_in_the_askers_language(trial):
    with translation.override("zh-hans"):
        trial.ask()
    now = timezone.now()
    for _attempt in range(ATTEMPTS):
        assert leases.take(at=now) is not None
        now += LEASE + timedelta(seconds=1)
        leases.sweep(at=now)

    job = Job.objects.get()

    assert (job.state, job.attempts) == ("failed", ATTEMPTS)
    assert "三次" in job.error
    assert leases.take(at=now) is None


def test_who_lost_the_lease_ends_nothing_and_leaves_nothing(trial, results):
    trial.ask()
    late = leases.take()
    leases.sweep(at=late.leased_until + timedelta(seconds=1))
    other = leases.take(at=late.leased_until + timedelta(seconds=2))

    with pytest.raises(Broken):
        leases.finish(late, made(b"late"))
    assert not leases.renew(late, done=1, total=1)
    assert not leases.fail(late, "late")
    leases.give_back(late)
    leases.try_again_later(late)
    assert state(other) == "running"
    leases.finish(other, made(b"other"))

    assert (state(other), trial.told, files(results)) == ("done", 1, [b"other"])


def test_the_end_of_a_row_and_what_counts_are_one(trial, results, monkeypatch):
    trial.ask()
    job = leases.take()
    monkeypatch.setattr(Job, "rules", property(lambda job: pytest.fail("no")))

    with pytest.raises(BaseException, match="no"):
        leases.finish(job, made())

    assert (state(job), files(results)) == ("running", [])


@parallel
def test_cancelled_and_finished_at_once_it_is_one_of_the_two(trial, results):
    trial.ask()
    job = leases.take()

    at_once(lambda: leases.cancel(job), lambda: leases.finish(job, made()))

    expected = {"done": (1, [b"made"]), "cancelled": (0, [])}
    assert (trial.told, files(results)) == expected[state(job)]


def test_what_is_done_cannot_be_cancelled(trial):
    trial.ask()
    job = leases.take()
    leases.finish(job, made())

    assert not leases.cancel(job)
    assert state(job) == "done"


def test_an_error_is_tried_again_after_a_pause(trial):
    trial.ask()
    job, now = leases.take(), timezone.now()

    leases.try_again_later(job, at=now)

    assert state(job) == "waiting"
    assert leases.take(at=now) is None
    assert leases.take(at=now + timedelta(minutes=1)).attempts == 2


def test_a_file_goes_when_its_time_is_over_and_its_row_later(trial, results):
    trial.ask()
    job, now = leases.take(), timezone.now()
    leases.finish(job, made(), at=now)

    assert leases.purge(at=now + KEPT - timedelta(seconds=1)) == 0
    assert files(results) == [b"made"]
    assert leases.purge(at=now + KEPT) == 1
    assert (state(job), files(results)) == ("expired", [])
    leases.purge(at=now + REMEMBERED + timedelta(seconds=1))
    assert not Job.objects.exists()


def test_files_that_no_row_names_go_after_an_hour(trial, results):
    trial.ask()
    job = leases.take()
    leases.finish(job, made(b"kept"))
    now = timezone.now()
    for name in ("old", "new"):
        (results / name).write_bytes(name.encode())
    for path in results.iterdir():  # the file system's clock need not be ours
        written = now if path.name == "new" else now - timedelta(days=1)
        os.utime(path, (written.timestamp(),) * 2)

    assert leases.purge() == 1

    assert sorted(files(results)) == [b"kept", b"new"]


@parallel
def test_asked_again_while_it_waits_it_is_the_same_row(trial):
    results = at_once(*[trial.ask] * 5)

    assert {job.pk for job in results} == {Job.objects.get().pk}
    assert trial.ask(2) != results[0]
    assert trial.ask(1, by=make_user("colleague")) != results[0]
    with translation.override("zh-hans"):
        assert trial.ask() != results[0]


def test_what_failed_is_begun_again_from_its_beginning(trial):
    trial.ask()
    job = leases.take()
    leases.renew(job, done=3, total=4)
    leases.fail(job, "No.")

    assert again(job) == job

    assert (job.state, job.attempts, job.error, job.ended_at) == ("waiting", 0, "", None)
    assert (job.done, job.total) == (0, 0)
    leases.take()
    assert again(job).state == "running"  # nothing to begin


def test_begun_again_while_it_was_asked_anew_it_is_that_row(trial):
    first = trial.ask()
    leases.cancel(first)
    anew = trial.ask()

    assert anew != first
    assert again(first) == anew


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "running"},
        {"lease": "a"},
        {"state": "done"},
        {"file": "x"},
        {"state": "failed", "ended_at": timezone.now()},
        {"ended_at": timezone.now()},
        {"done": 2, "total": 1},
        {"attempts": ATTEMPTS + 1},
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(trial, wrong):
    job = trial.ask()

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)
