"""Lists that are too long to wait for: made in the background, for the account that asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.lists import exporting, sheets
from conference.attendance.lists.listing import LISTS, listing_of
from conference.attendance.lists.scopes import PEOPLE, Scope, beside, export_scope
from conference.attendance.lists.wishes import NO_WISH, Wish, from_json
from conference.attendance.models import ExportLog
from conference.models import Conference
from conference.permissions import Right
from conference.program.models import Session
from conference.work.asking import ask
from conference.work.kinds import Kind, Made, WorkRefused
from conference.work.models import Job

NAME = "export"


def ask_for(
    conference: Conference,
    list_name: str,
    file_format: str,
    *,
    by: User,
    via: str,
    session: Session | None,
    of: str = "",
    wish: Wish = NO_WISH,
) -> Job:
    """The row that makes this list; it is logged as an export when it is made."""
    wants: dict[str, Any] = {
        "list": list_name,
        "format": file_format,
        "session": session.pk if session else None,
        "of": str(session.title) if session else "",
        "people": of,
        "via": via,
    }
    if wish != NO_WISH:
        wants["wish"] = wish.as_json()
    return ask(NAME, conference=conference, by=by, wants=wants)


def title(job: Job) -> str:
    wants = job.wants
    people = PEOPLE[of].label if (of := wants.get("people")) in PEOPLE else ""
    parts = [LISTS[wants["list"]], wants["of"], people, wants["format"].upper()]
    return " · ".join(str(part) for part in parts if part)


def make(job: Job, tell: Callable[[int, int], None]) -> Made:
    """With the rights that the asker has now, which may be others than when it was asked."""
    # Anew, because roles are kept on the object.
    by = User.objects.filter(pk=job.by_id, is_active=True).first()
    scope = by and export_scope(by, job.conference)
    if not scope:
        raise WorkRefused(_("This account may not export lists of this conference any more."))
    if (of := job.wants.get("people")) in PEOPLE:
        scope = replace(scope, of=of)
    session, file_format = _session(job), job.wants["format"]
    wish = from_json(job.wants.get("wish", {}))
    try:
        scope = beside(scope, by, wish.others, but=job.conference)
    except Conference.DoesNotExist:
        raise WorkRefused(
            _("This account may not export lists of this conference any more.")
        ) from None
    listing = listing_of(job.conference, job.wants["list"], scope=scope, session=session, wish=wish)
    total = listing.rows.count() * max(1, len(sheets.parted(listing)))
    tell(0, total)
    try:
        done = exporting.write(
            listing, file_format, at=timezone.now(), by=by, tell=lambda no: tell(no, max(no, total))
        )
    except exporting.ExportRefused as refusal:
        raise WorkRefused(refusal.message) from None
    facts = {
        "rows": done.rows,
        "columns": done.columns,
        "people": done.people,
        "unmasked": listing.scope.unmasked,
        "sensitive": listing.scope.sensitive,
        "everybody": scope.rows is None,
    }
    return Made(done.file, done.filename, done.content_type, facts)


def may(job: Job, user: User | AnonymousUser) -> bool:
    """Whether the account may have the list, and one that is made as far as it goes."""
    scope = export_scope(user, job.conference)
    if scope is None:
        return False
    if not job.facts:
        return True
    return _covers(scope, job.facts)


def _covers(scope: Scope, facts: dict[str, Any]) -> bool:
    all_rows = scope.rows is None or not facts["everybody"]
    return all_rows and (scope.unmasked or not facts["unmasked"])


def told(job: Job, made: Made) -> None:
    ExportLog.objects.create(
        conference=job.conference,
        by_id=job.by_id,
        via=job.wants["via"],
        list_name=job.wants["list"],
        format=job.wants["format"],
        session=_session(job),
        columns=made.facts["columns"],
        rows=made.facts["rows"],
        unmasked=made.facts["unmasked"],
        sensitive=made.facts["sensitive"],
        people=made.facts["people"],
    )


def _session(job: Job) -> Session | None:
    pk = job.wants["session"]
    if pk is None:
        return None
    rows = Session.objects.filter(conference=job.conference, pk=pk)
    session = rows.select_related("room", "parent__room").first()
    if session is None:
        raise WorkRefused(_("The session of this list was deleted. Choose another one."))
    return session


def progress(job: Job) -> str:
    """How far it is: rows are what people know of a list."""
    if not job.total:
        return _("The rows are being counted.")
    if job.has_all_rows:
        return _("All rows are read. The file is being finished.")
    numbers = {"done": floatformat(job.done, "0g"), "total": floatformat(job.total, "0g")}
    return _("%(done)s of %(total)s rows") % numbers


def kind() -> Kind:
    """For `work.kinds.KINDS`."""
    return Kind(
        name=NAME,
        right=Right.EXPORT,
        title=title,
        make=make,
        may=may,
        told=told,
        progress=progress,
        why=gettext_lazy("This list is long, so it is made in the background."),
    )
