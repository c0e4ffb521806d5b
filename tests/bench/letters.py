"""A letter to a group of 10,000, beside one to 1,000: begun, looked at, sent, seen in the outbox,
and handed to a mail server by the background worker.

In one process, on SQLite: CPU time, queries, and the highest resident memory above what the process
had before each step. Limits: a page within 5 s of CPU, 100 MB at most above, no query for each
person, and a letter leaves in 100 ms of CPU (a mail server that takes all runs beside).

`python -m tests.bench letters [--quick]`; with `--quick` a tenth of the people.
"""

import json
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.bench.exports import memory
from tests.bench.loads import run

PEOPLE = (1_000, 10_000)
SENT = 200  # handed to the mail server
SECONDS, MEMORY, A_LETTER = 5.0, 100, 0.1
ROWS = 30  # in one statement at least, as SQLite takes them


def main(*options):
    if not Path("/proc/self/status").exists():
        print("Skipped: memory is read from /proc, which this system lacks.")
        return []
    broken, share = [], 10 if "--quick" in options else 1
    for people in PEOPLE:
        with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder:
            environment = os.environ | {
                "DATA_DIR": folder,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "DEMO": "0",
            }
            environment.pop("DATABASE_URL", None)
            count = str(people // share)
            steps, each = json.loads(run(environment, "-m", "tests.bench.letters", count))
        for name, seconds, queries, above in steps:
            print(
                f"{people // share:>6,} people: {name:<28} {seconds:5.2f} s of CPU, {queries:>3} "
                f"queries, {above:+6.1f} MB",
                flush=True,
            )
            if seconds > SECONDS or above > MEMORY or queries > 20 + people // ROWS:
                broken.append(f"{name}: {seconds:.1f} s, {queries} queries, {above:.0f} MB")
        print(f"a letter leaves in {each * 1000:.0f} ms of CPU, the mail server's part included")
        if each > A_LETTER:
            broken.append(f"a letter takes {each * 1000:.0f} ms")
    return broken


# --- In a process of its own ----------------------------------------------------------------------


def measured(people):
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from conference.attendance.group_letters import begin, mark_of
    from conference.attendance.models import GroupLetter
    from conference.letters.models import Letter
    from conference.letters.sending import send_what_is_due
    from conference.models import Conference
    from tests.letters.smtp import Server

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    server = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.ALLOWED_HOSTS = ["*"]
    user = get_user_model().objects.create_superuser("bench", "bench@example.org", "bench")
    days = {"starts_on": "2026-05-20", "ends_on": "2026-05-21"}
    conference = Conference.objects.create(slug="large", name_en="Large", name_zh="大会", **days)
    group = fill(conference, people)
    client, steps = Client(), []
    client.force_login(user)

    @contextmanager
    def step(name):
        count = 0

        def counted(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        Path("/proc/self/clear_refs").write_text("5")
        before, began = memory(os.getpid(), "VmRSS"), time.process_time()
        with connection.execute_wrapper(counted):
            yield
        took = time.process_time() - began
        steps.append((name, took, count, memory(os.getpid(), "VmHWM") - before))

    def page(path, **data):
        answer = client.post(path, data) if data else client.get(path)
        assert answer.status_code == (302 if data else 200), (path, answer.status_code)

    page("/admin/attendance/registration/")  # what a first page loads
    with step("begun from the list"):
        letter = begin(conference, group.iterator(), by=user)
    GroupLetter.objects.filter(pk=letter.pk).update(
        text_zh="{name}，请早到。\n\n{link}", text_en="Dear {name}, be early.\n\n{link}"
    )
    letter.refresh_from_db()
    own = f"/admin/attendance/groupletter/{letter.pk}"
    with step("its page"):
        page(f"{own}/change/")
    with step("the preview"):
        page(f"{own}/preview/")
    with step("sent"):
        page(f"{own}/preview/", mark=mark_of(letter), send="1")
    assert Letter.objects.count() == people
    with step("the outbox"):
        page("/admin/letters/letter/")
    with step("a search in the outbox"):
        page("/admin/letters/letter/?q=p77")
    Letter.objects.update(due_at="2026-01-01T00:00Z")
    began = time.process_time()
    while len(server.took) < min(SENT, people):
        send_what_is_due(NeverStops())
    each = (time.process_time() - began) / len(server.took)
    server.end()
    return steps, each


class NeverStops:
    def is_set(self):
        return False


def fill(conference, people):
    from conference.attendance.models import Registration

    for start in range(0, people, 5_000):
        rows = [
            Registration(
                conference=conference,
                number=number,
                code=f"L{number:09}",
                name=f"示例{number}",
                organization_name=f"示例大学{number % 300}",
                email=f"p{number}@example.org",
                language=("zh-hans", "en")[number % 2],
                source="import",
            )
            for number in range(start + 1, min(start + 5_000, people) + 1)
        ]
        for row in rows:
            row.prepare()
        Registration.objects.bulk_create(rows, batch_size=500)
    return Registration.objects.filter(conference=conference)


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
