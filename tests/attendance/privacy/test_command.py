"""`purge_personal_data` as a person at a terminal meets it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override

from conference.attendance.models import DataAccess, Registration, Retention
from config.management.refusal import Refused
from tests.factories import (
    make_conference,
    make_registration,
    today_there,
)

pytestmark = pytest.mark.django_db


def run(*args) -> str:
    out = StringIO()
    call_command("purge_personal_data", *args, stdout=out)
    return out.getvalue()


def make_past(**overrides):
    over = today_there() - timedelta(days=3)
    return make_conference(slug="over", starts_on=over, ends_on=over, **overrides)


def test_it_says_what_it_erases_and_a_second_run_finds_nothing():
    conference = make_past()
    make_registration(conference)

    assert "Would be erased at over:\n- 1 person:" in run("over", "--dry-run")
    assert Registration.objects.get().phone
    with override("zh-hans"):
        assert "over 已清除：\n- 1 人：" in run("over")
    assert run("over") == "Nothing is left to erase at over.\n"

    assert Registration.objects.get().phone == ""
    assert DataAccess.objects.get().many == 1


def test_before_the_end_or_the_day_of_the_retention_it_has_to_be_told_now():
    today = today_there()
    running = make_conference(slug="running", starts_on=today, ends_on=today)
    conference = make_past()
    Retention.objects.create(conference=conference, days=30)
    for each in (running, conference):
        make_registration(each)

    with pytest.raises(Refused, match=f"running are kept until {today + timedelta(days=1)}"):
        run("running")
    with pytest.raises(Refused, match=f"over are kept until {today + timedelta(days=28)}"):
        run("over")
    with pytest.raises(Refused, match="no conference “else”"):
        run("else")
    assert Registration.objects.known().count() == 2

    run("over", "--now")
    assert [row.conference for row in Registration.objects.known()] == [running]


def test_more_people_than_one_step_holds(monkeypatch):
    monkeypatch.setattr("conference.attendance.privacy.purging.STEP", 2)
    conference = make_past()
    for number in range(5):
        make_registration(conference, name=f"Person {number}")
    kept = make_registration(make_conference(slug="other"))

    run("over")

    assert [row.pk for row in Registration.objects.known()] == [kept.pk]
    codes = Registration.objects.values_list("code", flat=True)
    assert len(set(codes)) == 6


def test_what_breaks_off_goes_on_the_next_time(monkeypatch):
    monkeypatch.setattr("conference.attendance.privacy.purging.STEP", 1)
    conference = make_past()
    for number in range(3):
        make_registration(conference, name=f"Person {number}")
    from conference.attendance.privacy import purging

    whole, done = purging.erase_rows, []

    def breaks_off(*args, **kwargs):
        if done:
            raise OSError
        done.append(whole(*args, **kwargs))

    monkeypatch.setattr(purging, "erase_rows", breaks_off)
    with pytest.raises(OSError):
        purging.purge(conference)
    assert Registration.objects.known().count() == 2

    monkeypatch.setattr(purging, "erase_rows", whole)
    assert purging.purge(conference).people == 2
    assert Registration.objects.known().count() == 0
