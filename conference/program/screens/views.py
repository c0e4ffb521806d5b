"""Screens in the hall: one page a room, what it polls, and the list for who sets them up."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conference.bilingual import HTML_LANG, active_side
from conference.page_cache import public_page
from conference.program.models import Release
from conference.program.release.addresses import place_of, public_addresses
from conference.program.release.published import published_program
from conference.program.screens import pieces
from conference.program.screens.course import Screen
from conference.stamps import code_version, of_conference

VIEWS = ("door", "stage")
RELEASES_LOOKED_AT = 20  # for sessions that left a room


def screen_of(slug: str, room_slug: str) -> Screen:
    """The screen of a room of the current release; 404 for an unknown one. Two queries at most."""
    program = published_program(slug)
    room = program.room(room_slug)
    if room is None:
        raise Http404
    return Screen(program, room, public_addresses(slug), _left(slug, room))


def _left(slug, room):
    """Codes of sessions that one of the last releases took out of this room. One query."""
    releases = Release.objects.standing().filter(conference__slug=slug, number__gt=1)
    recent = releases.order_by("-number").values_list("changes", flat=True)[:RELEASES_LOOKED_AT]
    name = room.name.as_list()
    return [
        change["code"]
        for changes in recent
        for change in changes
        if change["subject"] == "session" and change["code"]
        for field in change["fields"]
        if field["name"] == "room" and field["old"] == name
    ]


def _is_no_page_to_find(response):
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@public_page(of_conference)
def screen(request, slug, room):
    """The page of a door (`?view=door`) or of a stage; right at load also without scripts."""
    shown, at = screen_of(slug, room), timezone.now()
    frame, changes_at = shown.frame_of(at)
    view = request.GET.get("view", "")
    context = {
        "place": place_of(shown.program),
        "facts": shown.program.conference,
        "room": shown.room,
        "frame": frame,
        "slots": shown.slots_of(frame),
        "view": view if view in VIEWS else VIEWS[0],
        "code": code_version()[:12],
        "words": json.dumps(pieces.words(), ensure_ascii=False),
        "labels": {
            "next": pieces.both(pieces.NEXT),
            "later": pieces.both(pieces.LATER),
            "program": pieces.both(pieces.PROGRAM),
        },
    }
    response = render(request, "display/screen.html", context)
    response.fresh_until, response.changed_at = changes_at, frame.starts_at
    return _is_no_page_to_find(response)


@require_safe
@public_page(of_conference)
def screen_data(request, slug, room):
    """Everything that the screen will show, moment by moment, until the next release.

    That there is nothing is said in JSON: a screen tells it from a gateway's own 404.
    """
    try:
        found = screen_of(slug, room).as_json(code=code_version()[:12])
    except Http404:
        return _is_no_page_to_find(JsonResponse({"frames": []}, status=404))
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    return _is_no_page_to_find(response)


@require_safe
@public_page(of_conference)
def screens(request, slug):
    """The rooms and how a screen is set up, for the volunteer who does it; how other sites show
    the program, for their webmasters.
    """
    program = published_program(slug)
    place = place_of(program)
    context = {
        "place": place,
        "program": program,
        "slug": slug,
        "origin": settings.PUBLIC_URL,
        "embed_url": settings.PUBLIC_URL + place.urls.to("embed"),
        "html_language": HTML_LANG[active_side()],
    }
    return _is_no_page_to_find(render(request, "display/index.html", context))
