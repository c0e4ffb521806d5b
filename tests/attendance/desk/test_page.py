"""The desk's page: who may, whom a search finds, what it costs, whose language a name is in."""

import re

import pytest

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import CheckIn
from tests.attendance.desk.pages import DESK, FRAGMENT
from tests.attendance.pages import page
from tests.factories import (
    at,
    make_conference,
    make_member,
    make_registration,
    make_registrations,
    make_room,
)

pytestmark = pytest.mark.django_db


# --- Who may -------------------------------------------------------------------------------------


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


# --- Search --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["曾", "志伟", "zengzhiwei", "ZENG", "zzw", "大连", "dllgdx", "0123", "  zeng   大连 "]
)
def test_people_are_found_by_any_part(client, conference, volunteer, text):
    make_registration(conference, name="曾志伟", phone="+44 7700 900123")
    # A code is found by a part of it as well: by chance one may hold the letters that are asked.
    li = {"organization_name": "东北大学", "phone": "13800138000", "code": "A2B3C4D5E6"}
    make_registration(conference, name="李明", **li)

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


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_page_costs_the_same_queries_for_any_list(
    client, conference, volunteer, django_assert_num_queries, count
):
    checkpoint = arrival_checkpoint(conference)
    for n, person in enumerate(make_registrations(conference, count)):
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


# --- Whose language a name is in -----------------------------------------------------------------


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
