"""Clocks in words: times of day, moments, spans and the zone: the one place that prints them.

In the night on which clocks are put back some times come twice; those say how far they are from
UTC, so that nobody comes an hour late. Values are aware, in the zone they are to be shown in.
"""

from datetime import datetime, timedelta

from django.utils.dateformat import format as format_date
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.bilingual import active_side


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


def moment(value: datetime) -> str:
    """'20 May 2026, 09:30'."""
    return told_apart(format_date(value, pgettext("date format", "j F Y, H:i")), value)


def short_moment(value: datetime) -> str:
    """'20 May 09:30'."""
    return told_apart(format_date(value, pgettext("date format", "j M H:i")), value)


def clock_span(first: datetime, last: datetime) -> tuple[str, str]:
    """('09:00', '09:30'); the end says so when it is on another day ('01:30 next day', '24:00').

    Where the clocks are set meanwhile, both say how far they are from UTC.
    """
    starts, ends = clock(first), clock(last)
    days = (last.date() - first.date()).days
    if days == 1:
        ends = "24:00" if ends == "00:00" else _("%(clock)s next day") % {"clock": ends}
    elif days:
        ends = moment(last)
    if first.utcoffset() != last.utcoffset():
        starts, ends = (
            shown if is_shown_twice(value) else with_offset(shown, value)
            for shown, value in ((starts, first), (ends, last))
        )
    return starts, ends


def clock_range(first: datetime, last: datetime) -> SafeString:
    """'09:00–09:30' in two time elements; see `clock_span`."""
    starts, ends = clock_span(first, last)
    return format_html(
        '<time datetime="{}">{}</time>–<time datetime="{}">{}</time>',
        first.isoformat(),
        starts,
        last.isoformat(),
        ends,
    )


def zone_name(facts) -> SafeString:
    """'Asia/Shanghai, UTC+8', '北京时间，UTC+8', 'UTC-5' where the zone is none of a place: the one
    place where a page names its zone.

    Of a conference during which the clocks are set it names both offsets.
    """
    first, last = (
        datetime(on.year, on.month, on.day, 12, tzinfo=facts.zone)
        for on in (facts.starts_on, facts.ends_on)
    )
    if facts.time_zone.startswith("Etc/"):  # no place's: POSIX counts the other way round
        return mark_safe(offset(first))
    zone = facts.time_zone.replace("_", " ")
    if zone == "Asia/Shanghai":
        zone = pgettext("time zone", "Asia/Shanghai")
    if active_side() == "zh":
        zone = format_html('<span class="word">{}</span>', zone)
    named = pgettext("time zone and offset", "%(zone)s, %(offset)s")
    parts = {"zone": conditional_escape(zone), "offset": offset(first)}
    if first.utcoffset() != last.utcoffset():
        named = pgettext(
            "time zone, offset and another later", "%(zone)s, %(offset)s, later %(later)s"
        )
        parts["later"] = offset(last)
    return mark_safe(named % parts)
