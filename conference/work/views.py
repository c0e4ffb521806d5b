"""The page of one's own background work: how far it is, then its file."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from conference.permissions import may
from conference.work import asking, leases, signs
from conference.work.models import Job, results

PRIVATE = "private, no-store"
OfJob = Callable[[HttpRequest, Job], HttpResponseBase]


def _of_the_account(view: OfJob) -> Callable[[HttpRequest, str, str], HttpResponseBase]:
    """A view of a row of one's own: anybody else's is not there (404), one that the account may not
    have any more is forbidden (403).
    """

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
        job = _found(request, slug, token)
        if not isinstance(job, Job):
            return job
        if job.by_id != request.user.pk:
            raise Http404
        if not job.rules.may(job, request.user):
            raise PermissionDenied
        with timezone.override(job.conference.zone):
            response = view(request, job)
        response["Cache-Control"] = PRIVATE
        return response

    return wrapped


def _found(request: HttpRequest, slug: str, token: str) -> Job | HttpResponse:
    """The row among those that the account sees; an answer for whom is not signed in."""
    if not request.user.is_authenticated:
        to = reverse("work:job", args=[slug, token])
        return redirect_to_login(to, reverse("admin:login"))
    rows = Job.objects.visible_to(request.user).select_related("conference")
    job = rows.filter(conference__slug=slug, token=token).first()
    if job is None:
        raise Http404
    return job


@require_GET
@_of_the_account
def job_page(request: HttpRequest, job: Job) -> HttpResponse:
    """How far it is. The page's script asks for the part that changes."""
    is_part = request.headers.get("X-Fragment") == "work"
    shown = {"job": job, "is_left_alone": signs.are_left_alone([job])}
    return render(request, "work/_job.html" if is_part else "work/job.html", shown)


@require_GET
@_of_the_account
def file(request: HttpRequest, job: Job) -> FileResponse:
    """What was made; 404 once it has expired."""
    if not job.is_ready:
        raise Http404
    try:
        made = results().open(job.file)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        made, as_attachment=True, filename=job.filename, content_type=job.content_type
    )


@require_POST
@_of_the_account
def cancel(request: HttpRequest, job: Job) -> HttpResponse:
    leases.cancel(job)
    return redirect("work:job", job.conference.slug, job.token)


@require_POST
def again(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """For the asker, or for a colleague who has the right to the thing itself; the file remains the
    asker's.
    """
    job = _found(request, slug, token)
    if not isinstance(job, Job):
        return job
    is_own = job.by_id == request.user.pk
    if not (may(request.user, job.rules.right, job.conference) or is_own):
        raise Http404
    if is_own and not job.rules.may(job, request.user):
        raise PermissionDenied
    job = asking.again(job)
    if is_own:
        return redirect("work:job", slug, job.token)
    messages.success(request, _("“%(work)s” begins again.") % {"work": job.title})
    return redirect("admin:index")
