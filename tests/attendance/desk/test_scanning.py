"""Codes scanned into the search box: each signs in one person, twice in a hurry is once."""

import pytest

from conference.attendance import views
from conference.attendance.models import Admission, CheckIn, Registration
from tests.attendance.desk.pages import DESK
from tests.attendance.pages import page
from tests.factories import make_registration

pytestmark = pytest.mark.django_db


# --- The search box ------------------------------------------------------------------------------


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


# --- The door for the page's own script ----------------------------------------------------------


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
