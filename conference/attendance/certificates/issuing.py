"""Certificates are issued, issued again under a new number, and revoked: each in one transaction.

Nobody has two valid ones: the conference is held while they are written, and the database has the
last word (`person_has_one_valid_certificate`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.acts.writing import act
from conference.attendance.certificates.numbers import new_number, prefix_of
from conference.attendance.certificates.printing import Unprintable, unprintable
from conference.attendance.certificates.qualifying import Candidate, candidates
from conference.attendance.certificates.wordings import said_by
from conference.attendance.models import Certificate, CertificateDesign, Registration
from conference.models import Conference

By = User | AnonymousUser | None
State = Certificate.State
BATCH = 500


class CertificateRefused(Exception):
    """Nothing was written; `message` says why."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass
class Issued:
    made: list[Certificate] = field(default_factory=list)
    had: int = 0  # one that is valid
    without: int = 0  # by the rule


def issue(
    design: CertificateDesign,
    *,
    people: Collection[int] | None = None,
    by: By,
    anyway: bool = False,
    at: datetime | None = None,
) -> Issued:
    """Issue to everybody who gets one and has none; of `people`, to those alone.

    Raises Unprintable, with the names, where the font lacks a character and nobody said `anyway`.
    Some twelve queries, one more for each 500 that are written.
    """
    if not anyway:
        _look_at(design, [one for one in candidates(design, people=people) if not one.has])
    with transaction.atomic():
        Conference.objects.lock(design.conference_id)
        found, done = candidates(design, people=people), Issued()
        for one in found:
            done.had += one.has is not None and not one.why_not
            done.without += bool(one.why_not)
        wanted = [one for one in found if not one.why_not and one.has is None]
        done.made = _write(design, wanted, by=by, at=at)
    return done


def reissue(
    design: CertificateDesign,
    *,
    people: Collection[int],
    by: By,
    anyway: bool = False,
    at: datetime | None = None,
) -> Issued:
    """New numbers, with what people's rows and the design say now; the ones before are replaced.

    Who gets none by the rule any more keeps the old one, which can be revoked. Raises Unprintable.
    """
    at = at or timezone.now()
    if not anyway:
        _look_at(design, [one for one in candidates(design, people=people) if one.has])
    with transaction.atomic():
        Conference.objects.lock(design.conference_id)
        found, done = candidates(design, people=people), Issued()
        done.without = sum(bool(one.why_not) for one in found)
        wanted = [one for one in found if not one.why_not and one.has is not None]
        old = {one.pk: one.has for one in wanted if one.has is not None}
        ended = Certificate.objects.filter(pk__in=[row.pk for row in old.values()])
        ended.update(state=State.REPLACED, ended_at=at, ended_by=_account(by))
        done.made = _write(design, wanted, by=by, at=at)
        for row in done.made:
            old[row.registration_id].replaced_by = row
        Certificate.objects.bulk_update(old.values(), ["replaced_by"], batch_size=BATCH)
    return done


def revoke(
    certificates: Sequence[Certificate], *, reason: str, by: By, at: datetime | None = None
) -> int:
    """End what is valid of them; how many ended. One query."""
    reason = " ".join(reason.split())
    if not reason:
        raise CertificateRefused("no_reason", _("Say why it is revoked."))
    rows = Certificate.objects.filter(pk__in=[row.pk for row in certificates]).valid()
    return rows.update(
        state=State.REVOKED,
        reason=reason[:500],
        ended_at=at or timezone.now(),
        ended_by=_account(by),
    )


def hand_over(goes: Registration, stays: Registration, *, at: datetime | None = None) -> None:
    """Two registrations are one: the certificates of both are those of the one that stays. Where
    both have a valid one, that of the other is replaced by it. At most four queries; such an act is
    not taken back.
    """
    theirs = Certificate.objects.filter(registration=goes.pk)
    if not theirs.exists():
        return
    with act(can_be_undone=False):
        mine = Certificate.objects.filter(registration=stays.pk).valid().first()
        if mine is not None:
            theirs.valid().update(
                state=State.REPLACED, replaced_by=mine, ended_at=at or timezone.now()
            )
        theirs.update(registration=stays.pk)


def _look_at(design: CertificateDesign, people: Sequence[Candidate]) -> None:
    said = said_by(design)
    rows = [
        _row(design, one, said, number="", by=None, at=None) for one in people if not one.why_not
    ]
    if lacking := unprintable(rows):
        raise Unprintable(lacking)


def _write(
    design: CertificateDesign, people: Sequence[Candidate], *, by: By, at: datetime | None
) -> list[Certificate]:
    if not people:
        return []
    said, at = said_by(design), at or timezone.now()
    prefix = design.prefix or prefix_of(design.conference.slug, design.conference.starts_on.year)
    numbers = _numbers(prefix, len(people))
    rows = [
        _row(design, one, said, number=number, by=by, at=at)
        for one, number in zip(people, numbers, strict=True)
    ]
    return Certificate.objects.bulk_create(rows, batch_size=BATCH)


def _numbers(prefix: str, many: int) -> list[str]:
    """So many that no certificate has. One query, more where chance gave one that is taken."""
    found: set[str] = set()
    while len(found) < many:
        drawn = {new_number(prefix) for _turn in range(many - len(found))} - found
        for start in range(0, len(drawn), 500):
            part = sorted(drawn)[start : start + 500]
            rows = Certificate.objects.filter(number__in=part)
            drawn -= set(rows.values_list("number", flat=True))
        found |= drawn
    return list(found)


def _row(
    design: CertificateDesign,
    one: Candidate,
    said: dict,
    *,
    number: str,
    by: By,
    at: datetime | None,
) -> Certificate:
    return Certificate(
        conference=design.conference,
        number=number,
        registration_id=one.pk,
        name=one.name,
        name_en=one.name_en,
        organization=one.organization,
        days=one.days,
        sessions=one.sessions,
        minutes=one.minutes,
        hours=one.hours,
        said=said,
        issued_at=at or timezone.now(),
        issued_by=_account(by),
    )


def _account(by: By) -> User | None:
    return by if isinstance(by, User) else None
