"""Deciding of many registrations: the letters are shown first, and nothing is decided twice."""

import pytest
from django.urls import reverse

from conference.attendance.models import Registration
from conference.attendance.registering import set_status
from conference.attendance.restoring import restore
from conference.letters.models import Letter
from conference.models.acts import Act
from tests.factories import make_conference, make_member, make_registration, make_reply_form
from tests.pages import form_data
from tests.queries import costs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="who may decide and what a page says; seats are asked on both"),
]
LIST = "admin:attendance_registration_changelist"


@pytest.fixture
def conference():
    conference = make_conference(slug="spring")
    make_reply_form(conference)
    return conference


@pytest.fixture
def organizer(client, conference):
    client.force_login(make_member(conference, "organizer"))
    return client


def people(conference, *names, **more):
    return [make_registration(conference, name=name, **more) for name in names]


def choose(client, action, rows, **more):
    ticked = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(reverse(LIST), ticked | more)


def statuses(conference):
    return list(conference.registrations.order_by("number").values_list("status", flat=True))


def occasions():
    return sorted(Letter.objects.values_list("occasion", flat=True))


@pytest.mark.parametrize(
    ("action", "before", "after", "occasion"),
    [
        ("confirm", "pending", "confirmed", "confirmed"),
        ("cancel", "confirmed", "cancelled", "cancelled"),
        ("decline_with_reason", "pending", "declined", "declined"),
        ("restore", "cancelled", "confirmed", "confirmed"),
    ],
)
def test_the_letter_is_shown_first_and_written_once(
    organizer, conference, action, before, after, occasion
):
    rows = people(conference, "王芳", "李明", status=before, email="a@example.org")

    page = choose(organizer, action, rows)

    assert statuses(conference) == [before, before]
    html = page.content.decode()
    assert "王芳" in html and "letter-words" in html
    assert ("{reason}" in html) == (action == "decline_with_reason")  # where it is typed in
    sent = form_data(page)
    done, _again = (
        organizer.post(reverse(LIST), sent, follow=True).content.decode() for _press in range(2)
    )
    assert statuses(conference) == [after, after]
    assert occasions() == [occasion, occasion]
    assert reverse("admin:undo", args=[Act.objects.latest("at").name]) in done


def test_undo_brings_all_of_one_decision_back(organizer, conference):
    rows = people(conference, "王芳", "李明", status="pending", email="")
    choose(organizer, "confirm", rows)

    organizer.post(reverse("admin:undo", args=[Act.objects.get().name]))

    assert statuses(conference) == ["pending", "pending"]


def test_where_nobody_is_written_to_it_is_done_at_once(organizer, conference):
    rows = people(conference, "王芳", "李明", status="pending", email="")

    assert choose(organizer, "confirm", rows).status_code == 302
    assert statuses(conference) == ["confirmed", "confirmed"]


def test_what_a_colleague_decided_meanwhile_is_left_as_it_is_and_told(organizer, conference):
    rows = people(conference, "王芳", "李明", status="pending", email="a@example.org")
    sent = form_data(choose(organizer, "decline_with_reason", rows), reason="已满")
    set_status(conference, rows[:1], "confirmed")

    html = organizer.post(reverse(LIST), sent, follow=True).content.decode()

    assert statuses(conference) == ["confirmed", "declined"]
    assert "1 registration was changed by somebody else" in html
    assert occasions() == ["confirmed", "declined"]


def test_who_is_restored_gets_a_seat_while_seats_last_and_else_a_place_in_line(conference):
    conference.reply_form.seats = 2
    conference.reply_form.save()
    people(conference, "先来")
    gone = people(conference, "甲一", "乙二", "丙三", status="declined")

    restored = restore(conference, [*gone, *gone])

    assert [row.status for row in restored] == ["confirmed", "waitlisted", "waitlisted"]
    assert [row.waits_as for row in restored] == [None, 1, 2]
    assert restore(conference, gone) == []


@pytest.mark.parametrize("count", [1, 3, 400])
def test_restoring_costs_the_same_for_many(conference, count):
    Registration.objects.bulk_create(
        Registration(
            conference=conference,
            number=n,
            name=f"来{n}",
            code=f"C{n}",
            source="import",
            status="declined",
            email=f"{n}@example.org",
        )
        for n in range(1, count + 1)
    )
    rows = list(conference.registrations.all())

    with costs(27, rows=count):
        restore(conference, rows)


@pytest.mark.parametrize("role", ["exporter", "viewer"])
def test_who_only_reads_decides_nothing(client, conference, role):
    rows = people(conference, "王芳", status="declined", email="a@example.org")
    client.force_login(make_member(conference, role))

    choose(client, "restore", rows, told="1")

    assert statuses(conference) == ["declined"]


def test_a_stranger_decides_nothing(client, conference):
    rows = people(conference, "王芳", status="declined", email="a@example.org")
    client.force_login(make_member(make_conference(slug="other"), "organizer"))

    choose(client, "restore", rows, told="1")

    assert statuses(conference) == ["declined"]
