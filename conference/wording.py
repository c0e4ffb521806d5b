"""Clocks in words: the one place that prints a time of day.

In the night on which clocks are put back some times come twice; those say how far they are from
UTC, so that nobody comes an hour late. Values are aware, in the zone they are to be shown in.
"""

from datetime import datetime, timedelta

from django.utils.translation import pgettext


def is_shown_twice(moment: datetime) -> bool:
    """Whether the wall clock shows this time before and after it is put back."""
    offsets = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
    before, after = (offset or timedelta() for offset in offsets)
    return before > after


def offset(moment: datetime) -> str:
    """'UTC+8', 'UTC+5:45'."""
    shown = moment.strftime("%z")
    hours, minutes = int(shown[1:3]), shown[3:5]
    return f"UTC{shown[0]}{hours}" + (f":{minutes}" if minutes != "00" else "")


def with_offset(shown: str, moment: datetime) -> str:
    in_brackets = pgettext("a time and its offset from UTC", "%(clock)s (%(offset)s)")
    return in_brackets % {"clock": shown, "offset": offset(moment)}


def told_apart(shown: str, moment: datetime) -> str:
    """`shown`, a moment in words, with its offset where this time comes twice."""
    return with_offset(shown, moment) if is_shown_twice(moment) else shown


def clock(moment: datetime, form: str = "%H:%M") -> str:
    """'02:30', and '02:30 (UTC+2)' where this time comes twice."""
    return told_apart(moment.strftime(form), moment)


def day_and_clock(moment: datetime) -> str:
    """'2026-10-25 02:30 (UTC+2)'."""
    return clock(moment, "%Y-%m-%d %H:%M")
