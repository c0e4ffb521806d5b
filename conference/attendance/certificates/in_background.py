"""Certificates as one file: at once where they are few, else made in the background."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.certificates.printing import printed
from conference.attendance.models import ERASED, Certificate, ExportLog
from conference.attendance.whose import Whose
from conference.models import Conference
from conference.permissions import Right
from conference.permissions import may as may_have
from conference.work.asking import ask
from conference.work.kinds import Kind, Made, WorkRefused
from conference.work.models import Job

NAME = "certificates"
AT_ONCE = 60  # pages; two seconds
IN_ONE_FILE = 800  # of more the file is a ZIP with several PDFs


def printable(conference: Conference) -> list[Certificate]:
    """The valid ones whose owners are known, in the order of lists of people. One query."""
    rows = Certificate.objects.filter(conference=conference).valid().exclude(name=ERASED)
    found = list(rows.order_by("registration__sort_name", "registration__number"))
    for row in found:
        row.conference = conference
    return found


def ask_for(conference: Conference, *, by: User) -> Job:
    return ask(NAME, conference=conference, by=by, wants={})


def file_of(rows: Sequence[Certificate], *, at: datetime) -> Made:
    """One PDF, or several in a ZIP."""
    conference = rows[0].conference
    parts = [rows[start : start + IN_ONE_FILE] for start in range(0, len(rows), IN_ONE_FILE)]
    name = f"{_('Certificates')} {conference.slug}"
    if len(parts) == 1:
        return Made(io.BytesIO(printed(rows, at=at)), f"{name}.pdf", "application/pdf")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for n, part in enumerate(parts, 1):
            archive.writestr(f"{name} {n}.pdf", printed(part, at=at))
    file.seek(0)
    return Made(file, f"{name}.zip", "application/zip")


def log(conference: Conference, rows: Sequence[Certificate], *, by_id: int | None) -> None:
    """That they left the house, and whose. One query."""
    keys = [row.registration_id for row in rows]
    facts = {"rows": len(rows), "people": str(Whose(keys))}
    _log(conference, by_id, facts)


def _log(conference: Conference, by_id: int | None, facts: dict) -> None:
    ExportLog.objects.create(
        conference=conference,
        by_id=by_id,
        via="admin",
        list_name=NAME,
        format="pdf",
        columns=["certificate", "name", "name_en", "organization", "hours", "issued_on"],
        rows=facts["rows"],
        people=facts["people"],
    )


def title(job: Job) -> str:
    return str(_("Certificates"))


def make(job: Job, tell: Callable[[int, int], None]) -> Made:
    """With the rights that the asker has now, which may be others than when it was asked."""
    by = User.objects.filter(pk=job.by_id, is_active=True).first()
    if by is None or not may_have(by, Right.EXPORT, job.conference):
        raise WorkRefused(_("This account may not export lists of this conference any more."))
    rows = printable(job.conference)
    if not rows:
        raise WorkRefused(_("There is no valid certificate."))
    tell(0, len(rows))
    made = file_of(rows, at=timezone.now())
    tell(len(rows), len(rows))
    made.facts = {
        "rows": len(rows),
        "people": str(Whose([row.registration_id for row in rows])),
    }
    return made


def may(job: Job, user: User | AnonymousUser) -> bool:
    return may_have(user, Right.EXPORT, job.conference)


def told(job: Job, made: Made) -> None:
    _log(job.conference, job.by_id, made.facts)


def kind() -> Kind:
    """For `work.kinds.KINDS`."""
    return Kind(
        name=NAME,
        right=Right.EXPORT,
        title=title,
        make=make,
        may=may,
        told=told,
        why=gettext_lazy("These are many pages, so they are made in the background."),
    )
