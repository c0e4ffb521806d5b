"""Seats given, freed and added by many at once: in order, and nobody is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.attendance.registering import set_status, withdraw
from conference.attendance.seats import places_in_forums
from tests.attendance.replies.filling import FORM, given
from tests.attendance.replies.full import line, make_full, send
from tests.factories import make_member
from tests.pages import form_data
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


# --- At once -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_many_replies_for_few_seats_while_others_withdraw():
    conference, form = make_full(seats=5)
    first = [send(form, f"先{n}") for n in range(5)]

    def come(n):
        return lambda: send(form, f"来{n}")

    def go(person):
        return lambda: withdraw(person)

    results = at_once(*(come(n) for n in range(8)), *(go(person) for person in first[:3]))

    assert [r for r in results if isinstance(r, Exception)] == []
    came = conference.registrations.filter(name__startswith="来").order_by("number")
    assert [row.status for row in came] == ["confirmed"] * 3 + ["waitlisted"] * 5
    assert conference.registrations.filter(status="confirmed").count() == 5


@pytest.mark.django_db(transaction=True)
def test_many_replies_for_one_sub_forum_wait_in_the_order_of_their_numbers():
    conference, form = make_full(seats=100)
    forum = conference.sessions.get()

    results = at_once(*(lambda n=n: send(form, f"来{n}", forum) for n in range(8)))

    assert [r for r in results if isinstance(r, Exception)] == []
    rows = list(conference.registrations.order_by("number"))
    assert [row.sessions.count() for row in rows] == [1] + [0] * 7
    assert [p.number for row in rows for p in places_in_forums(row)] == list(range(1, 8))


# --- A full house at once ------------------------------------------------------------------------


def replies_of(browser, thread, people):
    """The answers to one browser's forms, of as many people, one after the other."""
    answers = []
    for n in range(people):
        who = {"name": f"来{thread}-{n}", "organization_name": f"{thread}-{n}大学"}
        fields = given(browser, phone=f"+44 7700 9{thread}{n:04}", **who)
        answers.append(browser.post(FORM, fields).status_code)
    return answers


def many_at_once(*others, browsers=8, people=6):
    def act(n):
        browser = Client(REMOTE_ADDR=f"10.0.0.{n}")
        return lambda: replies_of(browser, n, people)

    results = at_once(*(act(n) for n in range(browsers)), *others)
    assert results[:browsers] == [[302] * people] * browsers
    assert [r for r in results if isinstance(r, Exception)] == []


@pytest.mark.django_db(transaction=True)
def test_forty_eight_who_reply_at_once_get_the_last_six_seats_in_order_and_nobody_is_lost():
    conference, _form = make_full(seats=6)

    many_at_once()

    rows = list(conference.registrations.order_by("number"))
    assert [row.number for row in rows] == list(range(1, 49))
    assert [row.status for row in rows] == ["confirmed"] * 6 + ["waitlisted"] * 42
    assert line(conference) == [row.name for row in rows[6:]]
    assert len({row.name for row in rows}) == 48


@pytest.mark.django_db(transaction=True)
def test_seats_that_organizers_free_and_add_meanwhile_go_to_the_line_in_order():
    conference, form = make_full(seats=3)
    seated = [send(form, name) for name in ("甲一", "乙二", "丙三")]
    organizer = Client()
    organizer.force_login(make_member(conference, "organizer"))
    address = reverse("admin:attendance_replyform_change", args=[form.pk])
    raised = form_data(organizer.get(address), seats="6")

    many_at_once(
        lambda: set_status(conference, seated[:1], "cancelled"),
        lambda: set_status(conference, seated[1:2], "declined"),
        lambda: organizer.post(address, raised).status_code,
        browsers=4,
        people=5,
    )

    rows = list(conference.registrations.order_by("number"))
    assert [row.status for row in rows[:3]] == ["cancelled", "declined", "confirmed"]
    assert [row.status for row in rows[3:]] == ["confirmed"] * 5 + ["waitlisted"] * 15
    assert line(conference) == [row.name for row in rows[8:]]
