"""The report of clashes and of what lacks a translation, and the answers to clashes."""

import pytest

from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_member,
    make_participation,
    make_role,
    make_room,
    make_session,
)
from tests.pages import messages, of_class, parsed, words
from tests.program.admin.addresses import review

pytestmark = pytest.mark.django_db


# --- Clashes and translations --------------------------------------------------------------------


def test_the_report_sets_errors_apart_from_warnings(client, organizer, conference, session):
    make_session(conference, "23:00", "23:30", kind="panel", title_en="Late")
    room = make_room(conference)
    make_session(conference, "09:00", room=room)
    make_session(conference, "09:00", room=room)

    page = client.get(f"/admin/program/clashes/{conference.pk}/")

    assert len(of_class(page, "error", "li")) == 1
    assert len(of_class(page, "warning", "li")) == 4


# --- Answers to clashes of people ----------------------------------------------------------------


def settle(conference):
    return f"/admin/program/settle/{conference.pk}/"


def test_one_press_says_that_two_places_at_once_are_meant(client, organizer, conference, session):
    person = session.roles.get().participation
    make_role(make_session(conference, "09:00", title_en="Double"), person)
    page = client.get(review(conference))
    assert "Meant so: Wang Xingwei may be in several places at once" in words(parsed(page))
    assert not of_class(page, "publish", "form")

    page = client.post(settle(conference), {"meant": person.pk, "back": "publish"}, follow=True)

    assert messages(page) == ["Wang Xingwei may be in several places at once from now on."]
    assert of_class(page, "publish", "form")


def test_people_without_a_session_are_told_before_a_publish_and_go_with_one_press(
    client, organizer, conference, session
):
    publish(conference)
    for _ in range(2):
        make_participation(conference)
    page = client.get(review(conference))
    assert "2 people are listed without a session" in words(parsed(page))
    (ids,) = {b.get("value") for b in parsed(page).xpath("//button[@name='take_off']")[:1]}

    client.post(settle(conference), {"take_off": ids, "back": "publish"})

    assert conference.participations.count() == 1
    assert "listed without a session" not in words(parsed(client.get(review(conference))))


@pytest.mark.parametrize(
    ("role", "status"), [(Role.EDITOR, 302), (Role.VIEWER, 403), (Role.DESK, 403)]
)
def test_only_who_edits_the_draft_answers_a_clash(client, conference, session, role, status):
    lonely = make_participation(conference)
    client.force_login(make_member(conference, role))

    answer = client.post(settle(conference), {"take_off": f"{lonely.pk},x,{10**30}"})

    assert answer.status_code == status
    assert conference.participations.filter(pk=lonely.pk).exists() == (status != 302)
    stranger = make_conference()
    assert client.post(settle(stranger), {"take_off": "1"}).status_code == 404
