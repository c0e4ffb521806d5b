"""SQLite's file that cannot be used: held by another program, read-only, on a full disk, damaged.

Whoever sends something is told in words that it was not saved; reading goes on where it can.
"""

import sqlite3
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from conference.attendance.models import Registration
from tests.attendance.test_waiting import FORM, given, make_full
from tests.factories import make_conference

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
