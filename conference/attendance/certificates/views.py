"""Whether a certificate is valid, for anybody who has its number; and nothing else of its owner."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conference.attendance.certificates.numbers import (
    LONGEST_TYPED,
    LOOKS_LIKE,
    folded,
    without_beginning,
)
from conference.attendance.certificates.told import told
from conference.attendance.limits import too_many
from conference.attendance.models import Certificate

PER_NETWORK = {"most": 120, "seconds": 600}  # a whole office may sit behind one address


@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Asks for a number, and leads to what is known of it."""
    typed = request.GET.get("number", "").strip()
    if not typed:
        return _page(request, {"typed": ""})
    if number := folded(typed) or without_beginning(typed):
        return _private(HttpResponseRedirect(reverse("attendance:certificate", args=[number])))
    return _page(
        request, {"typed": typed[:LONGEST_TYPED], "is_unknown": True, "has_slip": True}, 404
    )


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """In any writing of the number, also without what stands before its two groups. One query; none
    for one that was typed wrong.
    """
    found, end = folded(number), without_beginning(number)
    typed = {"typed": found or number[:LONGEST_TYPED]}
    if too_many("certificates", request.META.get("REMOTE_ADDR", ""), **PER_NETWORK):
        said = _("Too many numbers were asked for from your network. Wait ten minutes.")
        return _page(request, typed | {"wrong": said}, 429)
    if not (found or end):
        return _page(request, typed | {"is_unknown": True, "has_slip": True}, 404)
    meant = Q(number=found) if found else Q(number__endswith=f"-{end}")
    rows = Certificate.objects.filter(meant).select_related("conference")[:2]
    if len(rows) != 1:
        return _page(request, typed | {"is_unknown": True, "has_slip": not found}, 404)
    return _page(request, typed | {"told": told(rows[0])})


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    context |= {"looks_like": LOOKS_LIKE}
    return _private(render(request, "attendance/certificate.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
