"""The same form twice is one reply; the same person twice is an organizer's to decide."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conference.attendance import reply_views
from conference.attendance.models import Registration
from conference.attendance.registering import issue_link, let_in, withdraw
from conference.attendance.seats import places_in_forums
from tests.attendance.replies.filling import FORM, NOW, given
from tests.attendance.replies.full import act, line, make_full, send
from tests.factories import make_organization
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


# --- The same form twice -------------------------------------------------------------------------


def test_a_form_sent_again_gets_its_first_answer_when_the_seats_are_gone(client):
    conference, _form = make_full(seats=1)
    forum = conference.sessions.get()
    fields = given(client, sessions=forum.code)

    first, second = client.post(FORM, fields), client.post(FORM, fields)

    assert second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Registration.objects.get().status == "confirmed"
    assert list(Registration.objects.get().sessions.all()) == [forum]


@pytest.mark.parametrize("what", ["closed", "deleted", "limit"])
def test_a_form_sent_again_is_answered_whatever_happened_since(client, monkeypatch, what):
    _conference, form = make_full(seats=1)
    fields = given(client)
    first = client.post(FORM, fields)
    if what == "closed":
        form.closes_at = NOW - timedelta(hours=1)
        form.save()
    elif what == "deleted":
        form.delete()
    else:
        monkeypatch.setitem(reply_views.PER_NETWORK, "most", 0)

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


# --- The same person twice -----------------------------------------------------------------------

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
    act(client, "decline", other, told="1")
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
