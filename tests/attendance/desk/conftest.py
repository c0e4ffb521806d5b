"""A conference, a volunteer at its desk, and a program that scans."""

import json

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from tests.attendance.desk.doors import new_id
from tests.attendance.desk.pages import DESK
from tests.factories import make_conference, make_member, make_user


@pytest.fixture
def conference():
    return make_conference(slug="spring", short_name_en="Spring Symposium")


@pytest.fixture
def volunteer(client, conference):
    user = make_member(conference, "desk", user=make_user("volunteer"))
    client.force_login(user)
    return user


@pytest.fixture
def send(client):
    """`send(code=..., ...)`: one scan of a program; the answer's (status, JSON)."""

    def sent(address=f"{DESK}check-in/", *, as_form=False, **fields):
        values = {"checkpoint": "arrival", "client_id": "scanner-1"} | fields
        if as_form:
            response = client.post(address, values, headers={"accept": "application/json"})
        else:
            response = client.post(
                address,
                json.dumps(values),
                content_type="application/json",
                headers={"accept": "application/json"},
            )
        return response.status_code, response.json()

    return sent


@pytest.fixture
def door(conference):
    """`door(who, **more)` signs in at arrival, as one volunteer at Desk 1."""
    by, checkpoint = make_user("volunteer"), arrival_checkpoint(conference)

    def scan(who, **more):
        values = {
            "conference": conference,
            "checkpoint": checkpoint,
            "by": by,
            "client_id": new_id(),
            "station": "Desk 1",
        }
        return check_in(who, **values | more)

    scan.by, scan.checkpoint = by, checkpoint
    return scan
