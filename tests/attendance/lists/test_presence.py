"""How long somebody was there: a row a local day, the night between two of them never."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conference.attendance.presence import Scan, days, standing

SHENYANG = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def log(text, *, zone=SHENYANG, month=(2026, 5)):
    """Scans from '20 09:00 in, 20 17:00 out door': day, clock, direction, checkpoint (arrival)."""
    scans = []
    for number, line in enumerate(text.split(", "), 1):
        day, clock, direction, *checkpoint = line.split()
        hour, minute = map(int, clock.split(":"))
        moment = datetime(*month, int(day), hour, minute, tzinfo=zone)
        checkpoint = checkpoint[0] if checkpoint else "arrival"
        scans.append(Scan(number, checkpoint, direction, int(moment.timestamp())))
    return scans


def told(scans, zone=SHENYANG):
    return [(row.date.day, row.minutes) for row in days(scans, zone=zone, arrival="arrival")]


CASES = {
    "one day": ("20 09:00 in, 20 17:00 out", [(20, 480)]),
    "two days without the night between them": (
        "20 09:00 in, 20 17:00 out, 21 09:30 in, 21 12:00 out",
        [(20, 480), (21, 150)],
    ),
    "a day without a leave is unknown, the others count": (
        "20 09:00 in, 21 09:00 in, 21 17:00 out, 22 09:00 in",
        [(21, 480)],
    ),
    "nobody left": ("20 09:00 in, 21 09:00 in", []),
    "a leave on a day on which nobody came": ("20 09:00 in, 21 17:00 out", []),
    "a leave twice": ("20 09:00 in, 20 12:00 out, 20 17:00 out", [(20, 180)]),
    "lunch outside": (
        "20 09:00 in, 20 12:00 out, 20 13:30 in, 20 17:00 out",
        [(20, 180 + 210)],
    ),
    "scanned twice on coming": ("20 09:00 in, 20 09:01 in, 20 17:00 out", [(20, 480)]),
    "came back and did not leave": (
        "20 09:00 in, 20 12:00 out, 20 13:00 in",
        [(20, 180)],
    ),
    "an evening past midnight": ("20 19:00 in, 21 00:30 out", [(20, 330)]),
    "an evening past midnight and the next day": (
        "20 19:00 in, 21 00:30 out, 21 09:00 in, 21 10:00 out",
        [(20, 330), (21, 60)],
    ),
    "out and in again after midnight": (
        "20 19:00 in, 21 00:10 out, 21 00:20 in, 21 01:00 out",
        [(20, 310), (21, 40)],
    ),
    "until six in the morning": ("20 22:00 in, 21 06:00 out", [(20, 480)]),
    "a desk that was left on leaving in the morning": (
        "20 18:00 in, 21 08:00 out, 21 08:01 in, 21 12:00 out",
        [(21, 239)],
    ),
    "an early bus on the next morning": (
        "20 18:00 in, 21 05:00 in, 21 05:30 out",
        [(21, 30)],
    ),
    "sessions inside the day count once": (
        "20 09:00 in, 20 10:00 in A, 20 11:00 out A, 20 11:30 in B, 20 17:00 out, 20 17:30 out B",
        [(20, 510)],
    ),
    "in at arrival, out at a session's door": (
        "20 09:00 in, 20 10:00 in A, 20 12:00 out A",
        [(20, 180)],
    ),
    "an evening from arrival to a session's door": (
        "20 18:00 in, 20 19:00 in A, 21 00:30 out A",
        [(20, 390)],
    ),
    "who leaves the conference leaves the session too": (
        "20 09:00 in, 20 10:00 in A, 20 12:00 out, 20 13:00 in, 20 17:00 out",
        [(20, 420)],
    ),
    "a session after midnight that the evening holds": (
        "20 19:00 in, 21 00:20 in A, 21 01:00 out",
        [(20, 360)],
    ),
    "scans of yesterday that came late": (
        "21 09:00 in, 20 09:00 in, 20 10:00 out, 21 11:00 out",
        [(20, 60), (21, 120)],
    ),
}


@pytest.mark.parametrize(("scans", "expected"), CASES.values(), ids=CASES)
def test_attendance_is_counted_by_the_local_day(scans, expected):
    assert told(log(scans)) == expected


def test_each_day_has_whole_minutes_and_the_total_is_their_sum():
    seconds = [(1, "in", 0), (2, "out", 90), (3, "in", 86_400), (4, "out", 86_400 + 90)]
    nine = log("20 09:00 in")[0].at

    rows = days([Scan(n, "arrival", way, nine + s) for n, way, s in seconds], zone=SHENYANG)

    assert [row.minutes for row in rows] == [1, 1]


def test_the_night_of_a_changed_clock_counts_the_hours_that_passed():
    back = log("24 20:00 in, 25 05:00 out", zone=BERLIN, month=(2026, 10))
    forward = log("28 20:00 in, 29 05:00 out", zone=BERLIN, month=(2026, 3))

    assert told(back, BERLIN) == [(24, 10 * 60)]
    assert told(forward, BERLIN) == [(28, 8 * 60)]


def test_the_two_half_past_two_of_a_night_are_an_hour_apart():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    scans = [
        Scan(1, "arrival", "in", int(first.timestamp())),
        Scan(2, "arrival", "out", int(first.replace(fold=1).timestamp())),
    ]

    assert told(scans, BERLIN) == [(25, 60)]


def test_the_day_is_that_of_the_conferences_zone():
    # 22:00 to 01:00 in Shenyang, one afternoon in Berlin.
    scans = log("20 22:00 in, 21 01:00 out, 21 22:00 in, 21 23:00 out")

    assert told(scans, SHENYANG) == [(20, 180), (21, 60)]
    assert days(scans, zone=BERLIN)[0].date == date(2026, 5, 20)


def test_what_was_undone_does_not_stand():
    scans = log("20 09:00 in, 20 17:00 out, 21 09:00 in, 21 09:00 in A, 21 17:00 out")

    assert standing(scans, {"arrival": 1}) == [s for s in scans if s.checkpoint == "arrival"]
    # Undone after the second scan, signed in again by the third; at A undone for good.
    assert told(standing(scans, {"arrival": 3})) == [(21, 480)]
    assert standing(scans, {}) == []


# --- Against an oracle --------------------------------------------------------------------------

MINUTE = 60
FIRST = int(datetime(2026, 10, 22, tzinfo=BERLIN).timestamp())


def by_minutes(scans, zone):
    """{date: minutes} at one checkpoint, by walking through each minute: slow and plain."""
    scans = sorted(scans, key=lambda scan: (scan.at, scan.number))
    local = [datetime.fromtimestamp(scan.at, zone) for scan in scans]
    there = {}
    for n, scan in enumerate(scans):
        if scan.direction == "out":
            continue
        day = local[n].date()
        if n and scans[n - 1].direction == "in" and local[n - 1].date() == day:
            continue  # again
        m = n
        while m < len(scans) and scans[m].direction == "in" and local[m].date() == day:
            m += 1
        if m == len(scans) or scans[m].direction == "in":
            continue
        morning = datetime.combine(day + timedelta(days=1), datetime.min.time())
        if local[m].replace(tzinfo=None) <= morning.replace(hour=6):
            span = range(scan.at, scans[m].at, MINUTE)
            there.setdefault(day, set()).update(span)
    return {day: len(span) for day, span in there.items()}


moments = st.integers(0, 5 * 24 * 12).map(lambda n: FIRST + n * 5 * MINUTE)
directions = st.sampled_from(["in", "out"])


@st.composite
def logs(draw, checkpoints=("arrival",)):
    numbers = count(1)
    rows = draw(st.lists(st.tuples(st.sampled_from(checkpoints), directions, moments), max_size=12))
    return [Scan(next(numbers), *row) for row in rows]


@given(logs(), st.sampled_from([BERLIN, SHENYANG, ZoneInfo("America/St_Johns")]))
@example(log("24 20:00 in, 25 05:00 out", zone=BERLIN, month=(2026, 10)), BERLIN)
def test_one_checkpoint_agrees_with_a_walk_through_each_minute(scans, zone):
    found = {row.date: row.minutes for row in days(scans, zone=zone, arrival="arrival")}

    assert found == by_minutes(scans, zone)


@given(logs(checkpoints=("arrival", "A", "B")))
@example(
    [
        Scan(1, "A", "in", FIRST + 20 * 3600),
        Scan(2, "B", "in", FIRST + 28 * 3600),
        Scan(3, "A", "out", FIRST + 29 * 3600),
        Scan(4, "B", "out", FIRST + 52 * 3600),
    ]
)
def test_no_day_is_longer_than_it_was_nor_begins_before_somebody_came(scans):
    rows = days(scans, zone=BERLIN, arrival="arrival")

    came = {datetime.fromtimestamp(s.at, BERLIN).date() for s in scans if s.direction == "in"}
    assert [row.date for row in rows] == sorted({row.date for row in rows} & came)
    assert all(0 <= row.minutes <= 31 * 60 for row in rows)
    span = max((s.at for s in scans), default=0) - min((s.at for s in scans), default=0)
    assert sum(row.minutes for row in rows) * MINUTE <= span
    if not any(scan.direction == "out" for scan in scans):
        assert rows == []


@given(logs(checkpoints=("arrival", "A", "B")), st.randoms())
def test_the_order_of_arriving_here_does_not_matter(scans, chance):
    shuffled = list(scans)
    chance.shuffle(shuffled)

    assert days(shuffled, zone=BERLIN, arrival="arrival") == days(
        scans, zone=BERLIN, arrival="arrival"
    )
