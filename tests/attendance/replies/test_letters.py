"""Whoever registers is written to: on which occasion, in which words, with which link."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from threading import Event

import pytest
from django.utils import timezone

from conference.attendance import links, registering
from conference.attendance.lost_links import send_link
from conference.attendance.models import Registration
from conference.letters import mail, sending
from conference.letters.models import Letter
from conference.program.release.publishing import publish
from tests.factories import make_conference, make_registration, make_reply_form
from tests.letters.smtp import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def form():
    conference = make_conference(slug="spring", name_en="Spring", name_zh="春季会")
    publish(conference)
    return make_reply_form(conference, closes_at=timezone.now() + timedelta(days=1))


def send():
    Letter.objects.filter(state="waiting").update(due_at=timezone.now())
    sending.send_what_is_due(Event())


def received(server):
    return [message_from_bytes(letter, policy=default) for letter in server.took]


def ann(form, **more):
    given = {"name": "Ann Li", "email": "ann@example.org", "language": "en"} | more
    return registering.reply(form, form_id="0" * 32, **given)


def occasions():
    return list(Letter.objects.order_by("pk").values_list("occasion", flat=True))


def test_a_reply_is_answered_with_the_own_page_the_code_and_no_secret_in_the_row(form, server):
    person, token = ann(form)
    ann(form)
    send()
    (mail,) = received(server)
    text = mail.get_body(["plain"]).get_content()
    assert f"/en/r/{token}/" in text and person.code in text and "Dear Ann Li" in text
    assert next(part.get_content_type() for part in mail.walk() if part.get_filename()) == (
        "image/png"
    )
    row = Letter.objects.get()
    assert token not in str(Letter.objects.values().get()) and "{link}" in row.text
    assert registering.of_token(token) == person


def test_each_decision_is_told_once_and_the_first_in_line_gets_the_seat(form, server):
    form.seats = 1
    form.save()
    first, _token = ann(form)
    second, _token = registering.reply(
        form, form_id="1" * 32, name="王泉", email="quan@example.org", language="zh-hans"
    )
    registering.set_status(form.conference, [first], "declined", reason="Hall is full.")
    registering.set_status(form.conference, [first], "declined", reason="Hall is full.")
    registering.withdraw(Registration.objects.get(pk=second.pk))
    assert sorted(occasions()) == sorted(
        ["received", "waiting", "moved-up", "declined", "withdrawn"]
    )
    assert "第 1 位" in Letter.objects.get(occasion="waiting").text
    assert "Hall is full." in Letter.objects.get(occasion="declined").text
    send()
    # What is no longer true does not leave: the seat that came free was given back since.
    held = Letter.objects.filter(state="held").values_list("occasion", flat=True)
    assert set(held) == {"received", "waiting", "moved-up"}


def test_rows_of_a_sheet_are_not_written_to_and_decisions_without_address_are_held(form, server):
    there = make_registration(form.conference, email="", status="pending")
    assert occasions() == []
    registering.set_status(form.conference, [there], "confirmed")
    letter = Letter.objects.get()
    assert (letter.state, letter.why) == ("held", "No e-mail address is known.")


def test_a_lost_link_goes_to_the_address_on_file_and_the_page_tells_nothing(form, server, client):
    person = make_registration(form.conference, email="Zeng@example.org", language="en")
    address = "/en/conferences/spring/register/lost/"
    said = {
        re.sub(r"\w+@example.org", "", client.post(address, {"email": email}).content.decode())
        for email in ("zeng@example.org", "nobody@example.org")
    }
    assert len(said) == 1
    assert send_link("spring", "zeng@example.org") == 0  # not again so soon
    send()
    (mail,) = received(server)
    token = re.search(r"/en/r/([\w-]+)/", mail.get_body(["plain"]).get_content())[1]
    assert registering.of_token(token) == person
    assert client.post(address, {"email": "x"}).status_code == 422


def test_a_mailbox_is_not_filled_by_asking_again(form, client, server):
    make_registration(form.conference, email="zeng@example.org")
    address = "/en/conferences/spring/register/lost/"
    for _n in range(21):
        answer = client.post(address, {"email": "zeng@example.org"})
    assert answer.status_code == 429 and Letter.objects.count() <= 2


def test_a_link_stays_the_same_until_it_is_made_anew(form, settings):
    person, token = ann(form)
    assert links.token_of(person) == token
    old = make_registration(form.conference, token_hash="0" * 64)
    made = links.token_of(old)
    assert links.token_of(Registration.objects.get(pk=old.pk)) == made
    assert links.renew(old, mark="a press") == links.renew(old, mark="a press") != made
    settings.SECRET_KEY = "another" * 10
    assert registering.of_token(token) == person  # found by its hash still
    assert links.token_of(person) != token


def test_a_form_of_an_older_version_leads_to_its_first_answer(form):
    person, _token = ann(form)
    former = links.former_token_of_form(form.conference, "0" * 32)
    Registration.objects.update(token_hash=links.token_hash(former), link_seed="")
    assert ann(form) == (person, former)


def test_who_wants_no_more_letters_says_so_by_the_address_in_each(client):
    person = make_registration(make_conference(), email="ann@example.org")
    page = mail.stop_address(Letter(about=f"registration:{person.pk}", language="en"))

    client.post(f"/en/{page.partition('/en/')[2]}")

    person.refresh_from_db()
    assert not person.wants_letters
