"""Run late on the day: push what still comes by some minutes and publish that, in one step.

The review of a publish is not left out but kept small: nothing else goes out with a push. A draft
that holds other changes, or that would clash, is refused, and then nothing has moved.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from conference.acts import act
from conference.bilingual import Text
from conference.history import update_rows
from conference.models import Conference, Room
from conference.program.draft.overlapping import times_of
from conference.program.models import Release, Session
from conference.program.release.diff import is_same
from conference.program.release.document import upgraded
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import PublishRefused, publish
from conference.program.release.values import SAME_NIGHT

PUSHED = gettext_noop("The rest of the day was pushed and published")
PUSHED_BACK = gettext_noop("A push was taken back and published")
LARGEST_PUSH = 180  # minutes, either way
TIMES = {"starts_at", "ends_at"}

# Of a push that would move nothing or more than was looked at.
NOTHING_TO_PUSH = _("No session of this day is still to come there. Nothing was moved.")
OTHER_CHANGES = _(
    "The draft holds other changes that are not published. Review and publish them first, or move "
    "the sessions in the list and publish all of it together. Nothing was moved."
)
STALE = _(
    "A newer release is out meanwhile. Look at the times again, then push. Nothing was moved."
)
NOT_UNDONE = _("The last release changed more than times, or is not of today. Nothing was moved.")
NOT_PUBLIC = _("The program is not public yet. Publish it for the first time, then push.")


@dataclass(frozen=True)
class Push:
    """What a push would do: `later` move as a whole, `running` go on longer."""

    later: list[Session]
    running: list[Session]


def planned_push(
    conference: Conference, *, at: datetime | None = None, room: Room | None = None
) -> Push:
    """The sessions of the local day of `at` (now), and of the night after it, that run at it or
    come after it, in `room` or everywhere. Cancelled ones stay. One query.
    """
    at = at or timezone.now()
    day = at.astimezone(conference.zone).date()
    later, running = [], []
    rows = conference.sessions.planned().filter(starts_at__isnull=False, ends_at__gt=at)
    for session in rows.select_related("room", "parent__room").in_order():
        if room is not None and session.effective_room != room:
            continue
        if session.parent and session.parent.is_cancelled:
            continue
        starts_at, _ends_at = times_of(session)
        if starts_at < at:
            running.append(session)
        elif starts_at.astimezone(conference.zone).date() == day or starts_at - at < SAME_NIGHT:
            later.append(session)
    return Push(later, running)


def push(
    conference: Conference,
    *,
    minutes: int,
    room: Room | None = None,
    at: datetime | None = None,
    by: User | None = None,
    note: Text | str = "",
    reviewed: int | None = None,
) -> Release:
    """Move what comes later that day by `minutes`, let what runs end so much later, and publish.

    A negative number brings the later ones forward; what runs keeps its end. `reviewed` is the
    number of the release that was looked at: two organizers who push at once push once. Raises
    ValueError for 0 or more than three hours, and PublishRefused (codes: nothing, changes, stale,
    clashes), after which the draft is what it was. One transaction.
    """
    if not minutes or abs(minutes) > LARGEST_PUSH:
        raise ValueError(minutes)
    at, by_minutes = at or timezone.now(), timedelta(minutes=minutes)
    with transaction.atomic(), act(by=by, words=PUSHED, can_be_undone=False):
        conference, _current = _unchanged(conference, reviewed)
        found = planned_push(conference, at=at, room=room)
        longer = found.running if minutes > 0 else []
        if not found.later and not longer:
            raise PublishRefused("nothing", NOTHING_TO_PUSH)
        for session in found.later:
            session.starts_at, session.ends_at = (at + by_minutes for at in times_of(session))
        for session in longer:
            session.ends_at = times_of(session)[1] + by_minutes
        update_rows([*found.later, *longer], "starts_at", "ends_at")
        return publish(conference, by=by, note=note)


def _unchanged(conference: Conference, reviewed: int | None) -> tuple[Conference, Release]:
    """The conference, locked, and its current release, when that is the one that was looked at and
    the draft holds nothing else.
    """
    conference = Conference.objects.lock(conference.pk)
    current = conference.releases.standing().first()
    if current is None:
        raise PublishRefused("changes", NOT_PUBLIC)
    if reviewed is not None and reviewed != current.number:
        raise PublishRefused("stale", STALE)
    if not is_same(upgraded(current.document), draft_document(conference)):
        raise PublishRefused("changes", OTHER_CHANGES)
    return conference, current


def moved_alone(release: Release | None, *, at: datetime) -> list[str]:
    """Codes of the sessions that a release of the local day of `at` gave other times; none when it
    changed anything else, and so was no push.
    """
    if release is None or not release.changes:
        return []
    zone = release.conference.zone
    is_of_today = release.published_at.astimezone(zone).date() == at.astimezone(zone).date()
    is_alone = all(
        change["subject"] == "session"
        and change["fields"]
        and {field["name"] for field in change["fields"]} <= TIMES
        for change in release.changes
    )
    return [change["code"] for change in release.changes] if is_of_today and is_alone else []


def take_back(
    conference: Conference, *, reviewed: int, at: datetime | None = None, by: User | None = None
) -> Release:
    """Set the times of before the last push again and publish that, as a release of its own.

    Raises PublishRefused (codes: nothing, changes, stale) as `push` does. One transaction.
    """
    with transaction.atomic(), act(by=by, words=PUSHED_BACK, can_be_undone=False):
        conference, current = _unchanged(conference, reviewed)
        before = conference.releases.standing().filter(number__lt=current.number).first()
        codes = moved_alone(current, at=at or timezone.now())
        if before is None or not codes:
            raise PublishRefused("nothing", NOT_UNDONE)
        rows = {row["code"]: row for row in upgraded(before.document)["sessions"]}
        moved = list(conference.sessions.filter(code__in=codes))
        for session in moved:
            row = rows[session.code]
            session.starts_at = _moment(row["starts_at"])
            session.ends_at = _moment(row["ends_at"])
        update_rows(moved, "starts_at", "ends_at")
        return publish(conference, by=by)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
