"""Checkpoints, and walk-ins through them."""

import pytest

from conference.attendance.checkin import walk_in
from conference.attendance.checkpoints import (
    UnknownCheckpoint,
    arrival_checkpoint,
    checkpoint_choices,
    find_checkpoint,
    session_checkpoint,
)
from conference.attendance.models import Checkpoint, Registration
from tests.attendance.desk.doors import new_id
from tests.factories import (
    make_checkpoint,
    make_conference,
    make_organization,
    make_registration,
    make_session,
)

pytestmark = pytest.mark.django_db


# --- Walk-ins ------------------------------------------------------------------------------------


def test_a_walk_in_is_on_the_list_and_signed_in(conference, door):
    make_registration(conference)
    school = make_organization(name_zh="大连理工大学")

    scan = walk_in(
        conference,
        name="李明",
        organization="大连理工大学",
        phone="+44 7700 900200",
        by=door.by,
        checkpoint=door.checkpoint,
        client_id=new_id(),
        station="Desk 1",
    )

    person = scan.registration
    assert (person.number, person.status, person.source) == (2, "confirmed", "walk-in")
    assert (person.organization, person.phone) == (school, "+44 7700 900200")
    assert (scan.result, scan.method, scan.admission.registration) == (
        "admitted",
        "walk-in",
        person,
    )


def test_a_walk_in_sent_twice_adds_one_person(conference, door):
    values = {
        "name": "李明",
        "by": door.by,
        "checkpoint": door.checkpoint,
        "client_id": "walk-in",
    }

    first, second = walk_in(conference, **values), walk_in(conference, **values)

    assert first == second
    assert Registration.objects.count() == 1


def test_a_walk_in_at_a_sub_forum_has_chosen_it(conference, door):
    forum = make_session(conference, kind="sub-forum")

    scan = walk_in(
        conference,
        name="李明",
        by=door.by,
        checkpoint=session_checkpoint(forum),
        client_id=new_id(),
    )

    assert list(scan.registration.sessions.all()) == [forum]


# --- Checkpoints ---------------------------------------------------------------------------------


def test_checkpoints_are_made_when_first_needed_and_only_once(conference):
    session = make_session(conference)

    assert find_checkpoint(conference, "arrival").pk is None
    assert arrival_checkpoint(conference) == arrival_checkpoint(conference)
    assert session_checkpoint(session) == session_checkpoint(session)
    assert find_checkpoint(conference, session.code.lower()).session == session
    assert Checkpoint.objects.count() == 2


@pytest.mark.parametrize(
    "token", ["", "lunch", "own-0", "own-x", "own-99999999999", "ABC12", "É" * 6]
)
def test_unknown_checkpoints_are_told(conference, token):
    with pytest.raises(UnknownCheckpoint, match="Choose arrival"):
        find_checkpoint(conference, token)


def test_a_session_of_another_conference_is_no_checkpoint(conference):
    session = make_session(make_conference())
    lunch = make_checkpoint(session.conference, kind="own", name_en="Lunch")

    for token in (session.code, f"own-{lunch.pk}"):
        with pytest.raises(UnknownCheckpoint):
            find_checkpoint(conference, token)


def test_the_chooser_offers_sessions_but_no_talks_and_none_cancelled(
    conference, django_assert_num_queries
):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="Forum")
    make_session(conference, "10:10", kind="talk", parent=forum, title_en="Talk")
    make_session(conference, "09:00", title_en="Keynote")
    make_session(conference, "11:00", title_en="Gone", status="cancelled")
    make_checkpoint(conference, kind="own", name_en="Lunch")

    with django_assert_num_queries(2):
        groups = checkpoint_choices(conference)

    assert [(label, [str(c) for c in found]) for label, found in groups] == [
        ("Conference", ["Arrival", "Lunch"]),
        ("Sub-forums", ["Forum"]),
        ("Other sessions", ["Keynote"]),
    ]
