"""The page that the room's code opens on one's own phone, and the screen that shows the code."""

import hashlib
import uuid

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from conference.attendance import answers, checkin
from conference.attendance.checkpoints import UnknownCheckpoint, find_checkpoint
from conference.attendance.cleaning import line_of, same_person_key
from conference.attendance.here import changing
from conference.attendance.limits import too_many
from conference.attendance.models import CheckIn, Checkpoint, Registration
from conference.attendance.station.opening import open_station
from conference.attendance.station.views import secret
from conference.codes import token_hash
from conference.models import Conference
from conference.qr import qr_svg

PER_NETWORK = {"most": 600, "seconds": 600}  # a whole hall may sit behind one address
PER_NAME = {"most": 5, "seconds": 600}


class NotKnown(ValueError):
    """Who it is cannot be told. The message is for people."""


def place_at(slug: str, token: str) -> Checkpoint:
    """The checkpoint, where people may sign themselves in. Raises Http404."""
    conference = Conference.objects.filter(slug=slug).first()
    if conference is None:
        raise Http404
    try:
        checkpoint = find_checkpoint(conference, token)
    except UnknownCheckpoint:
        raise Http404 from None
    if checkpoint.pk is None or not checkpoint.by_themselves:
        raise Http404
    checkpoint.conference = conference
    return checkpoint


@csrf_exempt  # nobody is signed in here; the ticket says that somebody stands before the screen
@sensitive_post_parameters("own", "digits")
@require_http_methods(["GET", "HEAD", "POST"])
def here(request, slug, checkpoint):
    """GET with the screen's code asks who it is, POST with the ticket signs them in."""
    place = place_at(slug, checkpoint)
    context = {"checkpoint": place, "conference": place.conference, "name": "", "digits": ""}
    with timezone.override(place.conference.zone):
        if request.method != "POST":
            code = request.GET.get("k", "")
            if not changing.is_shown(place, code):
                return _page(request, {"is_over": True}, status=403)
            return _page(request, context | {"ticket": changing.ticket_for(place)})
        ticket = request.POST.get("ticket", "")
        if not changing.holds(ticket, place):
            return _page(request, {"is_over": True}, status=403)
        name = line_of(request.POST.get("name", ""), 120)
        context |= {"ticket": ticket, "name": name}
        try:
            person = who_is_it(request, place, name)
        except NotKnown as refusal:
            return _page(request, context | {"wrong": str(refusal)}, status=422)
        mark = hashlib.sha256(f"{ticket} {person.pk}".encode()).hexdigest()[:32]
        scan = checkin.check_in(
            person,
            conference=place.conference,
            checkpoint=place,
            by=None,
            client_id=f"self-{mark}",
            method=CheckIn.Method.SELF,
        )
        return _page(request, context | {"answer": answers.answer(scan)})


def who_is_it(request, place: Checkpoint, name: str) -> Registration:
    """By one's own link, kept on the phone, or by name and the phone's last digits. Two queries at
    most. Raises NotKnown, which tells nobody who is on the list.
    """
    if too_many(f"here {place.pk}", request.META.get("REMOTE_ADDR", ""), **PER_NETWORK):
        raise NotKnown(_("Too many tries from this network. Wait ten minutes, or go to the desk."))
    people = Registration.objects.filter(conference=place.conference_id)
    if own := request.POST.get("own", "")[:64]:
        person = people.filter(token_hash=token_hash(own)).first()
        if person is None:
            raise NotKnown(_("This phone's link works no more. Enter your name and digits."))
        return person
    digits = "".join(filter(str.isdecimal, request.POST.get("digits", "")[:40]))
    if not name or len(digits) != 4:
        raise NotKnown(_("Enter your name and the last four digits of your phone."))
    key = same_person_key(name, "")[0]
    if too_many(f"here {place.conference_id}", str(key), **PER_NAME):
        raise NotKnown(_("Too many tries for this name. Please go to the desk."))
    found = [
        person
        for person in people.filter(phone_digits__endswith=digits)
        if key in (same_person_key(person.name, "")[0], same_person_key(person.name_en, "")[0])
    ]
    if len(found) != 1:
        raise NotKnown(
            _("Name and digits do not fit the list. Look at them again, or go to the desk.")
        )
    return found[0]


def _page(request, context, *, status=200):
    response = render(request, "attendance/here.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@secret
def screen(request, token, checkpoint):
    """The code for the room's screen, opened by a station's link; a part of it for the script."""
    station = open_station(token).station
    place = place_at(station.conference.slug, checkpoint)
    given = set(station.checkpoints.values_list("pk", flat=True))
    if given and place.pk not in given:
        raise Http404
    path = reverse("attendance:here", args=[station.conference.slug, place.token])
    link = f"{settings.PUBLIC_URL}{path}?k={changing.code_at(place)}"
    context = {
        "checkpoint": place,
        "conference": station.conference,
        "qr": mark_safe(qr_svg(link, border=3, light="#fff", dark="#000", svgclass="here-qr")),
        "turn": uuid.uuid4().hex[:8],
    }
    part = "X-Fragment" in request.headers
    template = "attendance/_here_screen.html" if part else "attendance/here_screen.html"
    response = render(request, template, context)
    response["Vary"] = "X-Fragment"
    return response
