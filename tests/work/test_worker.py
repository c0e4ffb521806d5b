"""The worker: what it makes of a row, and what becomes of the row when it dies."""

import logging
import signal
from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext

from conference.attendance.lists.in_background import ask_for
from conference.attendance.models import ExportLog
from conference.work import leases, worker
from conference.work.kinds import Broken, WorkRefused
from conference.work.models import ATTEMPTS, Job
from tests.factories import make_conference, make_member, make_registration
from tests.work.processes import process, until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_becomes_a_file(trial, results):
    trial.make = lambda job, tell: tell(3, 4)
    trial.ask(7)

    job = worker.work_once()

    job.refresh_from_db()
    assert (job.state, job.filename, job.facts, trial.told) == ("done", "made.txt", {"n": 7}, 1)
    assert (results / job.file).read_bytes() == b"made"
    assert (results / job.file).stat().st_mode & 0o777 == 0o600
    assert worker.work_once() is None


def test_a_refusal_is_told_in_the_askers_language_and_not_tried_again(trial):
    def refuse(job, tell):
        raise WorkRefused(gettext("Sign in first."))

    trial.make = refuse
    with translation.override("zh-hans"):
        trial.ask()

    worker.work_once()

    job = Job.objects.get()
    assert job.state == "failed"
    assert "登录" in job.error
    assert worker.work_once() is None


def test_an_error_is_tried_three_times_and_logged(trial, caplog):
    trial.make = lambda job, tell: 1 / 0
    trial.ask()

    for _attempt in range(ATTEMPTS):
        worker.work_once()
        Job.objects.filter(state="waiting").update(due_at=timezone.now())

    job = Job.objects.get()
    assert (job.state, trial.made, trial.told) == ("failed", ATTEMPTS, 0)
    assert "three times" in job.error
    assert len([r for r in caplog.records if "ZeroDivisionError" in str(r.exc_info)]) == ATTEMPTS


def test_cancelled_in_the_middle_it_stops(trial, results):
    def make(job, tell):
        leases.cancel(job)
        until(lambda: tell(1, 2), "the end")

    trial.make = make
    trial.ask()

    worker.work_once(beat=0.01)

    assert (Job.objects.get().state, trial.told, results.exists()) == ("cancelled", 0, False)


def test_told_to_stop_it_leaves_the_row_to_the_next(trial):
    stopping = Event()

    def make(job, tell):
        stopping.set()
        tell(1, 2)

    trial.make = make
    trial.ask()

    worker.work_once(stopping)

    job = Job.objects.get()
    assert (job.state, job.attempts, trial.told) == ("waiting", 0, 0)


def test_the_lease_is_renewed_while_it_works(trial):
    def make(job, tell):
        Job.objects.update(leased_until=timezone.now() + timedelta(seconds=1))
        tell(5, 9)
        until(lambda: Job.objects.get().leased_until > timezone.now() + timedelta(minutes=1))
        assert Job.objects.get().done == 5

    trial.make = make
    trial.ask()

    assert worker.work_once(beat=0.01)

    assert Job.objects.get().state == "done"


def test_a_database_that_is_away_is_waited_for(trial, monkeypatch, caplog):
    stopping, tries = Event(), []

    def take():
        tries.append(1)
        if len(tries) == 3:
            stopping.set()
            return None
        raise OperationalError("away")

    monkeypatch.setattr(leases, "take", take)
    monkeypatch.setattr(worker, "AWAY", 0)
    monkeypatch.setattr("conference.work.waking.LOOK", 0)

    with caplog.at_level(logging.WARNING):
        worker.run(stopping)

    assert len(tries) == 3
    assert [record.getMessage() for record in caplog.records] == [
        "work: the database cannot be used; the worker waits for it"
    ]


def test_a_worker_whose_starter_has_gone_ends(trial):
    trial.ask()

    worker.run(Event(), is_orphan=lambda: True)

    assert Job.objects.get().state == "waiting"


def test_the_lease_thread_reports_a_lost_lease(trial):
    trial.ask()
    job = leases.take()

    with worker.Hold(job, Event(), beat=0.01) as hold:
        hold.tell(1, 2)
        leases.cancel(job)
        until(lambda: hold.is_lost, "the loss")
        with pytest.raises(Broken):
            hold.tell(2, 2)


# --- Real processes -----------------------------------------------------------------------------


def test_a_worker_killed_in_the_middle_loses_nothing_and_nothing_is_done_twice(results, tmp_path):
    conference = make_conference(slug="spring")
    exporter = make_member(conference, "exporter", sees_contacts=True)
    for n in range(4):
        make_registration(conference, name=f"Guest {n}")
    job = ask_for(conference, "registrations", "csv", by=exporter, via="desk", session=None)
    mark = tmp_path / "in-the-middle"

    with process(tmp_path, "-m", "tests.work.stuck", str(mark)) as killed:
        until(lambda: mark.exists() or killed.poll() is not None, "the middle")
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=60)
    assert mark.exists(), (tmp_path / "logged").read_text()

    job.refresh_from_db()
    assert (job.state, job.attempts, ExportLog.objects.count()) == ("running", 1, 0)
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    with process(tmp_path, "manage.py", "work") as next_one:
        until(lambda: not Job.objects.open().exists() or next_one.poll() is not None, "the end")
        next_one.send_signal(signal.SIGTERM)
        assert next_one.wait(timeout=60) == 0

    job.refresh_from_db()
    assert (job.state, job.attempts, job.facts["rows"]) == ("done", 2, 4)
    assert ExportLog.objects.count() == 1
    assert [path.name for path in results.iterdir()] == [job.file]
    assert (results / job.file).read_bytes().count(b"Guest") == 4
    assert "Traceback" not in (tmp_path / "logged").read_text()
