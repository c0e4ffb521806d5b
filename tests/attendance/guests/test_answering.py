"""A guest says yes, no, or who comes instead; changes their mind; and is counted once."""

import pytest

from conference.attendance import links
from conference.attendance.checkin import check_in
from conference.attendance.guests.answering import answer, mark_of
from conference.attendance.models import GuestInvitation, Registration
from conference.attendance.privacy.erasing import erase_person
from conference.letters.models import Letter
from tests.attendance.guests.conftest import said
from tests.attendance.replies.filling import page
from tests.factories import (
    at,
    make_checkpoint,
    make_conference,
    make_guest,
    make_participation,
    make_registration,
    make_user,
)
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


def people():
    return {
        (row.name, row.status, row.category, row.source)
        for row in Registration.objects.order_by("number")
    }


def test_yes_is_a_confirmed_registration_with_a_page_of_its_own(client, address, form, guest):
    form.seats = 0
    form.save()
    first = client.get(address)
    assert "Dear 刘院士" in page(first) and "Spring" in page(first)
    data = said(first, "yes", word="With pleasure")
    refused = page(client.post(address, data | {"agreed": ""}), 422)
    assert "Without your consent" in refused and "not kept yet" in refused

    answered = client.post(address, data, follow=True)

    assert "You come." in page(answered) and "Your answer is kept" in page(answered)
    # A guest was asked: no line, no limit.
    assert people() == {("刘院士", "confirmed", "guest", "invited")}
    row = Registration.objects.get()
    assert (row.consent_version, row.organization_name) == ("7", "中国工程院")
    own = f"/en/r/{links.token_of(row)}/"
    assert own in page(answered) and row.code in page(client.get(own))
    assert [(each.occasion, each.to_address) for each in Letter.objects.all()] == [
        ("confirmed", "liu@example.org")
    ]
    assert client.post(address, data).status_code == 302  # the second tap
    assert (Registration.objects.count(), Letter.objects.count()) == (1, 1)
    guest.refresh_from_db()
    assert (guest.answer, guest.word) == ("yes", "With pleasure")


def test_whoever_withdrew_after_a_yes_comes_again_by_the_invitation(client, address, guest):
    client.post(address, said(client.get(address), "yes"))
    client.post(f"/en/r/{links.token_of(Registration.objects.get())}/withdraw/")

    withdrawn = client.get(address)
    again = client.post(address, said(withdrawn, "yes"), follow=True)

    assert "Your registration is withdrawn." in page(withdrawn) and "You come." not in page(
        withdrawn
    )
    assert "You come." in page(again)
    assert {row[1] for row in people()} == {"confirmed"}


def test_a_mind_is_changed_and_back_until_the_deadline(client, address, guest):
    client.post(address, said(client.get(address), "yes"))
    no = client.post(address, said(client.get(address), "no", word="Ill"), follow=True)
    assert "You cannot come" in page(no)
    assert people() == {("刘院士", "cancelled", "guest", "invited")}

    own = f"/en/r/{links.token_of(Registration.objects.get())}/"
    assert "say so below" in page(no)
    assert "answer the invitation again, until" in page(client.get(own))
    assert f'href="{address}"' in page(client.get(own)) and "eply again" not in page(
        client.get(own)
    )

    deputy = said(client.get(address), "deputy", name="陈教授", title="教授")
    sent = client.post(address, deputy, follow=True)
    assert "陈教授 comes instead of you." in page(sent)
    client.post(address, deputy)
    assert people() == {
        ("刘院士", "cancelled", "guest", "invited"),
        ("陈教授", "confirmed", "guest", "invited"),
    }
    assert Registration.objects.get(name="陈教授").organization_name == "中国工程院"
    # Nothing of the deputy's own is the guest's.
    token = links.token_of(Registration.objects.get(name="陈教授"))
    assert token not in page(client.get(address))

    client.post(address, said(client.get(address), "yes"))
    assert {row[:2] for row in people()} == {("刘院士", "confirmed"), ("陈教授", "cancelled")}
    GuestInvitation.objects.update(closes_at=at("00:00", day=at("00:00").date().replace(year=2020)))
    deputy_page = client.get(f"/en/r/{links.token_of(Registration.objects.get(name='陈教授'))}/")
    assert "instead of somebody who has answered otherwise" in page(deputy_page)
    assert address not in page(deputy_page)
    late = client.get(address)
    assert (
        "time to answer is over" in page(late) and b"<form" not in late.content.split(b"<main")[1]
    )
    assert "time to answer is over" in page(client.post(address, {"answer": "no"}), 409)
    assert {row[:2] for row in people()} == {("刘院士", "confirmed"), ("陈教授", "cancelled")}


def test_an_answer_of_an_older_window_is_told_and_changes_nothing(client, address):
    old = said(client.get(address), "no")
    client.post(address, said(client.get(address), "yes"))

    assert "Another answer was given meanwhile" in page(client.post(address, old), 409)
    assert "Choose one of the answers" in page(client.post(address, {"answer": "maybe"}), 422)
    assert {row[1] for row in people()} == {"confirmed"}


def test_who_is_on_the_list_already_is_counted_once_and_tells_nothing(client, conference, form):
    row = make_participation(conference)
    there = make_registration(conference, name="王兴伟", participation=row, status="cancelled")
    guest = make_guest(conference, name="王兴伟", participation=row)
    address = f"/en/i/{links.token_of(guest)}/"

    html = page(client.post(address, said(client.get(address), "yes"), follow=True))

    assert Registration.objects.count() == 1
    there.refresh_from_db()
    assert there.status == "confirmed"
    assert there.code not in html and "/r/" not in html


def test_a_deputy_who_may_be_on_the_list_waits_for_an_organizer(client, address, conference):
    make_registration(conference, name="陈教授", organization_name="中国工程院", title="秘密")

    html = page(
        client.post(address, said(client.get(address), "deputy", name="陈教授"), follow=True)
    )

    assert "may be on the list already" in html and "秘密" not in html
    rows = Registration.objects.filter(name="陈教授").order_by("number")
    assert [(row.status, row.held_as_double) for row in rows] == [
        ("confirmed", False),
        ("pending", True),
    ]


def test_who_has_come_has_not_stayed_away(client, address, conference):
    client.post(address, said(client.get(address), "yes"))
    facts = {"conference": conference, "checkpoint": make_checkpoint(conference)}
    check_in(Registration.objects.get(), by=make_user("desk"), client_id="one", **facts)

    assert "is signed in already" in page(
        client.post(address, said(client.get(address), "no")), 409
    )
    assert {row[1] for row in people()} == {"confirmed"}


def test_an_erased_guest_and_a_link_taken_back_open_nothing(client, address, guest, conference):
    client.post(address, said(client.get(address), "yes", word="A private word"))
    other = make_guest(conference, name="孙院士", revoked_at=at("00:00"))
    assert client.get(f"/en/i/{links.token_of(other)}/").status_code == 410

    erase_person(Registration.objects.get(), by=None)

    assert client.get(address).status_code == 404
    guest.refresh_from_db()
    assert (guest.name, guest.email, guest.word, guest.token_hash) == ("***", "", "", None)
    assert guest.answer == "yes"


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_make_one_registration():
    conference = make_conference(slug="spring")
    guest = make_guest(conference)
    mark = mark_of(guest)

    results = at_once(*(lambda: answer(guest, "yes", mark=mark) for _n in range(3)))

    assert [r for r in results if isinstance(r, Exception)] == []
    assert Registration.objects.count() == 1
