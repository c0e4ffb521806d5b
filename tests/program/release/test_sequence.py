"""When a session counts as changed: SEQUENCE and LAST-MODIFIED rise for it, and for no other."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from conference import stamps
from conference.program.release.publishing import publish, withdraw
from conference.program.release.restoring import restore
from tests.factories import (
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 5, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
NOBODY = set()


@pytest.fixture
def conference():
    """A keynote, a sub-forum with one talk, and a tea break, published once."""
    conference = make_conference(slug="ai-2026", venue_en="Center")
    hall, side = make_room(conference, slug="hall"), make_room(conference, slug="side")
    track = make_track(conference, slug="teaching")
    person = make_person()
    speaker = make_participation(conference, person)
    make_role(make_session(conference, "09:00", title_en="Keynote", room=hall), speaker)
    forum = make_session(
        conference, "10:00", "12:00", kind="sub-forum", title_en="Forum", room=side, track=track
    )
    make_session(conference, "10:00", kind="talk", title_en="Talk", parent=forum)
    make_session(conference, "09:30", kind="break", title_en="Tea", room=hall)
    publish(conference, at=FIRST)
    return conference


def change(row, **values):
    row.refresh_from_db()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def session(conference, title):
    return conference.sessions.get(title_en=title)


def sequences(conference):
    """{number: (sequence, when it changed)} of the current release."""
    document = conference.releases.standing().first().document
    return {
        row["number"]: (row["sequence"], datetime.fromisoformat(row["changed_at"]))
        for row in document["sessions"]
    }


# What is done to the draft, and whose entry says something else then.
CHANGES = {
    "a time": (
        lambda c: change(session(c, "Keynote"), starts_at=at("08:30"), ends_at=at("09:00")),
        {"Keynote"},
    ),
    "a title": (lambda c: change(session(c, "Tea"), title_zh="茶"), {"Tea"}),
    "an abstract": (lambda c: change(session(c, "Tea"), abstract_en="Cake"), {"Tea"}),
    "a cancellation": (lambda c: change(session(c, "Tea"), status="cancelled"), {"Tea"}),
    "a room of one": (
        lambda c: change(session(c, "Tea"), room=c.rooms.get(slug="side")),
        {"Tea"},
    ),
    "the room of a sub-forum": (
        lambda c: change(session(c, "Forum"), room=c.rooms.get(slug="hall")),
        {"Forum", "Talk"},
    ),
    "a cancelled sub-forum": (
        lambda c: change(session(c, "Forum"), status="cancelled"),
        {"Forum", "Talk"},
    ),
    "the title of a sub-forum": (
        lambda c: change(session(c, "Forum"), title_zh="论坛"),
        {"Forum", "Talk"},
    ),
    "the name of a room": (
        lambda c: change(c.rooms.get(slug="hall"), name_en="Grand hall"),
        {"Keynote", "Tea"},
    ),
    "the name of a track": (
        lambda c: change(c.tracks.get(), name_en="Learning"),
        {"Forum", "Talk"},
    ),
    "an organization as printed": (
        lambda c: change(c.participations.get(), printed_organization_en="NEU"),
        {"Keynote"},
    ),
    "a speaker": (lambda c: make_role(session(c, "Tea")), {"Tea"}),
    "slides": (
        lambda c: session(c, "Keynote").links.create(
            kind="slides", url="https://example.org/", is_released=True
        ),
        {"Keynote"},
    ),
    "the venue": (lambda c: change(c, venue_en="Theater"), {"Keynote", "Tea", "Forum", "Talk"}),
    "the seats of a room": (
        lambda c: change(c.rooms.get(slug="hall"), capacity=500),
        NOBODY,
    ),
    "the color of a track": (lambda c: change(c.tracks.get(), color="#123456"), NOBODY),
    "a website": (
        lambda c: change(c.participations.get().person, website="https://example.org/"),
        NOBODY,
    ),
    "the description": (lambda c: change(c, description_en="More"), NOBODY),
    "a new session": (lambda c: make_session(c, "15:00", title_en="New"), {"New"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_session_says_decides_whether_it_changed(conference, name):
    act, expected = CHANGES[name]
    numbers = dict(conference.sessions.values_list("number", "title_en"))
    before = sequences(conference)

    act(conference)
    publish(conference, at=FIRST + DAY)

    after = sequences(conference)
    numbers |= dict(conference.sessions.values_list("number", "title_en"))
    changed = {numbers[n] for n, (_s, when) in after.items() if when == FIRST + DAY}
    assert changed == expected
    for number, (sequence, when) in after.items():
        if numbers[number] == "New":
            assert sequence == 0
        elif numbers[number] in expected:
            assert (sequence, when) == (before[number][0] + 1, FIRST + DAY)
        else:
            assert (sequence, when) == before[number]


def test_a_number_never_falls_when_a_release_is_taken_back(conference):
    tea = session(conference, "Tea")
    change(tea, title_en="Coffee")
    publish(conference, at=FIRST + DAY)

    withdraw(conference.releases.get(number=2), at=FIRST + 2 * DAY)

    assert sequences(conference)[tea.number] == (2, FIRST + 2 * DAY)
    keynote = session(conference, "Keynote")
    assert sequences(conference)[keynote.number] == (0, FIRST)

    change(tea, title_en="Juice")
    publish(conference, at=FIRST + 3 * DAY)
    assert sequences(conference)[tea.number] == (3, FIRST + 3 * DAY)


def test_a_session_that_was_taken_back_comes_again_as_changed(conference):
    new = make_session(conference, "15:00", title_en="New")
    publish(conference, at=FIRST + DAY)
    withdraw(conference.releases.get(number=2), at=FIRST + 2 * DAY)
    change(new, title_en="New again")

    publish(conference, at=FIRST + 3 * DAY)

    assert sequences(conference)[new.number] == (1, FIRST + 3 * DAY)


def test_all_releases_taken_back_and_one_published_again(conference):
    withdraw(conference.releases.get(), at=FIRST + DAY)
    change(session(conference, "Tea"), title_en="Coffee")

    publish(conference, at=FIRST + 2 * DAY)

    assert {sequence for sequence, _when in sequences(conference).values()} == {1}


def test_a_restored_release_counts_as_a_change(conference):
    tea = session(conference, "Tea")
    change(tea, title_en="Coffee")
    publish(conference, at=FIRST + DAY)

    restore(conference.releases.get(number=1))
    publish(conference, at=FIRST + 2 * DAY)

    assert sequences(conference)[tea.number] == (2, FIRST + 2 * DAY)


def test_calendars_are_told_of_the_new_room_of_a_sub_forum(client, conference):
    change(session(conference, "Forum"), room=conference.rooms.get(slug="hall"))
    publish(conference, at=FIRST + DAY)
    stamps.forget()

    calendar = Calendar.from_ical(client.get("/en/conferences/ai-2026/schedule.ics").content)
    events = {str(e["SUMMARY"]): e for e in calendar.walk("VEVENT")}

    talk, keynote = events["Talk"], events["Keynote"]
    assert str(talk["LOCATION"]) == conference.rooms.get(slug="hall").name_en
    assert (talk["SEQUENCE"], talk["LAST-MODIFIED"].dt) == (1, FIRST + DAY)
    assert (keynote["SEQUENCE"], keynote["LAST-MODIFIED"].dt) == (0, FIRST)
    assert {e["DTSTAMP"].dt for e in events.values()} == {FIRST + DAY}
