"""What the desk says about a scan: the sentence, its tone, and what to tell who just came."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance.leaves import leave_beside
from conference.attendance.models import CheckIn, Checkpoint, Registration
from conference.models import Conference
from conference.program.models import Session
from conference.qr import qr_svg
from conference.wording.clocks import clock

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

Result, Reason, Direction = CheckIn.Result, CheckIn.Reason, CheckIn.Direction


@dataclass(frozen=True, slots=True)
class Answer:
    """A scan said to the person at the desk; `first` is the scan that counts, if there is one."""

    scan: CheckIn
    message: str
    first: CheckIn | None
    is_here_again: bool  # on a later day, or after a leave

    @property
    def tone(self) -> str:
        return "good" if self.is_here_again else tone(self.scan)

    @property
    def is_question(self) -> bool:
        return self.scan.result == Result.QUESTION

    @property
    def newcomer(self) -> Registration | None:
        """Who was added to the list just now and has no badge yet."""
        is_new = self.scan.method == CheckIn.Method.WALK_IN and self.scan.result == Result.ADMITTED
        return self.scan.person if is_new else None

    @property
    def qr(self) -> str:
        """The code of that newcomer, for a phone's camera."""
        newcomer = self.newcomer
        if newcomer is None:
            return ""
        drawn = qr_svg(newcomer.code, border=4, light="#fff", dark="#000", svgclass="answer-qr")
        return mark_safe(drawn)

    @property
    def next_steps(self) -> list[str]:
        """What to tell somebody who just came: category, sub-forum and its room. One query."""
        if self.scan.result not in (Result.ADMITTED, Result.ALREADY) or not self.scan.person:
            return []
        if self.scan.direction == Direction.OUT:
            return []
        person = self.scan.person
        return [capfirst(person.get_category_display()), *map(forum_and_room, person.chosen)]


def tone(scan: CheckIn) -> str:
    """'good', 'note', 'question' or 'alert': how a page colors a scan."""
    tones: dict[str, str] = {
        Result.ADMITTED: "good",
        Result.REFUSED: "alert",
        Result.QUESTION: "question",
    }
    return tones.get(scan.result, "note")


def forum_and_room(session: Session) -> str:
    """'Sub-forum 1, Room 201'."""
    if session.room is None:
        return str(session.title)
    facts = {"forum": session.title, "room": session.room.name}
    return pgettext("a sub-forum and its room", "%(forum)s, %(room)s") % facts


def answer(scan: CheckIn) -> Answer:
    """What to say about a scan. One query for a question and for who came or left before."""
    first, is_here_again = None, False
    if scan.result == Result.ALREADY and scan.direction == Direction.OUT:
        if first := leave_beside(scan):
            first.conference = scan.conference
    elif scan.result == Result.ALREADY:
        if came := _first_of(scan):
            first, came.conference = came, scan.conference  # need not be asked for again
            is_here_again = came.way_before == Direction.OUT or begins_another_day(
                scan.conference, scan.checkpoint, before=first.scanned_at, at=scan.scanned_at
            )
    elif scan.result == Result.ADMITTED and scan.direction == Direction.IN:
        first = scan
    message = _sentence(scan, first, is_here_again)
    return Answer(scan=scan, message=message, first=first, is_here_again=is_here_again)


class WayBefore(TypedDict):
    way_before: str | None  # how they came or went last before


def _first_of(scan: CheckIn) -> "WithAnnotations[CheckIn, WayBefore] | None":
    """What signed somebody in when this further scan came, from the log alone: asked again later,
    and after an undo, it is the same.
    """
    came = CheckIn.objects.filter(
        registration=scan.registration_id, checkpoint=scan.checkpoint, pk__lt=scan.pk
    )
    ways = (
        CheckIn.objects.ways(before=scan.pk)
        .filter(registration=OuterRef("registration"), checkpoint=OuterRef("checkpoint"))
        .filter(pk__gte=OuterRef("pk"), pk__lt=scan.pk)
        .order_by("-scanned_at", "-pk")
    )
    return (
        came.filter(result=Result.ADMITTED, direction=Direction.IN)
        .select_related("by")
        .annotate(way_before=Subquery(ways.values("direction")[:1]))
        .order_by("-pk")
        .first()
    )


def _sentence(scan: CheckIn, first: CheckIn | None, is_here_again: bool) -> str:
    name = scan.person.name if scan.person else ""
    if scan.result == Result.QUESTION:
        if scan.reason in (Reason.NOT_OPEN, Reason.OTHER_CATEGORY):
            return _asked_of(scan) % {"name": name, "checkpoint": scan.checkpoint}
        chosen = scan.person.chosen if scan.person else []
        if not chosen:
            return _("%(name)s chose no sub-forum. Admit anyway?") % {"name": name}
        forums = pgettext("between the items of a list", "; ")
        facts = {"name": name, "forum": forums.join(map(forum_and_room, chosen))}
        return _("%(name)s chose %(forum)s. Admit anyway?") % facts
    if scan.result == Result.ADMITTED:
        if scan.direction == Direction.OUT:
            return _("%(name)s has left.") % {"name": name}
        return _("%(name)s is signed in.") % {"name": name}
    if scan.result == Result.UNDONE and scan.direction == Direction.OUT:
        return _("Taken back: %(name)s has not left.") % {"name": name}
    if scan.result == Result.UNDONE:
        return _("%(name)s is no longer signed in.") % {"name": name}
    if scan.result == Result.ALREADY and scan.direction == Direction.OUT:
        if first is None:
            return _("%(name)s left before.") % {"name": name}
        facts = {"name": name, "time": local_time(first), "station": first.station}
        if first.scanned_at > scan.scanned_at:
            # Sent late by another device: what is known already happened after it.
            if first.station:
                return (
                    _("%(name)s is scanned out already: at %(time)s, station %(station)s.") % facts
                )
            return _("%(name)s is scanned out already: at %(time)s.") % facts
        if first.station:
            return _("%(name)s left before: at %(time)s, station %(station)s.") % facts
        return _("%(name)s left before: at %(time)s.") % facts
    if scan.result == Result.ALREADY:
        if first is None:
            return _("%(name)s was signed in before.") % {"name": name}
        facts = {"name": name, "time": local_time(first), "station": first.station}
        if is_here_again:
            return _("%(name)s is here again. First signed in: %(time)s.") % facts
        if first.station:
            return _("%(name)s was signed in before: at %(time)s, station %(station)s.") % facts
        return _("%(name)s was signed in before: at %(time)s.") % facts
    refusals: dict[str, str] = {
        Reason.UNKNOWN_CODE: _(
            "No registration has this code. Search by name, or add the person as a walk-in."
        ),
        Reason.OTHER_CONFERENCE: _("This code belongs to another conference."),
        Reason.CANCELLED: _("The registration of %(name)s is cancelled. Ask an organizer."),
        Reason.DECLINED: _("The registration of %(name)s was declined. Ask an organizer."),
        Reason.NOT_CONFIRMED: _(
            "The registration of %(name)s is not confirmed yet. Ask an organizer."
        ),
        Reason.NOT_SIGNED_IN: _("%(name)s is not signed in here."),
        Reason.OTHER_CHECKPOINT: _(
            "This station does not sign anybody in there: %(name)s was not signed in. Ask an "
            "organizer."
        ),
        Reason.COUNTS_NO_MORE: _(
            "Nothing was undone: that scan does not count any more. %(name)s is signed in."
        ),
    }
    return refusals[scan.reason] % {"name": name}


def _asked_of(scan: CheckIn) -> str:
    if scan.reason == Reason.OTHER_CATEGORY:
        return _("%(checkpoint)s is not meant for the category of %(name)s. Admit anyway?")
    opens_at = scan.checkpoint.opens_at
    if opens_at and scan.scanned_at < opens_at:
        return _("%(name)s is early: %(checkpoint)s is not open yet. Admit anyway?")
    return _("%(name)s is late: %(checkpoint)s has closed. Admit anyway?")


def begins_another_day(
    conference: Conference, checkpoint: Checkpoint, *, before: datetime, at: datetime
) -> bool:
    """Whether coming at `at` is news after having come `before`: on a later day of the conference,
    since attendance is counted by the day. A session is on one.
    """
    earlier, day = conference.day_of(before), conference.day_of(at)
    return not checkpoint.session_id and earlier < day <= conference.ends_on


def local_time(scan: CheckIn) -> str:
    """'09:01:07', with the day in front when it is another one than today's there."""
    moment = scan.scanned_at.astimezone(scan.conference.zone)
    if moment.date() == scan.conference.day_of(timezone.now()):
        return clock(moment, "%H:%M:%S")
    return clock(moment, "%Y-%m-%d %H:%M:%S")
