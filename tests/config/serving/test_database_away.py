"""A served site whose PostgreSQL goes away under it, hangs, and returns."""

import http.client
import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests import postgres
from tests.config.serving.sites import free_port, served
from tests.conftest import skip_or_fail

LONGER_THAN_STAMPS_HOLD = 3  # seconds
READY, KEPT, OTHER = "/health/ready", "/en/", "/admin/login/"


class Site:
    def __init__(self, port):
        self.port = port

    def get(self, path, **headers):
        """(status, seconds, body, headers)."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, time.monotonic() - began, body, response.headers


class Cluster:
    """A PostgreSQL of its own, that can be killed, stopped in its tracks, and started again."""

    def __init__(self):
        self.process, self.folder = postgres.launch()
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres") as admin:
            admin.autocommit = True
            admin.execute("CREATE DATABASE lectern")

    @property
    def environment(self):
        return {"DATABASE_URL": f"postgresql://postgres@/lectern?host={self.folder}"}

    def tell(self, what):
        """Send a signal to every process of the server."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in (self.process.pid, *map(int, children.split())):
            with suppress(ProcessLookupError):
                os.kill(pid, what)

    def kill(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)

    def start(self):
        self.process = postgres.serve(self.folder)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture
def cluster():
    if postgres.binaries() is None:
        skip_or_fail("POSTGRES", postgres.MISSING)
    cluster = Cluster()
    yield cluster
    cluster.end()


def kept_for(site, seconds):
    """What a kept page answers again and again: {status}, {body}, the longest it took."""
    ends, answers = time.monotonic() + seconds, []
    while time.monotonic() < ends:
        answers.append(site.get(KEPT))
    return (
        {status for status, *_ in answers},
        {body for _, _, body, _ in answers},
        max(seconds for _, seconds, *_ in answers),
    )


def refuses_soon(site):
    """Pages that need the database are refused, in words, and before their reader gives up."""
    for path in ("/en/conferences/nowhere/", "/zh-hans/", OTHER, "/api/v1/conferences/"):
        status, seconds, _body, headers = site.get(path, Cookie="sessionid=" + "a" * 32)
        assert (status, seconds < 3) == (503, True), (path, status, seconds)
        assert headers["Permissions-Policy"]
        assert headers["Retry-After"] or path.startswith("/api/")
    assert "网站暂时" in site.get("/zh-hans/")[2]


@pytest.mark.once
def test_pages_of_before_go_on_and_others_say_soon_that_they_cannot(cluster, tmp_path):
    """Killed, returned, stopped in its tracks, woken, and restarted between two requests."""
    port = free_port()
    site = Site(port)
    with served(tmp_path, port, **cluster.environment):
        before = site.get(KEPT)
        assert before[0] == 200
        assert site.get(READY)[0] == 200

        cluster.kill()

        status, seconds, _body, _headers = site.get(READY)
        assert (status, seconds < 2) == (503, True), seconds
        statuses, bodies, longest = kept_for(site, LONGER_THAN_STAMPS_HOLD)
        assert (statuses, bodies, longest < 3) == ({200}, {before[2]}, True), longest
        refuses_soon(site)

        cluster.start()
        assert [site.get(path)[0] for path in (OTHER, READY, KEPT)] == [200] * 3

        cluster.tell(signal.SIGSTOP)  # it takes every question and answers none

        status, seconds, _body, _headers = site.get(READY)
        assert (status, seconds < 2) == (503, True), seconds
        statuses, bodies, longest = kept_for(site, LONGER_THAN_STAMPS_HOLD)
        assert (statuses, bodies, longest < 3) == ({200}, {before[2]}, True), longest
        refuses_soon(site)

        cluster.tell(signal.SIGCONT)
        assert [site.get(path)[0] for path in (READY, OTHER, KEPT)] == [200] * 3

        cluster.kill()
        cluster.start()
        assert [site.get(OTHER)[0] for _again in range(4)] == [200] * 4
    assert "Traceback" not in (tmp_path / "said").read_text()


@pytest.mark.django_db
def test_a_long_question_is_waited_for_while_the_server_lives():
    """Only silence counts: a server that is busy takes calls."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.5), 7")
        assert cursor.fetchone()[1] == 7
