"""A certificate that nobody has, to look at before any is issued."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.attendance.certificates.qualifying import candidates
from conference.attendance.certificates.wordings import said_by
from conference.attendance.models import Certificate, CertificateDesign


def sample_of(design: CertificateDesign, *, person: int | None = None) -> Certificate:
    """Of the person, else of the first who would get one, else of nobody in particular; unsaved,
    without a number.
    """
    found = candidates(design, people=None if person is None else [person])
    one = next((each for each in found if not each.why_not), None)
    one = one or (found[0] if found and person is not None else None)
    row = Certificate(conference=design.conference, said=said_by(design), issued_at=timezone.now())
    if one is None:
        row.name, row.name_en, row.organization = _("Name"), "", _("Organization")
        row.days, row.sessions, row.hours = 1, 1, Decimal(4)
        return row
    row.name, row.name_en, row.organization = one.name, one.name_en, one.organization
    row.days, row.sessions = one.days, one.sessions
    row.minutes, row.hours = one.minutes, one.hours
    return row
