"""Two things at a time: the one rule, by moments and not by clocks."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from conference.program.draft.overlapping import overlap, times_of

NIGHT = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # in Berlin 02:00, and an hour later once more


def thing(starts, minutes, zone="Europe/Berlin"):
    """What begins so many minutes into that night."""
    starts_at = (NIGHT + timedelta(minutes=starts)).astimezone(ZoneInfo(zone))
    ends_at = (NIGHT + timedelta(minutes=starts + minutes)).astimezone(ZoneInfo(zone))
    return SimpleNamespace(starts_at=starts_at, ends_at=ends_at)


UNTIMED = SimpleNamespace(starts_at=None, ends_at=None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (thing(0, 30), thing(15, 30), True),
        (thing(0, 30), thing(0, 30), True),
        (thing(0, 90), thing(30, 10), True),
        (thing(0, 30), thing(30, 30), False),
        (thing(0, 30), thing(75, 30), False),  # on the wall 02:00-02:30 and 02:15-02:45
        (thing(30, 60), thing(75, 30), True),  # 02:30-02:30 and 02:15-02:45
        (thing(0, 30), thing(15, 30, "Asia/Shanghai"), True),
        (thing(0, 30), UNTIMED, False),
        (UNTIMED, UNTIMED, False),
    ],
)
def test_two_things_overlap(one, other, expected):
    assert overlap(one, other) is overlap(other, one) is expected


def test_times_are_asked_of_what_has_them():
    one = thing(0, 30)

    assert times_of(one) == (one.starts_at, one.ends_at)
    with pytest.raises(ValueError, match="None"):
        times_of(UNTIMED)
