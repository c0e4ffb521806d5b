"""What is not UTF-8 is refused at every door, and never kept with U+FFFD in its place."""

import pytest
from django.test import Client

from conference.attendance.models import Registration
from conference.models import Room

pytestmark = pytest.mark.django_db

MULTIPART = "multipart/form-data; boundary=cut"
REPLACED = "\ufffd"


def multipart(**texts):
    parts = [
        b'--cut\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), text)
        for name, text in texts.items()
    ]
    return b"".join(parts) + b"--cut--\r\n"


def urlencoded(**texts):
    escaped = {n: "".join(f"%{byte:02X}" for byte in text) for n, text in texts.items()}
    return "&".join(f"{name}={text}" for name, text in escaped.items()).encode()


BROKEN = {"name": "王".encode("gbk"), "organization_name": b"caf\xe9", "notice": b"on"}
BODIES = {
    "urlencoded": (urlencoded(**BROKEN), "application/x-www-form-urlencoded"),
    "bytes as they are": (b"name=caf\xe9", "application/x-www-form-urlencoded"),
    "half a character": (b"name=%E7%8E", "application/x-www-form-urlencoded"),
    "a broken name": (b"na%FFme=x", "application/x-www-form-urlencoded"),
    "half a surrogate pair": (b"username=%ED%A0%80", "application/x-www-form-urlencoded"),
    "multipart": (multipart(**BROKEN), MULTIPART),
    "a file's name": (
        b'--cut\r\nContent-Disposition: form-data; name="sheet"; filename="\xce\xca.csv"\r\n\r\n'
        b"a,b\r\n--cut--\r\n",
        MULTIPART,
    ),
}


@pytest.fixture
def world(shared_world):
    return shared_world


@pytest.mark.parametrize("body", BODIES)
def test_a_broken_form_is_refused_in_words_at_every_door(world, body):
    raw, content_type = BODIES[body]
    client = Client()
    client.force_login(world.organizer)
    room = world.rows[Room]

    for path in (
        "/en/conferences/here/register/",
        f"/en/r/{world.good['token']}/",
        "/en/desk/here/",
        "/en/desk/here/check-in/",
        f"/admin/conference/room/{room.pk}/change/",
        "/admin/conference/room/add/?conference=1",
        f"/admin/attendance/registration/import/{room.conference_id}/",
        "/admin/login/",
        "/i18n/setlang/",
    ):
        response = client.generic("POST", path, raw, content_type)
        assert response.status_code == 400, path
        assert "not sent as UTF-8" in response.content.decode(), path

    assert not Registration.objects.filter(name__contains=REPLACED).exists()


def test_a_broken_json_scan_is_refused(world):
    client = Client()
    client.force_login(world.organizer)

    response = client.generic(
        "POST",
        "/en/desk/here/check-in/",
        b'{"code": "\xff", "checkpoint": "arrival", "client_id": "x"}',
        "application/json",
        headers={"accept": "application/json"},
    )

    assert response.status_code == 400
    assert response.json()["message"]


def test_a_broken_address_is_refused():
    for path in ("/en/conferences/here/schedule/", "/admin/people/person/"):
        assert Client().get(path, QUERY_STRING="q=%FF").status_code == 400


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_whole_texts_of_all_scripts_arrive(world, kind):
    client = Client()
    client.force_login(world.organizer)
    room = world.rows[Room]
    texts = {
        "name_zh": "主会场𠮷".encode(),
        "name_en": "Größer & Söhne – 🙂".encode(),
        "slug": room.slug.encode(),
        "position": b"1",
    }
    raw, content_type = {
        "urlencoded": (urlencoded(**texts), "application/x-www-form-urlencoded"),
        "multipart": (multipart(**texts), MULTIPART),
    }[kind]

    client.generic("POST", f"/admin/conference/room/{room.pk}/change/", raw, content_type)

    room.refresh_from_db()
    assert (room.name_zh, room.name_en) == ("主会场𠮷", "Größer & Söhne – 🙂")
