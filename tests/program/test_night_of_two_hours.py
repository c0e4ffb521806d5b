"""The night in which clocks go back, in Berlin: 02:00 to 03:00 comes twice. What is on, what comes
next and what stands around a session is judged by moments, never by what a clock on the wall says.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from conference.program.public.nearby import neighbors
from conference.program.release.addresses import public_addresses
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from conference.program.screens.course import Screen
from tests.factories import make_conference, make_room, make_session

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 02:00 in Berlin for the first time


@pytest.fixture
def program():
    """Half hours: first 02:00, first 02:30, second 02:00, second 02:30, then 03:00."""
    conference = make_conference(
        time_zone="Europe/Berlin", starts_on=date(2026, 10, 24), ends_on=date(2026, 10, 25)
    )
    hall = make_room(conference, slug="hall")
    for number in range(5):
        starts_at = NIGHT + number * timedelta(minutes=30)
        ends_at = starts_at + timedelta(minutes=30)
        make_session(conference, starts_at, ends_at, title_en=f"Half hour {number}", room=hall)
    return read(draft_document(conference))


def titles(sessions):
    return [session.title.en for session in sessions]


def test_one_half_hour_is_on_and_one_comes_next(program):
    for number in range(5):
        now, coming = program.now_and_next(NIGHT + timedelta(minutes=30 * number + 10))

        assert titles(now) == [f"Half hour {number}"]
        assert titles(coming) == ([f"Half hour {number + 1}"] if number < 4 else [])


def test_each_half_hour_has_its_neighbors(program):
    for number, session in enumerate(program.sessions):
        before, after = neighbors(program, session)

        assert titles(before.sessions) == ([f"Half hour {number - 1}"] if number else [])
        assert titles(after.sessions) == ([f"Half hour {number + 1}"] if number < 4 else [])


def test_the_screen_at_the_door_changes_each_half_hour(program):
    room = program.rooms[0]
    screen = Screen(program, room, public_addresses(program.conference.slug))
    by_code = {session.code: session.title.en for session in program.sessions}

    shown = []
    for number in range(5):
        frame, _changes_at = screen.frame_of(NIGHT + timedelta(minutes=30 * number + 10))
        shown += [by_code[code] for code in by_code if any(code in key for key in frame.now)]

    assert shown == [f"Half hour {number}" for number in range(5)]


def test_it_is_over_after_the_later_end(program):
    assert program.over_at >= max(s.ends_at for s in program.sessions)
