"""Badges and table cards leave the house."""

from urllib.parse import quote

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference.attendance.access import for_team
from conference.attendance.badges import in_background, orders, page
from conference.attendance.badges.people import MOST, BadChoice
from conference.models import Conference
from conference.permissions import Right, may
from conference.printable import Unprintable


@require_http_methods(["GET", "HEAD", "POST"])
@for_team(Right.BADGES)
def choose(request: HttpRequest, conference: Conference) -> HttpResponse:
    """The page; a POST sets how the badges of the conference look."""
    if request.method != "POST":
        return page.shown(request, conference)
    if not may(request.user, Right.EDIT_SETTINGS, conference):
        return HttpResponse(status=403)
    return page.kept(request, conference)


@require_safe
@for_team(Right.BADGES)
def file(request: HttpRequest, conference: Conference, cards: str) -> HttpResponseBase:
    """A PDF that the browser shows; of many people a page that tells how far it is. What cannot be
    made is said on the page where one chooses.
    """
    if cards not in orders.LABELS:
        raise Http404
    style = orders.style_of(conference)
    try:
        order = orders.order_of(cards, request.GET.dict(), style)
        rows = orders.people_of(order, conference)
    except BadChoice as refused:
        return page.shown(request, conference, paper=cards, alert=refused.message, status=422)
    if not rows or len(rows) > MOST:
        return page.shown(request, conference, paper=cards, status=422)
    via = "admin" if request.GET.get("via") == "admin" else "desk"
    assert isinstance(request.user, User)
    if len(rows) > in_background.AT_ONCE:
        job = in_background.ask_for(order, conference, by=request.user, via=via)
        return redirect("work:job", conference.slug, job.token)
    try:
        pdf = orders.made(order, rows, conference=conference, style=style, at=timezone.now())
    except Unprintable as refused:
        return _unprintable(request, conference, refused)
    orders.log(
        order,
        orders.whose(rows),
        len(rows),
        conference=conference,
        by_id=request.user.pk,
        via=via,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    spoken = quote(orders.spoken_filename(order, conference), safe="")
    response["Content-Disposition"] = (
        f'inline; filename="{orders.filename(order, conference)}"; '
        f"filename*=UTF-8''{spoken}"  # RFC 6266, 4.3
    )
    return response


@require_safe
@for_team(Right.BADGES)
def preview(request: HttpRequest, conference: Conference, cards: str) -> HttpResponse:
    """The first sheet as a picture; 404 where there is none."""
    if cards not in orders.LABELS:
        raise Http404
    style = orders.style_of(conference)
    try:
        order = orders.order_of(cards, request.GET.dict(), style)
        rows = orders.people_of(order, conference)
    except BadChoice:
        raise Http404 from None
    if not rows:
        raise Http404
    png = orders.first_sheet(order, rows, conference=conference, style=style)
    return HttpResponse(png, content_type="image/png")


def _unprintable(
    request: HttpRequest, conference: Conference, refused: Unprintable
) -> HttpResponse:
    """Which names hold a character that cannot be printed; they can be printed all the same."""
    query = request.GET.copy()
    query["anyway"] = "1"
    texts = {
        name or str(conference): [(sign, f"U+{ord(sign):04X}") for sign in signs]
        for name, signs in refused.texts.items()
    }
    context = {"conference": conference, "texts": texts, "anyway": f"?{query.urlencode()}"}
    return render(request, "papers/unprintable.html", context, status=409)
