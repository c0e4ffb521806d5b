"""A walk-in that a station sends is one person, however often it is sent, and gets a code."""

import itertools
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.models import CheckIn, Registration
from tests.factories import make_checkpoint, make_registration

pytestmark = pytest.mark.django_db
IDS = itertools.count(1)


@pytest.fixture
def bring(client):
    """`bring(address, walk_in, ...)`: (status, JSON)."""

    def sent(address, *people, **more):
        body = json.dumps({"walk_ins": list(people)} | more)
        response = client.post(f"{address}walk-ins/", body, content_type="application/json")
        return response.status_code, response.json()

    return sent


def walk_in(name, **more):
    return {"client_id": f"w-{next(IDS)}", "name": name, "checkpoint": "arrival"} | more


def test_a_walk_in_is_added_once_with_a_code_and_its_station(conference, opened, bring):
    station, address = opened()
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    new = walk_in("王小明", organization="示例大学", category="expert", scanned_at=yesterday)

    status, first = bring(address, new, by="Wang Min", sent_at=timezone.now().isoformat())
    again = bring(address, new)[1]

    person, kept = Registration.objects.get(), CheckIn.objects.get()
    assert status == 200
    assert first == again
    assert (person.name, person.category, person.source) == ("王小明", "expert", "walk-in")
    assert first["results"][0]["code"] == person.code
    assert (kept.station_row, kept.typed_by, kept.method) == (station, "Wang Min", "walk-in")
    assert timezone.now() - kept.scanned_at > timedelta(hours=23)


def test_who_may_be_on_the_list_is_asked_about(conference, opened, bring):
    _station, address = opened()
    there = make_registration(conference, name="王小明")

    [asked] = bring(address, walk_in("王小明"))[1]["results"]
    [added] = bring(address, walk_in("王小明", client_id="b", anyway=True))[1]["results"]

    assert (asked["result"], asked["reason"]) == ("question", "on_the_list")
    assert [person["code"] for person in asked["people"]] == [there.code]
    assert added["result"] == "admitted"
    assert Registration.objects.count() == 2


def test_what_is_no_walk_in_is_refused_in_words(client, conference, opened, bring):
    lunch = make_checkpoint(conference, "own", name_en="Lunch")
    _station, address = opened(checkpoints=[lunch])
    odd = [
        *("x", {}, walk_in(""), walk_in(7), walk_in("A" * 200), walk_in("\ud800")),
        *(walk_in("A2B3C4D5E6"), walk_in("Li", client_id="no id"), walk_in("Li", checkpoint="ABC")),
        *(walk_in("Li", category="king"), walk_in("Li"), walk_in("Li", organization=["x"])),
    ]

    status, body = bring(address, *odd)
    bodies = ["", "[]", "{}", '{"walk_ins": 7}', "\x00"]
    statuses = {
        client.post(f"{address}walk-ins/", body, content_type="application/json").status_code
        for body in bodies
    }

    assert status == 200
    assert {(each["result"], bool(each["message"])) for each in body["results"]} == {
        ("refused", True)
    }
    assert statuses == {400}
    assert bring(address, *[walk_in("Li")] * 21)[0] == 413
    assert not Registration.objects.exists()
