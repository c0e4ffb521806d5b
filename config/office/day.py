"""A day of a conference on the admin's first page: what happens then, and where."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from conference.permissions import Right, may
from conference.program.models import Session
from conference.scoped_admin.one_at_a_time import CONFERENCE

MOST = 40  # sessions; a day has more only with many rooms


@dataclass(frozen=True)
class Line:
    session: Session  # with `items`, how many are part of it
    address: str
    is_now: bool


@dataclass(frozen=True)
class Day:
    """`on` is today while the conference lasts, before it the first day with a session. `lines` are
    of sessions that are part of no other, `more` counts those beyond them.
    """

    on: date
    is_today: bool
    lines: list[Line]
    more: int
    address: str  # the day in the list of sessions


def day_shown(user, conference, *, at: datetime | None = None) -> Day | None:
    """None for whom the draft is closed, when nothing has a time, and once it is over. Two queries
    at most.
    """
    if not may(user, Right.VIEW_DRAFT, conference):
        return None
    at = at or timezone.now()
    today = at.astimezone(conference.zone).date()
    if today > conference.ends_on:
        return None
    rows = conference.sessions.planned().top_level().in_order()
    is_today = today >= conference.starts_on
    on = today
    if not is_today:
        first = rows.filter(starts_at__isnull=False).values_list("starts_at", flat=True).first()
        if first is None:
            return None
        on = conference.day_of(first)
    begins = datetime.combine(on, time.min, conference.zone)
    ends = datetime.combine(on + timedelta(days=1), time.min, conference.zone)
    rows = rows.filter(starts_at__gte=begins, starts_at__lt=ends)
    found = list(rows.select_related("room").annotate(items=Count("talks")))
    lines = [
        Line(
            session,
            reverse("admin:program_session_change", args=[session.pk]),
            session.starts_at <= at < session.ends_at,
        )
        for session in found[:MOST]
    ]
    listed = reverse("admin:program_session_changelist")
    address = f"{listed}?{CONFERENCE}={conference.pk}&day={on.isoformat()}"
    return Day(on, is_today, lines, len(found) - len(lines), address)
