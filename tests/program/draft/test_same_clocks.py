"""Clocks kept on other days and in other zones, also through nights in which they are set."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conference.program.draft.moving import MoveStale, move_days, same_clocks
from config.carrying import changed, document_of
from tests.factories import make_conference, make_session

BERLIN, PARIS, SHANGHAI = map(ZoneInfo, ("Europe/Berlin", "Europe/Paris", "Asia/Shanghai"))
NIGHT = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 02:00 in Berlin for the first time
HALF = timedelta(minutes=30)


def half_hour(number):
    """First 02:00, first 02:30, second 02:00, second 02:30, 03:00."""
    return NIGHT + number * HALF, NIGHT + (number + 1) * HALF


def shown(moments, zone):
    return [f"{at.astimezone(zone):%H:%M}" for at in moments]


@pytest.mark.parametrize("number", range(5))
def test_a_zone_with_the_same_night_changes_no_moment(number):
    assert same_clocks(*half_hour(number), BERLIN, PARIS) == half_hour(number)


@pytest.mark.parametrize(
    ("number", "clocks"),
    [(0, ["02:00", "02:30"]), (1, ["02:30", "03:00"]), (3, ["02:30", "03:00"])],
)
@pytest.mark.parametrize(("zone", "days"), [(SHANGHAI, 0), (BERLIN, 1)])
def test_what_ends_before_it_begins_on_the_other_clock_keeps_its_length(number, clocks, zone, days):
    moved = same_clocks(*half_hour(number), BERLIN, zone, later=timedelta(days=days))

    assert shown(moved, zone) == clocks
    assert moved[1] - moved[0] == HALF


def test_a_time_that_a_night_skips_keeps_its_length():
    usual = datetime(2026, 3, 28, 1, 0, tzinfo=UTC), datetime(2026, 3, 28, 2, 0, tzinfo=UTC)
    assert shown(usual, BERLIN) == ["02:00", "03:00"]

    moved = same_clocks(*usual, BERLIN, BERLIN, later=timedelta(days=1))

    assert moved[1] - moved[0] == timedelta(hours=1)


@pytest.mark.django_db
def test_an_agenda_through_that_night_moves_and_is_copied_whole():
    conference = make_conference(
        time_zone="Europe/Berlin", starts_on=date(2026, 10, 24), ends_on=date(2026, 10, 25)
    )
    for number in range(5):
        make_session(conference, *half_hour(number))
    copied = changed(document_of(conference), first_day=date(2026, 10, 31))

    assert len(move_days(conference, days=7)) == 5
    with pytest.raises(MoveStale):
        move_days(conference, days=7, reviewed=date(2026, 10, 25))

    rows = list(conference.sessions.order_by("number"))
    assert {row.ends_at - row.starts_at for row in rows} == {HALF}
    assert {conference.day_of(row.starts_at) for row in rows} == {date(2026, 11, 1)}
    assert [row.starts_at for row in rows] == [
        datetime.fromisoformat(row["starts_at"]) for row in copied["sections"]["sessions"]
    ]
