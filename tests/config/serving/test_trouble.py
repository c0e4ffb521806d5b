"""A site that cannot save, or was started unprepared: readers and whoever runs it are told why."""

import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from config.serving import trouble
from tests.config.serving.sites import environment, free_port, served

READY, LOGIN = "/health/ready", "/admin/login/"


# --- In words ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_database_without_the_newest_migration_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(trouble.Preparation, "_wanted", {("people", "9999_from_tomorrow")})
    monkeypatch.setattr(trouble.Preparation, "_is_done", False)

    response = client.get(READY)

    assert response.status_code == 503
    assert "manage.py migrate" in response.json()["reason"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite says it as one error of all")
@pytest.mark.django_db(transaction=True)
def test_a_page_whose_table_is_missing_says_that_the_data_cannot_be_reached(client, caplog):
    client.raise_request_exception = False
    rename = "ALTER TABLE {} RENAME TO {}".format
    with connection.cursor() as cursor:
        cursor.execute(rename("auth_user", "aside"))
    try:
        response = client.post(LOGIN, {"username": "organizer", "password": "wrong"})
    finally:
        with connection.cursor() as cursor:
            cursor.execute(rename("aside", "auth_user"))

    assert response.status_code == 503
    assert "What you have just sent was not saved" in response.content.decode()
    (error,) = [r.exc_info[1] for r in caplog.records if r.exc_info and r.name == "django.request"]
    assert trouble.of_error(error) == trouble.NOT_PREPARED


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's file")
@pytest.mark.django_db(transaction=True)
def test_where_nothing_is_saved_reading_goes_on_and_who_asks_is_told(client, monkeypatch, tmp_path):
    file = tmp_path / "db.sqlite3"
    file.touch()
    monkeypatch.setattr(trouble, "_database_file", lambda: file)
    monkeypatch.setattr(trouble.os, "access", lambda path, _mode: path != file)

    response = client.get(READY)

    assert response.status_code == 200
    assert response.json() == {
        "status": "read-only",
        "database": "sqlite",
        "reason": trouble.READ_ONLY,
    }
    assert str(tmp_path) not in response.content.decode()


def test_the_log_says_why_a_disk_or_a_database_refused_something_and_nothing_of_others(monkeypatch):
    monkeypatch.setattr(
        trouble.shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 0)
    )

    assert trouble.of_error(OSError(28, "No space left on device")) == trouble.FULL
    assert trouble.of_error(ValueError("no such table")) == ""


# --- Real processes -----------------------------------------------------------------------------


def without_power_over_files():
    """What to put before a command so that the rights of files count for root too."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and there is no setpriv to take that away")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def started(command, folder):
    return subprocess.run(
        [*without_power_over_files(), sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment(folder, free_port()),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.mark.served
@pytest.mark.once(reason="it starts processes with a SQLite file of their own")
@pytest.mark.parametrize("forbidden", ["folder", "file"])
def test_a_start_that_may_not_write_is_refused_in_a_sentence(tmp_path, forbidden):
    file = tmp_path / "db.sqlite3"
    (tmp_path / "secret-key").write_text("kept for the next start " * 3)
    file.touch()
    path = tmp_path if forbidden == "folder" else file
    path.chmod(0o500)
    try:
        result = started(["manage.py", "serve"], tmp_path)
    finally:
        path.chmod(0o700)

    said = "a folder that can be written" if forbidden == "folder" else str(trouble.READ_ONLY)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert file.stat().st_size == 0


@pytest.mark.served
@pytest.mark.once(reason="it starts a process with a SQLite file of its own")
def test_a_server_that_nothing_was_prepared_for_does_not_start(tmp_path):
    result = started(["-m", "gunicorn", "--config", "python:config.serving.server"], tmp_path)

    assert result.returncode == 1
    assert "manage.py serve" in result.stderr
    assert "Traceback" not in result.stderr


class Browser:
    """What a person's browser does on the page to sign in."""

    def __init__(self, port):
        self.port = port

    def ask(self, path, sent=None, **headers):
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = sent and urlencode(sent)
        if sent:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(asked):
            asked.request("POST" if sent else "GET", path, body, headers)
            response = asked.getresponse()
            return response.status, response.read().decode(), response.headers

    def sign_in_wrongly(self):
        """The status; each such attempt is kept."""
        _status, page, headers = self.ask(LOGIN)
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
        sent = {"csrfmiddlewaretoken": token, "username": "nobody", "password": "wrong"}
        return self.ask(LOGIN, sent, Cookie=headers["Set-Cookie"].partition(";")[0])[0]


@pytest.mark.served
@pytest.mark.once(reason="it serves from a SQLite file of its own")
def test_a_served_site_whose_file_was_away_saves_again_when_it_is_back(tmp_path):
    port = free_port()
    file, aside = tmp_path / "db.sqlite3", tmp_path / "aside.sqlite3"
    browser = Browser(port)
    with served(tmp_path, port):
        assert browser.sign_in_wrongly() == 200
        file.rename(aside)

        assert browser.sign_in_wrongly() == 503
        status, answer, _headers = browser.ask(READY)
        assert (status, json.loads(answer)["reason"]) == (503, trouble.GONE)

        aside.rename(file)

        assert browser.ask(READY)[0] == 200
        assert browser.sign_in_wrongly() == 200
    with closing(sqlite3.connect(file)) as database:
        tried = database.execute("SELECT failures_since_start FROM axes_accessattempt")
        assert tried.fetchall() == [(2,)]
    logged = (tmp_path / "logged").read_text()
    assert str(trouble.GONE) in logged
    assert "Traceback" not in logged
