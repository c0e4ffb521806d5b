"""All that is kept of one person, as a workbook for them to take: what it is, and what it says."""

from collections.abc import Iterator
from datetime import datetime
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZipFile

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference import tabular
from conference.attendance.answer_files import put_into
from conference.attendance.guests.letters import ABOUT as GUEST
from conference.attendance.letters import ABOUT
from conference.attendance.models import Certificate, Registration
from conference.attendance.privacy.looking import seen_of
from conference.attendance.questions.telling import told
from conference.letters.models import Letter

TOLD = (
    *("number", "code", "name", "name_en", "organization_name", "title", "category", "phone"),
    *("email", "status", "source", "remarks", "language", "consent_version", "consented_at"),
    "registered_at",
    *("sensitive_version", "sensitive_consented_at"),
)


def write_archive(person: Registration, file: IO[bytes], *, name: str) -> None:
    """A ZIP of that workbook, called `name`, and of the files with which the person answered."""
    with ZipFile(file, "w") as archive:
        put_into(archive, person)
        with archive.open(f"{name}.xlsx", "w") as there, TemporaryFile(prefix="lectern-") as own:
            write_copy(person, own)
            own.seek(0)
            copyfileobj(own, there)


def write_copy(person: Registration, file: IO[bytes]) -> int:
    """One sheet of three columns, in the active language; how many rows. Eight queries."""
    columns = [
        tabular.Column("part", _("What it is about"), width=20),
        tabular.Column("what", _("What it is"), width=28),
        tabular.Column("said", _("What is kept"), width=60),
    ]
    rows = tabular.with_unique_headers(columns)
    return tabular.write_xlsx(file, rows, _lines(person), title=_("Personal data"))


def _lines(person: Registration) -> Iterator[list[str]]:
    zone = person.conference.zone

    def moment(at: datetime) -> str:
        return at.astimezone(zone).isoformat(" ", "seconds")

    part = str(_("Registration"))
    fields: dict[str, Field] = {field.name: field for field in Registration._meta.concrete_fields}
    for name in TOLD:
        field = fields[name]
        value = getattr(person, name)
        if field.choices:
            value = getattr(person, f"get_{name}_display")()
        said = moment(value) if isinstance(value, datetime) else str(value or "")
        yield [part, str(capfirst(field.verbose_name)), said]
    for each in told(person):
        yield [str(_("Answers")), each.question, each.answer]
    for session in person.sessions.in_order():
        yield [str(_("Chosen sub-forums")), str(session.title), ""]
    scans = person.check_ins.filter(conference=person.conference_id)
    for scan in scans.select_related("checkpoint__session").order_by("scanned_at", "pk"):
        said = " · ".join(
            filter(None, (str(scan.checkpoint), scan.result_text, scan.reason_text, scan.note))
        )
        yield [str(_("At the door")), moment(scan.scanned_at), said]
    part_of_certificates = str(capfirst(Certificate._meta.verbose_name_plural))
    for row in person.certificates.order_by("issued_at", "pk"):
        kept = (row.name, row.name_en, row.organization, str(row.hours), row.get_state_display())
        said = " · ".join(filter(None, (row.number, *kept, row.reason)))
        yield [part_of_certificates, moment(row.issued_at), said]
    invited = person.guest_invitations.all()
    for guest in invited:
        said = " · ".join(filter(None, (guest.get_answer_display(), guest.word)))
        yield [str(_("Invitation")), moment(guest.made_at), said]
    about = [f"{ABOUT}{person.pk}", *(f"{GUEST}{guest.pk}" for guest in invited)]
    letters = Letter.objects.filter(conference=person.conference_id, about__in=about).order_by(
        "written_at", "pk"
    )
    for letter in letters:
        said = f"{letter.to_address}\n{letter.subject}\n\n{letter.text}"
        yield [str(_("Letters")), moment(letter.written_at), said]
    for state in person.history.order_by("history_date", "history_id"):
        kept = (state.name, state.name_en, state.organization_name, state.title, state.phone)
        said = " · ".join(filter(None, (*kept, state.email, state.remarks)))
        yield [str(_("Earlier versions")), moment(state.history_date), said]
    for seen in seen_of(person):
        said = " · ".join(filter(None, (seen.who, seen.what)))
        yield [str(_("Who has seen it")), moment(seen.at), said]
