"""Pushing the day by minutes and publishing it, as an organizer does it."""

from datetime import timedelta

import pytest
import time_machine

from conference import stamps
from conference.program.models import Release, Session
from conference.program.release.publishing import PublishRefused, publish
from conference.program.release.pushing import push
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_member,
    make_participation,
    make_role,
    make_room,
    make_session,
)
from tests.pages import form_data, messages, of_class, parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(conference):
    """(room, what is over, what runs, what comes, what comes elsewhere) of one published day."""
    room, other = make_room(conference, slug="room"), make_room(conference, slug="other")
    sessions = [
        make_session(conference, "09:00", room=room, title_en="Over"),
        make_session(conference, "10:00", "11:00", room=room, title_en="Running"),
        make_session(conference, "11:00", "12:00", room=room, title_en="Coming"),
        make_session(conference, "11:00", "12:00", room=other, title_en="Elsewhere"),
    ]
    publish(conference)
    stamps.forget()
    return room, *sessions


def times(conference):
    """{English title: 'start end'} on the conference's clock."""
    return {
        s.title_en: " ".join(
            f"{moment.astimezone(conference.zone):%H:%M}" for moment in (s.starts_at, s.ends_at)
        )
        for s in conference.sessions.all()
    }


def test_what_comes_moves_what_runs_ends_later_and_that_is_published(conference, day):
    release = push(conference, minutes=15, at=at("10:30"))

    assert times(conference) == {
        "Over": "09:00 09:30",
        "Running": "10:00 11:15",
        "Coming": "11:15 12:15",
        "Elsewhere": "11:15 12:15",
    }
    assert release.number == 2
    assert len(release.document["sessions"]) == 4


def test_one_room_moves_alone(conference, day):
    push(conference, minutes=15, room=day[0], at=at("10:30"))

    assert times(conference)["Coming"] == "11:15 12:15"
    assert times(conference)["Elsewhere"] == "11:00 12:00"


def test_earlier_leaves_alone_what_runs(conference, day):
    push(conference, minutes=-10, at=at("09:40"))

    assert times(conference)["Running"] == "09:50 10:50"
    with pytest.raises(PublishRefused) as refused:
        push(conference, minutes=-10, at=at("10:30"))

    assert refused.value.code == "clashes"
    assert times(conference)["Coming"] == "10:50 11:50"


def test_a_running_sub_forum_and_its_talks_move_as_they_must(conference):
    room = make_room(conference)
    forum = make_session(
        conference, "10:00", "12:00", kind="sub-forum", room=room, title_en="Forum"
    )
    make_session(conference, "10:00", "11:00", kind="talk", parent=forum, title_en="One")
    make_session(conference, "11:00", "12:00", kind="talk", parent=forum, title_en="Two")
    publish(conference)

    push(conference, minutes=15, room=room, at=at("10:30"))

    assert times(conference) == {
        "Forum": "10:00 12:15",
        "One": "10:00 11:15",
        "Two": "11:15 12:15",
    }


def test_another_day_and_cancelled_sessions_stay():
    conference = make_conference(slug="ai-2026", ends_on=DAY + timedelta(days=1))
    room = make_room(conference)
    make_session(conference, "11:00", room=room, title_en="Today")
    make_session(conference, "12:00", room=room, title_en="Gone", status="cancelled")
    make_session(conference, at("09:00", day=DAY + timedelta(days=1)), room=room, title_en="After")
    publish(conference)

    push(conference, minutes=15, at=at("10:00"))

    assert times(conference) == {
        "Today": "11:15 11:45",
        "Gone": "12:00 12:30",
        "After": "09:00 09:30",
    }


def test_an_evening_moves_also_past_midnight():
    conference = make_conference(slug="ai-2026", ends_on=DAY + timedelta(days=1))
    room, after = make_room(conference), DAY + timedelta(days=1)
    make_session(conference, "23:00", at("00:15", day=after), room=room, title_en="Gala")
    make_session(conference, at("00:15", day=after), room=room, title_en="Dance")
    make_session(conference, at("09:00", day=after), room=room, title_en="Morning")
    publish(conference)

    push(conference, minutes=15, at=at("23:50"))

    assert times(conference) == {
        "Gala": "23:00 00:30",
        "Dance": "00:30 01:00",
        "Morning": "09:00 09:30",
    }


def refused_push(conference, **options):
    """The code of the refusal; nothing may have moved or been published."""
    before, releases = times(conference), Release.objects.count()
    with pytest.raises(PublishRefused) as refused:
        push(conference, minutes=15, at=at("10:30"), **options)
    assert times(conference) == before
    assert Release.objects.count() == releases
    return refused.value.code


def test_a_draft_with_other_changes_is_refused(conference, day):
    Session.objects.filter(title_en="Over").update(title_zh="改了")

    assert refused_push(conference) == "changes"


def test_a_clash_is_refused_and_nothing_moves(conference, day):
    room, _over, _running, coming, elsewhere = day
    speaker = make_participation(conference)
    make_role(coming, speaker)
    late = make_session(conference, "12:00", room=elsewhere.room, title_en="Late")
    make_role(late, speaker)
    publish(conference)

    assert refused_push(conference, room=room) == "clashes"


def test_two_organizers_who_push_at_once_push_once(conference, day):
    push(conference, minutes=15, at=at("10:30"), reviewed=1)

    assert refused_push(conference, reviewed=1) == "stale"


def test_before_the_first_publish_and_after_the_last_session_nothing_is_pushed(conference, day):
    draft = make_conference(slug="draft")
    make_session(draft, "11:00")

    assert refused_push(draft) == "changes"
    with pytest.raises(PublishRefused) as refused:
        push(conference, minutes=15, at=at("18:00"))
    assert refused.value.code == "nothing"


@pytest.mark.parametrize("minutes", [0, 181, -181])
def test_no_push_of_nothing_or_of_hours(conference, day, minutes):
    with pytest.raises(ValueError, match=str(minutes)):
        push(conference, minutes=minutes, at=at("10:30"))


# --- The page in the admin -----------------------------------------------------------------------


@pytest.fixture
def organizer(client, conference):
    client.force_login(make_member(conference, "organizer"))
    return client


def test_an_organizer_pushes_in_one_step(organizer, conference, day):
    address = f"/admin/program/push/{conference.pk}/?room=room"
    with time_machine.travel(at("10:30"), tick=False):
        page = organizer.get(address)
        answer = organizer.post(address, form_data(page, minutes="15"), follow=True)

    assert [words(e) for e in of_class(page, "row-name")] == ["Running", "Coming"]
    assert times(conference)["Coming"] == "11:15 12:15"
    assert "2 sessions were pushed by 15 minutes; Release 2 is public." in messages(answer)[0]


def test_a_push_is_taken_back_from_its_message(organizer, conference, day):
    address = f"/admin/program/push/{conference.pk}/"
    with time_machine.travel(at("10:30"), tick=False):
        organizer.post(address, form_data(organizer.get(address), minutes="15"))
        page = organizer.get(address)
        [number] = parsed(page).xpath("//input[@name='take_back']/@value")
        answer = organizer.post(address, {"take_back": number}, follow=True)

    assert times(conference)["Running"] == "10:00 11:00"
    assert times(conference)["Coming"] == "11:00 12:00"
    assert conference.releases.count() == 3
    assert "The times of before are set again; Release 3 is public." in messages(answer)[0]


def test_one_push_is_taken_back_once_and_nothing_but_a_push(organizer, conference, day):
    address = f"/admin/program/push/{conference.pk}/"

    def tried(number):
        with time_machine.travel(at("10:40"), tick=False):
            answer = organizer.post(address, {"take_back": number}, follow=True)
        return messages(answer)[0]

    assert "changed more than times" in tried("1")
    push(conference, minutes=15, at=at("10:30"))
    for odd in ("", "x", "-1", "９" * 5_000, "7"):
        assert "A newer release is out meanwhile." in tried(odd)
    Session.objects.filter(title_en="Over").update(title_zh="改了")
    assert "The draft holds other changes" in tried("2")
    publish(conference)
    assert "A newer release is out meanwhile." in tried("2")
    assert "changed more than times" in tried("3")
    assert times(conference)["Coming"] == "11:15 12:15"


def test_the_page_says_why_nothing_was_moved(organizer, conference, day):
    address = f"/admin/program/push/{conference.pk}/"
    with time_machine.travel(at("10:30"), tick=False):
        page = organizer.get(address)
        Session.objects.filter(title_en="Over").update(title_zh="改了")
        refused = organizer.post(address, form_data(page, minutes="15"))
        nothing = organizer.post(address, form_data(page, minutes="0"))

    assert "The draft holds other changes" in messages(refused)[0]
    assert "Enter a number of minutes other than 0." in nothing.content.decode()
    assert times(conference)["Coming"] == "11:00 12:00"


def test_the_page_costs_the_same_for_every_number_of_sessions(
    organizer, conference, day, django_assert_num_queries
):
    address = f"/admin/program/push/{conference.pk}/"
    with time_machine.travel(at("10:30"), tick=False):
        organizer.get(address)
        for count in (1, 3):
            for number in range(count):
                make_session(conference, f"{12 + count + number}:00")
            with django_assert_num_queries(11):
                organizer.get(address)


def test_a_room_of_another_conference_is_not_found(organizer, conference, day):
    make_room(make_conference(slug="other-one"), slug="elsewhere")
    address = f"/admin/program/push/{conference.pk}/"

    for slug in ("elsewhere", "%F0%9F%98%80", "a" * 2_000):
        assert organizer.get(f"{address}?room={slug}").status_code == 404
