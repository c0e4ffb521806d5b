"""Signing in and leaving at the desk: one tap, a question, an undo, and what was meant."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.checkin import check_in, undo
from conference.attendance.checkpoints import arrival_checkpoint, session_checkpoint
from conference.attendance.models import Admission, CheckIn
from conference.models import Conference
from tests.attendance.desk.pages import DESK, shown_counts
from tests.attendance.pages import page
from tests.factories import (
    at,
    make_conference,
    make_member,
    make_registration,
    make_room,
    make_session,
)

pytestmark = pytest.mark.django_db


# --- Sign in, undo -------------------------------------------------------------------------------


def test_one_tap_signs_in_and_says_so(client, conference, volunteer):
    person = make_registration(conference)
    client.post(f"{DESK}place/", {"checkpoint": "arrival", "station": "Desk 1"})
    fields = {"code": person.code, "checkpoint": "arrival", "client_id": "tap", "method": "search"}

    first = client.post(f"{DESK}check-in/", fields, follow=True)
    second = client.post(f"{DESK}check-in/", fields | {"client_id": "tap 2"[:3] + "2"}, follow=True)

    assert "曾志伟 is signed in." in page(first)
    assert "曾志伟 was signed in before: at " in page(second)
    assert "station Desk 1." in page(second)
    assert "曾志伟" not in second.redirect_chain[0][0]
    scan = CheckIn.objects.first()
    assert (scan.by, scan.station, scan.method) == (volunteer, "Desk 1", "search")


def test_a_taps_own_number_that_looks_like_an_identity_number_is_taken(
    client, conference, volunteer
):
    random = "7700c0a2c53f491098305030100025ef"
    person = make_registration(conference)
    fields = {"code": person.code, "checkpoint": "arrival", "client_id": random}

    tapped = client.post(f"{DESK}check-in/", fields)
    scan = CheckIn.objects.get()
    undone = client.post(f"{DESK}undo/", {"scan": scan.pk, "client_id": f"{random}2"})
    walk_in = {"name": "李明", "checkpoint": "arrival", "client_id": f"{random}3"}
    added = client.post(f"{DESK}walk-in/", walk_in)

    assert [response.status_code for response in (tapped, undone, added)] == [302, 302, 302]
    assert CheckIn.objects.count() == 3


def test_undo_takes_it_back(client, conference, volunteer):
    scan = check_in(
        make_registration(conference),
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=volunteer,
        client_id="c",
    )

    html = page(client.post(f"{DESK}undo/", {"scan": scan.pk, "client_id": "u"}, follow=True))

    assert "曾志伟 is no longer signed in." in html
    assert not Admission.objects.exists()


def test_undoing_is_a_step_of_its_own(client, conference, volunteer):
    scan = check_in(
        make_registration(conference),
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=volunteer,
        client_id="c",
    )

    answered = page(client.get(f"{DESK}?scan={scan.pk}"))
    found = page(client.post(DESK, {"q": "zeng"}))
    step = page(client.get(f"{DESK}?checkpoint=arrival&undo={scan.pk}"))
    undo(scan, conference=conference, by=volunteer, client_id="u")
    too_late = page(client.get(f"{DESK}?undo={scan.pk}"))

    for html in (answered, found):
        assert f"?checkpoint=arrival&amp;undo={scan.pk}" in html
        assert f"{DESK}undo/" not in html
    assert "Take back that 曾志伟 is signed in?" in step
    assert f'action="{DESK}undo/"' in step
    assert "There is nothing to undo" in too_late


def test_who_may_not_sign_in_is_not_asked_to_undo(client, conference):
    client.force_login(make_member(conference, "exporter"))
    scan = check_in(
        make_registration(conference),
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=None,
        client_id="c",
    )

    assert "undo/" not in page(client.get(f"{DESK}?undo={scan.pk}"))


def test_a_question_is_a_page_with_two_buttons(client, conference, volunteer):
    forum, other = (make_session(conference, kind="sub-forum") for _n in range(2))
    person = make_registration(conference)
    person.sessions.set([other])
    address = f"{DESK}?checkpoint={forum.code}"

    asked = page(client.post(address, {"q": person.code, "client_id": "page"}, follow=True))
    form = form_data_of(asked, "data-scan ")
    client.post(f"{DESK}check-in/", form)
    again = page(client.post(f"{DESK}check-in/", form, follow=True))  # a double click

    assert 'class="answer is-question"' in asked
    assert "Admit anyway" in asked and "Do not admit" in asked
    assert "曾志伟 is signed in." in again
    results = list(CheckIn.objects.order_by("pk").values_list("result", "reason"))
    assert results == [("question", "other_sub_forum"), ("admitted", "other_sub_forum")]
    assert "override: chose another sub-forum" in again


def form_data_of(html, mark):
    """{name: value} of the hidden fields of the one form that carries `mark`."""
    form = re.search(rf"<form [^>]*{mark}.*?</form>", html, re.S)[0]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    return dict(fields)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("pending", "Not confirmed yet: ask an organizer."),
        ("waitlisted", "Not confirmed yet: ask an organizer."),
        ("cancelled", "Withdrawn: ask an organizer."),
        ("declined", "Declined: ask an organizer."),
    ],
)
def test_who_is_not_confirmed_gets_a_sentence_and_no_button(
    client, conference, volunteer, status, sentence
):
    person = make_registration(conference, status=status)

    html = page(client.post(DESK, {"q": "zeng"}))
    client.force_login(make_member(conference, "organizer"))
    organizers = page(client.post(DESK, {"q": "zeng"}))

    assert sentence in html
    assert "btn-sign" not in html and "btn-sign" not in organizers
    way = f"/admin/attendance/registration/{person.pk}/change/"
    assert (way in html, way in organizers) == (False, True)


def test_twins_show_number_organization_and_when_they_replied(client, conference, volunteer):
    for organization, replied in (("东北大学", "08:00"), ("大连理工大学", "09:30")):
        make_registration(
            conference,
            name="曾志伟",
            organization_name=organization,
            registered_at=at(replied),
        )
    make_registration(conference, name="曾伟")

    html = page(client.post(DESK, {"q": "zeng"}))

    assert re.findall(r'<p class="twin">([^<]+)</p>', html) == [
        "No. 1, replied 20 May 2026, 08:00",
        "No. 2, replied 20 May 2026, 09:30",
    ]


def test_checkpoints_are_told_apart_and_past_ones_come_last(client, conference, volunteer):
    now = timezone.now()
    hall = make_room(conference, name_en="Main Hall")
    breaks = [
        make_session(conference, now + hours * timedelta(hours=1), title_en="Tea break", room=hall)
        for hours in (-24, 24)
    ]
    conference.refresh_from_db()

    html = page(client.get(DESK))
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', html, re.S)

    def shown(session):
        when = session.starts_at.astimezone(conference.zone)
        return f"Tea break · {when.day} {when:%b %H:%M} · Main Hall"

    told = [(label, re.findall(r">([^<]+)</option>", options)) for label, options in groups]
    assert told == [
        ("Conference", ["Arrival"]),
        ("Other sessions", [shown(breaks[1])]),
        ("Past", [shown(breaks[0])]),
    ]


@pytest.mark.parametrize(("days", "label"), [(0, "Not here yet"), (-1, "Absent")])
def test_nobody_is_absent_before_the_end(client, conference, volunteer, days, label):
    day = timezone.now().astimezone(conference.zone).date() + timedelta(days=days)
    Conference.objects.update(starts_on=day, ends_on=day)

    assert f"<dt>{label}</dt>" in page(client.get(DESK))


def test_a_scan_of_another_conference_cannot_be_undone(client, volunteer):
    other = make_conference()
    scan = check_in(
        make_registration(other),
        conference=other,
        checkpoint=arrival_checkpoint(other),
        by=None,
        client_id="c",
    )

    response = client.post(f"{DESK}undo/", {"scan": scan.pk, "client_id": "u"})

    assert response.status_code == 404
    assert Admission.objects.exists()


def test_a_session_has_its_own_sign_in(client, conference, volunteer):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    chose, other = make_registration(conference), make_registration(conference, name="曾伟")
    chose.sessions.set([forum])
    other.sessions.set([make_session(conference, kind="sub-forum")])
    address = f"{DESK}?checkpoint={forum.code}"

    before = page(client.get(address))
    found = page(client.post(address, {"q": "zeng"}))
    fields = {"code": other.code, "checkpoint": forum.code, "client_id": "c"}
    after = page(client.post(f"{DESK}check-in/", fields, follow=True))

    assert 'class="place-name">AI literacy' in before
    assert found.count("Chose another sub-forum") == 1
    let_in = page(
        client.post(f"{DESK}check-in/", fields | {"client_id": "d", "override": "on"}, follow=True)
    )
    counts = [shown_counts(html) for html in (before, after, let_in)]
    assert counts == [[1, 0, 1], [1, 0, 1], [2, 1, 1]]
    assert client.get(f"{DESK}?checkpoint=NOSUCH").status_code == 404
    assert client.get(f"{DESK}?direction=up").status_code == 404


def test_leaving_is_a_direction(client, conference, volunteer):
    person = make_registration(conference)
    scan = {"code": person.code, "checkpoint": "arrival"}
    client.post(f"{DESK}check-in/", scan | {"client_id": "in"})

    html = page(
        client.post(f"{DESK}check-in/", scan | {"client_id": "o", "direction": "out"}, follow=True)
    )

    assert "曾志伟 has left." in html
    assert Admission.objects.count() == 1


def test_who_left_can_come_in_again(client, conference, volunteer):
    person = make_registration(conference)
    scan = {"code": person.code, "checkpoint": "arrival"}
    client.post(f"{DESK}check-in/", scan | {"client_id": "1"})
    client.post(f"{DESK}check-in/", scan | {"client_id": "2", "direction": "out"})

    outside = page(client.post(DESK, {"q": "zeng"}))
    client.post(f"{DESK}check-in/", scan | {"client_id": "3"})
    inside = page(client.post(DESK, {"q": "zeng"}))

    assert ("Comes again" in outside, "btn-sign" in inside) == (True, False)


@pytest.mark.parametrize(
    ("days_ago", "ended", "again"),
    [(1, False, True), (0, False, False), (1, True, False)],
)
def test_a_later_day_of_the_conference_is_signed_in_by_name_too(
    client, conference, volunteer, days_ago, ended, again
):
    now = timezone.now()
    conference.time_zone = f"Etc/GMT{now.hour - 12:+}"  # where it is noon: no day ends meanwhile
    conference.starts_on = (now - timedelta(days=4)).date()
    conference.ends_on = (now + timedelta(days=-2 if ended else 2)).date()
    conference.save()
    person = make_registration(conference)
    arrival = arrival_checkpoint(conference)
    came = now - timedelta(days=days_ago)
    check_in(
        person, conference=conference, checkpoint=arrival, by=volunteer, client_id="1", at=came
    )

    found = page(client.post(DESK, {"q": "zeng"}))
    fields = {"code": person.code, "checkpoint": "arrival", "client_id": "2"}
    answered = page(client.post(f"{DESK}check-in/", fields, follow=True))
    then = page(client.post(DESK, {"q": "zeng"}))

    assert ("Comes again" in found) == ("btn-sign" in found) == again
    assert ("曾志伟 is here again. First signed in: " in answered) == again
    assert ("曾志伟 was signed in before: at " in answered) == (not again)
    assert "btn-sign" not in then
    assert list(CheckIn.objects.order_by("pk").values_list("result", flat=True)) == [
        *("admitted", "already"),
    ]


def test_a_session_of_yesterday_signs_nobody_in_again(client, conference, volunteer):
    now = timezone.now()
    conference.ends_on = (now + timedelta(days=2)).date()
    conference.save()
    door = session_checkpoint(make_session(conference, kind="keynote"))
    check_in(
        make_registration(conference),
        conference=conference,
        checkpoint=door,
        by=volunteer,
        client_id="1",
        at=now - timedelta(days=1),
    )

    html = page(client.post(f"{DESK}?checkpoint={door.token}", {"q": "zeng"}))

    assert "Signed in" in html and "btn-sign" not in html


def test_the_place_is_kept_in_the_address_and_the_station_on_the_device(
    client, conference, volunteer
):
    forum = make_session(conference, kind="sub-forum")

    response = client.post(
        f"{DESK}place/", {"checkpoint": forum.code, "station": "1 号台", "direction": "out"}
    )

    assert response["Location"] == f"{DESK}?checkpoint={forum.code}&direction=out"
    assert "1 号台" in page(client.get(DESK))
    assert client.post(f"{DESK}place/", {"checkpoint": "NOSUCH"}).status_code == 404
    assert client.post(f"{DESK}place/", {"station": "x" * 5_000}).status_code == 400


# --- Fields that cannot be -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["code", "checkpoint", "client_id", "direction", "method", "\ud800"]
)
def test_half_a_character_is_refused_on_a_page_too(client, conference, volunteer, name):
    fields = {"code": "x", "checkpoint": "arrival", "client_id": "c1", name: "\ud800"}

    response = client.post(f"{DESK}check-in/", json.dumps(fields), content_type="application/json")

    assert "The request is not valid JSON." in page(response, 400)


def test_a_station_comes_from_its_form_alone(client, conference, volunteer):
    person = make_registration(conference)

    response = client.post(f"{DESK}?station={'x' * 61}", {"q": person.code})

    assert response.status_code == 302
    assert CheckIn.objects.get().station == ""


def test_one_id_at_two_conferences_is_refused_on_the_page(client, conference, volunteer):
    other = make_conference(slug="autumn")
    make_member(other, "desk", user=volunteer)
    person = make_registration(conference, code="A2C4E6G8JK")  # looks like a code anywhere
    scan = {"q": person.code, "client_id": "same"}

    assert client.post(DESK, scan).status_code == 302
    assert "carries an id that is in use" in page(client.post("/en/desk/autumn/", scan), 400)
