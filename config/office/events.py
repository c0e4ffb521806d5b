"""What happened at a conference beside acts that can be taken back: publishes, exports, the door,
certificates.

A release is withdrawn, a scan is undone at the desk, a certificate is revoked, and what left the
house has left it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, Max, OuterRef
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.attendance.models import Certificate, CheckIn, ExportLog
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
    """Those that the user may know of, between two moments (None: open). At most seven queries."""
    found = []
    if may(user, Right.VIEW_DRAFT, conference):
        found += _releases(conference, after, until)
    if may(user, Right.EXPORT, conference):
        found += _exports(conference, after, until)
    if may(user, Right.OPEN_DESK, conference):
        found += _days_of_scans(conference, after, until)
    if may(user, Right.VIEW_REGISTRATIONS, conference):
        found += _certificates(conference, after, until)
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


def _certificates(conference, after, until):
    """One line for all that were issued, issued again, or revoked for one reason in one go. Four
    queries.
    """
    rows, state = Certificate.objects.filter(conference=conference).order_by(), Certificate.State
    older = Certificate.objects.filter(replaced_by=OuterRef("pk"), ended_at=OuterRef("issued_at"))
    revoked = rows.filter(state=state.REVOKED).annotate(why=F("reason"))
    told = [
        *_together(rows.exclude(Exists(older)), "issued", after, until, _issued),
        *_together(rows.filter(state=state.REPLACED), "ended", after, until, _replaced),
        *_together(revoked, "ended", after, until, _revoked, "why"),
    ]
    accounts = get_user_model().objects.in_bulk({row["by"] for row, _words in told} - {None})
    return [Event(row["at"], accounts.get(row["by"]), words) for row, words in told]


def _together(rows, act, after, until, words, *names):
    rows = rows.annotate(at=F(f"{act}_at"), by=F(f"{act}_by"))
    rows = _within(rows, "at", after, until).values("at", "by", *names)
    return [(row, words(row)) for row in rows.annotate(n=Count("pk")).order_by("-at")[:MOST]]


def _issued(row):
    said = ngettext("%(n)d certificate was issued", "%(n)d certificates were issued", row["n"])
    return said % {"n": row["n"]}


def _replaced(row):
    said = ngettext(
        "%(n)d certificate was replaced by a new one",
        "%(n)d certificates were replaced by new ones",
        row["n"],
    )
    return said % {"n": row["n"]}


def _revoked(row):
    said = ngettext(
        "%(n)d certificate was revoked: %(why)s",
        "%(n)d certificates were revoked: %(why)s",
        row["n"],
    )
    return said % {"n": row["n"], "why": row["why"]}
