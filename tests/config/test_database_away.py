"""A served site whose PostgreSQL goes away under it, hangs, and returns."""

import http.client
import os
import signal
import time

import psycopg
import pytest

from tests import postgres
from tests.config.test_serve import free_port, served
from tests.conftest import skip_or_fail

pytestmark = pytest.mark.once

LONGER_THAN_STAMPS_HOLD = 5.5  # seconds
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


@pytest.fixture
def server():
    if postgres.binaries() is None:
        skip_or_fail("POSTGRES", postgres.MISSING)
    process, folder = postgres.launch()
    with psycopg.connect(host=str(folder), user="postgres", dbname="postgres") as connection:
        connection.autocommit = True
        connection.execute("CREATE DATABASE lectern")
    yield process, folder
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        postgres.stop(process, folder)


def test_pages_of_before_go_on_and_others_say_soon_that_they_cannot(server, tmp_path):
    process, folder = server
    port = free_port()
    url = {"DATABASE_URL": f"postgresql://postgres@/lectern?host={folder}"}
    site = Site(port)
    with served(tmp_path, port, **url):
        before = site.get(KEPT)
        assert before[0] == 200
        assert site.get(READY)[0] == 200

        os.kill(process.pid, signal.SIGQUIT)
        process.wait(timeout=30)

        status, seconds, _body, _headers = site.get(READY)
        assert (status, seconds < 2) == (503, True), seconds
        ends, answers = time.monotonic() + LONGER_THAN_STAMPS_HOLD, []
        while time.monotonic() < ends:
            answers.append(site.get(KEPT))
        assert {status for status, *_ in answers} == {200}
        assert {body for _, _, body, _ in answers} == {before[2]}
        assert max(seconds for _, seconds, *_ in answers) < 2
        for path in ("/en/conferences/nowhere/", "/zh-hans/", OTHER, "/api/v1/conferences/"):
            status, seconds, _body, headers = site.get(path, Cookie="sessionid=" + "a" * 32)
            assert (status, seconds < 3) == (503, True), (path, status, seconds)
            assert headers["Permissions-Policy"]
            assert headers["Retry-After"] or path.startswith("/api/")
        assert "网站暂时" in site.get("/zh-hans/")[2]
