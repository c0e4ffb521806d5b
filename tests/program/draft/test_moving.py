"""Move, duplicate and cancel sessions; keep the clock when the zone changes."""

import pytest
from django.core.exceptions import ValidationError

from conference.program.draft.moving import change_time_zone, duplicate, move, set_status
from conference.program.models import Session
from tests.factories import at, make_conference, make_role, make_room, make_session

pytestmark = pytest.mark.django_db


def test_move_takes_the_talks_along_and_leaves_untimed_sessions_alone():
    conference = make_conference()
    forum = make_session(conference, "09:00", "10:00", kind="sub-forum")
    talk = make_session(conference, "09:00", kind="talk", parent=forum)
    untimed = make_session(conference)

    moved = move([forum, untimed], minutes=15)

    assert [s.pk for s in moved] == [forum.pk, talk.pk]
    talk.refresh_from_db()
    assert (talk.starts_at, talk.ends_at) == (at("09:15"), at("09:45"))


@pytest.mark.parametrize("minutes", [0, 60 * 24 * 15, -60 * 24 * 15])
def test_move_refuses_nothing_and_far_too_much(minutes):
    with pytest.raises(ValueError, match=str(minutes)):
        move([], minutes=minutes)


def test_duplicate_copies_people_and_talks_under_new_identities_with_their_places_inside():
    conference = make_conference()
    forum = make_session(conference, "09:00", "10:00", kind="sub-forum", room=make_room(conference))
    talks = [
        make_session(conference, clock, kind="talk", parent=forum) for clock in ("09:00", "09:30")
    ]
    make_role(talks[0])

    copy = duplicate(forum)

    copies = list(copy.talks.in_order())
    assert copy.room is None
    assert (copy.starts_at, copy.ends_at) == (forum.starts_at, forum.ends_at)
    assert [(t.starts_at, t.ends_at) for t in copies] == [(t.starts_at, t.ends_at) for t in talks]
    assert copies[0].roles.get().participation == talks[0].roles.get().participation
    assert len({s.guid for s in Session.objects.all()}) == 6
    assert sorted(Session.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_duplicate_of_a_session_without_timed_talks_has_no_time():
    conference = make_conference()
    forum = make_session(conference, "09:00", kind="sub-forum", room=make_room(conference))
    make_session(conference, kind="talk", parent=forum)

    copy = duplicate(forum)

    assert (copy.starts_at, copy.room, copy.talks.count()) == (None, forum.room, 1)


def test_a_sub_forum_is_deleted_with_its_talks_unless_one_was_published():
    conference = make_conference()
    seen, unseen = (make_session(conference, kind="sub-forum") for _ in range(2))
    for forum in (seen, unseen):
        make_role(make_session(conference, kind="talk", parent=forum))
    seen.talks.update(first_published_at=at("08:00"))

    unseen.delete()
    with pytest.raises(ValidationError):
        seen.delete()

    assert set(Session.objects.all()) == {seen, seen.talks.get()}


def test_cancelling_reports_only_what_changed():
    conference = make_conference()
    planned = make_session(conference)
    cancelled = make_session(conference, status="cancelled")

    assert set_status([planned, cancelled], "cancelled") == [planned]


def test_a_new_time_zone_keeps_what_the_clock_says():
    conference = make_conference()
    session = make_session(conference, "09:00", "09:30")
    conference.time_zone = "Europe/Berlin"
    conference.save()

    change_time_zone(conference, old_zone="Asia/Shanghai")

    session.refresh_from_db()
    local = session.starts_at.astimezone(conference.zone)
    assert f"{local:%H:%M %Z}" == "09:00 CEST"
