"""A conference, who may take its lists, and scans at its doors."""

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from tests.factories import at, make_conference, make_member, make_user


@pytest.fixture
def conference():
    return make_conference(slug="spring", short_name_zh="春季研讨会", short_name_en="Spring")


@pytest.fixture
def exporter(client, conference):
    user = make_member(conference, "exporter", sees_contacts=True)
    client.force_login(user)
    return user


@pytest.fixture
def scan(conference):
    by = make_user("volunteer", first_name="小明", last_name="王")

    def scanned(who, when, checkpoint=None, direction="in", **more):
        return check_in(
            who,
            conference=conference,
            checkpoint=checkpoint or arrival_checkpoint(conference),
            by=by,
            client_id=f"{getattr(who, 'pk', who)}-{when}-{direction}",
            at=at(when) if isinstance(when, str) else when,
            station="Desk 1",
            direction=direction,
            **more,
        )

    scanned.by = by
    return scanned
