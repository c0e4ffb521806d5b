"""Clashes: each rule finds its case, and leaves its neighbor alone."""

from datetime import timedelta

import pytest

from conference.program.draft.clashes import find_clashes
from conference.program.draft.settling import list_alone, mean_overlaps, take_off
from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_participation,
    make_role,
    make_room,
    make_session,
)

pytestmark = pytest.mark.django_db


def codes(conference, level="error"):
    return [c.code for c in find_clashes(conference) if c.level == level]


def test_two_sessions_in_one_room_at_one_time_clash():
    conference = make_conference()
    room = make_room(conference, name_en="Room 201", name_zh="")
    make_session(conference, "09:00", "09:30", room=room, title_en="Opening address")
    make_session(conference, "09:15", "10:00", room=room, title_en="Keynote")

    (clash,) = [c for c in find_clashes(conference) if c.is_error]

    assert str(clash.message) == (
        "Room 201 has “Opening address” 2026-05-20 09:00–09:30 and “Keynote” at the same time."
    )
    assert [str(s) for s in clash.sessions] == ["Keynote", "Opening address"]


def test_touching_ends_other_rooms_cancelled_ones_and_shared_halls_do_not_clash():
    conference = make_conference()
    room, other = make_room(conference), make_room(conference)
    foyer = make_room(conference, holds_several=True)
    make_session(conference, "09:00", "09:30", room=room)
    make_session(conference, "09:30", "10:00", room=room)
    make_session(conference, "09:00", "10:00", room=other)
    make_session(conference, "09:00", "10:00", room=other, status="cancelled")
    make_session(conference, "09:00", "10:00", room=foyer)
    make_session(conference, "09:00", "10:00", room=foyer)

    assert codes(conference) == []


def test_a_person_cannot_be_in_two_places():
    conference = make_conference()
    person = make_participation(conference)
    for room in (make_room(conference), make_room(conference)):
        make_role(make_session(conference, "09:00", "10:00", room=room), person)

    assert codes(conference) == ["person"]


def test_a_chair_may_speak_in_the_own_sub_forum():
    conference = make_conference()
    person = make_participation(conference)
    forum = make_session(conference, "09:00", "10:00", kind="sub-forum", room=make_room(conference))
    talk = make_session(conference, "09:10", "09:30", kind="talk", parent=forum)
    make_role(forum, person, "chair")
    make_role(talk, person)

    assert codes(conference) == []


def test_two_talks_of_one_sub_forum_at_one_time_clash_in_its_room():
    conference = make_conference()
    forum = make_session(conference, "09:00", "10:00", kind="sub-forum", room=make_room(conference))
    make_session(conference, "09:00", "09:30", kind="talk", parent=forum)
    make_session(conference, "09:20", "09:50", kind="talk", parent=forum)

    assert codes(conference) == ["room"]


def test_a_talk_lies_inside_its_sub_forum():
    conference = make_conference()
    forum = make_session(conference, "09:00", "10:00", kind="sub-forum")
    make_session(conference, "09:50", "10:10", kind="talk", parent=forum)
    untimed = make_session(conference, kind="sub-forum")
    make_session(conference, "14:00", "14:10", kind="talk", parent=untimed)

    assert codes(conference) == ["outside_parent", "outside_parent"]


def test_a_session_lies_inside_the_conference_but_may_end_after_midnight():
    conference = make_conference()
    make_session(conference, at("23:00"), at("01:00", day=DAY + timedelta(days=1)))
    make_session(conference, at("09:00", day=DAY + timedelta(days=1)))

    assert codes(conference) == ["outside_conference"]


def test_warnings_name_missing_chairs_people_and_seats():
    conference = make_conference()
    room = make_room(conference, capacity=40)
    make_session(conference, kind="sub-forum", room=room, seats=60)
    make_session(conference, kind="break")

    assert codes(conference, "warning") == ["no_chair", "no_people", "capacity"]


def test_a_person_meant_to_be_in_several_places_is_a_warning():
    conference = make_conference()
    team = make_participation(conference)
    for _ in range(2):
        make_role(make_session(conference, "09:00"), team)
    assert codes(conference) == ["person"]

    mean_overlaps(conference, [team.pk])

    assert codes(conference) == []
    assert codes(conference, "warning") == ["person"]
    assert publish(conference).number == 1


def test_whoever_was_replaced_in_their_only_talk_is_a_warning_with_ways_out():
    conference = make_conference()
    session = make_session(conference)
    gone, stays, guest = (make_participation(conference) for _ in range(3))
    make_role(session, stays)

    (first, second) = [c for c in find_clashes(conference) if c.code == "no_session"]

    assert {first.person, second.person} == {gone, guest}
    assert not first.is_error
    assert list_alone(conference, [guest.pk]) == [guest]
    assert [p.pk for p in take_off(conference, [gone.pk, stays.pk])] == [None]
    assert codes(conference, "warning") == []
    assert set(conference.participations.all()) == {stays, guest}


@pytest.mark.parametrize("rows", [1, 3, 400])
def test_finding_clashes_costs_the_same_for_any_number_of_sessions(rows, django_assert_num_queries):
    conference = make_conference()
    room = make_room(conference)
    person = make_participation(conference)
    sessions = [
        Session(conference=conference, number=n, title_en=f"Talk {n}", room=room)
        for n in range(1, rows + 1)
    ]
    Session.objects.bulk_create(sessions)
    for session in Session.objects.all()[:3]:
        make_role(session, person)

    with django_assert_num_queries(5):
        find_clashes(conference)
