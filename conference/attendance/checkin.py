"""What happens at the door: sign in, undo, walk-in. Each person once, each scan kept.

The log (CheckIn) only grows. "Once" is kept by the database: an Admission is unique for a
registration at a checkpoint, and is written and removed in the transaction of its log row.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.attendance.models import Admission, CheckIn, Checkpoint, Registration
from conference.attendance.registering import linked_organization, list_lock, register
from conference.people.pinyin import has_chinese
from conference.program.models import Session

Result, Reason, Method, Direction = (
    CheckIn.Result,
    CheckIn.Reason,
    CheckIn.Method,
    CheckIn.Direction,
)

REASONS = {
    Registration.Status.CANCELLED: Reason.CANCELLED,
    Registration.Status.DECLINED: Reason.DECLINED,
    Registration.Status.PENDING: Reason.NOT_CONFIRMED,
    Registration.Status.WAITLISTED: Reason.NOT_CONFIRMED,
}


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
        .select_related("session")
        .order_by("position", "pk")
    )
    of_session = {row.session_id: row for row in rows if row.session_id}
    sessions = Session.objects.filter(conference=conference).top_level().in_order()
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
) -> CheckIn:
    """Record one scan of a person (a registration, or the code on the badge) at a checkpoint.

    `at` is when the device saw it, default now. A `client_id` sent before gives back its first
    row, unchanged; ClientIdTaken when that row is of somebody else, so that nobody is lost to a
    device that repeats itself. The result is admitted, already or refused with a reason; `answer`
    says it in words. Three queries when somebody is admitted.
    """
    scan = CheckIn(
        conference=conference,
        checkpoint=stored(checkpoint),
        client_id=client_id,
        scanned_at=at or timezone.now(),
        by=by,
        station=station,
        method=method or (Method.CODE if isinstance(subject, str) else Method.SEARCH),
        direction=direction,
    )
    try:
        with transaction.atomic():
            return _decide(scan, subject)
    except IntegrityError:
        # Sent twice, or signed in before: answers, not errors. Which one is asked below.
        pass
    before = _sent_before(client_id, conference)
    if before is None:
        return _already(scan)
    if before.registration_id != scan.registration_id:
        _raise_taken()
    return before


def _decide(scan, subject):
    scan.registration, scan.reason = _who(subject, scan.conference)
    if not scan.reason and scan.direction == Direction.OUT:
        present = Admission.objects.filter(
            registration=scan.registration, checkpoint=scan.checkpoint
        )
        scan.reason = "" if present.exists() else Reason.NOT_SIGNED_IN
    scan.result = Result.REFUSED if scan.reason else Result.ADMITTED
    scan.save(force_insert=True)
    if scan.result == Result.ADMITTED and scan.direction == Direction.IN:
        _admit(scan)
    return scan


def _admit(scan):
    scan.admission = Admission.objects.create(
        registration=scan.registration,
        checkpoint=scan.checkpoint,
        check_in=scan,
        signed_in_at=scan.scanned_at,
    )


def _who(subject, conference):
    """(registration or None, why it is refused or ""), its status read under a lock."""
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    if isinstance(subject, str):
        registration = rows.filter(code=normal_code(subject)).first()
    else:
        registration = rows.filter(pk=subject.pk).first()
    if registration is None:
        return None, Reason.UNKNOWN_CODE
    if registration.conference_id != conference.pk:
        return registration, Reason.OTHER_CONFERENCE
    return registration, REASONS.get(registration.status, "")


def _already(scan):
    """Keep the further scan of somebody who is signed in; the first one stays what counts."""
    scan.pk, scan.result, scan.reason = None, Result.ALREADY, ""
    scan._state.adding = True
    try:
        with transaction.atomic():
            scan.save(force_insert=True)
    except IntegrityError:
        # Both tries of one device arrived at once; the other was kept.
        return _sent_before(scan.client_id, scan.conference) or _raise_taken()
    return scan


def _sent_before(client_id, conference):
    """The scan that this client id already made here, or None. One query."""
    scan = (
        CheckIn.objects.filter(client_id=client_id, conference=conference)
        .select_related("registration", "checkpoint__session")
        .first()
    )
    if scan is not None:
        scan.conference = conference
    return scan


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
        return _sent_before(client_id, conference) or _raise_taken()
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
) -> CheckIn:
    """Put somebody who just came onto the list, confirmed, and sign them in at once.

    A `client_id` sent before gives back its first scan and adds nobody.
    """
    at = at or timezone.now()
    chosen = [checkpoint.session] if checkpoint.is_chosen_by_attendees else []
    scan = CheckIn(
        conference=conference,
        checkpoint=stored(checkpoint),
        client_id=client_id,
        result=Result.ADMITTED,
        scanned_at=at,
        by=by,
        station=station,
        method=Method.WALK_IN,
    )
    try:
        with list_lock(conference):
            scan.registration = register(
                conference,
                sessions=chosen,
                name=name,
                organization_name=organization,
                organization=linked_organization(organization),
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
        return _sent_before(client_id, conference) or _raise_taken()
    return scan


class ClientIdTaken(ValueError):
    """Another conference's device used this client id: the sender made it badly."""


def _raise_taken():
    raise ClientIdTaken(_("This scan carries an id that is in use. Reload the page and try again."))


def normal_code(code: str) -> str:
    """A badge code as stored, from what a scanner or a person types, full-width letters too."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", code).upper()))


# --- In words --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """A scan said to the person at the desk; `first` is the scan that counts, if there is one."""

    scan: CheckIn
    message: str
    first: CheckIn | None

    @property
    def tone(self) -> str:
        return tone(self.scan)


def tone(scan: CheckIn) -> str:
    """'good', 'note' or 'alert': how a page colors a scan."""
    if scan.result == Result.REFUSED:
        return "alert"
    return "good" if scan.result == Result.ADMITTED else "note"


def answer(scan: CheckIn) -> Answer:
    """What to say about a scan. One query when somebody was signed in before, else none."""
    first = None
    if scan.result == Result.ALREADY:
        admission = (
            Admission.objects.filter(registration=scan.registration_id, checkpoint=scan.checkpoint)
            .select_related("check_in__by")
            .first()
        )
        first = admission.check_in if admission else None
    elif scan.result == Result.ADMITTED and scan.direction == Direction.IN:
        first = scan
    return Answer(scan=scan, message=_sentence(scan, first), first=first)


def _sentence(scan, first):
    name = scan.person.name if scan.person else ""
    if scan.result == Result.ADMITTED:
        if scan.direction == Direction.OUT:
            return _("%(name)s has left.") % {"name": name}
        return _("%(name)s is signed in.") % {"name": name}
    if scan.result == Result.UNDONE:
        return _("%(name)s is no longer signed in.") % {"name": name}
    if scan.result == Result.ALREADY:
        if first is None:
            return _("%(name)s was signed in before.") % {"name": name}
        facts = {"name": name, "time": local_time(first), "station": first.station}
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


def local_time(scan: CheckIn) -> str:
    """'09:01:07', with the day in front when it is another one than today's there."""
    zone = scan.conference.zone
    moment = scan.scanned_at.astimezone(zone)
    if moment.date() == timezone.now().astimezone(zone).date():
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d %H:%M:%S}"
