"""Acts on chosen sessions: moving, copying, cancelling, reinstating."""

import pytest

from conference.program.models import Session
from tests.factories import at, make_role, make_room, make_session
from tests.pages import errors, form_data, links, messages
from tests.program.admin.addresses import SESSIONS

pytestmark = pytest.mark.django_db


def act(client, action, *sessions, **data):
    chosen = {"action": action, "_selected_action": [session.pk for session in sessions]}
    return client.post(SESSIONS, chosen | data, follow=True)


def test_sessions_move_by_minutes_after_asking_for_them(client, organizer, conference):
    forum = make_session(conference, "09:00", "10:00", kind="sub-forum")
    talk = make_session(conference, "09:00", kind="talk", parent=forum)
    untimed = make_session(conference)

    asked = act(client, "move_by_minutes", forum, untimed, index="0")
    assert "2026-05-20 09:00–10:00" in asked.content.decode()
    page = client.post(SESSIONS, form_data(asked, minutes="-15"), follow=True)

    assert messages(page) == ["2 sessions were moved."]
    forum.refresh_from_db()
    talk.refresh_from_db()
    assert (forum.starts_at, talk.starts_at) == (at("08:45"), at("08:45"))


@pytest.mark.parametrize("minutes", ["", "0", "abc", "99999999999", "1.5", "-99999"])
def test_no_minutes_that_make_no_sense(client, organizer, conference, minutes):
    session = make_session(conference, "09:00")

    page = act(client, "move_by_minutes", session, apply="1", minutes=minutes)

    assert len(errors(page)) == 1
    session.refresh_from_db()
    assert session.starts_at == at("09:00")


def test_a_copy_has_no_time_and_a_new_code(client, organizer, conference):
    session = make_session(conference, "09:00")
    make_role(session)

    page = act(client, "duplicate_sessions", session, index="0")

    copy = Session.objects.exclude(pk=session.pk).get()
    assert (copy.starts_at, copy.roles.count()) == (None, 1)
    assert copy.code != session.code
    assert links(page)["The future of educational big data"]


def test_many_copies_are_told_in_one_message_with_the_way_to_what_they_lack(
    client, organizer, conference
):
    hall = make_room(conference)
    first, second = (make_session(conference, clock, room=hall) for clock in ("09:00", "10:00"))
    forum = make_session(conference, "13:00", kind="sub-forum", room=hall)
    make_session(conference, "13:00", parent=forum)

    page = act(client, "duplicate_sessions", first, second, forum)

    assert messages(page) == [
        "3 copies were made. 2 have no time yet. See the sessions without a time · 1 has the "
        "times of its talks and no room. See the sessions without a room"
    ]
    for name, found in (("time", 2), ("room", 1)):
        listed = client.get(links(page)[f"See the sessions without a {name}"])
        assert len(listed.context["cl"].result_list) == found


def test_sessions_are_cancelled_and_reinstated(client, organizer, conference):
    session = make_session(conference, "09:00")

    page = act(client, "cancel_sessions", session, index="0")
    assert messages(page) == ["1 session is cancelled. Attendees see it after the next publish."]
    session.refresh_from_db()
    assert session.is_cancelled
    act(client, "reinstate_sessions", session, index="0")

    session.refresh_from_db()
    assert not session.is_cancelled
    assert session.history.count() == 3


def test_reinstated_sessions_tell_what_clashes_now(client, organizer, conference):
    hall = make_room(conference, name_zh="", name_en="Hall")
    make_session(conference, "09:00", room=hall, title_en="First")
    row = make_session(conference, "09:00", room=hall, title_en="Second", status="cancelled")

    page = client.post(
        SESSIONS,
        {"action": "reinstate_sessions", "_selected_action": [row.pk], "index": "0"},
        follow=True,
    )

    assert any("clash keeps" in text for text in messages(page))
