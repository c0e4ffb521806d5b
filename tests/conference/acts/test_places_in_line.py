"""Places in line for a sub-forum stand in history, and come back with the act that took them."""

import pytest
import time_machine

from conference.acts import act
from conference.acts.undoing import take_back
from conference.attendance.models import SessionWait
from conference.attendance.registering import set_status
from conference.attendance.seats import places_in_forums
from tests.attendance.replies.filling import NOW
from tests.attendance.replies.full import make_full, send
from tests.conference.acts.back import there_and_back
from tests.factories import make_member
from tests.pages import parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """(an organizer, three people): the first holds the only seat, the others wait for it."""
    with time_machine.travel(NOW, tick=False):
        conference, form = make_full(seats=10)
        forum = conference.sessions.get()
        people = [send(form, name, forum) for name in ("甲一", "乙二", "丙三")]
    return make_member(conference, "organizer"), people


def numbers(people):
    return [[place.number for place in places_in_forums(person)] for person in people]


def test_who_moved_up_in_a_sub_forum_goes_back_to_the_same_place(full):
    organizer, people = full
    first = people[0]

    there_and_back(lambda: set_status(first.conference, [first], "cancelled"), organizer)

    assert numbers(people) == [[], [1], [2]]
    assert SessionWait.history.filter(registration_id=people[1].pk).count() == 5


def test_who_waited_and_was_cancelled_by_mistake_waits_where_they_did(full):
    organizer, people = full
    with act(by=organizer) as done:
        set_status(people[1].conference, [people[1]], "cancelled")
    assert numbers(people) == [[], [], [1]]

    take_back(done.saved, by=organizer)

    for person in people:
        person.refresh_from_db()
    assert numbers(people) == [[], [1], [2]]


def test_a_deleted_registration_comes_back_with_its_place(full):
    organizer, people = full

    there_and_back(lambda: type(people[1]).objects.get(pk=people[1].pk).delete(), organizer)


def test_the_history_of_a_registration_tells_of_its_line(full, client):
    organizer, people = full
    set_status(people[0].conference, [people[0]], "cancelled")
    client.force_login(organizer)

    told = words(parsed(client.get(f"/admin/attendance/registration/{people[1].pk}/history/")))

    assert "Waits for sub-forum" in told
    assert told.index("Chosen sub-forum") < told.index("Waits for sub-forum")
