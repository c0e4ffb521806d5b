"""Days in words. Values are in the conference's own zone already, and stay in it."""

from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext


def day(value: date) -> str:
    """'Wednesday 20 May 2026'."""
    return format_date(value, pgettext("date format", "l j F Y"))


def short_day(value: date) -> str:
    """'Wed 20 May'."""
    return format_date(value, pgettext("date format", "D j M"))


def calendar_date(value: date) -> str:
    """'20 May 2026'."""
    return format_date(value, pgettext("date format", "j F Y"))


def date_range(first: date, last: date) -> str:
    """'18 April 2025', '22–23 November 2025', '2025年11月22日至23日'."""
    if first == last:
        return calendar_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return pgettext("days of one month", "%(first)s–%(last)s") % {
            "first": format_date(first, pgettext("first day of one month", "j")),
            "last": format_date(last, pgettext("last day of one month", "j F Y")),
        }
    return pgettext("days of two months", "%(first)s – %(last)s") % {
        "first": calendar_date(first),
        "last": calendar_date(last),
    }
