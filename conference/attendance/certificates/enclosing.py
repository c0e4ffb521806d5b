"""Somebody's certificate in a letter: what is said of it, and the file that goes with it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from conference.attendance.certificates.printing import address_of, printed
from conference.attendance.certificates.told import filename_of, valid_of
from conference.attendance.models import Certificate, Registration
from conference.letters.occasions import Enclosed

PART = 5_000  # people that one statement names


def certificates_of(people: Iterable[Registration]) -> dict[int, Certificate]:
    """{registration: the certificate that it has now}. One query for each 5,000 people."""
    keys = [person.pk for person in people]
    found = {}
    for start in range(0, len(keys), PART):
        rows = Certificate.objects.filter(registration__in=keys[start : start + PART]).valid()
        found |= {row.registration_id: row for row in rows}
    return found


def told(certificate: Certificate) -> str:
    """In the active language."""
    return _(
        "Your certificate of participation is enclosed (number %(number)s). Whoever you show it to "
        "can check it here:\n%(address)s"
    ) % {"number": certificate.number, "address": address_of(certificate)}


def enclosed(person: Registration, language: str) -> list[Enclosed]:
    """The PDF, made when the letter leaves; of a certificate that was revoked meanwhile none."""
    row = valid_of(person)
    if row is None:
        return []
    pdf = printed([row], at=row.issued_at)
    return [Enclosed(filename=filename_of(row), content=pdf, content_type="application/pdf")]
