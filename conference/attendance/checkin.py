"""What happens at the door: sign in, undo, walk-in. Each person once, each scan kept.

The log (CheckIn) only grows. "Once" is kept by the database: an Admission is unique for a
registration at a checkpoint, and is written and removed in the transaction of its log row.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Subquery, Value
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance import rules
from conference.attendance.doubles import who_may_be
from conference.attendance.models import (
    Admission,
    CheckIn,
    Checkpoint,
    Registration,
    somebody_chose,
)
from conference.attendance.registering import linked_organization, list_lock, register
from conference.codes import normal_code
from conference.people.pinyin import has_chinese
from conference.program.models import Session
from conference.wording.clocks import clock

Result, Reason, Method, Direction = (
    CheckIn.Result,
    CheckIn.Reason,
    CheckIn.Method,
    CheckIn.Direction,
)


class UnknownCheckpoint(LookupError):
    """The conference has no such checkpoint. The message is for people."""


# --- Checkpoints -----------------------------------------------------------------------------


def arrival_checkpoint(conference) -> Checkpoint:
    """The conference's arrival, made when it is first needed."""
    return stored(Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL))


def session_checkpoint(session: Session) -> Checkpoint:
    """The checkpoint of a session, made when it is first needed."""
    return stored(
        Checkpoint(
            conference_id=session.conference_id, kind=Checkpoint.Kind.SESSION, session=session
        )
    )


def stored(checkpoint: Checkpoint) -> Checkpoint:
    """`checkpoint` itself, or its row when it had none. Two doors at once get the same one."""
    if checkpoint.pk:
        return checkpoint
    row, _made = Checkpoint.objects.get_or_create(
        conference_id=checkpoint.conference_id, kind=checkpoint.kind, session=checkpoint.session
    )
    if checkpoint.session_id:
        row.session = checkpoint.session
    return row


def find_checkpoint(conference, token: str) -> Checkpoint:
    """The checkpoint that `arrival`, a session's code or `own-12` names; maybe not yet saved.

    One query, two for a session without its row. Raises UnknownCheckpoint.
    """
    rows = Checkpoint.objects.filter(conference=conference).select_related("session")
    if token == "arrival":
        return rows.filter(kind=Checkpoint.Kind.ARRIVAL).first() or Checkpoint(
            conference=conference, kind=Checkpoint.Kind.ARRIVAL
        )
    if token.startswith("own-") and token[4:].isdecimal() and len(token) <= 20:
        found = rows.filter(pk=int(token[4:]), kind=Checkpoint.Kind.OWN).first()
    elif token.isascii() and token.isalnum() and len(token) == 6:
        found = rows.filter(session__code=token.upper()).first()
        if found is None:
            session = Session.objects.planned().filter(conference=conference, code=token.upper())
            found = next(
                (
                    Checkpoint(conference=conference, kind=Checkpoint.Kind.SESSION, session=s)
                    for s in session
                ),
                None,
            )
    else:
        found = None
    if found is None:
        raise UnknownCheckpoint(
            _("There is no such place to sign in. Choose arrival or one of the sessions.")
        )
    return found


def checkpoint_choices(conference) -> list[tuple[str, list[Checkpoint]]]:
    """[(group, checkpoints)] for the chooser: where the desk can sign people in. Two queries.

    Sessions count without a row of their own yet; talks inside a sub-forum do not.
    """
    rows = list(
        Checkpoint.objects.filter(conference=conference)
        .select_related("session__room", "session__parent__room")
        .order_by("position", "pk")
    )
    of_session = {row.session_id: row for row in rows if row.session_id}
    sessions = (
        Session.objects.filter(conference=conference).top_level().in_order().select_related("room")
    )
    forums, others = [], []
    for session in sessions:
        checkpoint = of_session.get(session.pk)
        if checkpoint is None:
            if session.is_cancelled:
                continue
            checkpoint = Checkpoint(
                conference=conference, kind=Checkpoint.Kind.SESSION, session=session
            )
        (forums if checkpoint.is_chosen_by_attendees else others).append(checkpoint)
    arrival = next(
        (row for row in rows if row.kind == Checkpoint.Kind.ARRIVAL),
        Checkpoint(conference=conference, kind=Checkpoint.Kind.ARRIVAL),
    )
    own = [row for row in rows if row.kind == Checkpoint.Kind.OWN]
    groups = [
        (_("Conference"), [arrival, *own]),
        (_("Sub-forums"), forums),
        (_("Other sessions"), others),
    ]
    return [(label, checkpoints) for label, checkpoints in groups if checkpoints]


# --- The acts --------------------------------------------------------------------------------


def check_in(
    subject: Registration | str,
    *,
    conference,
    checkpoint: Checkpoint,
    by,
    client_id: str,
    at: datetime | None = None,
    station: str = "",
    method: str | None = None,
    direction: str = Direction.IN,
    override: bool = False,
) -> CheckIn:
    """Record one scan of a person (a registration, or the code on the badge) at a checkpoint.

    `at` is when the device saw it, default now. The result is admitted, already, refused with a
    reason, or a question with one: who chose another sub-forum is asked about, and is let in by
    one more scan with `override`; who left and leaves again is already. `rules.decide` says
    which; `answer` says it in words.

    A `client_id` is one act of one finger. Sent again it gives back its first row, unchanged;
    ClientIdTaken when it comes with another content, so that nobody is lost to a device that
    repeats itself. Three queries when somebody is admitted or leaves, four at a sub-forum.
    """
    code = normal_code(subject) if isinstance(subject, str) else subject.code
    scan = CheckIn(
        conference=conference,
        checkpoint=stored(checkpoint),
        client_id=client_id,
        content=digest("in", code, checkpoint.token, direction, "override" if override else ""),
        scanned_at=at or timezone.now(),
        by=by,
        station=station,
        method=method or (Method.CODE if isinstance(subject, str) else Method.SEARCH),
        direction=direction,
    )
    try:
        with transaction.atomic():
            return _decide(scan, subject, override)
    except IntegrityError:
        # Sent twice, or signed in before: answers, not errors. Which one is asked below.
        pass
    return _sent_before(scan) or _already(scan)


def _decide(scan, subject, override):
    person = scan.registration = _who(subject, scan.checkpoint)
    if person is not None and person.conference_id != scan.conference.pk:
        scan.result, scan.reason = Result.REFUSED, Reason.OTHER_CONFERENCE
    else:
        is_leaving = scan.direction == Direction.OUT
        has_to_choose = person is not None and person.somebody_chose and not is_leaving
        is_admitted = person is not None and person.is_admitted
        scan.result, scan.reason = rules.decide(
            status=person.status if person else None,
            chosen={session.code for session in person.chosen} if has_to_choose else (),
            sub_forum=scan.checkpoint.session.code if has_to_choose else "",
            direction=scan.direction,
            admitted=is_admitted,
            left=is_leaving and is_admitted and _leave_beside(scan) is not None,
            override=override,
        )
    scan.save(force_insert=True)
    if scan.result == Result.ADMITTED and scan.direction == Direction.IN:
        _admit(scan)
    return scan


def _leave_beside(scan) -> CheckIn | None:
    """The leave that is in the log when this one comes: no coming in lies between their moments.

    In whichever order two devices send theirs, the log has one leave and one that came on top of
    it. One query, under the lock of the person's row: of two who scan at once the second sees the
    first. Asked again for a kept scan, it says what was there when that one came.
    """
    signed_in = Admission.objects.filter(registration=scan.registration, checkpoint=scan.checkpoint)
    rows = CheckIn.objects.filter(
        registration=scan.registration,
        checkpoint=scan.checkpoint,
        result__in=[Result.ADMITTED, Result.ALREADY],
        pk__gte=Subquery(signed_in.values("check_in")),
    )
    if scan.pk:
        rows = rows.filter(pk__lt=scan.pk)
    ways = list(rows.select_related("by").order_by("scanned_at", "pk"))
    before = [way for way in reversed(ways) if way.scanned_at <= scan.scanned_at]
    after = [way for way in ways if way.scanned_at > scan.scanned_at]
    leaves = [*takewhile(_is_out, before), *takewhile(_is_out, after)]
    counted = (way for way in leaves if way.result == Result.ADMITTED)
    return next(counted, leaves[0] if leaves else None)


def _is_out(scan):
    return scan.direction == Direction.OUT


def _admit(scan):
    scan.admission = Admission.objects.create(
        registration=scan.registration,
        checkpoint=scan.checkpoint,
        check_in=scan,
        signed_in_at=scan.scanned_at,
    )


def _who(subject, checkpoint):
    """The registration as it is now, under a lock, or None; with whether it is signed in here
    (`is_admitted`), and whether people had to choose this sub-forum (`somebody_chose`).
    """
    here = Admission.objects.filter(registration=OuterRef("pk"), checkpoint=checkpoint)
    asks = checkpoint.is_chosen_by_attendees
    rows = Registration.objects.select_for_update(of=("self",), no_key=True).annotate(
        is_admitted=Exists(here),
        somebody_chose=somebody_chose(checkpoint.conference_id) if asks else Value(False),
    )
    if isinstance(subject, str):
        return rows.filter(code=normal_code(subject)).first()
    return rows.filter(pk=subject.pk).first()


def _already(scan):
    """Keep the further scan of somebody who was signed in meanwhile; the first one counts."""
    scan.pk, scan.result, scan.reason = None, Result.ALREADY, ""
    scan._state.adding = True
    try:
        with transaction.atomic():
            scan.save(force_insert=True)
    except IntegrityError:
        # Both tries of one device arrived at once; the other was kept.
        return _sent_before(scan) or _raise_taken()
    return scan


def _sent_before(scan):
    """The row that this scan's client id already made, or None. One query.

    Raises ClientIdTaken when something else was sent with it.
    """
    before = (
        CheckIn.objects.filter(client_id=scan.client_id)
        .select_related("registration", "checkpoint__session")
        .first()
    )
    if before is None:
        return None
    # Rows of older versions hold no digest.
    same = not before.content or before.content == scan.content
    if not same or before.conference_id != scan.conference.pk:
        _raise_taken()
    before.conference = scan.conference
    return before


def undo(
    subject: CheckIn | Registration,
    *,
    conference,
    by,
    client_id: str,
    checkpoint: Checkpoint | None = None,
    at: datetime | None = None,
    station: str = "",
) -> CheckIn:
    """Take back that a person is signed in at a checkpoint; the log keeps both.

    `subject` is the scan to undo, or the registration together with `checkpoint`. The result is
    undone, or refused as not_signed_in when somebody else was faster. Three queries.
    """
    if isinstance(subject, CheckIn):
        checkpoint, subject = subject.checkpoint, subject.registration
    scan = CheckIn(
        conference=conference,
        checkpoint=stored(checkpoint),
        registration=subject,
        client_id=client_id,
        content=digest("undo", subject.code, checkpoint.token),
        scanned_at=at or timezone.now(),
        by=by,
        station=station,
    )
    try:
        with transaction.atomic():
            removed, _rows = Admission.objects.filter(
                registration=subject, checkpoint=scan.checkpoint
            ).delete()
            scan.result = Result.UNDONE if removed else Result.REFUSED
            scan.reason = "" if removed else Reason.NOT_SIGNED_IN
            scan.save(force_insert=True)
    except IntegrityError:
        return _sent_before(scan) or _raise_taken()
    return scan


def walk_in(
    conference,
    *,
    name: str,
    by,
    checkpoint: Checkpoint,
    client_id: str,
    organization: str = "",
    title: str = "",
    phone: str = "",
    category: str | None = None,
    at: datetime | None = None,
    station: str = "",
    anyway: bool = True,
) -> CheckIn:
    """Put somebody who just came onto the list, confirmed, and sign them in at once.

    A `client_id` sent before gives back its first scan and adds nobody. Raises ClientIdTaken, and
    without `anyway` OnTheList: asked inside the lock, so that two desks add a person once.
    """
    at = at or timezone.now()
    chosen = [checkpoint.session] if checkpoint.is_chosen_by_attendees else []
    scan = CheckIn(
        conference=conference,
        checkpoint=stored(checkpoint),
        client_id=client_id,
        content=digest("walk-in", checkpoint.token, name, organization, title, phone),
        result=Result.ADMITTED,
        scanned_at=at,
        by=by,
        station=station,
        method=Method.WALK_IN,
    )
    try:
        with list_lock(conference):
            who = {
                "name": name,
                "organization_name": organization,
                "organization": linked_organization(organization),
            }
            if not anyway and not CheckIn.objects.filter(client_id=client_id).exists():
                _refuse_who_may_be(Registration(conference=conference, **who))
            scan.registration = register(
                conference,
                **who,
                sessions=chosen,
                title=title,
                phone=phone,
                status=Registration.Status.CONFIRMED,
                source=Registration.Source.WALK_IN,
                language="zh-hans" if has_chinese(name) else "en",
                registered_at=at,
                **({"category": category} if category else {}),
            )
            scan.save(force_insert=True)
            _admit(scan)
    except IntegrityError:
        return _sent_before(scan) or _raise_taken()
    return scan


class OnTheList(Exception):
    """A walk-in may be one of `people`, who are on the list."""

    def __init__(self, people):
        super().__init__(people)
        self.people = people


def _refuse_who_may_be(walk_in):
    if people := who_may_be(walk_in):
        raise OnTheList(people)


class ClientIdTaken(ValueError):
    """This client id was used for something else: its sender made it badly."""


def _raise_taken():
    raise ClientIdTaken(
        _(
            "This scan carries an id that is in use for another one: nothing was done. "
            "Reload the page and scan again."
        )
    )


def digest(*content: str) -> str:
    """Sixteen hexadecimal digits of what one act consists of; nothing can be read from them."""
    return hashlib.sha256("\n".join(content).encode()).hexdigest()[:16]


# --- In words --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """A scan said to the person at the desk; `first` is the scan that counts, if there is one."""

    scan: CheckIn
    message: str
    first: CheckIn | None

    @property
    def tone(self) -> str:
        return "good" if _is_here_again(self.scan, self.first) else tone(self.scan)

    @property
    def is_question(self) -> bool:
        return self.scan.result == Result.QUESTION

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
    return {
        Result.ADMITTED: "good",
        Result.REFUSED: "alert",
        Result.QUESTION: "question",
    }.get(scan.result, "note")


def forum_and_room(session: Session) -> str:
    """'Sub-forum 1, Room 201'."""
    if session.room is None:
        return str(session.title)
    facts = {"forum": session.title, "room": session.room.name}
    return pgettext("a sub-forum and its room", "%(forum)s, %(room)s") % facts


def answer(scan: CheckIn) -> Answer:
    """What to say about a scan. One query for a question and for who came or left before."""
    first = None
    if scan.result == Result.ALREADY and scan.direction == Direction.OUT:
        if first := _leave_beside(scan):
            first.conference = scan.conference
    elif scan.result == Result.ALREADY:
        admission = (
            Admission.objects.filter(registration=scan.registration_id, checkpoint=scan.checkpoint)
            .select_related("check_in__by")
            .first()
        )
        if admission:
            first = admission.check_in
            first.conference = scan.conference  # need not be asked for again
    elif scan.result == Result.ADMITTED and scan.direction == Direction.IN:
        first = scan
    return Answer(scan=scan, message=_sentence(scan, first), first=first)


def _sentence(scan, first):
    name = scan.person.name if scan.person else ""
    if scan.result == Result.QUESTION:
        if not scan.person.chosen:
            return _("%(name)s chose no sub-forum. Admit anyway?") % {"name": name}
        forums = pgettext("between the items of a list", "; ")
        facts = {"name": name, "forum": forums.join(map(forum_and_room, scan.person.chosen))}
        return _("%(name)s chose %(forum)s. Admit anyway?") % facts
    if scan.result == Result.ADMITTED:
        if scan.direction == Direction.OUT:
            return _("%(name)s has left.") % {"name": name}
        return _("%(name)s is signed in.") % {"name": name}
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
        if _is_here_again(scan, first):
            return _("%(name)s is here again. First signed in: %(time)s.") % facts
        if first.station:
            return _("%(name)s was signed in before: at %(time)s, station %(station)s.") % facts
        return _("%(name)s was signed in before: at %(time)s.") % facts
    return {
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
    }[scan.reason] % {"name": name}


def _is_here_again(scan, first):
    if scan.result != Result.ALREADY or scan.direction == Direction.OUT or first is None:
        return False
    return begins_another_day(
        scan.conference, scan.checkpoint, before=first.scanned_at, at=scan.scanned_at
    )


def begins_another_day(conference, checkpoint, *, before: datetime, at: datetime) -> bool:
    """Whether coming at `at` is news after having come `before`: on a later day of the conference,
    since attendance is counted by the day. A session is on one.
    """
    earlier, day = (moment.astimezone(conference.zone).date() for moment in (before, at))
    return not checkpoint.session_id and earlier < day <= conference.ends_on


def local_time(scan: CheckIn) -> str:
    """'09:01:07', with the day in front when it is another one than today's there."""
    zone = scan.conference.zone
    moment = scan.scanned_at.astimezone(zone)
    if moment.date() == timezone.now().astimezone(zone).date():
        return clock(moment, "%H:%M:%S")
    return clock(moment, "%Y-%m-%d %H:%M:%S")
