"""Letters of a day: written when it comes, by the conference's clock, once."""

from datetime import timedelta

import pytest

from conference.letters.dated import write_what_is_due
from conference.letters.models import Letter, LetterText
from tests.factories import at, make_conference, make_registration
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminder(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    conference = make_conference(slug="spring", name_en="Spring")
    make_registration(conference, name="Ann", language="en")
    make_registration(conference, name="Gone", status="cancelled")
    make_registration(conference, name="Unreached", email="")
    day = at("08:00").date() - timedelta(days=1)
    return LetterText.objects.create(conference=conference, occasion="reminder", on_day=day)


def eve(clock):
    return at(clock, day=at("08:00").date() - timedelta(days=1))


def names():
    return list(Letter.objects.order_by("pk").values_list("to_name", flat=True))


def test_a_reminder_goes_to_who_is_expected_when_its_day_comes_and_once(reminder):
    assert write_what_is_due(eve("07:59")) == 0
    assert write_what_is_due(eve("08:00")) == 1
    assert write_what_is_due(eve("08:01")) == 0
    assert names() == ["Ann"]
    # Another day, and the same words: to those alone who have not had them.
    make_registration(reminder.conference, name="Late")
    LetterText.objects.update(on_day=at("08:00").date())
    assert write_what_is_due(at("09:00")) == 1
    assert names() == ["Ann", "Late"]


def test_it_is_not_written_days_late_nor_where_it_is_switched_off(reminder):
    assert write_what_is_due(eve("08:00") + timedelta(days=4)) == 0
    LetterText.objects.update(is_sent=False)
    assert write_what_is_due(eve("08:00")) == 0


def test_idle_it_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert write_what_is_due() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_it_once(reminder):
    at_once(lambda: write_what_is_due(eve("08:00")), lambda: write_what_is_due(eve("08:00")))
    assert names() == ["Ann"]
