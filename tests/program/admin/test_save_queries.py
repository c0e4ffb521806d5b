"""What a save in the admin asks of the database: by what changed, not by what the page holds."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.history import create_rows
from conference.program.models import Session
from tests.factories import (
    make_conference,
    make_member,
    make_session,
)
from tests.pages import form_data

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="a save asks the same of both databases"),
]

LIST = "/admin/program/session/"


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture(autouse=True)
def organizer(client, conference):
    client.force_login(make_member(conference, "organizer"))
    ContentType.objects.get_for_model(Session)  # kept by a process


def make_sessions(conference, count):
    first = make_session(conference, "09:00")
    rows = [
        Session(
            conference=conference,
            kind="talk",
            title_en=f"Talk {n}",
            title_zh=f"报告 {n}",
            number=first.number + n,
            code=f"{n:06}",
            position=first.position + n,
        )
        for n in range(1, count)
    ]
    create_rows(Session, rows)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_a_list_saved_costs_what_changed_in_it(client, conference, count):
    make_sessions(conference, count)
    data = form_data(client.get(LIST), _save="Save")

    for changes, queries in (({}, 24), ({"form-0-position": "7000"}, 67)):
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(LIST, data | changes)
        assert (answer.status_code, len(captured)) == (302, queries)
