"""Signing oneself in with the code on the room's screen, which changes every 30 seconds."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.here import changing
from conference.attendance.models import CheckIn, Station
from conference.attendance.registering import issue_link
from tests.factories import make_checkpoint, make_conference, make_registration

pytestmark = pytest.mark.django_db
HERE = "/en/here/spring/arrival/"


@pytest.fixture
def place(conference):
    place = arrival_checkpoint(conference)
    place.by_themselves = True
    place.save()
    return place


@pytest.fixture
def ticket(client, place):
    page = client.get(f"{HERE}?k={changing.code_at(place)}")
    assert page.status_code == 200
    return page.context["ticket"]


def test_the_code_changes_and_a_former_one_opens_nothing(place):
    at = datetime(2026, 5, 21, 9, 0, 10, tzinfo=UTC)
    code = changing.code_at(place, at)
    lunch = make_checkpoint(place.conference, "own", name_en="Lunch")

    assert changing.code_at(place, at + timedelta(seconds=19)) == code
    assert changing.code_at(place, at + timedelta(seconds=20)) != code
    assert changing.is_shown(place, code, at + timedelta(seconds=75))
    assert not changing.is_shown(place, code, at + timedelta(seconds=120))
    assert not changing.is_shown(place, code, at - timedelta(seconds=60))
    assert not changing.is_shown(lunch, code, at)
    assert not changing.is_shown(place, "签到", at)


def test_one_signs_in_by_ones_own_link_or_by_name_and_digits(client, conference, place, ticket):
    own = make_registration(conference, name="Anna Müller")
    li = make_registration(conference, name="李红", phone="+44 7700 900123")
    make_registration(conference, name="李红", phone="+44 7700 900456")
    link = issue_link(own)

    by_link = client.post(HERE, {"ticket": ticket, "own": link})
    by_name = client.post(HERE, {"ticket": ticket, "name": " 李 红", "digits": "0123"})
    again = client.post(HERE, {"ticket": ticket, "name": "李红", "digits": "0123"})

    assert [page.status_code for page in (by_link, by_name, again)] == [200, 200, 200]
    assert "Anna Müller is signed in." in by_link.content.decode()
    assert not by_link.cookies
    assert "900123" not in by_name.content.decode()
    rows = CheckIn.objects.order_by("pk").values_list("registration", "result", "method")
    assert list(rows) == [(own.pk, "admitted", "self"), (li.pk, "admitted", "self")]


def test_who_is_not_told_apart_learns_nothing_and_may_not_try_for_ever(
    client, conference, place, ticket
):
    make_registration(conference, name="李红", phone="+44 7700 900123")
    wrong = [
        {"name": "李红", "digits": "9999"},
        {"name": "王泉", "digits": "0123"},
        {"name": "", "digits": "0123"},
        {"name": "李红", "digits": "123"},
        {"own": "unknown"},
        {"name": "\x00", "digits": "１２３"},
    ]

    pages = [client.post(HERE, {"ticket": ticket} | sent) for sent in wrong]
    for _n in range(5):
        client.post(HERE, {"ticket": ticket, "name": "李红", "digits": "9999"})
    late = client.post(HERE, {"ticket": ticket, "name": "李红", "digits": "0123"})

    assert {page.status_code for page in pages} == {422}
    texts = [re.search(r'id="wrong">(.+?)<', page.content.decode())[1] for page in pages[:2]]
    assert texts[0] == texts[1]
    assert "Too many tries" in late.content.decode()
    assert not CheckIn.objects.exists()


def test_without_the_screen_or_where_it_is_switched_off_nobody_signs_in(client, conference, place):
    other = arrival_checkpoint(make_conference(slug="autumn"))
    code = changing.code_at(place)

    assert client.get(HERE).status_code == 403
    assert client.get(f"{HERE}?k=AAAAAAAAAA").status_code == 403
    forged = {"ticket": changing.ticket_for(other), "name": "李红", "digits": "0123"}
    assert client.post(HERE, forged).status_code == 403
    assert client.post(HERE, {"ticket": "x"}).status_code == 403
    assert client.get(f"/en/here/autumn/arrival/?k={code}").status_code == 404
    assert client.get("/en/here/nowhere/arrival/").status_code == 404
    assert client.get("/en/here/spring/NOWHER/").status_code == 404


def test_the_screen_shows_the_code_to_whoever_has_a_stations_link(client, place, opened):
    _station, address = opened()

    page = client.get(f"{address}here/arrival/")
    part = client.get(f"{address}here/arrival/", headers={"x-fragment": "live"})

    assert "<svg" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert part.content.decode().lstrip().startswith("<div data-live-part>")
    Station.objects.update(revoked_at=timezone.now())
    assert client.get(f"{address}here/arrival/").status_code == 410
