"""The desk's page and its door for programs, as volunteers, colleagues and strangers meet it."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance import views
from conference.attendance.checkin import (
    arrival_checkpoint,
    check_in,
    session_checkpoint,
    undo,
)
from conference.attendance.models import Admission, CheckIn, Registration
from conference.models import Conference
from tests.factories import (
    at,
    make_conference,
    make_member,
    make_registration,
    make_room,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

DESK = "/en/desk/spring/"
FRAGMENT = {"HTTP_X_FRAGMENT": "live"}


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


def page(response, status=200):
    """What a page says, without the marks around Chinese names in it."""
    assert response.status_code == status
    return re.sub(r'<span( lang="zh-Hans")?>|</span>', "", response.content.decode())


def shown_counts(html):
    return [int(n) for n in re.findall(r"<dd>(\d+)</dd>", html)]


# --- Who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees", "acts"),
    [
        ("viewer", 403, 403),
        ("editor", 403, 403),
        ("exporter", 200, 403),
        ("desk", 200, 302),
        ("organizer", 200, 302),
    ],
)
def test_each_role_has_its_rights_at_the_desk(client, conference, role, sees, acts):
    client.force_login(make_member(conference, role))
    person = make_registration(conference)
    scan = {"code": person.code, "checkpoint": "arrival", "client_id": "c1"}
    walk_in = {"name": "李明", "checkpoint": "arrival", "client_id": "c2"}

    assert client.get(DESK).status_code == sees
    assert client.post(DESK, {"q": "zeng"}).status_code == sees
    assert client.post(f"{DESK}check-in/", scan).status_code == acts
    assert client.post(f"{DESK}walk-in/", walk_in).status_code == acts
    taken = CheckIn.objects.first()
    undo = {"scan": taken.pk if taken else 1, "client_id": "c3"}
    assert client.post(f"{DESK}undo/", undo).status_code == acts
    assert CheckIn.objects.count() == (3 if acts == 302 else 0)


def test_who_may_not_act_sees_no_buttons(client, conference):
    client.force_login(make_member(conference, "exporter"))
    make_registration(conference)

    html = page(client.post(DESK, {"q": "zeng"}))

    assert "曾志伟" in html
    assert "Read only" in html
    assert not re.search(r"check-in/|undo/|walk-in/", html)
    assert "/export/attendance.xlsx" in html


def test_strangers_find_no_desk_and_others_sign_in_first(client, conference):
    anonymous = client.get(f"{DESK}?checkpoint=arrival")
    posted = client.post(f"{DESK}check-in/", {"code": "x"})
    program = client.post(f"{DESK}check-in/", {}, headers={"accept": "application/json"})
    client.force_login(make_member(make_conference(), "organizer"))
    stranger = client.get(DESK)

    assert anonymous["Location"] == f"/admin/login/?next={DESK}%3Fcheckpoint%3Darrival"
    assert posted["Location"] == f"/admin/login/?next={DESK}"
    assert (program.status_code, program.json()) == (401, {"message": "Sign in first."})
    assert stranger.status_code == client.get("/en/desk/nowhere/").status_code == 404


def test_the_page_is_private(client, volunteer):
    response = client.get(DESK)

    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in page(response)


def test_a_post_without_its_token_is_refused(conference, volunteer):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(volunteer)

    assert strict.post(f"{DESK}check-in/", {"code": "x"}).status_code == 403


# --- Search -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["曾", "志伟", "zengzhiwei", "ZENG", "zzw", "大连", "dllgdx", "0123", "  zeng   大连 "]
)
def test_people_are_found_by_any_part(client, conference, volunteer, text):
    make_registration(conference, name="曾志伟", phone="+44 7700 900123")
    make_registration(conference, name="李明", organization_name="东北大学", phone="13800138000")

    html = page(client.post(DESK, {"q": text}))

    assert "曾志伟" in html
    assert "李明" not in html
    assert "+44********0123" in html


def test_names_that_begin_so_come_first(client, conference, volunteer):
    make_registration(conference, name="曾志伟", organization_name="李氏基金会")
    make_registration(conference, name="安娜", organization_name="Lisbon University")
    make_registration(conference, name="李明", organization_name="东北大学")

    html = page(client.post(DESK, {"q": "li"}))

    assert re.findall(r'<p class="name">(\w+)', html) == ["李明", "安娜", "曾志伟"]


def test_full_phones_are_for_those_who_may_see_them(client, conference):
    client.force_login(make_member(conference, "organizer", sees_contacts=True))
    make_registration(conference, phone="+44 7700 900123")

    assert "+44 7700 900123" in page(client.post(DESK, {"q": "zeng"}))


def test_people_of_other_conferences_are_not_found(client, volunteer):
    make_registration(make_conference())

    html = page(client.post(DESK, {"q": "zeng"}))

    assert "Nobody on the list matches “zeng”." in html
    assert '<details class="walk-in" id="walk-in" open>' in html


def test_a_result_says_who_when_and_which_station(client, conference, volunteer):
    person = make_registration(conference)
    check_in(
        person,
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=volunteer,
        client_id="c",
        at=at("09:01"),
        station="Desk 1",
    )

    html = page(client.post(DESK, {"q": "zeng"}))

    assert "2026-05-20 09:01:00 · Desk 1 · volunteer" in html
    assert "btn-sign" not in html


def test_the_living_part_is_sent_alone_to_the_pages_script(client, conference, volunteer):
    make_registration(conference)

    html = page(client.post(DESK, {"q": "zeng"}, **FRAGMENT))

    assert re.findall(r'^<div id="(\w+)">', html, re.M) == ["found", "answer", "more", "side"]
    assert "曾志伟" in html


@pytest.mark.parametrize("text", ["\0", "\x1b[31m", "x" * 1_000_000, "210102199003071234"])
def test_a_search_for_nonsense_is_refused_with_a_sentence(client, volunteer, text):
    html = page(client.post(DESK, {"q": text}), 400)

    assert re.search(r'<p class="answer is-alert">[^<]+\.</p>', html)


def test_many_words_cost_no_more_conditions_than_a_database_allows(client, volunteer):
    assert client.post(DESK, {"q": "a " * 50}).status_code == 200


# --- Sign in, undo ------------------------------------------------------------------------------


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


def test_a_scanner_types_the_code_into_the_search_box(client, conference, volunteer):
    person = make_registration(conference)

    client.post(DESK, {"q": person.code, "client_id": "page"}, follow=True)
    html = page(client.post(DESK, {"q": person.code, "client_id": "page"}, follow=True))
    typing = page(client.post(DESK, {"q": person.code, "live": "yes"}))

    assert "曾志伟 is signed in." in html  # one form, sent twice in a hurry
    assert 'id="results"' in typing
    assert CheckIn.objects.count() == 1


def test_a_form_gone_back_to_after_its_answer_is_a_new_scan(
    client, conference, volunteer, monkeypatch
):
    monkeypatch.setattr(views, "RESTLESS", 0)
    person = make_registration(conference, status="pending")
    scan = {"q": person.code, "client_id": "page"}

    def scanned():
        return page(client.post(DESK, scan, follow=True))

    refused = scanned()
    Registration.objects.update(status="confirmed")
    admitted = scanned()
    client.post(f"{DESK}undo/", {"scan": CheckIn.objects.last().pk, "client_id": "u"})
    again = scanned()

    assert "is not confirmed yet" in refused
    assert "曾志伟 is signed in." in admitted and "曾志伟 is signed in." in again
    assert Admission.objects.count() == 1


def test_several_codes_in_one_sign_nobody_in(client, conference, volunteer):
    codes = "".join(make_registration(conference, name=n, code=f"A2B3C4D5E{n}").code for n in "67")

    html = page(client.post(DESK, {"q": codes}))

    assert "These are several codes in one: nobody was signed in." in html
    assert not CheckIn.objects.exists()


def test_going_back_to_a_page_and_scanning_the_next_person_loses_nobody(
    client, conference, volunteer
):
    people = [make_registration(conference, name=name) for name in ("曾志伟", "李明")]

    for person in people:
        client.post(DESK, {"q": person.code, "client_id": "page"})
    for name in ("王强", "安娜"):
        fields = {"name": name, "checkpoint": "arrival", "client_id": "page"}
        client.post(f"{DESK}walk-in/", fields)

    assert Admission.objects.count() == 4


def test_an_unknown_code_is_kept_and_told(client, volunteer):
    html = page(client.post(DESK, {"q": "A2B3C4D5E6"}, follow=True))

    assert "No registration has this code." in html
    assert CheckIn.objects.get().reason == "unknown_code"


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


# --- Walk-ins -----------------------------------------------------------------------------------


def test_a_walk_in_takes_one_form(client, conference, volunteer):
    fields = {
        "name": "欧阳　晓",
        "organization": "东北大学",
        "phone": "１３８ 0013 8000",
        "checkpoint": "arrival",
        "client_id": "w",
    }

    html = page(client.post(f"{DESK}walk-in/", fields, follow=True))

    person = Registration.objects.get()
    assert (person.name, person.phone, person.source) == ("欧阳晓", "138 0013 8000", "walk-in")
    assert "欧阳晓 is signed in." in html
    assert shown_counts(html) == [1, 1, 0]


def test_a_walk_in_who_is_on_the_list_is_offered_first(client, conference, volunteer):
    make_registration(conference, name="曾志伟", organization_name="大连理工大学")
    fields = {
        "name": "曾志伟",
        "organization": "大连 理工大学",
        "checkpoint": "arrival",
        "client_id": "w",
    }

    asked = page(client.post(f"{DESK}walk-in/", fields))
    client.post(f"{DESK}walk-in/", fields | {"anyway": "True"})

    assert "They are on the list." in asked
    assert 'type="checkbox" name="anyway"' in asked
    assert "checked" not in asked.partition("walk-in-anyway")[2].partition("</p>")[0]
    assert Registration.objects.count() == 2


def test_a_walk_in_sent_twice_is_no_double_of_itself(client, conference, volunteer):
    fields = {"name": "李明", "checkpoint": "arrival", "client_id": "w"}

    client.post(f"{DESK}walk-in/", fields)
    html = page(client.post(f"{DESK}walk-in/", fields, follow=True))

    assert "李明 is signed in." in html
    assert Registration.objects.count() == CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "李\0明"},
        {"phone": "none"},
        {"phone": "1.38E+10"},
        {"title": "210102199003071234"},
        {"client_id": "spaces are wrong"},
    ],
)
def test_a_walk_in_that_cannot_be_is_refused_and_nothing_written(client, volunteer, wrong):
    fields = {"name": "李明", "checkpoint": "arrival", "client_id": "w"}

    response = client.post(f"{DESK}walk-in/", fields | wrong)

    assert response.status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.parametrize("code", ["ABCDEFGHJK", "ABCDE23456", "QWERTYQWERQWERTYQWER"])
def test_a_code_that_nobody_has_is_no_name_of_a_walk_in(client, conference, volunteer, code):
    html = page(client.post(DESK, {"q": code, "live": "yes"}, **FRAGMENT))

    assert not re.search(r'name="name"[^>]*value=', html)


def test_a_name_that_is_looked_for_is_filled_in(client, conference, volunteer):
    for name in ("Zhang Sheng", "zhangsheng", "欧阳晓"):
        html = page(client.post(DESK, {"q": name, "live": "yes"}, **FRAGMENT))
        assert f'value="{name}"' in html


@pytest.mark.parametrize("code", ["ABCDE23456", "abcde 23456"])
def test_a_code_scanned_into_the_name_of_a_walk_in_adds_nobody(client, volunteer, code):
    fields = {"name": code, "checkpoint": "arrival", "client_id": "w"}

    html = page(client.post(f"{DESK}walk-in/", fields), 422)

    assert "This is the code of a badge and not a name." in html
    assert not Registration.objects.exists()


WALK_IN = f"{DESK}walk-in/"


def test_a_program_adds_a_walk_in_once(conference, volunteer, send):
    fields = {"name": "李明", "organization": "东北大学", "category": "expert"}

    first, again = send(WALK_IN, **fields), send(WALK_IN, **fields)

    assert first == again
    status, said = first
    assert (status, said["result"], said["message"]) == (200, "admitted", "李明 is signed in.")
    person = Registration.objects.get()
    assert (person.name, person.category, person.source) == ("李明", "expert", "walk-in")
    assert said["registration"]["number"] == person.number


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"category": "king"}, 422, "“king” is not offered here"),
        ({"name": ""}, 422, "Name: This field is required."),
        ({"name": "a\x07b"}, 422, "Name: The text holds a control character."),
        ({"phone": "none"}, 422, "This is not a phone number."),
        ({"client_id": ""}, 422, "Send a client_id"),
        ({"checkpoint": "lunch"}, 404, "There is no such place to sign in."),
        ({"checkpoint": ""}, 422, "Checkpoint: This field is required."),
        ({"anyway": []}, 400, "Send a JSON object"),
    ],
)
def test_a_walk_in_of_a_program_is_refused_in_words(
    conference, volunteer, send, wrong, status, said
):
    answer = send(WALK_IN, **({"name": "李明"} | wrong))
    chinese = send(WALK_IN.replace("/en/", "/zh-hans/"), **({"name": "李明"} | wrong))

    assert answer[0] == chinese[0] == status
    assert said in answer[1]["message"]
    assert re.search("[\u4e00-\u9fff]", chinese[1]["message"])
    assert not Registration.objects.exists()


def test_a_program_is_asked_about_who_is_on_the_list(conference, volunteer, send):
    known = make_registration(conference, name="曾志伟", organization_name="大连理工大学")

    status, said = send(WALK_IN, name="曾志伟")
    anyway = send(WALK_IN, name="曾志伟", anyway=True)

    assert (status, [row["number"] for row in said["on_the_list"]]) == (409, [known.number])
    assert "Somebody of this name is on the list." in said["message"]
    assert anyway[0] == 200
    assert Registration.objects.count() == 2


# --- The door for programs ------------------------------------------------------------------------


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


# --- The door for the page's own script -----------------------------------------------------------


def test_the_pages_script_gets_the_answer_alone(client, conference, volunteer):
    person = make_registration(conference)
    fields = {"checkpoint": "arrival", "client_id": "page-1"}
    alone = {"headers": {"x-fragment": "answer"}}

    admitted = page(client.post(f"{DESK}check-in/", fields | {"code": person.code}, **alone))
    refused = page(client.post(f"{DESK}check-in/", fields | {"code": "A2B3C4D5E6"}, **alone), 400)
    client.logout()
    signed_out = client.post(f"{DESK}check-in/", fields | {"code": person.code}, **alone)

    assert 'data-result="admitted" data-client-id="page-1"' in admitted
    assert "曾志伟 is signed in." in admitted and "<html" not in admitted
    assert 'data-client-id="page-1"' in refused and "in use" in refused
    assert (signed_out.status_code, signed_out.content) == (401, b"")


def test_a_word_that_only_may_be_a_code_is_kept_when_it_is_one(client, conference, volunteer):
    make_registration(conference, code="ABCDEFGHJK")
    fields = {"checkpoint": "arrival", "maybe": "true"}
    alone = {"headers": {"x-fragment": "answer"}}

    known, other = (
        page(client.post(f"{DESK}check-in/", fields | {"code": c, "client_id": c}, **alone))
        for c in ("ABCDEFGHJK", "ZHANGWEMNG")
    )

    assert 'data-result="admitted"' in known
    assert 'data-result="search" data-client-id="ZHANGWEMNG"' in other
    assert CheckIn.objects.count() == 1


# --- What it costs --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_page_costs_the_same_queries_for_any_list(
    client, conference, volunteer, django_assert_num_queries, count
):
    checkpoint = arrival_checkpoint(conference)
    for n in range(count):
        person = make_registration(conference, name=f"李{n}")
        if n % 2 == 0:
            check_in(
                person,
                conference=conference,
                checkpoint=checkpoint,
                by=volunteer,
                client_id=str(n),
            )
    last = CheckIn.objects.last()

    with django_assert_num_queries(8):
        client.get(DESK)
    with django_assert_num_queries(13):  # four of them keep that this answer was seen
        client.get(f"{DESK}?scan={last.pk}")
    with django_assert_num_queries(9):
        client.get(f"{DESK}?undo={last.pk}")
    with django_assert_num_queries(12):
        client.post(DESK, {"q": "li"})


# --- Whose language a name is in ----------------------------------------------------------------


def test_chinese_names_at_the_english_desk_say_that_they_are_chinese(client, conference, volunteer):
    make_registration(conference, name="王泉", organization_name="东北大学")
    make_room(conference, name_zh="主会场", name_en="")

    for headers in ({}, FRAGMENT):
        page = client.post(DESK, {"q": "王泉"}, **headers).content.decode()
        assert '<span lang="zh-Hans">王泉</span>' in page
        assert re.search(r'<span lang="zh-Hans">[^<]*东北大学', page)
        assert not re.search(r"<title>[^<]*<span", page)


def test_what_was_typed_in_chinese_at_the_english_desk_stays_in_its_box(client, volunteer):
    page = client.post(DESK, {"q": "王泉"}).content.decode()

    assert re.search(r'<input[^>]* value="王泉"[^>]* lang="zh-Hans"', page)


def test_the_chinese_desk_marks_nothing(client, conference, volunteer):
    make_registration(conference, name="王泉")

    page = client.post(DESK.replace("/en/", "/zh-hans/"), {"q": "王泉"}).content.decode()

    assert "王泉" in page
    assert '<span lang="zh-Hans">' not in page


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
