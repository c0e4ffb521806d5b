"""What other sites load: the element's script and data, the page for an <iframe>, and oEmbed.

These answers alone may be read by foreign pages; they hold what is public, set no cookie and read
none.
"""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree as Xml

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from conference.open_data import RELEASE_HEADER, open_data, opened
from conference.page_cache import public_page
from conference.program.embed.frames import embedded
from conference.program.public.filters import ScheduleFilter, UnknownFilter
from conference.program.release.addresses import place_of, public_addresses
from conference.program.release.published import published_program
from conference.site_identity import site_name
from conference.stamps import of_conference

THEMES = ("light", "dark")

# Of the iframe that oEmbed offers, in pixels; what a consumer asks for only makes it smaller.
WIDTH, HEIGHT = 720, 640
MAX_ADDRESS = 1_000  # characters


def of_the_code():
    return ()


def for_everybody(response, program=None):
    """Let pages of any site read the answer; `program` is what it is made from."""
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if program is not None:
        response[RELEASE_HEADER] = program.version
    return opened(response)


# --- The program in a foreign page ---------------------------------------------------------------


def wanted_part(request, program):
    """What `embedded` shows of the part that the query asks for. Raises UnknownFilter."""
    wanted = ScheduleFilter.from_query(program, request.GET)
    return {
        "sessions": wanted.sessions(),
        "found": wanted.results() if wanted.q else None,
        "query": _filter_query(request.META.get("QUERY_STRING", "")),
    }


FILTERS = ("day", "room", "track", "kind", "language", "q")


def _filter_query(query):
    pairs = parse_qsl(query, max_num_fields=50) if query.count("&") < 50 else []
    return urlencode([(name, value) for name, value in pairs if name in FILTERS])


@open_data
@require_safe
def embed_data(request, slug):
    """What <lectern-schedule> shows, as JSON; filtered as the schedule is."""
    try:
        return _embedded(request, slug=slug)
    except Http404:
        return refused(404, _("There is no program at this address."))


@public_page(of_conference)
def _embedded(request, slug):
    program = published_program(slug)
    try:
        part = wanted_part(request, program)
    except UnknownFilter as unknown:
        return refused(unknown.status, unknown.message)
    found = embedded(program, urls=public_addresses(slug), **part)
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    return for_everybody(response, program)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page(of_conference)
def embed(request, slug):
    """The schedule alone, without the site around it, for an <iframe> anywhere."""
    program = published_program(slug)
    theme = request.GET.get("theme", "")
    context = {"place": place_of(program), "theme": theme if theme in THEMES else ""}
    try:
        part = wanted_part(request, program)
    except UnknownFilter as unknown:
        context["message"] = unknown.message
        return render(request, "embed/embed.html", context, status=unknown.status)
    context["program"] = embedded(program, urls=public_addresses(slug), **part)
    response = render(request, "embed/embed.html", context)
    response["X-Robots-Tag"], response[RELEASE_HEADER] = "noindex", program.version
    return response


@open_data
@require_safe
@public_page(of_the_code)
def embed_script(request):
    """/embed.js: kept by browsers, asked for again, and answered 304 until the code changes."""
    return for_everybody(HttpResponse(_script(), content_type="text/javascript; charset=utf-8"))


@cache
def _script() -> bytes:
    return (Path(settings.BASE_DIR) / "static/js/embed/element.js").read_bytes()


# --- oEmbed 1.0 ----------------------------------------------------------------------------------

# Pages that are embedded as the schedule, with the filters of their own query.
EMBEDDABLE = {"conference:home", "program:schedule", "program:embed"}
# Our own addresses that are nobody else's business (401 of the specification).
PRIVATE = re.compile(r"^/(?:admin/|(?:[a-z-]+/)?(?:desk|r|invitations)/)")


@open_data
@require_safe
def oembed(request):
    """`?url=&format=json|xml&maxwidth=&maxheight=`, as https://oembed.com describes it.

    400 without an address, 401 for a page that is not public by its kind, 404 for what is not a
    program of ours, 501 for another format.
    """
    file_format = request.GET.get("format") or "json"
    if file_format not in ("json", "xml"):
        return refused(501, _("The formats are json and xml."))
    address = request.GET.get("url", "")
    if not address:
        return refused(400, _("Give the address of a program in url."))
    language, slug, query, status = _read(address)
    if status == 401:
        return refused(401, _("This address is not public."))
    if status == 404:
        return refused(404, _("There is no program at this address."))
    try:
        return _answer(
            request,
            slug=slug,
            language=language,
            query=query,
            file_format=file_format,
            width=_at_most(request.GET.get("maxwidth"), WIDTH),
            height=_at_most(request.GET.get("maxheight"), HEIGHT),
        )
    except Http404:
        return refused(404, _("There is no program at this address."))


@public_page(of_conference)
def _answer(request, *, slug, language, query, file_format, width, height):
    program = published_program(slug)
    place = place_of(program)
    with override(language):
        source = settings.PUBLIC_URL + place.urls.to("embed") + (f"?{query}" if query else "")
        title = place.title.marked
    found = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": site_name(),
        "provider_url": f"{settings.PUBLIC_URL}/",
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": _iframe(source, title, width, height),
    }
    if file_format == "json":
        body = json.dumps(found, ensure_ascii=False)
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
        return for_everybody(response, program)
    root = Xml.Element("oembed")
    for name, value in found.items():
        Xml.SubElement(root, name).text = str(value)
    body = b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + Xml.tostring(root)
    response = HttpResponse(body, content_type="text/xml; charset=utf-8")
    return for_everybody(response, program)


def _iframe(source, title, width, height):
    return str(
        format_html(
            '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
            source,
            width,
            height,
            title,
        )
    )


def _read(address) -> tuple[str, str, str, int]:
    """(language, slug, query of filters, status) of an address that somebody wants to embed."""
    nothing = ("", "", "", 404)
    if len(address) > MAX_ADDRESS:
        return nothing
    try:
        parts, own = urlsplit(address), urlsplit(settings.PUBLIC_URL)
    except ValueError:
        return nothing
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != own.netloc:
        return nothing
    if PRIVATE.match(parts.path):
        return "", "", "", 401
    language = parts.path.split("/")[1] if parts.path.count("/") > 1 else ""
    if language not in dict(settings.LANGUAGES):
        return nothing
    with override(language):
        try:
            match = resolve(parts.path)
        except Resolver404:
            return nothing
    if match.view_name not in EMBEDDABLE:
        return nothing
    return language, match.kwargs["slug"], _filter_query(parts.query), 200


def _at_most(wanted, own) -> int:
    """The width or height that fits into what the consumer has; nonsense is no limit."""
    if not re.fullmatch(r"[0-9]{1,6}", wanted or "", re.ASCII):
        return own
    return max(min(int(wanted), own), 1)


def refused(status, message):
    response = for_everybody(JsonResponse({"error": str(message)}, status=status))
    response["Cache-Control"] = "private, no-store"
    return response
