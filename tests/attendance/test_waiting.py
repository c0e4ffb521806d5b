"""Who waits comes before who comes: seats of the conference and of sub-forums, in order."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conference import stamps
from conference.attendance.checkin import arrival_checkpoint, check_in
from conference.attendance.models import Registration
from conference.attendance.registering import issue_link, let_in, reply, set_status, withdraw
from conference.attendance.seats import fill_seats, places_in_forums
from conference.program.release.publishing import publish
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_member,
    make_organization,
    make_registration,
    make_reply_form,
    make_session,
)
from tests.pages import form_data, of_class, rows
from tests.threads import at_once

pytestmark = pytest.mark.django_db

FORM = "/en/conferences/spring/register/"
NOW = at("12:00", day=DAY - timedelta(days=10))


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def make_full(seats=2, **changes):
    """(conference, its form) with one sub-forum of one seat, public."""
    conference = make_conference(slug="spring")
    make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy", seats=1)
    publish(conference)
    stamps.forget()
    return conference, make_reply_form(conference, seats=seats, **changes)


def send(form, who, *sessions, **fields):
    """A reply whose organization is the person's own, so that nobody is anybody's double."""
    for session in sessions:
        session.seats = 1  # as the form gives them: published
    values = {"name": who, "organization_name": f"{who}大学", "title": "教授", "email": ""}
    form_id = uuid.uuid5(uuid.NAMESPACE_OID, who).hex
    return reply(form, form_id=form_id, sessions=sessions, **values | fields)[0]


def statuses(conference):
    return dict(conference.registrations.order_by("number").values_list("name", "status"))


def line(conference):
    rows = conference.registrations.filter(status="waitlisted").order_by("waits_as")
    return list(rows.values_list("name", flat=True))


def act(client, action, *people, **more):
    fields = {"action": action, "_selected_action": [person.pk for person in people]} | more
    address = reverse("admin:attendance_registration_changelist")
    return client.post(address, fields, follow=True).content.decode()


@pytest.fixture
def organizer(client):
    def signed_in(conference):
        client.force_login(make_member(conference, "organizer"))
        return client

    return signed_in


# --- The conference --------------------------------------------------------------------------


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


# --- Sub-forums ------------------------------------------------------------------------------


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
    assert len(asked) == (19 if count == 1 else 26)  # one has nobody left to wait

    assert len(moved) == count
    assert forum.chosen_by.count() == 1


# --- At once ----------------------------------------------------------------------------------


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


# --- A full house at once ---------------------------------------------------------------------


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


# --- The same form twice ----------------------------------------------------------------------


def given(client, **changes):
    html = client.get(FORM).content.decode()
    return {
        "form_id": re.search(r'name="form_id" value="([0-9a-f]{32})"', html)[1],
        "name": "曾志伟",
        "organization_name": "大连理工大学",
        "title": "教授",
        "phone": "+44 7700 900123",
        "consent": "on",
    } | changes


def test_a_form_sent_again_gets_its_first_answer_when_the_seats_are_gone(client):
    conference, _form = make_full(seats=1)
    forum = conference.sessions.get()
    fields = given(client, sessions=forum.code)

    first, second = client.post(FORM, fields), client.post(FORM, fields)

    assert second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Registration.objects.get().status == "confirmed"
    assert list(Registration.objects.get().sessions.all()) == [forum]


@pytest.mark.parametrize("what", ["closed", "deleted", "limit", "invalid"])
def test_a_form_sent_again_is_answered_whatever_happened_since(client, monkeypatch, what):
    _conference, form = make_full(seats=1)
    fields = given(client)
    first = client.post(FORM, fields)
    if what == "closed":
        form.closes_at = NOW - timedelta(hours=1)
        form.save()
    elif what == "deleted":
        form.delete()
    elif what == "limit":
        monkeypatch.setattr("conference.attendance.reply_views.MOST_REPLIES", 0)
    else:
        fields |= {"title": ""}

    second = client.post(FORM, fields)

    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert Registration.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_many_times_at_once_is_one_reply():
    make_full(seats=1)
    fields = given(Client())

    answers = at_once(*(lambda: Client().post(FORM, fields)["Location"] for _ in range(5)))

    assert len(set(answers)) == 1
    assert Registration.objects.get().status == "confirmed"


# --- The same person twice -------------------------------------------------------------------


SAME = {"name": "王泉", "organization_name": "东北大学", "email": "a@example.org"}


@pytest.mark.parametrize(
    "again",
    [
        {"organization_name": "东北 大学", "email": ""},
        {"name": "Wang Quan", "organization_name": "东北大学", "email": ""},
        {"name": "Quan Wang", "organization_name": "另一大学", "email": "A@Example.org"},
        {"organization_name": "另一大学", "email": "A@EXAMPLE.ORG"},
        {"organization_name": "另一大学", "email": "", "phone": "0086-138 0013 8000"},
        {"organization_name": "NEU", "email": ""},
        {"organization_name": "northeastern university（China）", "email": ""},
    ],
)
def test_a_second_reply_of_one_person_waits_for_an_organizer_and_holds_nothing(client, again):
    make_organization(short_name_en="NEU")
    _conference, form = make_full(seats=2)
    first = send(form, "王泉", **SAME | {"phone": "13800138000"})
    second = send(form, "再来", **SAME | again)
    third = send(form, "李明")

    assert (first.status, second.status, third.status) == ("confirmed", "pending", "confirmed")
    assert second.held_as_double
    own = client.get(f"/en/r/{issue_link(second)}/").content.decode()
    assert "A reply with this name is on the list already." in own
    assert "13800138000" not in own
    assert first.code not in own


@pytest.mark.parametrize(
    "other",
    [
        {"organization_name": "另一大学", "email": "b@example.org", "phone": "13800138001"},
        {"name": "王全", "email": ""},
        {"name": "李泉"},
    ],
)
def test_a_name_alone_or_a_colleague_is_no_double(other):
    _conference, form = make_full(seats=3)
    send(form, "王泉", **SAME | {"phone": "13800138000"})

    assert send(form, "别人", **SAME | other).status == "confirmed"


def test_after_a_withdrawal_one_may_reply_again():
    _conference, form = make_full(seats=3)
    withdraw(send(form, "王泉", **SAME))

    assert send(form, "再来", **SAME).status == "confirmed"


def test_organizers_are_led_to_doubles_and_decide(client, organizer):
    conference, form = make_full(seats=2)
    forum = conference.sessions.get()
    send(form, "王泉", forum, **SAME)
    double = send(form, "再来", forum, **SAME)
    other = send(form, "又来", **SAME)
    client = organizer(conference)

    index = client.get("/admin/").content.decode()
    address = f"{reverse('admin:attendance_registration_changelist')}?doubles=held"
    listed = client.get(address).content.decode()
    one = client.get(reverse("admin:attendance_registration_change", args=[double.pk]))
    one = re.sub(r'<span( lang="zh-Hans")?>|</span>', "", one.content.decode())

    assert "Decide on 2 replies of people who may be on the list already" in index
    assert "doubles=held" in index
    assert listed.count("possible double<") == 2
    assert "1 · 王泉 · 东北大学" in one
    html = act(client, "let_in", double)
    assert "1 reply is taken for another person; 0 of them on the waiting list." in html
    act(client, "decline", other)
    double.refresh_from_db()
    other.refresh_from_db()
    assert (double.status, other.status) == ("confirmed", "declined")
    assert [place.number for place in places_in_forums(double)] == [1]
    assert "may be on the list already" not in client.get("/admin/").content.decode()


def test_a_double_that_is_another_person_waits_where_no_seat_is_left():
    conference, form = make_full(seats=1)
    send(form, "王泉", **SAME)
    waiting = send(form, "李明")
    double = send(form, "再来", **SAME)

    assert [row.status for row in let_in(conference, [double])] == ["waitlisted"]
    assert line(conference) == [waiting.name, double.name]


@pytest.mark.django_db(transaction=True)
def test_one_person_replying_many_times_at_once_holds_one_seat():
    conference, form = make_full(seats=10)

    at_once(*(lambda n=n: send(form, f"次{n}", **SAME) for n in range(6)))

    rows = list(conference.registrations.order_by("number"))
    assert [row.status for row in rows] == ["confirmed"] + ["pending"] * 5
    assert [row.held_as_double for row in rows] == [False] + [True] * 5
