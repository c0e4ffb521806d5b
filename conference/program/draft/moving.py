"""Acts on sessions of the draft: move, duplicate, cancel, and keep the clock across zones."""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet
from django.utils.translation import gettext_noop, ngettext

from conference.acts import act
from conference.codes import short_code
from conference.history import update_rows
from conference.models import Conference
from conference.program.draft.overlapping import times_of
from conference.program.models import Session, SessionRole
from conference.wording.clocks import is_shown_twice

# A move is a correction of the day's plan; more is a typing error.
LARGEST_MOVE = 60 * 24 * 14  # minutes


def move(sessions: Iterable[Session], *, minutes: int) -> list[Session]:
    """Move timed sessions, and the talks of sub-forums among them, by `minutes` (may be negative).

    Returns the sessions moved, from the times that they have by now; those without times are left
    alone. Raises ValueError beyond 14 days. One transaction; the draft may clash afterwards and
    says so.
    """
    if not minutes or abs(minutes) > LARGEST_MOVE:
        raise ValueError(minutes)
    by = timedelta(minutes=minutes)
    with transaction.atomic(), act(words=gettext_noop("Moved by minutes")):
        keys = {session.pk for session in sessions}
        moved = _held(Session.objects.filter(Q(pk__in=keys) | Q(parent__in=keys)))
        for session in moved:
            session.starts_at, session.ends_at = (at + by for at in times_of(session))
        update_rows(moved, "starts_at", "ends_at")
    return moved


class MoveStale(Exception):
    """The sessions stand on other days than those that were looked at; nothing was moved."""


def move_days(conference: Conference, *, days: int, reviewed: date | None = None) -> list[Session]:
    """Move every timed session of a conference by whole days; what its clock says stays.

    Returns the sessions moved. `reviewed` is the first day that was looked at: where the first
    session stands on another one by now, nothing is moved (MoveStale). Two queries, and two a
    batch for the rows and their history.
    """
    by, zone = timedelta(days=days), conference.zone
    with transaction.atomic():
        Conference.objects.lock(conference.pk)
        moved = _held(conference.sessions.all()) if days else []
        first = min((session.starts_at for session in moved if session.starts_at), default=None)
        if reviewed and first and conference.day_of(first) != reviewed:
            raise MoveStale
        for session in moved:
            session.starts_at, session.ends_at = same_clocks(
                *times_of(session), zone, zone, later=by
            )
        update_rows(moved, "starts_at", "ends_at")
    return moved


def days_to_fit(conference: Conference) -> int:
    """By how many days the whole agenda would have to move to lie within the conference's days; 0
    where it does, or is longer than they are. One query.
    """
    ends = conference.sessions.filter(starts_at__isnull=False).aggregate(
        first=Min("starts_at"), last=Max("starts_at")
    )
    if ends["first"] is None:
        return 0
    first, last = conference.day_of(ends["first"]), conference.day_of(ends["last"])
    fits = conference.starts_on <= first and last <= conference.ends_on
    if fits or last - first > conference.ends_on - conference.starts_on:
        return 0
    return (conference.starts_on - first).days


def said_of_days(days: int) -> str:
    """'Move them 7 days later'."""
    if days > 0:
        said = ngettext("Move them %(days)d day later", "Move them %(days)d days later", days)
    else:
        said = ngettext("Move them %(days)d day earlier", "Move them %(days)d days earlier", -days)
    return said % {"days": abs(days)}


def _held(rows: QuerySet[Session]) -> list[Session]:
    """Those with times, as they stand now, which nobody changes until the transaction ends."""
    rows = rows.filter(starts_at__isnull=False).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def duplicate(session: Session) -> Session:
    """A copy in the draft with its people and, for a sub-forum, its talks; a new identity.

    The copy has no time, so that it cannot clash before someone places it. A sub-forum whose talks
    have times keeps them all, because their places inside it are half of its plan; it has no room
    then, and moves as a whole.
    """
    with transaction.atomic(), act(words=gettext_noop("Duplicated")):
        talks = list(session.talks.in_order())
        if any(talk.starts_at for talk in talks):
            copy = _copy(session, room=None)
            for talk in talks:
                _copy(talk, parent=copy)
        else:
            copy = _copy(session, starts_at=None, ends_at=None)
            for talk in talks:
                _copy(talk, parent=copy, starts_at=None, ends_at=None)
    return copy


def _copy(session: Session, **changes: object) -> Session:
    copy = Session.objects.get(pk=session.pk)
    copy.pk, copy.first_published_at = None, None
    copy.number = None  # type: ignore[assignment]  # save gives the next one
    copy.guid, copy.code = uuid.uuid4(), short_code()
    copy.status = Session.Status.PLANNED
    copy._state.adding = True
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    for role in session.roles.all():
        SessionRole.objects.create(
            session=copy,
            participation_id=role.participation_id,
            role=role.role,
            position=role.position,
        )
    return copy


def set_status(sessions: Iterable[Session], status: str) -> list[Session]:
    """Cancel or reinstate sessions; returns those that changed. Talks keep their own status."""
    changed = [session for session in sessions if session.status != status]
    for session in changed:
        session.status = status
    cancelled = status == Session.Status.CANCELLED
    words = gettext_noop("Sessions cancelled") if cancelled else gettext_noop("Sessions reinstated")
    with act(words=words):
        update_rows(changed, "status")
    return changed


def change_time_zone(conference: Conference, *, old_zone: str) -> None:
    """After `conference.time_zone` changed: keep what every clock says, in the new zone."""
    old, new = ZoneInfo(old_zone), conference.zone
    with transaction.atomic():
        timed = list(conference.sessions.filter(starts_at__isnull=False))
        for session in timed:
            session.starts_at, session.ends_at = same_clocks(*times_of(session), old, new)
        update_rows(timed, "starts_at", "ends_at")


def same_clocks(
    starts_at: datetime,
    ends_at: datetime,
    old: tzinfo,
    new: tzinfo,
    *,
    later: timedelta = timedelta(),
) -> tuple[datetime, datetime]:
    """Two moments whose clocks show in the `new` zone what they showed in the old one, `later`.

    In a night in which clocks are set the end may come before the beginning by that: then the
    length is kept. In UTC, because moments of one zone are compared by their clocks.
    """
    starts, ends = (_same_clock(at, old, new, later) for at in (starts_at, ends_at))
    if ends <= starts:
        ends = starts + (ends_at.astimezone(UTC) - starts_at.astimezone(UTC))
    return starts, ends


def _same_clock(moment: datetime, old: tzinfo, new: tzinfo, later: timedelta) -> datetime:
    local = moment.astimezone(old)
    shown = (local.replace(tzinfo=None) + later).replace(tzinfo=new)
    if local.fold and is_shown_twice(shown):  # the later one stays the later one
        shown = shown.replace(fold=1)
    return shown.astimezone(UTC)
