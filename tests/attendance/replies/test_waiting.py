"""Who waits comes before who comes: seats of the conference and of sub-forums, in order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference import stamps
from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Registration
from conference.attendance.registering import issue_link, set_status, withdraw
from conference.attendance.seats import fill_seats, places_in_forums
from conference.program.release.publishing import publish
from tests.attendance.replies.filling import FORM
from tests.attendance.replies.full import act, line, make_full, send
from tests.factories import make_registration
from tests.pages import of_class, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


def statuses(conference):
    return dict(conference.registrations.order_by("number").values_list("name", "status"))


# --- The conference ------------------------------------------------------------------------------


def test_a_seat_that_is_withdrawn_goes_to_the_first_in_line_and_not_to_a_newcomer(client):
    conference, form = make_full()
    people = [send(form, name) for name in ("甲一", "乙二", "丙三", "丁四")]

    withdraw(people[0])
    send(form, "戊五")

    assert statuses(conference) == {
        "甲一": "cancelled",
        "乙二": "confirmed",
        "丙三": "confirmed",
        "丁四": "waitlisted",
        "戊五": "waitlisted",
    }
    assert line(conference) == ["丁四", "戊五"]


def test_seats_that_were_free_while_some_waited_are_theirs_when_somebody_comes():
    conference, form = make_full(seats=3)
    for name in ("甲一", "乙二"):
        make_registration(conference, name=name, status="waitlisted")

    assert send(form, "丙三").status == "confirmed"
    assert send(form, "丁四").status == "waitlisted"
    assert set(statuses(conference).values()) == {"confirmed", "waitlisted"}
    assert line(conference) == ["丁四"]


@pytest.mark.parametrize("action", ["cancel", "decline", "put_on_waiting_list", "delete_selected"])
def test_what_an_organizer_frees_goes_to_the_line(client, organizer, action):
    conference, form = make_full()
    people = [send(form, name) for name in ("甲一", "乙二", "丙三", "丁四", "戊五")]
    client = organizer(conference)

    act(client, action, *people[:2], **({"post": "yes"} if "delete" in action else {}))

    found = statuses(conference)
    assert (found["丙三"], found["丁四"], found["戊五"]) == ("confirmed", "confirmed", "waitlisted")
    waits = ["戊五", "甲一", "乙二"] if action == "put_on_waiting_list" else ["戊五"]
    assert line(conference) == waits


def test_an_organizers_change_of_one_person_frees_a_seat_too(client, organizer):
    conference, form = make_full(seats=1)
    first, second = send(form, "甲一"), send(form, "乙二")
    client = organizer(conference)
    fields = {"name": "甲一", "category": "delegate", "status": "declined", "language": "en"}

    client.post(reverse("admin:attendance_registration_change", args=[first.pk]), fields)
    assert statuses(conference) == {"甲一": "declined", "乙二": "confirmed"}

    third = send(form, "丙三")
    client.post(reverse("admin:attendance_registration_delete", args=[second.pk]), {"post": "yes"})
    third.refresh_from_db()
    assert third.status == "confirmed"


def test_raised_seats_go_to_the_line_in_the_same_save(client, organizer):
    conference, form = make_full(seats=1)
    for name in ("甲一", "乙二", "丙三", "丁四"):
        send(form, name)
    client = organizer(conference)
    address = reverse("admin:attendance_replyform_change", args=[form.pk])
    fields = {
        "opens_at_0": "2026-03-21",
        "opens_at_1": "00:00",
        "closes_at_0": "2026-05-20",
        "closes_at_1": "00:00",
        "seats": "3",
        "confirms_at_once": "on",
        "notice_zh": "您的信息",
        "notice_version": "1",
        "questions-TOTAL_FORMS": "0",
        "questions-INITIAL_FORMS": "0",
    }

    html = client.post(address, fields, follow=True).content.decode()

    assert "2 people of the waiting list have a seat now." in html
    assert line(conference) == ["丁四"]
    client.post(address, fields | {"seats": ""})
    assert line(conference) == []


def test_who_moves_up_is_pending_where_organizers_confirm():
    conference, form = make_full(seats=1, confirms_at_once=False)
    first, _second = send(form, "甲一"), send(form, "乙二")

    set_status(conference, [first], "declined")

    assert statuses(conference) == {"甲一": "declined", "乙二": "pending"}


def test_an_organizer_may_seat_one_more_and_is_told(client, organizer):
    conference, form = make_full(seats=1)
    send(form, "甲一")
    second = send(form, "乙二")

    html = act(organizer(conference), "confirm", second)

    assert "1 person more than there are seats (1)." in html
    assert statuses(conference) == {"甲一": "confirmed", "乙二": "confirmed"}


def test_a_waiting_person_is_told_when_a_seat_is_free_at_once(client, organizer):
    conference, form = make_full(seats=2)
    first = send(form, "甲一")

    html = act(organizer(conference), "put_on_waiting_list", first)

    assert "1 person got a seat at once" in html
    assert statuses(conference) == {"甲一": "confirmed"}


def test_who_is_signed_in_keeps_the_seat():
    conference, form = make_full(seats=1)
    first, _second = send(form, "甲一"), send(form, "乙二")
    check_in(
        first,
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=None,
        client_id="one",
    )

    assert set_status(conference, [first], "cancelled") == []
    assert line(conference) == ["乙二"]


def test_ones_own_page_says_the_place_in_line(client):
    _conference, form = make_full(seats=1)
    people = [send(form, name) for name in ("甲一", "乙二", "丙三")]
    address = f"/en/r/{issue_link(people[2])}/"

    assert "You are number <strong>2</strong> in line." in client.get(address).content.decode()
    withdraw(people[1])
    assert "You are number <strong>1</strong> in line." in client.get(address).content.decode()
    withdraw(people[0])
    assert "You are expected." in client.get(address).content.decode()


def test_organizers_see_the_places(client, organizer):
    conference, form = make_full(seats=1)
    people = [send(form, name) for name in ("甲一", "乙二", "丙三")]
    client = organizer(conference)

    html = client.get(reverse("admin:attendance_registration_changelist")).content.decode()
    one = client.get(
        reverse("admin:attendance_registration_change", args=[people[2].pk])
    ).content.decode()

    assert "waitlisted · 1<" in html
    assert "waitlisted · 2<" in html
    assert "2 for a seat at the conference" in one


def test_the_waiting_list_begins_with_places_and_names_and_claims_no_other_order(client, organizer):
    conference, form = make_full(seats=1)
    for name in ("甲一", "丙三", "乙二"):
        send(form, name)
    client = organizer(conference)
    address = f"{reverse('admin:attendance_registration_changelist')}?status__exact=waitlisted"

    by_place, by_name = client.get(address), client.get(f"{address}&o=2")

    found = [list(row.items())[:2] for row in rows(by_place)]
    assert found == [
        [("state", "waitlisted · 1"), ("who", "丙三")],
        [("state", "waitlisted · 2"), ("who", "乙二")],
    ]
    assert [row["state"] for row in rows(by_name)] == ["waitlisted · 1", "waitlisted · 2"]
    assert not of_class(by_place, "sorted")
    assert of_class(by_name, "sorted")


# --- Sub-forums ----------------------------------------------------------------------------------


def test_a_full_sub_forum_has_a_line_of_its_own(client):
    conference, form = make_full(seats=10)
    forum = conference.sessions.get()
    people = [send(form, name, forum) for name in ("甲一", "乙二", "丙三")]

    assert [list(person.sessions.all()) for person in people] == [[forum], [], []]
    assert [p.number for person in people for p in places_in_forums(person)] == [1, 2]
    own = client.get(f"/en/r/{issue_link(people[2])}/").content.decode()
    assert "You are number 2 in line." in own
    assert "AI literacy" in own

    withdraw(people[0])

    assert list(people[1].sessions.all()) == [forum]
    assert [p.number for p in places_in_forums(people[2])] == [1]


def test_the_form_says_before_that_one_would_wait(client):
    conference, form = make_full(seats=10)
    send(form, "甲一", conference.sessions.get())

    html = client.get(FORM).content.decode()

    assert "AI literacy · Wed 20 May 10:00–10:30 · full, you would be on its waiting list" in html


def test_more_published_seats_go_to_the_line_and_draft_ones_do_not():
    conference, form = make_full(seats=10)
    forum = conference.sessions.get()
    people = [send(form, name, forum) for name in ("甲一", "乙二", "丙三")]
    forum = conference.sessions.get()
    forum.seats = 2
    forum.save()
    fill_seats(conference)
    assert not people[1].sessions.exists()

    publish(conference)

    assert list(people[1].sessions.all()) == [forum]
    assert [p.number for p in places_in_forums(people[2])] == [1]


def test_another_choice_frees_a_seat_of_the_sub_forum(client, organizer):
    conference, form = make_full(seats=10)
    forum = conference.sessions.get()
    first, second = send(form, "甲一", forum), send(form, "乙二", forum)
    fields = {"name": "甲一", "category": "delegate", "status": "confirmed", "language": "en"}

    organizer(conference).post(
        reverse("admin:attendance_registration_change", args=[first.pk]), fields
    )

    assert list(second.sessions.all()) == [forum]
    assert not first.sessions.exists()


def test_who_moves_up_takes_no_seat_of_a_sub_forum_that_is_full_by_then():
    conference, form = make_full(seats=1)
    forum = conference.sessions.get()
    first = send(form, "甲一")
    second = send(form, "乙二", forum)  # waits for the conference; the sub-forum is free yet
    faster = make_registration(conference, name="丙三")
    faster.sessions.set([forum])
    form.seats = 2
    form.save()

    withdraw(first)

    second.refresh_from_db()
    assert second.status == "confirmed"
    assert not second.sessions.exists()
    assert [place.number for place in places_in_forums(second)] == [1]


def test_who_comes_back_goes_to_the_end_of_the_line():
    conference, form = make_full(seats=10)
    forum = conference.sessions.get()
    first, second = send(form, "甲一", forum), send(form, "乙二", forum)

    set_status(conference, [first], "cancelled")
    set_status(conference, [first], "confirmed")

    assert list(second.sessions.all()) == [forum]
    assert not first.sessions.exists()
    assert [place.number for place in places_in_forums(first)] == [1]


def test_the_page_of_a_sub_forum_follows(client):
    conference, form = make_full(seats=10)
    forum = conference.sessions.get()
    address = f"/en/conferences/spring/sessions/{forum.code}/"
    first, second = send(form, "甲一", forum), send(form, "乙二", forum)
    stamps.forget()
    assert "Join its waiting list" in client.get(address).content.decode()

    withdraw(first)
    withdraw(second)

    stamps.forget()
    assert "Choose this sub-forum" in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3, 400])
def test_filling_costs_the_same_queries_for_any_line(count):
    conference, _form = make_full(seats=500)
    forum = conference.sessions.get()
    rows = [
        Registration(
            conference=conference,
            number=n,
            name=f"李{n}",
            status="waitlisted",
            waits_as=n,
            source="import",
        )
        for n in range(1, count + 1)
    ]
    for row in rows:
        row.prepare()
    Registration.objects.bulk_create(rows)
    through = Registration.sessions.through
    through.objects.bulk_create(
        through(registration_id=row.pk, session_id=forum.pk) for row in rows
    )
    with CaptureQueriesContext(connection) as captured:
        moved = fill_seats(conference)

    # Rows are written in batches, all else is asked once.
    asked = [q for q in captured if not q["sql"].startswith(("INSERT", "UPDATE"))]
    assert len(asked) == (21 if count == 1 else 29)  # one has nobody left to wait

    assert len(moved) == count
    assert forum.chosen_by.count() == 1
