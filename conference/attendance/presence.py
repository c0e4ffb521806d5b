"""How long somebody was there, a row a local day, over plain values alone.

No rows of the database, no clock, no language. The rule in words: docs/concepts.md ("Lists").
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

# Until then a leave still belongs to the evening before. Later ones are of the new morning, whose
# doors are open by seven: a desk that was left on "Leaving" must not make a night of attendance.
EVENINGS_END = time(6)


class Scan(NamedTuple):
    """One scan that let somebody in or out, as the log has it."""

    number: int  # its place in the log
    checkpoint: str
    direction: str  # "in" or "out"
    at: int  # seconds since 1970, so that a night of 25 hours has 25


class Day(NamedTuple):
    date: date  # local, on which the person came
    minutes: int  # whole ones


class _Stay(NamedTuple):
    start: int
    end: int
    day: date


def standing(scans: Iterable[Scan], signed_in_by: Mapping[str, int]) -> list[Scan]:
    """The scans that were not taken back, in the order of their moments.

    `signed_in_by`: checkpoint -> number of the scan by which the person is signed in there. What
    the log has before it was undone, and so is everything where the person is not signed in.
    """
    kept = [
        scan
        for scan in scans
        if scan.checkpoint in signed_in_by and scan.number >= signed_in_by[scan.checkpoint]
    ]
    return sorted(kept, key=lambda scan: (scan.at, scan.number))


def days(scans: Iterable[Scan], *, zone: ZoneInfo, arrival: str = "") -> list[Day]:
    """[Day] of standing scans, in order: the days on which somebody came and left.

    A stay is from an in to the next out at the same checkpoint, of the same local day or of the
    night after it. An in without one lasts until the person leaves the conference (the next out at
    `arrival`) or else is last seen leaving on that day. A day without an out is none: nobody knows
    how long it was. Times at several checkpoints at once count once.
    """
    stays = sorted(_stays(sorted(scans, key=lambda scan: (scan.at, scan.number)), zone, arrival))
    seconds: dict[date, int] = defaultdict(int)
    counted_until = 0
    for stay in stays:
        seconds[stay.day] += max(0, stay.end - max(stay.start, counted_until))
        counted_until = max(counted_until, stay.end)
    return [Day(day, total // 60) for day, total in sorted(seconds.items())]


def _stays(scans, zone, arrival):
    """Every stay, those at several checkpoints beside each other."""
    inside: dict[str, tuple[int, date]] = {}  # checkpoint -> since when, and of which day
    stays, without_out = [], []
    leaves = defaultdict(list)  # day -> [(second, checkpoint)]
    for scan in scans:
        local = datetime.fromtimestamp(scan.at, zone)
        day = local.date()
        came = inside.pop(scan.checkpoint, None)
        if scan.direction == "in":
            if came and came[1] != day:
                without_out.append(came)
                came = None
            inside[scan.checkpoint] = came or (scan.at, day)
            continue
        if came and _is_of(came[1], local):
            day = came[1]
            stays.append(_Stay(came[0], scan.at, day))
        elif came:
            without_out.append(came)
        leaves[day].append((scan.at, scan.checkpoint))
    for start, day in [*without_out, *inside.values()]:
        later = [leave for leave in leaves[day] if leave[0] > start]
        if later:
            left = [second for second, checkpoint in later if checkpoint == arrival]
            stays.append(_Stay(start, min(left) if left else max(later)[0], day))
    return stays


def _is_of(day, local):
    """Whether a local moment belongs to `day`: it is on it, or in the night after it."""
    night_ends = datetime.combine(day + timedelta(days=1), EVENINGS_END)
    return local.date() == day or local.replace(tzinfo=None) <= night_ends
