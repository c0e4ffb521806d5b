"""Each letter leaves once, whatever the mail server says or does not say."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from threading import Event

import pytest
from django.utils import timezone

from conference.letters import leases, sending
from conference.letters.models import ATTEMPTS, Letter
from tests.config.serving.sites import free_port
from tests.threads import at_once

pytestmark = pytest.mark.django_db
State = Letter.State


def send():
    sending.send_what_is_due(Event())


def state():
    return Letter.objects.get().state


def test_a_letter_is_written_once_for_its_key_and_sent_once(post, server):
    assert post.write("Ann", "Bob") == 2
    assert post.write("Ann") == 0
    send()
    send()
    assert len(server.took) == 2
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}


def test_a_letter_says_in_text_and_html_what_it_should(post, server):
    post.enclose(filename="code.png", content=b"\x89PNG", content_type="image/png", shown_as="Code")
    post.enclose(
        filename="day.ics", content=b"BEGIN", content_type='text/calendar; charset="utf-8"'
    )
    post.write("王泉 <b>", address="quan@例子.cn")
    send()
    mail = message_from_bytes(server.took[0], policy=default)
    assert mail["subject"] == "Welcome, 王泉 <b>"
    assert mail["to"].addresses[0].domain == "xn--fsqu00a.cn"
    assert mail["auto-submitted"] == "auto-generated"
    text = mail.get_body(["plain"]).get_content()
    assert "Dear 王泉 <b>," in text and "/r/person:王泉 <b>-secret/" in text
    html = mail.get_body(["html"]).get_content()
    assert "Dear 王泉 &lt;b&gt;,</p>" in html and '<a href="https://conf.example.org/r/' in html
    assert '<img src="cid:code.png" alt="Code"' in html
    names = [part.get_filename() for part in mail.walk() if part.get_filename()]
    assert names == ["code.png", "day.ics"]


def test_what_is_secret_lies_in_no_row(post, server):
    post.write("Ann")
    letter = Letter.objects.get()
    send()
    letter.refresh_from_db()
    assert "secret" not in letter.text and "{link}" in letter.text
    assert (
        "Ann-secret"
        in message_from_bytes(server.took[0], policy=default).get_body(["plain"]).get_content()
    )


def test_a_name_of_several_lines_makes_no_header(post, server):
    post.write("Ann\r\nBcc: all@example.org", address="ann@example.org")
    send()
    mail = message_from_bytes(server.took[0], policy=default)
    assert mail["bcc"] is None and mail["to"].addresses[0].addr_spec == "ann@example.org"


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "END"])
def test_a_refusal_for_now_waits_longer_each_time_and_then_has_failed(post, server, verb):
    post.write("Ann")
    letter = Letter.objects.get()
    server.answers[verb] = "450 come back later"
    pauses = []
    for _turn in range(ATTEMPTS):
        Letter.objects.update(due_at=timezone.now())
        before = timezone.now()
        send()
        letter.refresh_from_db()
        pauses.append(letter.due_at - before)
    assert letter.state == State.FAILED and "450 come back later" in letter.reason
    waits = pauses[:-1]
    assert waits == sorted(waits) and waits[0] >= timedelta(minutes=1)
    assert server.took == []


@pytest.mark.parametrize("verb", ["RCPT", "DATA", "END"])
def test_a_refusal_for_good_has_failed_and_says_what_the_server_said(post, server, verb):
    post.write("Ann")
    letter = Letter.objects.get()
    server.answers[verb] = "550 no such person"
    send()
    letter.refresh_from_db()
    assert letter.state == State.FAILED and "550 no such person" in letter.reason


def test_no_answer_after_the_letter_was_given_is_unclear_and_is_not_repeated(post, server):
    post.write("Ann")
    letter = Letter.objects.get()
    server.answers["END"] = None
    send()
    send()
    letter.refresh_from_db()
    assert letter.state == State.UNCLEAR and "no clear answer" in letter.why
    assert len(server.took) == 1
    leases.arrived(Letter.objects.all())
    assert state() == State.SENT


def test_a_server_that_is_away_loses_nothing(post, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    post.write("Ann")
    send()
    letter = Letter.objects.get()
    assert letter.state == State.WAITING and "cannot be reached" in letter.why


@pytest.mark.parametrize(
    ("was_handed_over", "becomes"), [(False, State.WAITING), (True, State.UNCLEAR)]
)
def test_a_killed_worker_loses_and_doubles_nothing(post, was_handed_over, becomes):
    post.write("Ann")
    now = timezone.now()
    letter = leases.take(now)
    if was_handed_over:
        leases.hand_over(letter, now)
    assert leases.sweep(now) == 0
    assert leases.sweep(now + timedelta(minutes=6)) == 1
    assert state() == becomes


def test_whoever_lost_the_lease_hands_nothing_over(post, server):
    post.write("Ann")
    old = leases.take()
    leases.sweep(timezone.now() + timedelta(minutes=6))
    sending.send(old)
    assert server.took == []
    Letter.objects.update(due_at=timezone.now())
    send()
    assert len(server.took) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_letter_once(post, server):
    post.write(*(f"p{n}" for n in range(12)))
    assert at_once(send, send) == [None, None]
    assert len(server.took) == 12
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_two_that_write_the_same_at_once_write_it_once(post):
    at_once(lambda: post.write("Ann"), lambda: post.write("Ann"))
    assert Letter.objects.count() == 1


def test_what_must_not_leave_any_more_is_held_back(post, server):
    post.write("Ann")
    post.why = "The registration was withdrawn."
    send()
    letter = Letter.objects.get()
    assert (letter.state, letter.why) == (State.HELD, "The registration was withdrawn.")
    assert server.took == []


def test_without_a_mail_server_or_an_address_it_is_held_and_can_go_later(post, settings, server):
    post.write("Nobody", address="")
    post.write("Nowhere", address="王@")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    post.write("Ann")
    assert set(Letter.objects.values_list("state", flat=True)) == {State.HELD}
    leases.send_again(Letter.objects.filter(to_name="Ann"))
    send()  # no letter lies in a file and counts as sent
    assert Letter.objects.get(to_name="Ann").state == State.HELD
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert leases.send_again(Letter.objects.all()) == 2  # of whom an address was given
    send()
    assert len(server.took) == 1
    assert "no e-mail address" in Letter.objects.get(state=State.FAILED).why


def test_writing_costs_the_same_for_one_and_for_many(post, django_assert_num_queries):
    with django_assert_num_queries(3):
        post.write("Ann")
    with django_assert_num_queries(3):
        post.write(*(f"p{n}" for n in range(40)))  # a statement holds some 45 letters on SQLite
