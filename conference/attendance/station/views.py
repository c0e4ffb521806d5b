"""The station's door: the page, its list, what it sends. No account, no cookie: its link alone.

The page is the same for every station and holds nobody's name and no token, so that a device may
keep it for opening without a network (`static/js/station/`).
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from conference.attendance.cleaning import line_of
from conference.attendance.models import Station
from conference.attendance.station import people, scans, walk_ins
from conference.attendance.station.opening import StationClosed, open_station
from conference.modules import imports_of
from conference.powers import policy_with
from conference.reader_headers import names_tag
from conference.stamps import code_version

SCRIPT = "js/station/main.js"
# What answers the page's script, in JSON.
SCRIPTED: tuple[str | None, ...]
SCRIPTED = ("station_list", "station_about", "station_scans", "station_walk_ins")
DECODER = "js/station/decoder.js"  # the camera's, in a worker of its own
FILES = (
    *("css/base.css", "css/pieces.css", "css/forms.css", "css/station.css", "img/lectern.svg"),
    *("img/icon-192.png", "img/icon-512.png"),
)


def secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever holds the token, and nobody else: no cache keeps it, no page is told."""

    @wraps(view)
    @sensitive_variables("token")
    def wrapped(request: HttpRequest, token: str, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, token, **kwargs)
        except StationClosed as closed:
            response = gone(request, closed.station)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def gone(request: HttpRequest, station: Station, **more: object) -> HttpResponse:
    """410: in words for a person, as JSON for the page's script."""
    message = _("This station is closed: its link works no more. Ask an organizer for a new one.")
    if request.resolver_match and request.resolver_match.url_name in SCRIPTED:
        return JsonResponse({"message": message, **more}, status=410)
    return render(request, "attendance/station_closed.html", {"message": message}, status=410)


# --- The page -----------------------------------------------------------------------------------


@require_safe
@secret
def station(request: HttpRequest, token: str) -> HttpResponse:
    open_station(token)
    return shell_page(request)


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page without a station, as a device keeps it: the same text, behind no secret."""
    response = shell_page(request)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def shell_page(request: HttpRequest) -> HttpResponse:
    worker = reverse("attendance:station_worker") if settings.OFFLINE else ""
    response = render(request, "attendance/station.html", {"worker": worker})
    response["Permissions-Policy"] = policy_with("camera")
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """What keeps the page on the device. It changes with every deploy of the site."""
    scripts = dict.fromkeys(
        name for entry in (SCRIPT, DECODER) for name in (entry, *imports_of(entry))
    )
    facts = {
        "version": code_version()[:12],
        "shell": reverse("attendance:station_shell"),
        "files": [static(name) for name in (*FILES, *scripts)],
    }
    source = (settings.BASE_DIR / "static/js/station/worker.js").read_text("utf-8")
    response = HttpResponse(
        f'"use strict";\nconst STATION = {json.dumps(facts)};\n{source}',
        content_type="text/javascript; charset=utf-8",
    )
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@secret
def manifest(request: HttpRequest, token: str) -> HttpResponse:
    """The station as an application of its device; its addresses are told from this one's."""
    station = open_station(token).station
    facts = {
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "name": f"{station.name} · {station.conference}",
        "short_name": station.name,
        "display": "standalone",
        "background_color": "#faf9f6",
        "theme_color": "#faf9f6",
        "icons": [
            {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ],
    }
    return HttpResponse(
        json.dumps(facts, ensure_ascii=False),
        content_type="application/manifest+json; charset=utf-8",
    )


# --- What its script asks -----------------------------------------------------------------------


@require_safe
@secret
def station_list(request: HttpRequest, token: str) -> HttpResponse:
    """`{version, people, checkpoints}`; 304 for who has just this. Nine queries."""
    opened = open_station(token)
    with timezone.override(opened.station.conference.zone):
        found = people.people_and_places(opened.station)
    return marked(request, {"version": opened.version(), **found}, found)


@require_safe
@secret
def about(request: HttpRequest, token: str) -> HttpResponse:
    """What stands around the list: names of the station and the sub-forums, the search's tables.
    Three queries.
    """
    opened = open_station(token)
    found = people.about(opened.station)
    return marked(request, found, found)


def marked(request: HttpRequest, answer: dict[str, Any], content: dict[str, Any]) -> HttpResponse:
    """The answer with a mark of its content, or 304."""
    mark = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]
    if names_tag(request.headers.get("If-None-Match", ""), mark):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = f'"{mark}"'
    return response


@csrf_exempt  # the link itself is the secret: no cookie says who sends this
@require_POST
@secret
def station_scans(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what the device sends: `{results, version}`; docs/concepts.md, "Stations"."""
    received_at = timezone.now()
    try:
        sent = json.loads(request.body)
        volley = sent["scans"]
        if not isinstance(volley, list):
            raise TypeError
    except (ValueError, RecursionError, TypeError, KeyError):
        open_station(token)  # a stranger learns nothing of how scans are sent
        message = _("Send {“scans”: [...]} as JSON: nothing was done.")
        return JsonResponse({"message": message}, status=400)
    if len(volley) > scans.MOST_AT_ONCE:
        open_station(token)
        message = _("Send at most %(most)d scans at once: nothing was done.")
        return JsonResponse({"message": message % {"most": scans.MOST_AT_ONCE}}, status=413)
    opened = open_station(token, asked=asked_of(volley))
    with timezone.override(opened.station.conference.zone):
        done = scans.Volley(
            opened,
            sent_at=scans.moment(sent.get("sent_at")),
            received_at=received_at,
            typed_by=line_of(sent.get("by"), 60),
        )
        is_open = done.answer_each(volley)
    if not is_open:
        return gone(request, opened.station, results=done.results)
    if opened.makes_places:
        opened.read_again()
    version = opened.version(last_scan=done.last_scan)
    return JsonResponse({"results": done.results, "version": version})


@csrf_exempt  # as above
@require_POST
@secret
def station_walk_ins(request: HttpRequest, token: str) -> HttpResponse:
    """Add who is not on the list: `{walk_ins: [...]}` in, `{results}` out, with their codes."""
    opened = open_station(token)
    try:
        sent = json.loads(request.body)
        people = sent["walk_ins"]
        if not isinstance(people, list):
            raise TypeError
    except (ValueError, RecursionError, TypeError, KeyError):
        message = _("Send {“walk_ins”: [...]} as JSON: nothing was done.")
        return JsonResponse({"message": message}, status=400)
    if len(people) > walk_ins.MOST_AT_ONCE:
        message = _("Send at most %(most)d people at once: nothing was done.")
        return JsonResponse({"message": message % {"most": walk_ins.MOST_AT_ONCE}}, status=413)
    with timezone.override(opened.station.conference.zone):
        results = walk_ins.answer_each(opened, sent, people)
    return JsonResponse({"results": results})


def asked_of(volley: list[object]) -> frozenset[str]:
    """The checkpoints that are named, as far as they can be."""
    tokens = (scan.get("checkpoint") for scan in volley if isinstance(scan, dict))
    return frozenset(token for token in tokens if isinstance(token, str) and len(token) <= 30)
