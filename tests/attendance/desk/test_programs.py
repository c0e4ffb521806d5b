"""The desk's door for programs: every answer as JSON, every refusal with its reason."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.checkpoints import session_checkpoint
from conference.attendance.models import Admission, CheckIn
from tests.attendance.desk.pages import DESK
from tests.factories import (
    make_conference,
    make_registration,
    make_room,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("as_form", [False, True])
def test_a_program_gets_the_answer_as_json(conference, volunteer, send, as_form):
    person = make_registration(conference, name_en="Zhiwei Zeng", category="guest")

    status, first = send(code=person.code, station="Gate", as_form=as_form)
    _status, second = send(code=person.code, client_id="scanner-2", as_form=as_form)

    assert status == 200
    assert first.pop("scan") and second.pop("scan")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", first["first_at"])
    assert first == {
        "result": "admitted",
        "reason": "",
        "message": "曾志伟 is signed in.",
        "registration": {
            "number": 1,
            "name": "曾志伟",
            "name_en": "Zhiwei Zeng",
            "organization": "大连理工大学",
            "title": "教授",
            "category": "guest",
        },
        "first_at": first["first_at"],
        "station": "Gate",
    }
    assert second == first | {"result": "already", "message": second["message"]}
    assert "station Gate." in second["message"]


def test_a_refusal_is_an_answer_with_its_reason(conference, volunteer, send):
    stranger = make_registration(make_conference())

    status, unknown = send(code="NOSUCHCODE")
    _status, other = send(code=stranger.code, client_id="scanner-2")

    assert (status, unknown["result"], unknown["reason"]) == (200, "refused", "unknown_code")
    assert (unknown["registration"], unknown["first_at"]) == (None, None)
    assert (other["reason"], other["registration"]) == ("other_conference", None)


def test_a_question_and_its_override_as_json(conference, volunteer, send):
    forum = make_session(conference, kind="sub-forum")
    other = make_session(
        conference,
        kind="sub-forum",
        title_en="Sub-forum 1",
        room=make_room(conference, name_en="Room 201"),
    )
    person = make_registration(conference)
    person.sessions.set([other])
    scan = {"code": person.code, "checkpoint": forum.code, "station": "Gate"}

    _status, asked = send(**scan)
    _status, same = send(**scan)
    status, refused = send(**scan, override=True)
    _status, let_in = send(**scan, override=True, client_id="scanner-2")

    assert same == asked
    assert (asked["result"], asked["reason"]) == ("question", "other_sub_forum")
    assert asked["message"] == "曾志伟 chose Sub-forum 1, Room 201. Admit anyway?"
    assert (asked["first_at"], asked["station"]) == (None, "Gate")
    assert asked["registration"]["name"] == "曾志伟"
    assert (status, "in use" in refused["message"]) == (400, True)
    assert (let_in["result"], let_in["reason"]) == ("admitted", "other_sub_forum")
    assert Admission.objects.get().check_in_id == let_in["scan"]


@pytest.mark.parametrize(
    ("scanned", "sent", "minutes"),
    [
        (-4, None, 4),
        (-4, 0, 4),
        (56, 60, 4),  # a clock that is an hour ahead
        (5, None, 0),
        (3, 0, 0),
        (-5 * 24 * 60, None, 0),
    ],
)
def test_a_scan_sent_later_says_when_it_was_made(
    conference, volunteer, send, scanned, sent, minutes
):
    now = timezone.now()

    def moment(offset):
        return (now + timedelta(minutes=offset)).isoformat()

    more = {} if sent is None else {"sent_at": moment(sent)}
    send(code=make_registration(conference).code, scanned_at=moment(scanned), **more)

    scan = CheckIn.objects.get()
    waited = scan.received_at - scan.scanned_at
    assert abs(waited - timedelta(minutes=minutes)) < timedelta(seconds=30)
    assert Admission.objects.get().signed_in_at == scan.scanned_at


def test_a_session_is_named_by_its_code(conference, volunteer, send):
    forum = make_session(conference, kind="sub-forum")

    _status, answer = send(code=make_registration(conference).code, checkpoint=forum.code)

    assert answer["result"] == "admitted"
    assert Admission.objects.get().checkpoint == session_checkpoint(forum)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"code": ""}, 400),
        ({"code": "a\0b"}, 400),
        ({"code": "\ud800"}, 400),
        ({"code": "x" * 1_000_000}, 400),
        ({"code": None}, 400),
        ({"code": ["a"]}, 400),
        ({"code": True}, 400),
        ({"checkpoint": ""}, 400),
        ({"checkpoint": "lunch"}, 404),
        ({"checkpoint": "own-99999999999999999999"}, 404),
        ({"client_id": ""}, 400),
        ({"client_id": "has spaces"}, 400),
        ({"client_id": "x" * 65}, 400),
        ({"direction": "sideways"}, 400),
        ({"method": "walk-in"}, 400),
        ({"station": "x" * 61}, 400),
        ({"override": "perhaps"}, 400),
        ({"override": None}, 400),
        ({"scanned_at": "yesterday"}, 400),
        ({"scanned_at": "2026-05-20T09:01:07"}, 400),
        ({"scanned_at": "2026-13-20T09:01:07Z"}, 400),
        ({"scanned_at": 1}, 400),
        ({"sent_at": "9 o'clock"}, 400),
    ],
)
def test_hostile_scans_are_refused_with_a_sentence(conference, volunteer, send, fields, status):
    person = make_registration(conference)

    answer = send(**({"code": person.code} | fields))

    assert answer[0] == status
    assert answer[1]["message"]
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 100_000, b"1e999"])
def test_a_body_that_is_no_object_is_refused(client, volunteer, content):
    response = client.post(
        f"{DESK}check-in/",
        content,
        content_type="application/json",
        headers={"accept": "application/json"},
    )

    assert response.status_code == 400
    assert response.json()["message"].endswith(".")


def test_a_client_id_of_somebody_else_is_refused(conference, volunteer, send):
    send(code=make_registration(conference).code)

    status, answer = send(code=make_registration(conference, name="李明").code)

    assert (status, "Reload" in answer["message"]) == (400, True)


def test_get_is_not_a_way_to_sign_in(client, volunteer):
    assert client.get(f"{DESK}check-in/?code=x").status_code == 405


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"direction": "sideways"}, "“sideways” is no direction: nothing was done."),
        ({"method": "magic"}, "“magic” is no way of signing in: nothing was done."),
        ({"override": "perhaps"}, "Answer true or false."),
        ({"station": "x" * 61}, "Station: This is too long: at most 60 characters."),
        ({"station": "a\x07b"}, "Station: The text holds a control character. Type it again."),
        ({"code": "x" * 65}, "Code: This is too long: at most 64 characters."),
    ],
)
def test_what_the_desk_does_not_know_is_refused_in_words(client, wrong, said):
    conference = make_conference()
    person = make_registration(conference)
    client.force_login(make_user(is_superuser=True))
    scan = {"code": person.code, "checkpoint": "arrival", "client_id": "one"} | wrong

    answers = [
        client.post(
            f"/{language}/desk/{conference.slug}/check-in/",
            json.dumps(scan),
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        for language in ("en", "zh-hans")
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json()["message"].startswith(said)
    assert re.search("[\u4e00-\u9fff]", answers[1].json()["message"])
    assert not CheckIn.objects.exists()


def test_an_undo_without_a_number_says_what_to_send(client):
    conference = make_conference()
    client.force_login(make_user(is_superuser=True))

    answer = client.post(
        f"/en/desk/{conference.slug}/undo/",
        {"scan": "first", "client_id": "one"},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Send the number of the scan")
