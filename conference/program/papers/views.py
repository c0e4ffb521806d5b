"""Papers leave the house: those of the team, and the current agenda for everyone."""

from threading import Lock
from urllib.parse import quote

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conference.bilingual import active_side
from conference.models import Conference
from conference.open_data import RELEASE_HEADER
from conference.page_cache import public_page
from conference.permissions import Right, may
from conference.printable import Unprintable
from conference.program.papers import in_background
from conference.program.papers.choices import ChoiceRefused
from conference.program.papers.order import Order
from conference.program.papers.shelf import PAPERS, TYPES, filename, spoken_filename
from conference.program.papers.sources import published_source
from conference.program.papers.wishes import Wish, order_for, with_people
from conference.program.release.published import published_program
from conference.stamps import of_conference


@require_safe
def paper(request: HttpRequest, slug: str, paper: str, paper_format: str) -> HttpResponseBase:
    """A paper of the team: `?release=<n>`, else the draft; `?language=zh-hans|en|both`, else that
    of the address. Stranger 404, without the right 403, what there is not 404. What takes long is
    made in the background: the page of that.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    conference = get_object_or_404(Conference.objects.visible_to(request.user), slug=slug)
    if not may(request.user, Right.PAPERS, conference):
        raise PermissionDenied
    wanted = PAPERS.get(paper)
    if wanted is None or paper_format not in wanted.formats:
        raise Http404
    wish = Wish(
        paper,
        paper_format,
        request.GET.get("release", ""),
        _language(request),
        {key: request.GET.getlist(key) for key in request.GET},
    )
    try:
        order = order_for(wish, conference)
    except ChoiceRefused as refused:
        return _refused(request, conference, refused)
    if order is None:
        raise Http404
    if wanted.takes_long(order):
        job = in_background.ask_for(wish, conference, by=request.user)
        return redirect("work:job", conference.slug, job.token)
    order = with_people(order, wish, conference, request.user)
    try:
        made = wanted.made(paper_format, order)
    except Unprintable as refused:
        return _unprintable(request, conference, refused)
    response = _file(made, paper_format, filename(paper, paper_format, order))
    spoken = quote(spoken_filename(paper, paper_format, order), safe="")
    response["Content-Disposition"] += f"; filename*=UTF-8''{spoken}"  # RFC 6266, 4.3
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(request: HttpRequest, conference: Conference, refused: ChoiceRefused) -> HttpResponse:
    """Why there is no such paper, and the way back to those that there are."""
    context = {"conference": conference, "message": refused.message}
    response = render(request, "papers/refused.html", context, status=422)
    response["Cache-Control"] = "private, no-store"
    return response


def _unprintable(
    request: HttpRequest, conference: Conference, refused: Unprintable
) -> HttpResponse:
    """Which names hold a character that cannot be printed; they can be printed all the same."""
    query = request.GET.copy()
    query["anyway"] = "1"
    texts = {
        name: [(character, f"U+{ord(character):04X}") for character in characters]
        for name, characters in refused.texts.items()
    }
    context = {"conference": conference, "texts": texts, "anyway": f"?{query.urlencode()}"}
    response = render(request, "papers/unprintable.html", context, status=409)
    response["Cache-Control"] = "private, no-store"
    return response


def _language(request: HttpRequest) -> str:
    return request.GET.get("language") or {"zh": "zh-hans", "en": "en"}[active_side()]


def _file(made: bytes, file_format: str, name: str) -> HttpResponse:
    """A PDF opens in the browser; what is to be edited is saved."""
    response = HttpResponse(made, content_type=TYPES[file_format])
    how = "inline" if file_format == "pdf" else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    return response


_making = Lock()


@require_safe
@public_page(of_conference)
def public_agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The current release's agenda as PDF in the page's language. It is set once a release,
    language and process, one at a time, whatever stands behind the address's question mark.
    """
    program = published_program(slug)
    order = Order(published_source(program), (active_side(),))
    key = ("agenda.pdf", *order.sides)
    with _making:
        if key not in program.kept:
            program.kept[key] = PAPERS["agenda"].made("pdf", order)
    response = _file(program.kept[key], "pdf", filename("agenda", "pdf", order))
    response[RELEASE_HEADER] = program.version
    return response
