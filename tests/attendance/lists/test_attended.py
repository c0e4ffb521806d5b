"""The local days on which somebody was there, with and without a leave."""

from datetime import datetime

from hypothesis import given

from conference.attendance.presence import attended, days
from tests.attendance.lists.test_presence import BERLIN, SHENYANG, log, logs


def told(text, zone=SHENYANG, **more):
    """[(day, first in, last out, minutes, is open)], times as clocks of the zone."""

    def clock(second):
        return datetime.fromtimestamp(second, zone).strftime("%d %H:%M") if second else None

    return [
        (day.date.day, clock(day.first_in), clock(day.last_out), day.minutes, day.is_open)
        for day in attended(log(text, zone=zone, **more), zone=zone, arrival="arrival")
    ]


def test_a_day_without_a_leave_is_a_day_without_minutes():
    assert told("20 09:00 in, 21 09:30 in, 21 12:00 out") == [
        (20, "20 09:00", None, None, True),
        (21, "21 09:30", "21 12:00", 150, False),
    ]


def test_who_comes_back_and_forgets_to_leave_has_what_is_known_and_a_mark():
    assert told("20 09:00 in, 20 12:00 out, 20 14:00 in") == [
        (20, "20 09:00", "20 12:00", 180, True),
    ]


def test_an_evening_goes_on_past_midnight():
    assert told("20 19:00 in, 21 00:20 in A, 21 00:50 out A, 21 01:00 out") == [
        (20, "20 19:00", "21 01:00", 360, False),
    ]
    # Nobody was inside before: the coming after midnight is of the new day.
    assert told("21 00:20 in, 21 05:00 out") == [(21, "21 00:20", "21 05:00", 280, False)]


def test_the_night_of_a_changed_clock_is_as_long_as_it_was():
    assert told("24 20:00 in, 25 05:00 out", BERLIN, month=(2026, 10)) == [
        (24, "24 20:00", "25 05:00", 600, False),
    ]
    assert told("28 20:00 in, 29 05:00 out", BERLIN, month=(2026, 3)) == [
        (28, "28 20:00", "29 05:00", 480, False),
    ]


def test_a_day_names_the_doors_and_scans_of_its_comings():
    (day,) = attended(
        log("20 09:00 in, 20 10:00 in A, 20 11:00 out A, 20 12:00 out"), zone=SHENYANG
    )

    assert (day.places, day.scans) == ({"arrival", "A"}, {1, 2})


@given(logs(checkpoints=("arrival", "A", "B")))
def test_the_minutes_are_those_of_the_days(scans):
    found = attended(scans, zone=BERLIN, arrival="arrival")

    known = {day.date: day.minutes for day in found if day.minutes is not None}
    assert known == {day.date: day.minutes for day in days(scans, zone=BERLIN, arrival="arrival")}
    assert [day.date for day in found] == sorted({day.date for day in found})
    ins = [scan.number for scan in scans if scan.direction == "in"]
    assert sorted(number for day in found for number in day.scans) == sorted(ins)
    for day in found:
        assert (day.minutes is None) == (day.last_out is None)
        assert day.last_out is None or day.first_in <= day.last_out
        assert day.minutes is not None or day.is_open
