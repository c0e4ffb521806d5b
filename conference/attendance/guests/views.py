"""Addresses behind the link of an invited guest: `/<language>/i/<token>/`."""

from functools import wraps

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from conference.attendance import links
from conference.attendance.closed_links import replaced, taken_back, typed_in
from conference.attendance.guests.answering import Answer, answer, mark_of
from conference.attendance.guests.forms import forms_of, unknown_answer, unknown_deputy
from conference.attendance.guests.invitation_letter import (
    SIDES,
    TYPES,
    document_of,
    drawn,
    filename,
    seal_of,
)
from conference.attendance.guests.page import guest_page
from conference.attendance.guests.questions import asked_about, keep_answers, stay_form
from conference.attendance.limits import too_many
from conference.attendance.models import GuestInvitation, ReplyForm
from conference.attendance.own.page import private
from conference.attendance.registering import RegistrationRefused

PER_NETWORK = {"most": 60, "seconds": 600}
BUSY = gettext_lazy("Too many changes came from your network. Wait ten minutes.")
NOTHING_ASKED = gettext_lazy("Nothing more is asked here now.")
NOT_YET = gettext_lazy("Your answer is not kept yet. Please look at the marked fields.")
STALE = gettext_lazy(
    "Something else was kept meanwhile, in another window perhaps. Nothing of this page has been "
    "kept yet: look through it and send it again, and it counts."
)
DONE = {
    "1": gettext_lazy("Your answer is kept. Thank you."),
    "stay": gettext_lazy("That is kept. Thank you."),
}
ANSWERS = (Answer.YES, Answer.NO, Answer.DEPUTY)
RELATED = ("conference", "registration", "deputy", "participation")


def of_one_guest(view):
    """A view of the guest behind the token: nobody’s is not found, what was taken back is told."""

    @csrf_exempt  # the link is the secret, and "no-referrer" makes browsers send no origin
    @sensitive_variables("token")
    @wraps(view)
    def wrapped(request, token, **more):
        guest = links.of_token(GuestInvitation.objects.select_related(*RELATED), token)
        if guest is None:
            return replaced(request, token, typed=lambda: typed_in(unknown_deputy(request.POST)))
        if guest.erased_at is not None:
            raise Http404
        if guest.revoked_at is not None:
            typed = typed_in(unknown_deputy(request.POST))
            return taken_back(request, guest.conference, typed=typed)
        return private(view(request, guest, token, **more))

    return wrapped


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@of_one_guest
def guest(request, guest, token):
    """The invitation; the answer on POST."""
    if request.method != "POST":
        return guest_page(request, guest, token, done=DONE.get(request.GET.get("done"), ""))
    if too_many(
        f"guests {guest.conference_id}", request.META.get("REMOTE_ADDR", ""), **PER_NETWORK
    ):
        return guest_page(request, guest, token, alert=BUSY, status=429)
    said = request.POST.get("answer", "")
    if said not in ANSWERS:
        return guest_page(request, guest, token, alert=unknown_answer(), status=422)
    agrees = ReplyForm.objects.filter(conference=guest.conference_id).exists()
    forms = forms_of(guest, mark=mark_of(guest), agrees=agrees, sent=request.POST, answer=said)
    form = forms[said]
    if not form.is_valid():
        return guest_page(request, guest, token, forms=forms, alert=NOT_YET, status=422)
    try:
        answer(
            guest,
            said,
            mark=form.cleaned_data["mark"],
            word=form.cleaned_data["word"],
            deputy=form.deputy,
            language=get_language(),
        )
    except RegistrationRefused as refusal:
        now = GuestInvitation.objects.select_related(*RELATED).filter(pk=guest.pk).first()
        if now is None:
            raise Http404 from None
        if now.revoked_at is not None:
            return taken_back(request, now.conference, typed=typed_in(form))
        typed = typed_in(form)
        return guest_page(request, now, token, alert=refusal.message, typed=typed, status=409)
    return back(token, "1", "#said")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@of_one_guest
def questions(request, guest, token):
    """What the conference asks whoever comes; the page of the invitation asks it."""
    if request.method != "POST":
        return back(token)
    network = request.META.get("REMOTE_ADDR", "")
    form = stay_form(guest, request.POST)
    if form is None:
        return guest_page(request, guest, token, alert=NOTHING_ASKED, status=409)
    if too_many(f"guests {guest.conference_id}", network, **PER_NETWORK):
        return guest_page(request, guest, token, stay=form, alert=BUSY, status=429)
    if not form.is_valid():
        return guest_page(request, guest, token, stay=form, status=422)
    try:
        keep_answers(guest, form)
    except RegistrationRefused as refusal:
        now = GuestInvitation.objects.select_related(*RELATED).filter(pk=guest.pk).first()
        if now is None:
            raise Http404 from None
        if now.revoked_at is not None:
            return taken_back(request, now.conference, typed=typed_in(form))
        alert, person, typed = refusal.message, asked_about(now), ""
        if person is None or person.pk != form.person.pk:
            form, typed = None, typed_in(form)
        elif refusal.code == "stale":
            form.marked(person)
            alert = STALE
        if not now.is_open():
            typed = typed_in(form)
        return guest_page(request, now, token, stay=form, alert=alert, typed=typed, status=409)
    return back(token, "stay", "#said")


def back(token, done="", where=""):
    """The invitation as it stands now; where to look is named, else a form's own place is kept."""
    address = reverse("attendance:guest", args=[token])
    return HttpResponseRedirect(f"{address}?done={done}{where}" if done else address)


@require_safe
@of_one_guest
def letter(request, guest, token, paper_format):
    """The guest's own letter; `?in=` zh, en or both, else the language of the page."""
    usual = "en" if get_language() == "en" else "zh"
    sides = SIDES.get(request.GET.get("in", usual))
    if paper_format not in TYPES or sides is None:
        raise Http404
    network = request.META.get("REMOTE_ADDR", "")
    if too_many(f"letters {guest.conference_id}", network, **PER_NETWORK):
        return guest_page(request, guest, token, alert=BUSY, status=429)
    now = timezone.now()
    # A text that anybody can edit bears no seal.
    seal = seal_of(guest.conference)
    has_seal = bool(seal) and paper_format == "pdf"
    given = {"seal": seal} if has_seal else {"leaves_room": bool(seal)}
    document = document_of(guest.conference, [guest], sides, at=now, **given)
    response = HttpResponse(drawn(document, paper_format, at=now), content_type=TYPES[paper_format])
    name = filename(guest.conference, sides, paper_format)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
