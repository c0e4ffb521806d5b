"""What a station's device keeps: all that it needs to decide, and no phone and no mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.choices import choose
from conference.attendance.models import Registration
from config.serving.logs import without_secrets
from tests.factories import make_checkpoint, make_registration, make_room, make_session

pytestmark = pytest.mark.django_db


def test_the_list_holds_who_comes_and_where_and_neither_phones_nor_mail(
    client, conference, opened, send
):
    room = make_room(conference, name_en="Room 201")
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy", room=room)
    person = make_registration(
        conference,
        name="王泉",
        organization_name="Sample University",
        phone="+44 7700 900123",
        email="wang@example.org",
        remarks="Guest of honor, seat 3; +44 7700 900123 or wang@example.org",
    )
    choose([(person.pk, forum.pk)])
    _station, address = opened()
    send(address, {"code": person.code}, {"code": person.code, "direction": "out"})

    answer = client.get(f"{address}list/")

    found = answer.json()
    assert found.keys() == {"version", "people", "checkpoints"}
    [row] = found["people"]
    assert row["here"].keys() == {"arrival"}
    assert {key: value for key, value in row.items() if key not in ("here", "search")} == {
        "code": person.code,
        "name": "王泉",
        "name_en": person.name_en,
        "organization": "Sample University",
        "title": person.title,
        "category": "delegate",
        "status": "confirmed",
        "note": "Guest of honor, seat 3; … or …",
        "chosen": [forum.code],
        "left": ["arrival"],
    }
    for secret in ("7700", "900123", "example.org"):
        assert secret not in answer.content.decode()
    [arrival, sub_forum] = found["checkpoints"]
    assert (arrival["checkpoint"], arrival["sub_forum"]) == ("arrival", "")
    assert (sub_forum["checkpoint"], sub_forum["sub_forum"]) == (forum.code, forum.code)
    about = client.get(f"{address}about/").json()
    assert about["forums"] == {forum.code: "AI literacy, Room 201"}


def test_nobody_keeps_the_list_and_nothing_is_asked_of_the_reader(client, conference, opened):
    _station, address = opened()
    for path in ("", "list/", "about/", "manifest.webmanifest"):
        answer = client.get(f"{address}{path}")
        assert answer.status_code == 200, path
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
        assert address.split("/")[3] not in answer.content.decode()


def test_the_camera_is_for_the_stations_page_alone(client, conference, opened):
    _station, address = opened()
    pages = (address, "/en/station/", f"{address}about/", "/en/")
    powers = [client.get(page)["Permissions-Policy"] for page in pages]

    assert ["camera=(self)" in each for each in powers] == [True, True, False, False]
    assert all("microphone=()" in each for each in powers)


def test_the_list_comes_again_only_when_it_changed(client, conference, opened, send):
    person = make_registration(conference)
    _station, address = opened()
    before = client.get(f"{address}list/")
    same = client.get(f"{address}list/", headers={"if-none-match": before["ETag"]})

    told = send(address, {"code": person.code})[1]["version"]
    after = client.get(f"{address}list/", headers={"if-none-match": before["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert after.status_code == 200
    assert before.json()["version"] != told == after.json()["version"]
    Registration.objects.filter(pk=person.pk).update(name="erased")  # past the history
    erased = client.get(f"{address}list/", headers={"if-none-match": after["ETag"]})
    assert erased.json()["people"][0]["name"] == "erased"


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_list_costs_the_same_for_any_number(
    client, conference, opened, django_assert_num_queries, count
):
    make_checkpoint(conference)
    _station, address = opened()
    rows = [
        Registration(conference=conference, number=n, name=f"P{n}", source="import")
        for n in range(1, count + 1)
    ]
    for row in rows:
        row.prepare()
    Registration.objects.bulk_create(rows)

    with django_assert_num_queries(8):
        found = client.get(f"{address}list/").json()
    with django_assert_num_queries(3):
        client.get(f"{address}about/")

    assert len(found["people"]) == count


def test_a_station_works_until_its_end(conference, opened):
    station, _address = opened(ends_at=timezone.now() + timedelta(minutes=1))
    assert station.is_open()
    assert not station.is_open(at=station.ends_at)


def test_no_log_holds_the_link():
    assert without_secrets("/en/station/s3cr3t-t0ken/scans/?a=b") == "/en/station/***"
    assert without_secrets("/en/station/") == "/en/station/"
