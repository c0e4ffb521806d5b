"""The list for a phone round as a file, from wherever somebody chose whom to call."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse

from conference.attendance.access import PRIVATE
from conference.attendance.lists import exporting
from conference.attendance.lists.scopes import export_scope
from conference.permissions import Right, may


def phone_list(request, conference, rows) -> FileResponse:
    """`rows` are registrations of the conference; logged as every export. 403 without the right."""
    if not may(request.user, Right.EXPORT, conference):
        raise PermissionDenied
    scope = export_scope(request.user, conference)
    chosen = Q(pk__in=rows.order_by().values("pk"))
    done = exporting.export(
        conference,
        "phone-round",
        "xlsx",
        scope=replace(scope, rows=chosen),
        by=request.user,
        via="admin",
    )
    return FileResponse(
        done.file,
        as_attachment=True,
        filename=done.filename,
        content_type=done.content_type,
        headers={"Cache-Control": PRIVATE},
    )
