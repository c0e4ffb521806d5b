"""A list leaves the house as a file."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from conference.attendance.access import PRIVATE
from conference.attendance.lists import exporting as exports
from conference.attendance.lists import in_background
from conference.attendance.lists.asking import asked_for, opened, session_of
from conference.attendance.lists.listing import NoColumns
from conference.attendance.lists.wishes import BadWish
from conference.models import Conference


@require_GET
def export(request: HttpRequest, slug: str, list_name: str, file_format: str) -> HttpResponseBase:
    """A list as a file; one that takes long leads to a page that tells how far it is."""
    answer = opened(request, slug)
    if isinstance(answer, HttpResponse):
        return answer
    user, conference, scope = answer
    session = session_of(conference, request.GET)
    wish, scope = asked_for(user, conference, scope, request.GET)
    try:
        exports.check_names(list_name, file_format)
    except exports.ExportRefused:
        raise Http404 from None
    via = "admin" if request.GET.get("via") == "admin" else "desk"
    try:
        done = exports.export(
            conference,
            list_name,
            file_format,
            scope=scope,
            session=session,
            wish=wish,
            by=user,
            via=via,
            only_short=True,
        )
    except NoColumns:
        said = _(
            "The list has none of the columns that were chosen, on this day or any more. Choose "
            "its columns again."
        )
        return not_made(request, conference, list_name, said)
    except BadWish:
        raise Http404 from None
    except exports.TakesLong:
        job = in_background.ask_for(
            conference,
            list_name,
            file_format,
            by=user,
            via=via,
            session=session,
            of=scope.of,
            wish=wish,
        )
        return redirect("work:job", conference.slug, job.token)
    except exports.ExportRefused as refusal:
        return not_made(request, conference, list_name, refusal.message)
    return FileResponse(
        done.file,
        as_attachment=True,
        filename=done.filename,
        content_type=done.content_type,
        headers={"Cache-Control": PRIVATE},
    )


def not_made(
    request: HttpRequest, conference: Conference, list_name: str, message: str
) -> HttpResponse:
    context = {"conference": conference, "message": message, "list_name": list_name}
    response = render(request, "attendance/export_refused.html", context, status=422)
    response["Cache-Control"] = PRIVATE
    return response
