"""Two who keep something of the lists at the same moment."""

import pytest
from django.test import Client

from conference.attendance.models import HoursRule, ListPreset
from tests.factories import make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/en/desk/spring/lists/"
PRESET = {"query": "list=days&columns=name,minutes", "name": "Finance"}
RULE = {
    "query": "list=hours",
    "rule": "1",
    "counts": "days",
    "hours": "4",
    "minutes": "45",
    "least": "0",
    "most": "",
}


@pytest.mark.parametrize(
    ("data", "model", "answers"),
    [(PRESET, ListPreset, [302, 400]), (RULE, HoursRule, [302, 302])],
    ids=["preset", "rule"],
)
def test_it_is_kept_once(conference, data, model, answers):
    user = make_member(conference, "organizer")
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(user)

    said = at_once(*(lambda client=client: client.post(PAGE, data) for client in clients))

    assert sorted(answer.status_code for answer in said) == answers
    assert model.objects.count() == 1
