"""What hangs on a page that is shared: its card and the QR code of its address.

Both are made from the current release alone, for addresses of these very pages and for no others.
"""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conference.open_data import RELEASE_HEADER
from conference.page_cache import public_page
from conference.program.release.addresses import public_addresses
from conference.program.release.published import published_program
from conference.program.sharing import cards
from conference.qr import qr_svg
from conference.stamps import of_conference

SVG_TYPE = "image/svg+xml"


def session_or_404(program, code):
    found = program.session(code)
    if found is None:
        raise Http404
    return found


def person_or_404(program, code):
    found = program.person(code)
    if found is None:
        raise Http404
    return found


# --- Cards ---------------------------------------------------------------------------------------


def _card(program, said):
    try:
        response = HttpResponse(cards.card(said), content_type=cards.MEDIA_TYPE)
        response[RELEASE_HEADER] = program.version
    except cards.Busy:
        response = HttpResponse(
            _("Many pictures are being drawn. Ask again in a few seconds."),
            content_type="text/plain; charset=utf-8",
            status=503,
        )
        response["Retry-After"], response["Cache-Control"] = "5", "no-store"
    # The file is the cache: a hundred cards in memory would push the pages out of it.
    response.is_kept_elsewhere = True
    return response


@require_safe
@public_page(of_conference)
def card(request, slug):
    program = published_program(slug)
    return _card(program, cards.conference_card(program))


@require_safe
@public_page(of_conference)
def session_card(request, slug, code):
    program = published_program(slug)
    return _card(program, cards.session_card(program, session_or_404(program, code)))


@require_safe
@public_page(of_conference)
def speaker_card(request, slug, code):
    program = published_program(slug)
    return _card(program, cards.speaker_card(program, person_or_404(program, code)))


# --- QR codes ------------------------------------------------------------------------------------


def qr_document(address: str) -> str:
    """The QR code of an address as an SVG document: dark on white in either color scheme, with the
    quiet zone that scanners need.
    """
    svg = qr_svg(address, border=4, scale=8, dark="#000", light="#fff", svgclass=None)
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{named}'


def _qr(path):
    return HttpResponse(qr_document(settings.PUBLIC_URL + path), content_type=SVG_TYPE)


@require_safe
@public_page(of_conference)
def qr(request, slug):
    published_program(slug)
    return _qr(public_addresses(slug).to("home"))


@require_safe
@public_page(of_conference)
def session_qr(request, slug, code):
    session = session_or_404(published_program(slug), code)
    return _qr(public_addresses(slug).to("session", session.code))


@require_safe
@public_page(of_conference)
def speaker_qr(request, slug, code):
    person = person_or_404(published_program(slug), code)
    return _qr(public_addresses(slug).to("speaker", person.code))
