"""A list leaves the house as a file."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from conference.attendance.access import PRIVATE, to_sign_in
from conference.attendance.lists import exporting as exports
from conference.attendance.lists import in_background
from conference.attendance.lists.scopes import PEOPLE, export_scope
from conference.models import Conference
from conference.program.models import Session


@require_GET
def export(request: HttpRequest, slug: str, list_name: str, file_format: str) -> HttpResponseBase:
    """A list as a file; one that takes long leads to a page that tells how far it is.

    Also for those whom other apps let take out their own people's rows.
    """
    if not request.user.is_authenticated:
        return to_sign_in(request, slug)
    conference = Conference.objects.filter(slug=slug).first()
    if conference is None:
        raise Http404
    scope = export_scope(request.user, conference)
    if scope is None:
        if Conference.objects.visible_to(request.user).filter(pk=conference.pk).exists():
            raise PermissionDenied
        raise Http404
    if of := request.GET.get("of"):
        if of not in PEOPLE:
            raise Http404
        scope = replace(scope, of=of)
    session = None
    if code := request.GET.get("session"):
        rows = Session.objects.filter(conference=conference, code=code[:20].upper())
        session = rows.select_related("room", "parent__room").first()
        if session is None:
            raise Http404
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
            by=request.user,
            via=via,
            only_short=True,
        )
    except exports.TakesLong:
        job = in_background.ask_for(
            conference,
            list_name,
            file_format,
            by=request.user,
            via=via,
            session=session,
            of=scope.of,
        )
        return redirect("work:job", conference.slug, job.token)
    except exports.ExportRefused as refusal:
        context = {"conference": conference, "message": refusal.message, "list_name": list_name}
        response = render(request, "attendance/export_refused.html", context, status=422)
        response["Cache-Control"] = PRIVATE
        return response
    return FileResponse(
        done.file,
        as_attachment=True,
        filename=done.filename,
        content_type=done.content_type,
        headers={"Cache-Control": PRIVATE},
    )
