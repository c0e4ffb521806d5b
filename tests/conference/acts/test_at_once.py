"""Taking back while others are at work: one wins, the other is told, nothing is half done."""

import pytest

from conference.acts import act
from conference.acts.refusal import UndoRefused
from conference.acts.undoing import take_back
from conference.models import Act
from conference.program.draft.moving import move
from conference.program.models import Session
from tests.factories import at, make_conference, make_member, make_room, make_session
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference():
    return make_conference()


def moved(conference, by):
    session = make_session(conference, "09:00", title_en="Opening")
    with act(by=by) as done:
        move([session], minutes=15)
    return session, done.saved


def codes(results):
    return sorted(r.code if isinstance(r, UndoRefused) else type(r).__name__ for r in results)


def test_two_who_take_back_one_act_take_it_back_once(conference):
    organizer = make_member(conference, "organizer")
    session, done = moved(conference, organizer)

    results = at_once(*[lambda: take_back(Act.objects.get(pk=done.pk), by=organizer)] * 4)

    assert codes(results) == ["Act", "undone", "undone", "undone"]
    session.refresh_from_db()
    assert session.starts_at == at("09:00")
    assert Act.objects.filter(undoes=done).count() == 1


def test_a_save_at_the_same_moment_is_kept_or_comes_later(conference):
    organizer = make_member(conference, "organizer")
    session, done = moved(conference, organizer)

    def save():
        with act(by=organizer):
            row = Session.objects.get(pk=session.pk)
            row.title_en = "Welcome"
            row.save(update_fields=["title_en"])

    undone, saved = at_once(lambda: take_back(done, by=organizer), save)

    assert saved is None
    session.refresh_from_db()
    assert session.title_en == "Welcome"
    if isinstance(undone, UndoRefused):
        assert (undone.code, session.starts_at) == ("changed", at("09:15"))
    else:
        assert session.starts_at == at("09:00")


def test_a_room_is_not_taken_away_from_under_a_session(conference):
    organizer = make_member(conference, "organizer")
    with act(by=organizer) as done:
        room = make_room(conference)

    undone, made = at_once(
        lambda: take_back(done.saved, by=organizer),
        lambda: make_session(conference, "09:00", room=room),
    )

    assert isinstance(undone, UndoRefused) or isinstance(made, Exception)
    assert isinstance(undone, Act) or isinstance(made, Session)
