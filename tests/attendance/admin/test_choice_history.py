"""The chosen sub-forums in a registration's history: every way they change, and back again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance.models import Choice
from conference.attendance.registering import list_lock, reply, set_status
from conference.attendance.replies import add_replies
from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_member,
    make_registration,
    make_reply_form,
    make_session,
)
from tests.pages import form_data, parsed, words
from tests.queries import costs

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def forums(conference):
    titles = ["Governance", "Teaching"]
    return [make_session(conference, kind="sub-forum", title_en=t, title_zh="") for t in titles]


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER)
    client.force_login(user)
    return user


def change(row):
    return f"/admin/attendance/registration/{row.pk}/change/"


def history(row):
    return f"/admin/attendance/registration/{row.pk}/history/"


def kept(row):
    """What the history holds of a person's choices, oldest first."""
    rows = Choice.history.filter(registration_id=row.pk).order_by("history_id")
    return [(record.history_type, record.session.title_en) for record in rows]


def choose(client, row, *forums):
    page = client.get(change(row))
    return client.post(change(row), form_data(page, sessions=[forum.pk for forum in forums]))


def test_sub_forums_chosen_in_the_admin_are_told_and_brought_back(
    client, conference, forums, organizer
):
    # Both saves within a second: each is an act of its own all the same.
    row = make_registration(conference)
    choose(client, row, forums[0])
    chosen = row.history.first()
    choose(client, row, forums[1])

    text = words(parsed(client.get(history(row))))
    version = f"{history(row)}{chosen.pk}/"
    page = client.get(version)
    answer = client.post(version, form_data(page))

    assert kept(row)[:3] == [("+", "Governance"), ("-", "Governance"), ("+", "Teaching")]
    assert Choice.history.first().history_user == organizer
    assert "Chosen sub-forum – → Governance" in text
    assert "Chosen sub-forum Governance → –" in text
    assert answer.status_code == 302
    assert [session.title_en for session in row.sessions.all()] == ["Governance"]


def test_a_save_that_chooses_nothing_else_writes_no_choice(client, conference, forums, organizer):
    row = make_registration(conference)
    choose(client, row, forums[0])

    page = client.get(change(row))
    client.post(change(row), form_data(page, title="Dean"))

    assert kept(row) == [("+", "Governance")]


def test_a_sub_forum_chosen_on_the_form_or_in_a_sheet_is_kept(conference, forums):
    form = make_reply_form(
        conference,
        opens_at=timezone.now() - timedelta(days=1),
        closes_at=timezone.now() + timedelta(days=1),
    )
    sheet = [["姓名", "单位", "分论坛"], ["李明", "东北大学", "Teaching"]]

    person, _token = reply(form, form_id="a" * 32, name="赵敏", sessions=[forums[0]])
    add_replies(conference, sheet)

    assert kept(person) == [("+", "Governance")]
    assert kept(conference.registrations.get(name="李明")) == [("+", "Teaching")]


def test_a_seat_given_from_the_line_and_one_lost_by_an_act_on_many_are_kept(
    client, conference, organizer
):
    forum = make_session(conference, "09:00", kind="sub-forum", title_en="Small", seats=1)
    publish(conference)
    form = make_reply_form(
        conference,
        opens_at=timezone.now() - timedelta(days=1),
        closes_at=timezone.now() + timedelta(days=1),
    )
    first, second = (
        reply(form, form_id=letter * 32, name=name, sessions=[forum])[0]
        for letter, name in [("a", "赵敏"), ("b", "钱进")]
    )
    assert kept(second) == []

    for action in ("cancel", "confirm"):
        client.post(
            "/admin/attendance/registration/",
            {"action": action, "_selected_action": [first.pk], "index": "0"},
        )

    # The second got the seat; the first came back behind, and waits for it.
    assert kept(second) == [("+", "Small")]
    assert kept(first) == [("+", "Small"), ("-", "Small")]
    assert {record.history_user for record in Choice.history.all()} == {organizer, None}


def test_what_went_with_a_deleted_sub_forum_is_told(client, conference, forums, organizer):
    row = make_registration(conference)
    choose(client, row, *forums)
    forums[0].delete()

    text = words(parsed(client.get(history(row))))

    assert "Chosen sub-forum Governance → –" in text
    version = f"{history(row)}{row.history.first().pk}/"
    assert "Governance" in words(parsed(client.get(version)))  # said: it cannot come back
    assert client.post(version, form_data(client.get(version))).status_code == 302
    assert list(row.sessions.all()) == [forums[1]]


def test_choices_of_many_cost_the_same_queries_as_of_few(conference, forums):
    def confirm_all():
        set_status(conference, conference.registrations.all(), "confirmed")

    def people(number):
        with list_lock(conference):
            add_replies(
                conference,
                [
                    ["姓名", "单位", "分论坛"],
                    *([f"李明{n:03}", f"大学{number}", "Teaching"] for n in range(number)),
                ],
            )
        set_status(conference, conference.registrations.all(), "cancelled")

    people(3)
    confirm_all()  # what is asked once is known now
    people(5)
    with costs(24, rows=8):
        confirm_all()
    people(100)
    with costs(24, rows=108):
        confirm_all()
