"""The desk: who comes through the door is found, signed in, and counted."""

import hashlib
import json
import uuid
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conference.attendance import checkin, exports
from conference.attendance.desk import Desk, desk_address, trace
from conference.attendance.forms import (
    CLIENT_ID,
    PlaceForm,
    ScanForm,
    SearchForm,
    UndoForm,
    WalkInForm,
)
from conference.attendance.models import CheckIn
from conference.attendance.permissions import export_scope
from conference.ids import possible_id
from conference.models import Conference
from conference.permissions import Right, may
from conference.program.models import Session

PRIVATE = "private, no-store"


def for_team(right):
    """A view of a conference's team: not signed in -> sign-in; stranger 404; without right 403.

    The view gets the conference, and everything it draws is in the conference's time zone.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, slug, **kwargs):
            if not request.user.is_authenticated:
                return to_sign_in(request, slug)
            conference = Conference.objects.visible_to(request.user).filter(slug=slug).first()
            if conference is None:
                raise Http404
            if not may(request.user, right, conference):
                raise PermissionDenied
            with timezone.override(conference.zone):
                response = view(request, conference, **kwargs)
            response["Cache-Control"] = PRIVATE
            return response

        return wrapped

    return decorate


def to_sign_in(request, slug):
    """To the sign-in page and back; a program that accepts JSON is told in words."""
    if wants_json(request):
        message = _("Sign in first.")
        return JsonResponse({"message": message}, status=401, headers={"Cache-Control": PRIVATE})
    back = request.get_full_path()
    if request.method != "GET":
        back = reverse("attendance:desk", args=[slug])
    return redirect_to_login(back, reverse("admin:login"))


def wants_json(request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


# --- The page ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_team(Right.OPEN_DESK)
def desk(request, conference):
    """The desk page; POST searches, or signs in when a badge code was scanned into the box."""
    here = desk_of(request, conference, request.GET)
    if request.method != "POST":
        scan_id = possible_id(request.GET.get("scan", ""))
        return desk_page(request, here, answer=here.answer_to(scan_id) if scan_id else None)
    form = SearchForm(request.POST)
    if not form.is_valid():
        return desk_page(request, here, alert=first_error(form), status=400)
    text = form.cleaned_data["q"]
    if here.may_check_in and here.is_code(text) and "live" not in request.POST:
        try:
            scan = checkin.check_in(
                text,
                conference=conference,
                checkpoint=here.checkpoint,
                by=request.user,
                client_id=client_id_for(request.POST.get("client_id", ""), text),
                station=here.station,
                direction=here.direction,
            )
        except checkin.ClientIdTaken as refusal:
            return refused(request, conference, refusal)
        return HttpResponseRedirect(desk_address(conference, here.checkpoint, here.direction, scan))
    return desk_page(request, here, searched=text)


def desk_of(request, conference, data) -> Desk:
    """The desk at the checkpoint and direction that `data` names, at this device's station."""
    direction = data.get("direction") or CheckIn.Direction.IN
    try:
        return Desk(
            conference,
            request.user,
            token=data.get("checkpoint") or "arrival",
            direction=CheckIn.Direction(direction),
            station=request.session.get("desk", {}).get("station", ""),
        )
    except (checkin.UnknownCheckpoint, ValueError):
        raise Http404 from None


def desk_page(request, here, *, searched=None, status=200, **more):
    """The page, or only its living part for the page's own script."""
    found, has_more = here.search(searched) if searched else ([], False)
    context = {
        "desk": here,
        "conference": here.conference,
        "place": None,  # the published conference's frame, which costs two queries
        "searched": searched,
        "found": found,
        "has_more": has_more,
        "recent": here.recent(),
        "client_id": uuid.uuid4().hex,
        "walk_in": WalkInForm(
            initial={
                "client_id": uuid.uuid4().hex,
                "checkpoint": here.checkpoint.token,
                "name": searched if searched and not has_digit(searched) else "",
            },
            auto_id="walk-in-%s",
        ),
        "lists": exports.LISTS,
    } | more
    if said := more.get("answer"):
        context["answer_trace"] = trace(said.first or said.scan)
    part = "X-Fragment" in request.headers
    template = "attendance/_desk_live.html" if part else "attendance/desk.html"
    response = render(request, template, context, status=status)
    response["Vary"] = "X-Fragment"
    return response


@require_POST
@for_team(Right.OPEN_DESK)
def place(request, conference):
    """Where this device stands: checkpoint and direction go into the address, the station stays."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        here = desk_of(request, conference, {})
        return desk_page(request, here, alert=first_error(form), status=400)
    here = desk_of(request, conference, form.cleaned_data)
    request.session["desk"] = {"station": form.cleaned_data["station"]}
    return HttpResponseRedirect(here.address)


# --- The acts ---------------------------------------------------------------------------------


@require_POST
@for_team(Right.CHECK_IN)
def check_in(request, conference):
    """One scan, from a button of the page or from a program; docs/concepts.md, "At the door".

    JSON or form in; JSON out where it is accepted, else back to the page with the answer.
    """
    try:
        data = posted(request)
        form = ScanForm(data)
        if not form.is_valid():
            raise BadScan(first_error(form))
        scan = form.cleaned_data
        checkpoint = checkin.find_checkpoint(conference, scan["checkpoint"])
        kept = checkin.check_in(
            scan["code"],
            conference=conference,
            checkpoint=checkpoint,
            by=request.user,
            client_id=scan["client_id"],
            station=scan["station"] or request.session.get("desk", {}).get("station", ""),
            method=scan["method"] or CheckIn.Method.CODE,
            direction=scan["direction"] or CheckIn.Direction.IN,
        )
    except (BadScan, checkin.UnknownCheckpoint, checkin.ClientIdTaken) as refusal:
        return refused(request, conference, refusal)
    if wants_json(request):
        return JsonResponse(as_json(kept, conference))
    return HttpResponseRedirect(desk_address(conference, checkpoint, kept.direction, kept))


@require_POST
@for_team(Right.CHECK_IN)
def undo(request, conference):
    try:
        form = UndoForm(posted(request))
        if not form.is_valid():
            raise BadScan(first_error(form))
        before = (
            CheckIn.objects.filter(
                conference=conference, pk=form.cleaned_data["scan"], registration__isnull=False
            )
            .exclude(reason=CheckIn.Reason.OTHER_CONFERENCE)
            .select_related("checkpoint__session", "registration")
            .first()
        )
        if before is None:
            raise Http404
        kept = checkin.undo(
            before,
            conference=conference,
            by=request.user,
            client_id=form.cleaned_data["client_id"],
            station=request.session.get("desk", {}).get("station", ""),
        )
    except (BadScan, checkin.ClientIdTaken) as refusal:
        return refused(request, conference, refusal)
    if wants_json(request):
        return JsonResponse(as_json(kept, conference))
    return HttpResponseRedirect(desk_address(conference, before.checkpoint, scan=kept))


@require_POST
@for_team(Right.CHECK_IN)
def walk_in(request, conference):
    """Somebody who is not on the list: added and signed in at once.

    A person of the same name and organization is offered first, because most "walk-ins" are on
    the list after all.
    """
    form = WalkInForm(request.POST, auto_id="walk-in-%s")
    here = desk_of(request, conference, {"checkpoint": request.POST.get("checkpoint", "")[:30]})
    if not form.is_valid():
        return desk_page(request, here, walk_in=form, walk_in_open=True, status=422)
    person = form.cleaned_data
    same = [] if person["anyway"] else here.same_person(person["name"], person["organization"])
    if same:
        again = WalkInForm(initial=person | {"anyway": True}, auto_id="walk-in-%s")
        return desk_page(request, here, walk_in=again, same=same, walk_in_open=True)
    try:
        kept = checkin.walk_in(
            conference,
            name=person["name"],
            organization=person["organization"],
            title=person["title"],
            phone=person["phone"],
            by=request.user,
            checkpoint=here.checkpoint,
            client_id=client_id_for(person["client_id"], person["name"], person["organization"]),
            station=here.station,
        )
    except checkin.ClientIdTaken as refusal:
        return refused(request, conference, refusal)
    return HttpResponseRedirect(desk_address(conference, here.checkpoint, scan=kept))


class BadScan(ValueError):
    """What was sent is no scan. The message is for people."""


def posted(request) -> dict:
    """The fields of a form or of a JSON object. Raises BadScan."""
    if request.content_type != "application/json":
        return request.POST
    try:
        data = json.loads(request.body)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise BadScan(_("The request is not valid JSON.")) from None
    if not isinstance(data, dict) or not all(
        isinstance(v, str | int) and not isinstance(v, bool) for v in data.values()
    ):
        raise BadScan(_("Send a JSON object whose values are texts."))
    return data


def refused(request, conference, refusal):
    """A 4xx with the sentence; 404 for a checkpoint that does not exist."""
    status = 404 if isinstance(refusal, checkin.UnknownCheckpoint) else 400
    if wants_json(request):
        return JsonResponse({"message": str(refusal)}, status=status)
    return desk_page(request, desk_of(request, conference, {}), alert=str(refusal), status=status)


def as_json(scan, conference) -> dict:
    said = checkin.answer(scan)
    registration = None
    if person := scan.person:
        registration = {
            "number": person.number,
            "name": person.name,
            "name_en": person.name_en,
            "organization": person.organization_name,
            "title": person.title,
            "category": person.category,
        }
    first = said.first
    return {
        "result": scan.result,
        "reason": scan.reason,
        "message": said.message,
        "registration": registration,
        "first_at": first.scanned_at.astimezone(conference.zone).isoformat(timespec="seconds")
        if first
        else None,
        "station": first.station if first else scan.station,
        "scan": scan.pk,
    }


def first_error(form) -> str:
    return next(str(message) for messages in form.errors.values() for message in messages)


def client_id_for(nonce: str, *texts: str) -> str:
    """The id of one act from a form: the page's own nonce together with what was typed.

    A form sent twice is one act. A page gone back to and filled in for the next person is another,
    although its nonce is the same.
    """
    typed = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    return f"{nonce[:40]}.{typed}" if CLIENT_ID.regex.match(nonce[:40]) else uuid.uuid4().hex


def has_digit(text):
    return any(character.isdigit() for character in text)


# --- Lists ------------------------------------------------------------------------------------


@require_GET
def export(request, slug, list_name, file_format):
    """A list as a file. Also for those whom other apps let take out their own people's rows."""
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
    session = None
    if code := request.GET.get("session"):
        session = Session.objects.filter(conference=conference, code=code[:20].upper())
        session = session.select_related("room", "parent__room").first()
        if session is None:
            raise Http404
    try:
        exports.check_names(list_name, file_format)
    except exports.ExportRefused:
        raise Http404 from None
    try:
        done = exports.export(
            conference,
            list_name,
            file_format,
            scope=scope,
            session=session,
            by=request.user,
            via="admin" if request.GET.get("via") == "admin" else "desk",
        )
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
