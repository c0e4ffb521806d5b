"""Public pages that change when a day ends: which day it is there, and until when they hold."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse


def day_and_its_end(at: datetime, zone: ZoneInfo) -> tuple[date, datetime]:
    """(the calendar day of an aware moment in a zone, the moment at which that day ends)."""
    day = at.astimezone(zone).date()
    return day, datetime.combine(day + timedelta(days=1), time(), zone)


def until(midnight: datetime, response: HttpResponse) -> HttpResponse:
    """The answer, as `page_cache.public_page` wants to be told that it is of one day."""
    response.fresh_until, response.changed_at = midnight, midnight - timedelta(days=1)
    return response
