"""What happened at a conference beside acts that can be taken back: publishes, exports, the door.

A release is withdrawn, a scan is undone at the desk, and what left the house has left it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance.models import CheckIn, ExportLog
from conference.permissions import Right, may
from conference.program.models import Release

MOST = 100  # of a kind on one page


@dataclass(frozen=True)
class Event:
    at: datetime
    by: object
    words: str
    is_by_somebody: bool = True


def events_of(user, conference, *, after, until) -> list[Event]:
    """Those that the user may know of, between two moments (None: open). At most three queries."""
    found = []
    if may(user, Right.VIEW_DRAFT, conference):
        found += _releases(conference, after, until)
    if may(user, Right.EXPORT, conference):
        found += _exports(conference, after, until)
    if may(user, Right.OPEN_DESK, conference):
        found += _days_of_scans(conference, after, until)
    return found


def _within(rows, name, after, until):
    if after is not None:
        rows = rows.filter(**{f"{name}__gt": after})
    if until is not None:
        rows = rows.filter(**{f"{name}__lte": until})
    return rows


def _releases(conference, after, until):
    rows = Release.objects.filter(conference=conference).defer("document", "changes")
    rows = _within(rows, "published_at", after, until).select_related("by")
    return [
        Event(
            row.published_at, row.by, _("Release %(number)d was published") % {"number": row.number}
        )
        for row in rows.order_by("-published_at")[:MOST]
    ]


def _exports(conference, after, until):
    rows = _within(ExportLog.objects.filter(conference=conference), "at", after, until)
    return [
        Event(
            row.at,
            row.by,
            ngettext(
                "The list “%(list)s” left the house (%(n)d row)",
                "The list “%(list)s” left the house (%(n)d rows)",
                row.rows,
            )
            % {"list": row, "n": row.rows},
        )
        for row in rows.select_related("by").order_by("-at")[:MOST]
    ]


def _days_of_scans(conference, after, until):
    """One line a day: how many scans the door took, at the time of the last."""
    rows = CheckIn.objects.filter(conference=conference).order_by()
    days = rows.annotate(day=TruncDate("received_at", tzinfo=conference.zone)).values("day")
    days = days.annotate(at=Max("received_at"), n=Count("pk"))
    return [
        Event(
            day["at"],
            None,
            ngettext("The door took %(n)d scan", "The door took %(n)d scans", day["n"])
            % {"n": day["n"]},
            is_by_somebody=False,
        )
        for day in _within(days, "at", after, until).order_by("-at")[:MOST]
    ]
