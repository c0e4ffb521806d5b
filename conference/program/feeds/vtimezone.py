"""A zone as a VTIMEZONE that every calendar reads alike (RFC 5545 section 3.6.5).

One observance for each change of the clocks between two years, each with its own DTSTART and no
rule: rules are where readers differ (how far they repeat, Ramadan in Morocco, half an hour on Lord
Howe Island). The first one begins in 1970, because what lies before every observance is read
differently, too.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_STEP = timedelta(hours=12)  # no zone changes its clocks twice within it
# vobject takes a zone for UTC that equals it from 2000 to 2020, and does not read it: London's and
# Dublin's clocks must be told from then on.
_TELLS_ZONES_FROM_UTC = 2019
_BEGINNING = datetime(1970, 1, 1)  # noqa: DTZ001  a wall clock


@lru_cache(maxsize=64)
def vtimezone(name: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """The lines, unfolded, of a VTIMEZONE that is right from `first_year` to `last_year`."""
    zone = ZoneInfo(name)
    if not _first_offset(zone, first_year):
        first_year = min(first_year, _TELLS_ZONES_FROM_UTC)
    changes = list(_changes(zone, first_year, last_year))
    start = datetime(first_year, 1, 1, tzinfo=UTC).astimezone(zone)
    lowest = min([_offset(start), *(_offset(after) for _before, after in changes)])
    # Negative summer time (Dublin, Casablanca) counts from its winter here: readers take DAYLIGHT
    # to be the later clock.
    is_seasonal = bool(start.dst()) or any(after.dst() for _before, after in changes)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    lines += _observance(_BEGINNING, start, start, is_seasonal and _offset(start) > lowest)
    for before, after in changes:
        # The onset is told by the clock that was in force until then.
        onset = after.astimezone(UTC).replace(tzinfo=None) + _offset(before)
        lines += _observance(onset, before, after, is_seasonal and _offset(after) > lowest)
    lines.append("END:VTIMEZONE")
    return tuple(lines)


def _offset(moment: datetime) -> timedelta:
    """From UTC; every moment here is aware."""
    return moment.utcoffset() or timedelta()


def _first_offset(zone: tzinfo, year: int) -> timedelta | None:
    return datetime(year, 1, 1, tzinfo=UTC).astimezone(zone).utcoffset()


def _changes(zone: tzinfo, first_year: int, last_year: int) -> Iterator[tuple[datetime, datetime]]:
    """(a moment before, the moment of the change) of every change of the offset from UTC."""
    moment = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + _STEP
        if moment.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            low, high = moment, following
            while high - low > timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            yield low.astimezone(zone), high.astimezone(zone)
        moment = following


def _observance(
    onset: datetime, before: datetime, after: datetime, is_daylight: bool
) -> tuple[str, ...]:
    kind = "DAYLIGHT" if is_daylight else "STANDARD"
    return (
        f"BEGIN:{kind}",
        f"DTSTART:{onset:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_written(_offset(before))}",
        f"TZOFFSETTO:{_written(_offset(after))}",
        f"TZNAME:{after.tzname()}",
        f"END:{kind}",
    )


def _written(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    text = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return f"{text}{seconds % 60:02}" if seconds % 60 else text
