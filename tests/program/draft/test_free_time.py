"""The next free time: plain rows, no database."""

from datetime import date, timedelta

import pytest

from conference.models import Conference
from conference.program.draft.free_time import next_in, next_on
from conference.program.models import Session
from tests.factories import DAY, at

CONFERENCE = Conference(starts_on=DAY, ends_on=DAY, time_zone="Asia/Shanghai")


def row(span="", kind="talk", **others):
    starts, _, ends = span.partition("-")
    times = {"starts_at": at(starts), "ends_at": at(ends)} if span else {}
    return Session(kind=kind, **times, **others)


def told(span):
    zone = CONFERENCE.zone
    return span and "-".join(f"{moment.astimezone(zone):%H:%M}" for moment in span)


@pytest.mark.parametrize(
    ("whole", "items", "free"),
    [
        ("13:30-15:30", [], "13:30-14:00"),
        ("13:30-15:30", ["13:30-13:50"], "13:50-14:10"),
        ("13:30-15:30", ["13:30-13:50", "13:50-14:10", "14:10-14:40"], "14:40-15:00"),
        ("13:30-15:30", ["13:30-13:50", ("13:50-14:00", "break")], "14:00-14:20"),
        ("13:30-15:30", ["13:30-13:50", ("14:30-15:30", "cancelled")], "13:50-14:10"),
        ("13:30-15:30", ["13:30-15:15"], "15:15-15:30"),
        ("13:30-15:30", ["13:30-15:30"], None),
        ("13:30-15:30", ["13:30-16:00"], None),
        ("13:30-15:30", [""], "13:30-14:00"),
        ("", ["13:30-13:50"], None),
    ],
)
def test_an_item_comes_after_the_last_one_and_is_as_long_as_they_are(whole, items, free):
    rows = []
    for one in items:
        span, what = one if isinstance(one, tuple) else (one, "talk")
        is_off = what == "cancelled"
        rows.append(row(span, "talk" if is_off else what, status=what if is_off else "planned"))

    assert told(next_in(row(whole, "sub-forum"), rows)) == free


def test_the_first_item_is_as_long_as_those_of_other_sub_forums():
    others = [row("09:00-09:20"), row("09:20-09:40"), row("09:40-10:40")]

    assert told(next_in(row("13:30-15:30"), [], others=others)) == "13:30-13:50"


def test_an_item_on_a_day_comes_after_the_last_one_in_its_room():
    hall, other = 1, 2
    rows = [
        row("09:00-09:40", "keynote", room_id=hall),
        row("09:40-10:20", "keynote", room_id=hall),
        row("13:00-17:00", "sub-forum", room_id=other),
        row("16:00-16:30", parent_id=7),
        row(),
    ]

    def free(room):
        return told(next_on(CONFERENCE, DAY, rows, room=room and Session(room_id=room, pk=room)))

    assert [free(hall), free(other), free(3), free(None)] == [
        "10:20-11:00",
        "17:00-21:00",
        "09:00-09:40",
        "17:00-17:40",
    ]


def test_an_empty_day_begins_when_the_others_do_and_a_full_one_offers_nothing():
    next_day = DAY + timedelta(days=1)

    assert told(next_on(CONFERENCE, next_day, [row("08:30-09:00")])) == "08:30-09:00"
    assert told(next_on(CONFERENCE, next_day, [])) == "09:00-09:30"
    full = [Session(starts_at=at("20:00"), ends_at=at("00:00", day=next_day))]
    assert next_on(CONFERENCE, DAY, full) is None
    assert isinstance(DAY, date)
