"""A station at a conference, and a device that sends its scans there."""

import itertools
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.station.links import make_station
from tests.factories import make_conference


@pytest.fixture
def conference():
    return make_conference(slug="spring", short_name_en="Spring Symposium")


@pytest.fixture
def opened(conference):
    """`opened(...)`: a station and the address of its page."""

    def made(**values):
        facts = {"name": "Gate 1", "ends_at": timezone.now() + timedelta(hours=2)}
        station, token = make_station(conference, **facts | values)
        return station, f"/en/station/{token}/"

    return made


@pytest.fixture
def send(client):
    """`send(address, scan, ...)`: one volley; (status, JSON). A scan needs its code alone."""
    ids = itertools.count(1)

    def sent(address, *scans, **more):
        volley = [
            {"client_id": f"gate-{next(ids)}", "checkpoint": "arrival"} | scan for scan in scans
        ]
        response = client.post(
            f"{address}scans/",
            json.dumps({"scans": volley} | more),
            content_type="application/json",
        )
        return response.status_code, response.json()

    return sent
