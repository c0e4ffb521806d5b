"""People change their own sub-forum: while seats last, else they wait; no seat is lost unasked."""

import pytest
from django.test import Client

from conference import stamps
from conference.attendance.forums_on_offer import choices_of
from conference.attendance.own.changes import change_forums, mark_of_forums
from conference.attendance.registering import RegistrationRefused, issue_link
from conference.program.release.published import published_program
from conference.program.release.publishing import publish
from tests.attendance.replies.filling import page
from tests.factories import make_conference, make_registration, make_reply_form, make_session
from tests.pages import form_data
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


@pytest.fixture
def house():
    """(conference, two sub-forums side by side of which the first has one seat, three people)."""
    return make_house()


def make_house():
    conference = make_conference(slug="spring")
    small = make_session(conference, "10:00", kind="sub-forum", title_en="Small", seats=1)
    large = make_session(conference, "10:00", kind="sub-forum", title_en="Large")
    publish(conference)
    stamps.forget()
    make_reply_form(conference)
    people = [make_registration(conference, name=name) for name in ("王芳", "李明", "赵强")]
    for person in people:
        person.sessions.set([large])
    return conference, small, large, people


def page_of(person):
    return f"/en/r/{issue_link(person)}/sub-forum/"


def chosen(person):
    return list(person.sessions.values_list("title_en", flat=True))


def test_a_free_seat_is_taken_and_the_old_one_given_up(client, house):
    _conference, small, _large, (person, *_others) = house
    address = page_of(person)
    sent = form_data(client.get(address), sessions=small.code)

    html = page(client.post(address, sent, follow=True))

    assert "Your sub-forum is changed." in html
    assert chosen(person) == ["Small"]
    assert client.post(address, sent).status_code == 302  # the second tap
    assert person.waits.count() == 0


def test_who_finds_the_last_seat_just_taken_keeps_the_old_one_and_may_then_wait(client, house):
    _conference, small, _large, (first, second, _third) = house
    address = page_of(second)
    sent = form_data(client.get(address), sessions=small.code)
    first.sessions.set([small])

    answer = client.post(address, sent)

    assert "The last seat of “Small” has just been taken." in page(answer, 409)
    assert (chosen(second), second.waits.count()) == (["Large"], 0)
    client.post(address, form_data(answer, sessions=small.code))
    assert (chosen(second), second.waits.count()) == ([], 1)
    assert "you are number 1 in line" in page(client.get(address))


def test_a_seat_given_up_goes_to_the_first_who_waits(client, house):
    _conference, small, large, (first, second, _third) = house
    first.sessions.set([small])
    second.sessions.set([])
    second.waits.create(session=small, place=1)
    address = page_of(first)

    client.post(address, form_data(client.get(address), sessions=large.code))

    assert (chosen(first), chosen(second), second.waits.count()) == (["Large"], ["Small"], 0)


def test_a_choice_made_in_another_window_is_not_overwritten(client, house):
    _conference, small, _large, (person, *_others) = house
    address = page_of(person)
    first, second = (form_data(client.get(address)) for _window in range(2))
    client.post(address, first | {"sessions": small.code})

    html = page(client.post(address, second | {"sessions": ""}), 409)

    assert "changed meanwhile" in html
    assert chosen(person) == ["Small"]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_last_seat_and_the_others_keep_theirs():
    conference, small, _large, people = make_house()
    program = published_program("spring")
    offered = [choice.session for choice in choices_of(conference, program)]
    wanted = [session for session in offered if session.pk == small.pk]

    def move(person):
        mark = mark_of_forums(person)
        return lambda: change_forums(person, wanted=wanted, offered=offered, mark=mark)

    results = at_once(*(move(person) for person in people))

    refused = [r.code for r in results if isinstance(r, RegistrationRefused)]
    assert refused == ["full", "full"]
    assert sorted(chosen(person) for person in people) == [["Large"], ["Large"], ["Small"]]


def test_a_conference_without_sub_forums_has_no_such_page(own):
    assert Client().get(f"{own}sub-forum/").status_code == 404
    assert "sub-forum/" not in page(Client().get(own))
