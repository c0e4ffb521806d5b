"""What a station sends is kept and answered one by one, whatever it is."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.models import Admission, CheckIn, Station
from conference.attendance.station import scans
from tests.attendance.lists.files import as_dicts
from tests.factories import (
    make_checkpoint,
    make_conference,
    make_member,
    make_registration,
    make_session,
)

pytestmark = pytest.mark.django_db


def outcomes(body):
    return [(each["result"], each["reason"]) for each in body["results"]]


def test_each_scan_has_its_own_answer_and_the_same_once_more(conference, opened, send):
    station, address = opened()
    li = make_registration(conference, name="李红")
    gone = make_registration(conference, name="Anna", status="cancelled")
    other = make_registration(make_conference(slug="autumn"), name="Bea")
    volley = [
        {"client_id": "a", "code": li.code, "method": "camera"},
        {"client_id": "b", "code": li.code},
        {"client_id": "c", "code": gone.code},
        {"client_id": "d", "code": other.code},
        {"client_id": "e", "code": "ZZZZZ 99999"},
        {"client_id": "f", "code": li.code, "direction": "out"},
        {"client_id": "g", "code": li.code, "direction": "out"},
        {"client_id": "h", "code": li.code, "direction": "out", "undo": True},
        {"client_id": "i", "code": li.code, "undo": True},
        {"client_id": "j", "code": li.code, "undo": True},
        {"client_id": "k", "code": li.code, "checkpoint": "NOWHER"},
        {"client_id": "a", "code": gone.code},
        {"client_id": "not an id", "code": li.code},
        {"client_id": "l"},
        "no scan",
        {"client_id": "m", "code": li.code, "direction": "sideways"},
    ]

    status, body = send(address, *(s for s in volley if isinstance(s, dict)), by="Wang Min")
    again = send(address, *(s for s in volley if isinstance(s, dict)), by="Wang Min")

    assert status == 200
    assert outcomes(body) == [
        ("admitted", ""),
        ("already", ""),
        ("refused", "cancelled"),
        ("refused", "other_conference"),
        ("refused", "unknown_code"),
        ("admitted", ""),
        ("already", ""),
        ("undone", ""),
        ("undone", ""),
        ("refused", "not_signed_in"),
        ("refused", "unknown_checkpoint"),
        ("refused", "id_taken"),
        ("refused", "invalid"),
        ("refused", "invalid"),
        ("refused", "invalid"),
    ]
    assert again[1]["results"] == body["results"]
    first = body["results"][0]
    assert first.keys() == {"client_id", "result", "reason", "message", "first_at", "station"}
    assert first["station"] == "Gate 1"
    assert body["results"][1]["first_at"] == first["first_at"]
    assert CheckIn.objects.count() == 10
    kept = CheckIn.objects.get(client_id="a")
    assert (kept.station_row, kept.station, kept.typed_by, kept.by, kept.method) == (
        *(station, "Gate 1", "Wang Min", None),
        "camera",
    )
    assert [scan.code for scan in CheckIn.objects.to_be_judged()] == ["ZZZZZ99999"]


def test_whatever_a_device_sends_is_refused_in_words(client, conference, opened, send):
    _station, address = opened()
    bad = ["", "[]", "{}", '{"scans": 7}', "[" * 100_000, '{"scans": {}}', "\x00", '"scans"']
    for body in bad:
        answer = client.post(f"{address}scans/", body, content_type="application/json")
        assert (answer.status_code, bool(answer.json()["message"])) == (400, True), body[:20]
    assert send(address, *({"code": "A"} for _n in range(501)))[0] == 413

    odd = ["", "A" * 100_000, "\x00", "\ud800", "А2В3С4D5E6", "'; --", 7, True, None, ["A"], {}]
    status, body = send(address, *({"code": code} for code in odd))
    assert status == 200
    assert {result for result, _reason in outcomes(body)} == {"refused"}
    odder = [{"client_id": x, "code": "A"} for x in ("\ud800", "x" * 65, 7, None, [])]
    odder += [{"code": "A", "checkpoint": x} for x in ("x" * 31, 7, None, "own-99999999999999999")]
    odder += [{"code": "A", "method": x} for x in ("walk-in", "command", [], 7)]
    status, body = send(address, *odder, {"code": "11010519491231002X"})
    assert status == 200
    assert {result for result, _reason in outcomes(body)} == {"refused"}
    assert not CheckIn.objects.filter(code__contains="11010519491231").exists()


def test_a_station_signs_in_only_where_it_was_given(conference, opened, send):
    lunch = make_checkpoint(conference, kind="own", name_en="Lunch")
    _station, address = opened(checkpoints=[lunch])
    person = make_registration(conference)

    body = send(
        address,
        {"code": person.code},
        {"code": person.code, "checkpoint": lunch.token},
        {"code": person.code, "undo": True},
    )[1]

    assert outcomes(body) == [
        ("refused", "other_checkpoint"),
        ("admitted", ""),
        ("refused", "other_checkpoint"),
    ]


def test_a_doubt_is_answered_by_an_override(conference, opened, send):
    now = timezone.now()
    lunch = make_checkpoint(
        *(conference, "own"),
        name_en="Lunch",
        categories=["speaker"],
        opens_at=now + timedelta(hours=1),
    )
    _station, address = opened()
    person = make_registration(conference)

    def scan(**more):
        body = send(address, {"code": person.code, "checkpoint": lunch.token} | more)[1]
        return (*outcomes(body)[0], body["results"][0]["message"])

    assert scan() == (
        *("question", "not_open"),
        f"{person.name} is early: Lunch is not open yet. Admit anyway?",
    )
    lunch.opens_at = None
    lunch.save()
    assert scan()[:2] == ("question", "other_category")
    agreed = scan(override=True, note=" An organizer\nagreed \x00" + "!" * 300)
    assert agreed[:2] == ("admitted", "other_category")
    assert CheckIn.objects.latest("pk").note == f"An organizer agreed {'!' * 180}"
    assert scan()[:2] == ("already", "")


@pytest.mark.parametrize("years", [-9, -1, 0, 1, 30])
def test_a_clock_that_is_years_wrong_is_measured_and_both_are_kept(conference, opened, send, years):
    _station, address = opened()
    person = make_registration(conference)
    theirs = timezone.now() + timedelta(days=365 * years)
    scanned = theirs - timedelta(hours=5)

    send(
        address,
        {"client_id": "a", "code": person.code, "scanned_at": scanned.isoformat()},
        sent_at=theirs.isoformat(),
    )

    kept = CheckIn.objects.get()
    assert kept.device_at == scanned
    waited = kept.received_at - kept.scanned_at
    assert timedelta(hours=5) <= waited < timedelta(hours=5, minutes=1)


@pytest.mark.parametrize(
    "said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "yesterday", "2026-13-01", 7]
)
def test_a_moment_that_cannot_be_loses_no_scan(conference, opened, send, said):
    _station, address = opened()
    body = send(address, {"code": make_registration(conference).code, "scanned_at": said})[1]

    assert outcomes(body) == [("admitted", "")]
    assert CheckIn.objects.get().device_at is None


def test_an_end_and_a_revoke_answer_410_at_once_also_within_a_volley(
    client, conference, opened, send, monkeypatch
):
    _station, address = opened()
    people = [make_registration(conference) for _n in range(3)]
    as_result, seen = scans.as_result, []

    def revoked_meanwhile(scan):
        seen.append(scan)
        if len(seen) == 2:
            Station.objects.update(revoked_at=timezone.now())
        return as_result(scan)

    monkeypatch.setattr(scans, "as_result", revoked_meanwhile)
    status, body = send(address, *({"code": person.code} for person in people))

    assert (status, len(body["results"]), Admission.objects.count()) == (410, 2, 2)
    assert {
        client.get(f"{address}{path}").status_code
        for path in ("", "list/", "about/", "manifest.webmanifest")
    } == {410}
    assert send(address, {"code": people[2].code})[0] == 410
    Station.objects.update(
        revoked_at=None, ends_at=timezone.now(), made_at=timezone.now() - timedelta(1)
    )
    assert send(address, {"code": people[2].code})[0] == 410
    assert client.get("/en/station/unknown/list/").status_code == 404


def test_a_place_is_the_same_alone_and_among_others(conference, opened, send):
    """One place is asked for by a query that is compiled once, several by one of their own."""
    now = timezone.now()
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    make_checkpoint(conference)
    make_checkpoint(conference, kind="session", session=forum, opens_at=now + timedelta(days=1))
    lunch = make_checkpoint(conference, "own", name_en="Lunch", categories=["speaker"])
    away = make_checkpoint(conference, "own", name_en="Dinner")
    _station, address = opened()
    _other, bound = opened(name="Gate 2", checkpoints=[away])
    code = make_registration(conference, status="pending").code
    places = ["arrival", forum.code, lunch.token, away.token, "own-987654321", "ZZZZZZ"]

    for at in (address, bound):
        together = send(at, *({"code": code, "checkpoint": place} for place in places))[1]
        alone = [send(at, {"code": code, "checkpoint": place})[1]["results"][0] for place in places]
        told = [{**result, "client_id": ""} for result in together["results"]]
        assert told == [{**result, "client_id": ""} for result in alone]
    assert {result["reason"] for result in alone} >= {"other_checkpoint", "unknown_checkpoint"}


def test_a_scan_costs_four_queries(conference, opened, django_assert_num_queries, client):
    make_checkpoint(conference)
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    make_checkpoint(conference, kind="session", session=forum)
    _station, address = opened()
    people = [make_registration(conference) for _n in range(4)]

    def post(*sent):
        volley = [
            {"client_id": f"{place}-{person.pk}", "code": person.code, "checkpoint": place}
            for place, person in sent
        ]
        body = json.dumps({"scans": volley})
        client.post(f"{address}scans/", body, content_type="application/json")

    # The station with its place, the person, the scan, the admission; a savepoint and its release.
    with django_assert_num_queries(4 + 2):
        post(("arrival", people[0]))
    with django_assert_num_queries(4 + 2):
        post((forum.code, people[0]))
    # Whether the station still stands, instead of the station.
    with django_assert_num_queries(3 * (4 + 2)):
        post(*(("arrival", person) for person in people[1:]))


def test_the_log_names_who_typed_their_name_at_the_station(client, conference, opened, send):
    _station, address = opened()
    person = make_registration(conference, name="李红")
    send(address, {"code": person.code}, by="Wang\u3000Min\x00")
    client.force_login(make_member(conference, "organizer"))

    rows = as_dicts(client, "scans")
    page = client.get("/admin/attendance/checkin/").content.decode()

    assert [(row["station"], row["by"]) for row in rows] == [("Gate 1", "Wang Min")]
    assert "Wang Min" in page
    assert "Wang Min" in client.get("/en/desk/spring/").content.decode()
