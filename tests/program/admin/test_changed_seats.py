"""Who changes the seats of a sub-forum is told from when they count, and who waits for them."""

import pytest
import time_machine
from django.urls import reverse

from conference.program.release.choosing import waiting_for
from tests.attendance.replies.filling import NOW
from tests.attendance.replies.full import make_full, send
from tests.factories import make_member, make_session
from tests.pages import form_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early")]


@pytest.fixture
def early():
    with time_machine.travel(NOW, tick=False):
        yield


def save(client, session, **changes):
    address = reverse("admin:program_session_change", args=[session.pk])
    fields = form_data(client.get(address), **changes)
    return client.post(address, fields, follow=True).content.decode()


def test_raised_seats_say_that_they_count_once_published_and_how_many_wait(client):
    conference, form = make_full(seats=None)
    forum = conference.sessions.get()
    for who in ("甲", "乙", "丙"):
        send(form, who, forum)
    client.force_login(make_member(conference, "organizer"))

    text = save(client, forum, seats="3")

    assert waiting_for(forum) == 2
    assert (
        "The changed seats of “AI literacy” count once the program is published: until then 2 "
        "people go on waiting."
    ) in text


def test_changed_seats_say_that_they_count_once_published_when_nobody_waits(client):
    conference, _form = make_full(seats=None)
    client.force_login(make_member(conference, "organizer"))

    text = save(client, conference.sessions.get(), seats="3")

    assert "The changed seats of “AI literacy” count once the program is published." in text


def test_nothing_is_said_of_seats_that_did_not_change_or_are_a_draft(client):
    conference, _form = make_full(seats=None)
    draft = make_session(conference, "14:00", kind="sub-forum", title_en="New forum", seats=1)
    client.force_login(make_member(conference, "organizer"))

    texts = save(client, conference.sessions.get(title_en="AI literacy"), title_en="AI")
    texts += save(client, draft, seats="3")

    assert "The changed seats" not in texts
