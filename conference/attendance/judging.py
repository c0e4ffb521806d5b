"""Codes that nobody on the list has: an organizer says whose each was, or that it was nobody's.

What is said is one more row of the log, which names the scan that it settles.
"""

from datetime import datetime
from itertools import islice

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.attendance import checkin, rules
from conference.attendance.models import CheckIn, Registration
from conference.codes import normal_code
from conference.history import BATCH
from conference.models import Conference

MOST_ALIKE = 5
MOST_WRONG = 3  # letters of a code that was read or written wrongly


class CannotSettle(ValueError):
    """This scan cannot be settled so. The message is for people."""


def settle(scan: CheckIn, person: Registration, *, by: User, note: str = "") -> CheckIn:
    """It was `person`, who is signed in (or out) at the moment of the scan. Raises CannotSettle."""
    _refuse_settled(scan)
    status = str(person.status)
    if status in rules.NOT_WELCOME and (
        scan.checkpoint.confirmed_only or rules.NOT_WELCOME[status] != "not_confirmed"
    ):
        facts = {"name": person.name, "status": person.get_status_display()}
        raise CannotSettle(
            _(
                "The registration of %(name)s is %(status)s: nothing was done. Change that first, "
                "then settle the scan."
            )
            % facts
        )
    try:
        return checkin.check_in(
            person,
            conference=scan.conference,
            checkpoint=scan.checkpoint,
            by=by,
            client_id=_id_for(scan),
            at=scan.scanned_at,
            station=scan.station,
            method=CheckIn.Method.LATE,
            direction=scan.direction,
            override=True,
            note=note,
            judges=scan,
        )
    except checkin.ClientIdTaken:
        raise CannotSettle(settled_before()) from None


def refuse(scan: CheckIn, *, by: User, note: str) -> CheckIn:
    """It was nobody of ours, and `note` says why one thinks so. Raises CannotSettle."""
    _refuse_settled(scan)
    said = _nobody(scan, by=by, note=note, at=timezone.now())
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError:
        raise CannotSettle(settled_before()) from None
    return said


def refuse_all(conference: Conference, *, station: str, up_to: int, by: User, note: str) -> int:
    """All that wait from one station were nobody's: a device that sent what it should not have.

    Only those up to the scan of that number, which somebody has seen. What a colleague settles
    meanwhile stays as it was settled. How many were refused now.
    """
    waiting = CheckIn.objects.filter(conference=conference, station=station, pk__lte=up_to)
    rows = waiting.to_be_judged().order_by("pk")
    now = timezone.now()
    with transaction.atomic():
        said = (_nobody(scan, by=by, note=note, at=now) for scan in rows.iterator(chunk_size=BATCH))
        while batch := list(islice(said, BATCH)):
            CheckIn.objects.bulk_create(batch, ignore_conflicts=True)
    return CheckIn.objects.filter(conference=conference, by=by, scanned_at=now).count()


def _nobody(scan: CheckIn, *, by: User, note: str, at: datetime) -> CheckIn:
    """What the log says of a scan that was of nobody on the list; not saved."""
    return CheckIn(
        conference_id=scan.conference_id,
        checkpoint_id=scan.checkpoint_id,
        client_id=_id_for(scan),
        content=checkin.digest("judged", str(scan.pk), "nobody"),
        result=CheckIn.Result.REFUSED,
        reason=CheckIn.Reason.UNKNOWN_CODE,
        scanned_at=at,
        by=by,
        method=CheckIn.Method.LATE,
        direction=scan.direction,
        note=note,
        judges=scan,
    )


def settled_before() -> str:
    return _("Somebody has settled this scan meanwhile: nothing was done.")


def _refuse_settled(scan: CheckIn) -> None:
    if CheckIn.objects.filter(judges=scan).exists():
        raise CannotSettle(settled_before())


def _id_for(scan: CheckIn) -> str:
    """One for each scan: two organizers settle it once."""
    return f"judged-{scan.pk}"


def who_has_a_code_like(scan: CheckIn) -> list[Registration]:
    """People of the conference whose code differs in a few letters, the likeliest first. Two
    queries, the first of codes alone.
    """
    read = normal_code(scan.code)
    if not 8 <= len(read) <= 12:
        return []
    codes = Registration.objects.filter(conference=scan.conference).values_list("pk", "code")
    alike = sorted((distance(read, code), pk) for pk, code in codes.iterator())
    near = [pk for wrong, pk in alike[:MOST_ALIKE] if wrong <= MOST_WRONG]
    rows = Registration.objects.in_bulk(near)
    return [rows[pk] for pk in near]


def distance(read: str, code: str) -> int:
    """How many letters differ, one left out or doubled counting as one."""
    if abs(len(read) - len(code)) > MOST_WRONG:
        return MOST_WRONG + 1
    row = list(range(len(code) + 1))
    for n, letter in enumerate(read, 1):
        before, row[0] = row[0], n
        for m, other in enumerate(code, 1):
            least = min(row[m] + 1, row[m - 1] + 1, before + (letter != other))
            before, row[m] = row[m], least
    return row[-1]
