"""What happens at the door: sign in, undo, walk-in. Each person once, each scan kept.

The log (CheckIn) only grows. "Once" is kept by the database: an Admission is unique for a
registration at a checkpoint, and is written and removed in the transaction of its log row.
"""

import hashlib
from datetime import datetime
from typing import NoReturn

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.attendance import rules
from conference.attendance.checkpoints import stored
from conference.attendance.cleaning import as_read
from conference.attendance.doubles import who_may_be
from conference.attendance.leaves import last_leave, leave_beside
from conference.attendance.models import (
    Admission,
    AtStation,
    CheckIn,
    Checkpoint,
    Registration,
)
from conference.attendance.persons import person_at
from conference.attendance.registering import linked_organization, list_lock, register
from conference.codes import normal_code
from conference.models import Conference
from conference.people.pinyin import has_chinese

Result, Reason, Method, Direction = (
    CheckIn.Result,
    CheckIn.Reason,
    CheckIn.Method,
    CheckIn.Direction,
)


def check_in(
    subject: Registration | str,
    *,
    conference: Conference,
    checkpoint: Checkpoint,
    by: User | None,
    client_id: str,
    at: datetime | None = None,
    station: str = "",
    method: str | None = None,
    direction: str = Direction.IN,
    override: bool = False,
    note: str = "",
    judges: CheckIn | None = None,
    at_station: AtStation | None = None,
) -> CheckIn:
    """Record one scan of a person (a registration, or the code on the badge) at a checkpoint.

    `at` is when the device saw it, default now. The result is admitted, already, refused with a
    reason, or a question with one: who chose another sub-forum is asked about, and is let in by
    one more scan with `override`, whose `note` says why; who left and leaves again is already.
    `judges` is the scan of an unknown code that this one settles. `rules.decide` says which;
    `answers.answer` says it in words.

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
        method=method or (Method.CODE if isinstance(subject, str) else Method.SEARCH),
        direction=direction,
        note=note,
        judges=judges,
        **(at_station.fields if at_station else {"station": station}),
    )
    is_given = at_station is None or at_station.may_sign_in
    try:
        with transaction.atomic():
            return _decide(scan, subject, override=override, is_given=is_given)
    except IntegrityError:
        # Sent twice, or signed in before: answers, not errors. Which one is asked below.
        pass
    return _sent_before(scan) or _already(scan)


def _decide(
    scan: CheckIn, subject: Registration | str, *, override: bool, is_given: bool
) -> CheckIn:
    checkpoint = scan.checkpoint
    person = scan.registration = person_at(subject, checkpoint)
    ours = person if person and person.conference_id == scan.conference.pk else None
    is_leaving = scan.direction == Direction.OUT
    chooser = ours if ours and ours.somebody_chose and not is_leaving else None
    is_admitted = ours is not None and bool(ours.is_admitted)
    sub_forum = scan.checkpoint.session if chooser else None
    scan.result, scan.reason = rules.decide(
        status=person.status if person else None,
        elsewhere=person is not None and ours is None,
        chosen={session.code for session in chooser.chosen} if chooser else (),
        sub_forum=sub_forum.code if sub_forum else "",
        direction=scan.direction,
        admitted=is_admitted,
        left=is_leaving and is_admitted and leave_beside(scan) is not None,
        override=override,
        of_this_station=is_given,
        confirmed_only=checkpoint.confirmed_only,
        at=scan.scanned_at.timestamp(),
        opens_at=checkpoint.opens_at.timestamp() if checkpoint.opens_at else None,
        closes_at=checkpoint.closes_at.timestamp() if checkpoint.closes_at else None,
        category=person.category if person else "",
        categories=checkpoint.categories,
    )
    if person is None and isinstance(subject, str):
        scan.code = as_read(subject)
    scan.save(force_insert=True)
    if person is not None and scan.result == Result.ADMITTED and not is_leaving:
        _admit(scan, person)
    return scan


def _admit(scan: CheckIn, person: Registration) -> None:
    scan.admission = Admission.objects.create(
        registration=person,
        checkpoint=scan.checkpoint,
        check_in=scan,
        signed_in_at=scan.scanned_at,
    )


def _already(scan: CheckIn) -> CheckIn:
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


def _sent_before(scan: CheckIn) -> CheckIn | None:
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
    conference: Conference,
    by: User | None,
    client_id: str,
    checkpoint: Checkpoint | None = None,
    at: datetime | None = None,
    station: str = "",
) -> CheckIn:
    """Take back one scan, or that a person is signed in at a checkpoint; the log keeps both.

    `subject` is the scan to undo: the one that signed the person in, or a leave since then; or the
    registration together with `checkpoint`. Only what still counts is taken back, so that an old
    question never takes out somebody who was signed in anew. The result is undone, or refused:
    not_signed_in, or counts_no_more where another scan signed the person in. Five queries at most.
    """
    undone = subject if isinstance(subject, CheckIn) else None
    person = subject.registration if isinstance(subject, CheckIn) else subject
    checkpoint = subject.checkpoint if isinstance(subject, CheckIn) else checkpoint
    if person is None or checkpoint is None:
        raise ValueError("Nobody is signed in by a scan without a person or a place.")
    direction = undone.direction if undone else Direction.IN
    way_back = ["out"] if direction == Direction.OUT else []
    scan = CheckIn(
        conference=conference,
        checkpoint=stored(checkpoint),
        registration=person,
        client_id=client_id,
        content=digest("undo", person.code, checkpoint.token, *way_back),
        direction=direction,
        scanned_at=at or timezone.now(),
        by=by,
        station=station,
    )
    try:
        with transaction.atomic():
            scan.result, scan.reason, scan.undoes = _take_back(scan, person, undone)
            scan.save(force_insert=True)
    except IntegrityError:
        return _sent_before(scan) or _raise_taken()
    return scan


def undo_of(
    code: str,
    *,
    conference: Conference,
    checkpoint: Checkpoint,
    client_id: str,
    at_station: AtStation,
    at: datetime | None = None,
    direction: str = Direction.IN,
) -> CheckIn:
    """Take back that whoever has this code is signed in at a checkpoint, or has left it.

    What a station asks, which knows no scan by its number. The result is undone, or refused as a
    scan of this code would be, or not_signed_in, or counts_no_more for who has not left.
    """
    way_back = ["out"] if direction == Direction.OUT else []
    scan = CheckIn(
        conference=conference,
        checkpoint=stored(checkpoint),
        client_id=client_id,
        content=digest("undo", normal_code(code), checkpoint.token, *way_back),
        scanned_at=at or timezone.now(),
        direction=direction,
        **at_station.fields,
    )
    try:
        with transaction.atomic():
            person = scan.registration = person_at(code, scan.checkpoint)
            scan.result, scan.reason = rules.decide(
                status="confirmed" if person else None,
                elsewhere=person is not None and person.conference_id != conference.pk,
                of_this_station=at_station.may_sign_in,
            )
            if person is None:
                scan.code = as_read(code)
            elif scan.result == Result.ADMITTED:
                scan.result, scan.reason, scan.undoes = _take_back(scan, person, last_leave(scan))
            scan.save(force_insert=True)
    except IntegrityError:
        return _sent_before(scan) or _raise_taken()
    return scan


def _take_back(
    scan: CheckIn, person: Registration, undone: CheckIn | None
) -> tuple[str, str, CheckIn | None]:
    """(result, reason, the scan that counts no more), under the lock of the person's row."""
    person_at(person, scan.checkpoint)
    here = Admission.objects.filter(registration=person, checkpoint=scan.checkpoint)
    admission = here.select_related("check_in").first()
    if admission is None:
        return Result.REFUSED, Reason.NOT_SIGNED_IN, None
    if undone and not CheckIn.objects.with_counting().filter(pk=undone.pk, counts=True).exists():
        return Result.REFUSED, Reason.COUNTS_NO_MORE, None
    if scan.direction == Direction.IN:
        admission.delete()
        return Result.UNDONE, "", undone or admission.check_in
    if undone is None:
        return Result.REFUSED, Reason.COUNTS_NO_MORE, None
    return Result.UNDONE, "", undone


def walk_in(
    conference: Conference,
    *,
    name: str,
    by: User | None,
    checkpoint: Checkpoint,
    client_id: str,
    organization: str = "",
    title: str = "",
    phone: str = "",
    category: str | None = None,
    at: datetime | None = None,
    station: str = "",
    anyway: bool = True,
    at_station: AtStation | None = None,
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
        method=Method.WALK_IN,
        **(at_station.fields if at_station else {"station": station}),
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
            person = scan.registration = register(
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
            _admit(scan, person)
    except IntegrityError:
        return _sent_before(scan) or _raise_taken()
    return scan


class OnTheList(Exception):
    """A walk-in may be one of `people`, who are on the list."""

    def __init__(self, people: list[Registration]):
        super().__init__(people)
        self.people = people


def _refuse_who_may_be(walk_in: Registration) -> None:
    if people := who_may_be(walk_in):
        raise OnTheList(people)


class ClientIdTaken(ValueError):
    """This client id was used for something else: its sender made it badly."""


def _raise_taken() -> NoReturn:
    raise ClientIdTaken(
        _(
            "This scan carries an id that is in use for another one: nothing was done. "
            "Reload the page and scan again."
        )
    )


def digest(*content: str) -> str:
    """Sixteen hexadecimal digits of what one act consists of; nothing can be read from them."""
    return hashlib.sha256("\n".join(content).encode()).hexdigest()[:16]
