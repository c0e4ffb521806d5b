"""What a certificate tells whoever has its number, and its owner."""

from dataclasses import dataclass
from datetime import date

from conference.attendance.certificates.wordings import text_of
from conference.attendance.hours import number
from conference.attendance.models import ERASED, Certificate, Registration
from conference.bilingual import Text, active_side
from conference.people.pinyin import has_chinese, surname_of
from conference.wording.days import date_range


@dataclass(frozen=True, slots=True)
class Told:
    """For everybody: no name, no organization, and nothing of why one was revoked."""

    number: str
    state: str
    conference: Text
    dates: str
    initials: str  # '' where the name is not kept any more
    hours: int | float
    issued_on: date
    ended_on: date | None


def told(certificate: Certificate) -> Told:
    """In the active language. No query."""
    said, zone = certificate.said, certificate.conference.zone
    begins, ends = date.fromisoformat(said["from"]), date.fromisoformat(said["to"])
    ended = certificate.ended_at
    return Told(
        number=certificate.number,
        state=certificate.state,
        conference=text_of(said["conference"]),
        dates=date_range(begins, ends),
        initials=initials(certificate.name, certificate.name_en, active_side()),
        hours=number(certificate.hours),
        issued_on=certificate.issued_at.astimezone(zone).date(),
        ended_on=ended.astimezone(zone).date() if ended else None,
    )


def initials(name: str, name_en: str, side: str) -> str:
    """'张*', '欧阳*', 'J. M.': enough to recognize a name that one knows; '' of an erased one."""
    if name == ERASED:
        return ""
    shown = (name_en or name) if side == "en" else name
    if has_chinese(shown):
        surname = surname_of(shown)
        return f"{surname if len(surname) > 1 else shown[0]}*"
    return " ".join(f"{word[0].upper()}." for word in shown.split() if word[0].isalnum())


def valid_of(person: Registration) -> Certificate | None:
    """The certificate that somebody has now. One query."""
    row = Certificate.objects.filter(registration=person.pk).valid().first()
    if row is not None:
        row.conference = person.conference
    return row


def filename_of(certificate: Certificate) -> str:
    return f"{certificate.number}.pdf"
