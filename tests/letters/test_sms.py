"""Short messages: how long they are, to which numbers, and that each is one person's once."""

from dataclasses import replace
from threading import Event

import pytest

from conference.letters import sending, sms
from conference.letters.models import Letter
from conference.letters.occasions import OCCASIONS
from conference.letters.writing import Addressee, write

State = Letter.State


@pytest.mark.parametrize(
    ("text", "length", "parts"),
    [
        ("", 0, 0),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("会" * 70, 70, 1),
        ("会" * 71, 71, 2),
        ("😀" * 35, 70, 1),
        ("会" * 135, 135, 3),
    ],
)
def test_a_text_is_counted_as_it_is_paid_for(text, length, parts):
    assert sms.parts_of(text) == (length, parts)


def test_dashes_and_quotes_of_print_do_not_double_its_price():
    assert sms.plain("29–30 May: “AI” isn’t far") == '29-30 May: "AI" isn\'t far'
    assert sms.plain("5月29–30日“会议”") == "5月29–30日“会议”"


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("+44 7700 900123", "+447700900123"),
        ("(0411) 8888-1234", "041188881234"),
        ("138 0000 0000 / 139 0000 0000", ""),
        ("ask the office", ""),
        ("", ""),
    ],
)
def test_what_is_one_number_is_called(phone, number):
    assert sms.number_of(phone) == number


@pytest.fixture
def with_sms(post, monkeypatch):
    spoken = lambda: [replace(rule, sms="See you, {name}") for rule in post.occasion()]  # noqa: E731
    joined = tuple(each for each in OCCASIONS.joined if each != post.occasion)
    monkeypatch.setattr(OCCASIONS, "joined", (*joined, spoken))
    return post


def told(post, **more):
    person = {"about": "person:Ann", "name": "Ann", "address": "", "phone": "+44 7700 900123"}
    person |= {"language": "en", "values": {"name": "Ann"}} | more
    return write(post.conference, "trial", [Addressee(**person)])


@pytest.mark.django_db
def test_none_is_sent_unless_an_organizer_wants_it_and_then_once(with_sms, settings, capsys):
    told(with_sms, address="ann@example.org", key="first")
    assert not Letter.objects.filter(means="sms").exists()
    with_sms.conference.lettertexts.create(occasion="trial", by_sms=True)
    Letter.objects.all().delete()

    told(with_sms)
    letter = Letter.objects.get()  # nobody without an address has a letter held beside it
    assert (letter.means, letter.to_address) == ("sms", "+447700900123")
    assert (letter.state, letter.why) == (State.HELD, "This site sends no short messages.")

    settings.SMS_URL = "console:"
    assert told(with_sms) == 0
    told(with_sms, about="person:Bob", values={"name": "Bob"})
    sending.send_what_is_due(Event())
    assert "SMS to +447700900123:\nSee you, Bob" in capsys.readouterr().out
