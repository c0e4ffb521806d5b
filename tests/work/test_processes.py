"""Workers as they run: several at once, one that has grown, and one that is called."""

import shutil
import signal
import subprocess
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest
from django.core.management import call_command

from conference.attendance.lists.in_background import ask_for
from conference.attendance.models import ExportLog
from conference.models import Conference
from conference.work import signs
from conference.work.models import Job, Sign
from config.management.commands import work
from config.serving import memory
from tests.config.serving.sites import free_port
from tests.conftest import skip_or_fail
from tests.factories import make_conference, make_member, make_registration
from tests.work.processes import can_be_told_to_end, process, until

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = [(name, form) for name in ("registrations", "scans") for form in ("csv", "json", "xlsx")]


@pytest.fixture
def exporter(results):
    conference = make_conference(slug="spring")
    for n in range(4):
        make_registration(conference, name=f"Guest {n}")
    return make_member(conference, "exporter", sees_contacts=True)


def ask_for_all(exporter):
    conference = Conference.objects.get()
    return [
        ask_for(conference, name, form, by=exporter, via="desk", session=None)
        for name, form in LISTS
    ]


def told_to_end(workers, folder):
    for one in workers:
        # A slow one may still be importing when the other has done all.
        until(partial(can_be_told_to_end, one), "that it listens")
        one.send_signal(signal.SIGTERM)
    assert [one.wait(timeout=60) for one in workers] == [0 for _one in workers]
    assert "Traceback" not in (folder / "logged").read_text()


def test_two_workers_at_once_do_nothing_twice(exporter, results, tmp_path):
    with ExitStack() as stack:
        workers = [
            stack.enter_context(process(tmp_path, "manage.py", "work")) for _number in range(2)
        ]
        until(Sign.objects.exists, "a sign of life")
        jobs = ask_for_all(exporter)
        until(lambda: not Job.objects.open().exists(), "the end")
        told_to_end(workers, tmp_path)

    ended = Job.objects.values_list("state", "attempts")
    assert list(ended) == [("done", 1)] * len(jobs)
    assert ExportLog.objects.count() == len(jobs)
    assert {path.name for path in results.iterdir()} == {job.file for job in Job.objects.all()}
    assert signs.is_anybody_there()


# --- One that has grown ---------------------------------------------------------------------------


def test_a_worker_that_holds_too_much_begins_anew_after_a_row(trial, monkeypatch, settings):
    settings.WORKER_MEMORY = 0
    begun = []
    monkeypatch.setattr(memory, "held", lambda: 1)
    monkeypatch.setattr(work, "begin_anew", lambda: begun.append(1))
    monkeypatch.setattr(work.signal, "signal", lambda *_: None)
    trial.ask(1)
    trial.ask(2)

    call_command("work")

    assert begun == [1]
    assert list(Job.objects.values_list("state", flat=True)) == ["done", "waiting"]


def test_begun_anew_it_is_the_same_process_and_goes_on(exporter, tmp_path):
    if not memory.held():
        pytest.skip("this system does not tell what a process holds")
    with process(tmp_path, "manage.py", "work", WORKER_MEMORY="1") as one:
        jobs = ask_for_all(exporter)
        until(lambda: not Job.objects.open().exists() or one.poll() is not None, "the end")
        assert one.poll() is None
        one.send_signal(signal.SIGTERM)
        assert one.wait(timeout=60) in (0, -signal.SIGTERM)  # killed while it begins at first

    assert Job.objects.filter(state="done", attempts=1).count() == len(jobs)
    assert (tmp_path / "logged").read_text().count("begins anew") >= len(jobs) - 1


class Replaced(BaseException):
    """What `execv` is to the process that was."""


def test_told_to_end_as_it_begins_anew_it_ends(trial, monkeypatch, settings):
    """The signal comes when nobody asks any more, and waits for the process that follows."""
    settings.WORKER_MEMORY = 0
    monkeypatch.setattr(memory, "held", lambda: 1)

    def begin_anew():
        signal.raise_signal(signal.SIGTERM)  # to this thread: a test has others beside it
        raise Replaced

    kept = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(work, "begin_anew", begin_anew)
    trial.ask(1)
    try:
        with pytest.raises(Replaced):
            call_command("work")
        assert signal.SIGTERM in signal.sigpending()
        trial.ask(2)
        call_command("work")  # as the process that follows: told at once, it does nothing
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, work.ENDING)
        signal.signal(signal.SIGTERM, kept[0])
        signal.signal(signal.SIGINT, kept[1])

    assert list(Job.objects.values_list("state", flat=True)) == ["done", "waiting"]


TOLD_BY_ANOTHER_THREAD = """
import signal, threading, time
import django
django.setup()
from config.management.commands import work
thread = threading.Thread(target=time.sleep, args=[300], daemon=True)
thread.start()
def begin_anew():
    signal.pthread_kill(thread.ident, signal.SIGTERM)
    time.sleep(10)
work.run, work.begin_anew = (lambda *_, **__: None), begin_anew
work.Command().handle(beside=False)
"""


def test_told_to_end_by_way_of_another_thread_as_it_begins_anew_it_ends(tmp_path):
    """The process that follows would not know: what was caught goes with the one that was."""
    settled = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    with process(tmp_path, "-c", TOLD_BY_ANOTHER_THREAD, **settled) as one:
        assert one.wait(timeout=300) == -signal.SIGTERM


@pytest.mark.parametrize(("level", "further"), [(0, 5), (5, 0), (19, 0)])
def test_it_goes_behind_the_readers_once(monkeypatch, level, further):
    """Begun anew, it is told so again."""
    steps = []
    monkeypatch.setattr(work.os, "nice", lambda more: steps.append(more) or level)
    monkeypatch.setattr(work, "run", lambda stopping, **_more: stopping.set())
    monkeypatch.setattr(work.signal, "signal", lambda *_: None)

    call_command("work", "--beside")

    assert steps == [0, further]


# --- Called by Redis ------------------------------------------------------------------------------


@contextmanager
def redis_server(folder):
    """The address of a Redis of this test's own, and its process."""
    program = shutil.which("redis-server")
    if program is None:
        skip_or_fail("REDIS", "redis-server is not installed")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0", running
    finally:
        running.kill()
        running.wait(timeout=60)


def is_up(settings):
    import redis

    try:
        with redis.Redis.from_url(settings.TASKS_URL) as server:
            return server.ping()
    except redis.RedisError:
        return False


def test_a_redis_calls_a_worker_and_is_not_missed_when_it_is_gone(exporter, tmp_path, settings):
    with redis_server(tmp_path) as (address, running):
        settings.TASKS_URL = address
        until(lambda: is_up(settings), "Redis")
        with process(tmp_path, "manage.py", "work", TASKS_URL=address) as one:
            first, *_rest = ask_for_all(exporter)
            until(lambda: not Job.objects.open().exists() or one.poll() is not None, "the end")

            running.kill()
            running.wait(timeout=60)
            Job.objects.filter(pk=first.pk).delete()
            ask_for_all(exporter)
            until(lambda: not Job.objects.open().exists() or one.poll() is not None, "the end")
            told_to_end([one], tmp_path)

    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}
