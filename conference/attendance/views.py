"""The desk: who comes through the door is found, signed in, and counted."""

import hashlib
import time
import uuid

from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conference.attendance import answers, checkin, checkpoints
from conference.attendance.access import for_team, wants_answer, wants_json
from conference.attendance.desk import Desk, codes_in, desk_address, is_known, trace
from conference.attendance.forms import (
    CLIENT_ID,
    PlaceForm,
    ScanForm,
    SearchForm,
    UndoForm,
    WalkInForm,
)
from conference.attendance.lists.listing import CONTRACT_LISTS
from conference.attendance.models import CheckIn
from conference.attendance.programs import BadScan, as_json, doubted, first_error, posted
from conference.codes import is_as_scanned
from conference.ids import possible_id
from conference.permissions import Right

# --- The page ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_team(Right.OPEN_DESK)
def desk(request, conference):
    """The desk page; POST searches, or signs in when a badge code was scanned into the box."""
    here = desk_of(request, conference, request.GET)
    if request.method != "POST":
        return desk_page(request, here, **asked(request, here))
    form = SearchForm(request.POST)
    if not form.is_valid():
        return desk_page(request, here, alert=first_error(form), status=400)
    text = form.cleaned_data["q"]
    if not here.may_check_in or "live" in request.POST or not here.is_code(text):
        return desk_page(request, here, searched=text, alert=several_codes(text))
    try:
        nonce = client_id_for(request.POST.get("client_id", ""), text)
        scan = checkin.check_in(
            text,
            conference=conference,
            checkpoint=here.checkpoint,
            by=request.user,
            client_id=new_act(request, nonce),
            station=here.station,
            direction=here.direction,
        )
    except checkin.ClientIdTaken as refusal:
        return refused(request, conference, refusal)
    return HttpResponseRedirect(desk_address(conference, here.checkpoint, here.direction, scan))


def asked(request, here) -> dict:
    """What the address asks to be shown: the answer to a scan, or whether to undo one."""
    if undo_id := possible_id(request.GET.get("undo", "")):
        scan = here.to_undo(undo_id)
        return {
            "wants_undo": True,
            "undoing": scan,
            "undo_trace": trace(scan) if scan else "",
            "undo_id": uuid.uuid4().hex,
        }
    if scan_id := possible_id(request.GET.get("scan", "")):
        remember_shown(request, scan_id)
        return {"answer": here.answer_to(scan_id)}
    return {}


def several_codes(text) -> str:
    """What to do when a scanner wrote codes without a break between them; '' when it did not."""
    if len(codes_in(text)) < 2:
        return ""
    return _("These are several codes in one: nobody was signed in. Scan them one by one.")


# Scans whose answers this device was sent, as [scan, second]. What comes again with the id of one
# of them some time later was meant; before that it is the second tap of a restless finger.
MOST_SHOWN = 20
RESTLESS = 3  # seconds


def remember_shown(request, scan_id):
    device = request.session.get("desk", {})
    shown = device.get("shown", [])
    if scan_id not in dict(shown):
        shown = [*shown, [scan_id, int(time.time())]][-MOST_SHOWN:]
        request.session["desk"] = device | {"shown": shown}


def new_act(request, client_id) -> str:
    """The id of what a plain form does. One query.

    A form sent twice in a hurry is one act. Who has seen the answer and comes back to the same form
    means it: the person is scanned anew, under an id of its own.
    """
    shown = dict(request.session.get("desk", {}).get("shown", []))
    before = CheckIn.objects.filter(client_id=client_id).values_list("pk", flat=True).first()
    was_meant = before in shown and time.time() - shown[before] >= RESTLESS
    return uuid.uuid4().hex if was_meant else client_id


def desk_of(request, conference, data) -> Desk:
    """The desk at the checkpoint and direction that `data` names, at this device's station."""
    try:
        return desk_at(request, conference, data)
    except (checkpoints.UnknownCheckpoint, ValueError):
        raise Http404 from None


def desk_at(request, conference, data) -> Desk:
    """The same. Raises UnknownCheckpoint, ValueError."""
    direction = data.get("direction") or CheckIn.Direction.IN
    return Desk(
        conference,
        request.user,
        token=data.get("checkpoint") or "arrival",
        direction=CheckIn.Direction(direction),
        station=request.session.get("desk", {}).get("station", ""),
    )


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
                "name": searched if searched and could_be_a_name(searched) else "",
            },
            auto_id="walk-in-%s",
        ),
        "lists": CONTRACT_LISTS,
    } | more
    if context.get("answer"):
        context |= answer_context(context["answer"])
    part = "X-Fragment" in request.headers
    template = "attendance/_desk_live.html" if part else "attendance/desk.html"
    response = render(request, template, context, status=status)
    response["Vary"] = "X-Fragment"
    return response


def answer_context(said) -> dict:
    """What `_answer.html` needs to know of an answer."""
    return {
        "answer": said,
        "answer_trace": trace(said.first or said.scan),
        "answer_id": uuid.uuid4().hex,
    }


@require_POST
@for_team(Right.OPEN_DESK)
def place(request, conference):
    """Where this device stands: checkpoint and direction go into the address, the station stays."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        here = desk_of(request, conference, {})
        return desk_page(request, here, alert=first_error(form), status=400)
    here = desk_of(request, conference, form.cleaned_data)
    device = request.session.get("desk", {})
    request.session["desk"] = device | {"station": form.cleaned_data["station"]}
    return HttpResponseRedirect(here.address)


# --- The acts ---------------------------------------------------------------------------------


@require_POST
@for_team(Right.CHECK_IN)
def check_in(request, conference):
    """One scan, from the page or from a program; docs/concepts.md, "At the door".

    JSON or form in. Out comes JSON where it is accepted, the bare answer for the page's script,
    else the way back to the page with the answer.
    """
    received_at = timezone.now()
    try:
        form = ScanForm(posted(request))
        if not form.is_valid():
            raise BadScan(first_error(form))
        scan = form.cleaned_data
        if scan["maybe"] and not is_known(conference, scan["code"]):
            context = {"is_no_code": True, "answered": scan["client_id"]}
            return render(request, "attendance/_answer.html", context)
        checkpoint = checkpoints.find_checkpoint(conference, scan["checkpoint"])
        is_program = wants_json(request) or wants_answer(request)
        client_id = scan["client_id"] if is_program else new_act(request, scan["client_id"])
        kept = checkin.check_in(
            scan["code"],
            conference=conference,
            checkpoint=checkpoint,
            by=request.user,
            at=form.seen_at(received_at),
            client_id=client_id,
            station=scan["station"] or request.session.get("desk", {}).get("station", ""),
            method=scan["method"] or CheckIn.Method.CODE,
            direction=scan["direction"] or CheckIn.Direction.IN,
            override=scan["override"],
        )
    except (BadScan, checkpoints.UnknownCheckpoint, checkin.ClientIdTaken) as refusal:
        return refused(request, conference, refusal)
    if wants_json(request):
        return JsonResponse(as_json(kept, conference))
    if wants_answer(request):
        context = {"conference": conference, "answered": scan["client_id"]}
        context |= answer_context(answers.answer(kept))
        return render(request, "attendance/_answer.html", context)
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
    the list after all. JSON or form in; out comes JSON where it is accepted.
    """
    try:
        sent = posted(request)
        form = WalkInForm(sent, auto_id="walk-in-%s")
        here = desk_at(request, conference, {"checkpoint": str(sent.get("checkpoint", ""))[:30]})
    except BadScan as refusal:
        return refused(request, conference, refusal)
    except checkpoints.UnknownCheckpoint as refusal:
        if wants_json(request):
            return refused(request, conference, refusal)
        raise Http404 from None
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse({"message": first_error(form)}, status=422)
        return desk_page(request, here, walk_in=form, walk_in_open=True, status=422)
    person = form.cleaned_data
    typed = [person[name] for name in ("name", "organization", "title", "phone")]
    client_id = client_id_for(person["client_id"], *typed)
    if not wants_json(request):
        client_id = new_act(request, client_id)
    try:
        kept = checkin.walk_in(
            conference,
            name=person["name"],
            organization=person["organization"],
            title=person["title"],
            phone=person["phone"],
            category=person["category"],
            by=request.user,
            checkpoint=here.checkpoint,
            client_id=client_id,
            station=here.station,
            anyway=person["anyway"],
        )
    except checkin.OnTheList as question:
        if wants_json(request):
            return JsonResponse(doubted(question.people), status=409)
        again = WalkInForm(initial=person, auto_id="walk-in-%s")
        here = desk_of(request, conference, person)  # another desk may have opened it just now
        same = here.may_be(question.people)
        return desk_page(request, here, walk_in=again, same=same, walk_in_open=True)
    except checkin.ClientIdTaken as refusal:
        return refused(request, conference, refusal)
    if wants_json(request):
        return JsonResponse(as_json(kept, conference))
    return HttpResponseRedirect(desk_address(conference, here.checkpoint, scan=kept))


def refused(request, conference, refusal):
    """A 4xx with the sentence; 404 for a checkpoint that does not exist."""
    status = 404 if isinstance(refusal, checkpoints.UnknownCheckpoint) else 400
    if wants_json(request):
        return JsonResponse({"message": str(refusal)}, status=status)
    if wants_answer(request):
        # The id comes back, so that the page knows whose answer this is.
        sent = request.POST.get("client_id", "")
        context = {"alert": str(refusal), "answered": sent}
        return render(request, "attendance/_answer.html", context, status=status)
    return desk_page(request, desk_of(request, conference, {}), alert=str(refusal), status=status)


def client_id_for(nonce: str, *texts: str) -> str:
    """The id of one act from a form: the page's own nonce together with what was typed.

    A form sent twice is one act. A page gone back to and filled in for the next person is another,
    although its nonce is the same.
    """
    typed = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    return f"{nonce[:40]}.{typed}" if CLIENT_ID.regex.match(nonce[:40]) else uuid.uuid4().hex


def could_be_a_name(text) -> bool:
    return not (any(map(str.isdigit, text)) or is_as_scanned(text))
