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


class Attended(NamedTuple):
    """A local day on which somebody was there; seconds since 1970."""

    date: date
    first_in: int
    last_out: int | None  # None, with `minutes`, where nobody scanned the person out
    minutes: int | None
    is_open: bool  # whether a coming of that day has no leave: the minutes are those before it
    places: frozenset[str]  # the checkpoints at which the person came in
    scans: frozenset[int]  # the numbers of the scans that let the person in


class _Stay(NamedTuple):
    start: int
    end: int
    day: date
    checkpoint: str


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
    how long it was. Times at several checkpoints at once count once; who came in the evening and
    goes in and out of another door after midnight, until six, is there of the evening's day still.
    """
    stays, _open = _stays(sorted(scans, key=lambda scan: (scan.at, scan.number)), zone, arrival)
    return [Day(day, total // 60) for day, total in sorted(_seconds(stays).items())]


def attended(scans: Iterable[Scan], *, zone: ZoneInfo, arrival: str = "") -> list[Attended]:
    """[Attended] of standing scans, in order: every local day on which somebody came in, whether or
    not anybody scanned them out. Minutes, and the day of a coming at night, are those of `days`.
    """
    log = sorted(scans, key=lambda scan: (scan.at, scan.number))
    stays, unended = _stays(log, zone, arrival)
    seconds, found = _seconds(stays), defaultdict(list)
    for scan in log:
        if scan.direction == "in":
            found[_day_of_coming(scan, stays, zone)].append(scan)
    last_outs: dict[date, int] = {}
    for stay in stays:
        last_outs[stay.day] = max(stay.end, last_outs.get(stay.day, stay.end))
    still_in = {_day_of(start, start, stays, zone) for start in unended}
    return [
        Attended(
            date=day,
            first_in=ins[0].at,
            last_out=last_outs.get(day),
            minutes=seconds[day] // 60 if day in seconds else None,
            is_open=day in still_in,
            places=frozenset(scan.checkpoint for scan in ins),
            scans=frozenset(scan.number for scan in ins),
        )
        for day, ins in sorted(found.items())
    ]


def _day_of_coming(scan: Scan, stays: list[_Stay], zone: ZoneInfo) -> date:
    """The day of the stay that a coming began or fell into; of one without an end, its own."""
    for stay in reversed(stays):
        if stay.checkpoint == scan.checkpoint and stay.start <= scan.at <= stay.end:
            return stay.day
    return _day_of(scan.at, scan.at, stays, zone)


def _day_of(start: int, end: int, stays: list[_Stay], zone: ZoneInfo) -> date:
    """The local day of the start; the evening's of what begins and ends in its night, where the
    person was there already.
    """
    day = datetime.fromtimestamp(start, zone).date()
    evening = day - timedelta(days=1)
    if _is_of(evening, datetime.fromtimestamp(end, zone)) and any(
        stay.day == evening and stay.start <= start <= stay.end for stay in stays
    ):
        return evening
    return day


def _seconds(stays: list[_Stay]) -> dict[date, int]:
    """How long each day was; times at several checkpoints at once count once."""
    seconds: dict[date, int] = defaultdict(int)
    counted_until = 0
    for stay in stays:
        seconds[stay.day] += max(0, stay.end - max(stay.start, counted_until))
        counted_until = max(counted_until, stay.end)
    return seconds


def _stays(scans, zone, arrival):
    """(every stay, those at several checkpoints beside each other; [second] of the comings whose
    end nobody saw).
    """
    inside: dict[str, tuple[int, date, str]] = {}  # checkpoint -> since when, of which day, where
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
            inside[scan.checkpoint] = came or (scan.at, day, scan.checkpoint)
            continue
        if came and _is_of(came[1], local):
            day = came[1]
            stays.append(_Stay(came[0], scan.at, day, scan.checkpoint))
        elif came:
            without_out.append(came)
        leaves[day].append((scan.at, scan.checkpoint))
    unended = []
    for start, day, place in [*without_out, *inside.values()]:
        later = [leave for leave in leaves[day] if leave[0] > start]
        if later:
            left = [second for second, checkpoint in later if checkpoint == arrival]
            stays.append(_Stay(start, min(left) if left else max(later)[0], day, place))
        else:
            unended.append(start)
    stays = sorted(stays)
    return [
        stay._replace(day=_day_of(stay.start, stay.end, stays, zone)) for stay in stays
    ], unended


def _is_of(day, local):
    """Whether a local moment belongs to `day`: it is on it, or in the night after it."""
    night_ends = datetime.combine(day + timedelta(days=1), EVENINGS_END)
    return local.date() == day or local.replace(tzinfo=None) <= night_ends
