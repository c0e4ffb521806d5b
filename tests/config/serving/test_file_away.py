"""SQLite's file that cannot be used: held by another program, read-only, on a full disk, damaged,
deleted or replaced under the running site.

Whoever sends something is told in words that it was not saved; reading goes on where it can.
"""

import errno
import sqlite3
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from conference import stamps
from conference.attendance.models import Registration
from conference.models import Conference
from conference.program.release.publishing import publish
from tests.attendance.replies.filling import FORM, given
from tests.attendance.replies.full import make_full
from tests.factories import make_conference, make_member, make_picture
from tests.pages import form_data

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's file"),
]
SENTENCE = "What you have just sent was not saved"


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def make_open():
    now = timezone.now()
    day = timedelta(days=1)
    return make_full(seats=None, opens_at=now - day, closes_at=now + day)


def pragma(name, value=None):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}" + (f"={value}" if value is not None else ""))
        return (cursor.fetchone() or [None])[0]


@pytest.fixture
def setting():
    """`setting(name, value)` of the connection, as it was again afterwards."""
    before = {}

    def set_to(name, value):
        before[name] = pragma(name)
        pragma(name, value)

    yield set_to
    for name, value in before.items():
        pragma(name, value)


def test_who_waits_for_another_program_is_told_before_they_give_up(client, setting):
    make_open()
    assert pragma("busy_timeout") <= 15_000
    setting("busy_timeout", 50)
    fields = given(client)
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    refused, read = client.post(FORM, fields), client.get(FORM)
    other.execute("ROLLBACK")
    other.close()

    assert (refused.status_code, read.status_code) == (503, 200)
    assert SENTENCE in refused.content.decode()
    assert not Registration.objects.exists()
    assert client.post(FORM, fields).status_code == 302


@pytest.mark.parametrize(
    ("name", "value"), [("query_only", 1), ("max_page_count", 1)], ids=["read-only", "full disk"]
)
def test_what_cannot_be_kept_is_refused_in_words(client, setting, name, value):
    make_open()
    fields = given(client, name="曾" * 80, organization_name="大" * 190)
    setting(name, value)

    response = fill_up(client, fields) if name == "max_page_count" else client.post(FORM, fields)

    assert response.status_code == 503
    assert SENTENCE in response.content.decode()
    assert client.get("/en/").status_code == 200


def fill_up(client, fields):
    """Replies until the last page of the file is full."""
    for n in range(200):
        again = given(client, name=f"曾{n}" * 20, organization_name=f"大学{n}" * 30)
        response = client.post(FORM, fields | again)
        if response.status_code != 302:
            return response
    raise AssertionError("It was never full.")


def test_a_damaged_file_is_a_database_out_of_reach(client, monkeypatch):
    make_conference(slug="spring")

    def broken(*_args):
        raise DatabaseError("file is not a database")

    monkeypatch.setattr("conference.attendance.reply_views.published_program", broken)

    assert client.get(FORM).status_code == 503


# --- Taken away ------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The file of a database that is the site's for one test."""
    path = tmp_path / "db.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", path)
    stamps.forget()
    yield path
    connection.close()
    stamps.forget()


def test_nothing_is_saved_into_a_file_that_was_deleted(client, file):
    make_open()
    fields = given(client)
    file.unlink()

    refused, read = client.post(FORM, fields), client.get(FORM)

    assert (refused.status_code, read.status_code) == (503, 503)
    assert SENTENCE in refused.content.decode()
    assert not file.exists()  # nor is an empty one made
    connection.close()
    assert client.post(FORM, fields).status_code == 503
    assert not file.exists()


def test_the_desk_is_told_that_a_scan_was_not_kept(client, file):
    conference, _form = make_open()
    client.force_login(make_member(conference, "desk"))
    address = "/en/desk/spring/check-in/"
    scan = {"code": "ABCDEFGHJK", "checkpoint": "arrival", "client_id": "1" * 32}
    asks = {"headers": {"accept": "application/json"}}
    file.unlink()

    response = client.post(address, scan, **asks)

    assert response.status_code == 503
    assert SENTENCE in response.json()["error"]["text"]


def test_a_page_that_was_kept_is_read_on_without_its_file(client, file):
    make_conference(slug="spring")
    before = client.get("/en/")
    assert before.status_code == 200
    file.unlink()
    stamps.forget()

    assert client.get("/en/").content == before.content
    assert client.get("/health/ready").status_code == 503


def test_a_file_deleted_within_a_transaction_ends_it_unsaved(file):
    make_conference(slug="spring")
    told = []

    with pytest.raises(OperationalError), transaction.atomic():
        Conference.objects.update(name_en="Renamed")
        transaction.on_commit(lambda: told.append("saved"))
        file.unlink()

    assert told == []


def test_a_file_moved_back_goes_on(client, file):
    make_open()
    fields = given(client)
    aside = file.with_name("aside.sqlite3")
    file.rename(aside)
    assert client.post(FORM, fields).status_code == 503
    aside.rename(file)

    assert client.post(FORM, fields).status_code == 302
    assert Registration.objects.count() == 1


def logs_of(file):
    return [file.with_name(f"{file.name}-{kind}") for kind in ("wal", "shm")]


def put_in_its_place(file):
    """Another database with the same rows."""
    other = file.with_name("other.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(other)])
    other.replace(file)


def test_a_file_put_in_its_place_is_what_the_next_request_opens(client, file):
    make_open()
    fields = given(client)
    put_in_its_place(file)

    assert client.post(FORM, fields).status_code == 503  # this one began with the former
    for log in logs_of(file):
        log.unlink()
    connection.close_if_unusable_or_obsolete()  # as each request begins

    assert client.post(FORM, fields).status_code == 302
    found = sqlite3.connect(file).execute("SELECT count(*) FROM attendance_registration")
    assert found.fetchone() == (1,)


def test_the_log_of_a_former_file_is_never_played_into_another(client, file):
    make_open()
    put_in_its_place(file)
    before = file.read_bytes()
    connection.close_if_unusable_or_obsolete()

    assert client.get(FORM).status_code == 503
    assert file.read_bytes() == before


def test_a_new_log_is_not_taken_for_a_former_one_by_its_number(client, file):
    """A file system gives the number of a deleted file to the next one."""
    make_open()
    for _again in range(5):
        connection.ensure_connection()
        put_in_its_place(file)
        for log in logs_of(file):
            log.unlink()
        connection.close()
        another_worker = sqlite3.connect(file)  # opens the new file, and its log, before ours
        another_worker.execute("PRAGMA journal_mode=WAL").fetchone()
        another_worker.execute("SELECT count(*) FROM sqlite_master").fetchone()
        assert logs_of(file)[0].exists()

        assert client.get(FORM).status_code == 200
        another_worker.close()


def test_kept_pages_of_a_former_file_are_drawn_anew(client, file):
    conference = make_conference(slug="spring", name_en="Spring meeting")
    publish(conference)
    assert "Spring meeting" in client.get("/en/").content.decode()
    version = stamps.version_of((stamps.SITE,))
    put_in_its_place(file)
    for log in logs_of(file):
        log.unlink()
    connection.close_if_unusable_or_obsolete()
    stamps.forget()

    assert stamps.version_of((stamps.SITE,)) != version


# --- A disk without room for files -----------------------------------------------------------


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS], ids=["full", "read-only"])
def test_a_picture_that_the_disk_does_not_take_is_refused_in_words(client, monkeypatch, number):
    conference = make_conference(slug="spring")
    client.force_login(make_member(conference, "organizer"))
    address = f"/admin/conference/conference/{conference.pk}/change/"
    data = form_data(client.get(address), name_en="Renamed")

    def refuses(*_args, **_kwargs):
        raise OSError(number, "no")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", refuses)
    response = client.post(address, data | {"logo": make_picture(side=11), "_save": "1"})

    conference.refresh_from_db()
    assert (response.status_code, conference.name_en != "Renamed") == (503, True)
    assert SENTENCE in response.content.decode()
