"""The public reply form (回执) and the page behind one's personal link."""

import uuid

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conference.attendance import registering, seats
from conference.attendance.answer_files import said_by_files
from conference.attendance.forms import PublicReplyForm
from conference.attendance.forums_on_offer import choices_of
from conference.attendance.limits import too_many
from conference.attendance.models import ReplyForm
from conference.attendance.offered import answers_to_nothing
from conference.attendance.questions.table import labels, questions_of
from conference.program.release.addresses import place_of
from conference.program.release.published import published_program
from conference.program.sharing.descriptions import share_register
from conference.wording.labels import listed

# A whole institute may sit behind one address, so this only stops programs.
PER_NETWORK = {"most": 60, "seconds": 600}


@require_http_methods(["GET", "HEAD", "POST"])
def register(request, slug):
    """The reply form of a public conference, while it is open; else a calm sentence."""
    before, digest = None, ""
    if request.method == "POST":
        form_id = request.POST.get("form_id", "")
        digest = registering.reply_digest(form_id, said_by(request.POST, request.FILES))
        before = registering.served(slug, form_id, digest)
    if before and before.says_the_same:
        return HttpResponseRedirect(reverse("attendance:reply", args=[before.token]))
    program = published_program(slug)
    offer = ReplyForm.objects.filter(conference__slug=slug).select_related("conference").first()
    now = timezone.now()
    if offer is None or not offer.is_open(at=now):
        if request.method != "POST":
            return closed_page(request, program, offer, now, status=200)
        return closed_page(
            request, program, offer, now, status=403, sent=request.POST, before=before
        )
    choices = choices_of(offer.conference, program)
    questions = list(questions_of(offer.conference))
    if request.method != "POST":
        form = PublicReplyForm(choices=choices, questions=questions)
        form.prefer(request.GET.get("session", ""))
        return form_page(request, program, offer, form)
    if before:
        return changed_page(request, program, offer, choices, questions)
    is_busy = too_many(f"replies {slug}", request.META.get("REMOTE_ADDR", ""), **PER_NETWORK)
    files = None if is_busy else request.FILES
    form = PublicReplyForm(request.POST, files, choices=choices, questions=questions)
    if is_busy:
        form.add_error(None, _("Too many replies came from your network. Wait ten minutes."))
        return form_page(request, program, offer, form, status=429)
    if not form.is_valid():
        return form_page(request, program, offer, form, status=422)
    given = form.cleaned_data
    try:
        _registration, token = registering.reply(
            offer,
            form_id=given["form_id"],
            digest=digest,
            sessions=given.get("sessions", ()),
            answers=form.answers,
            agrees_to_sensitive=form.agrees_to_sensitive,
            language=get_language(),
            **{
                name: given[name]
                for name in ("name", "name_en", "organization_name", "title", "phone", "email")
            },
        )
    except registering.RegistrationRefused as refusal:
        if refusal.code == "changed":
            return changed_page(request, program, offer, choices, questions)
        form.add_error(None, refusal.message)
        return form_page(request, program, offer, form, status=409)
    return HttpResponseRedirect(reverse("attendance:reply", args=[token]))


def said_by(sent, files) -> dict[str, list[str]]:
    """What a form says of a person: all but its own id and the sign of its page."""
    texts = {
        name: each for name, each in sent.lists() if name not in ("form_id", "csrfmiddlewaretoken")
    }
    return texts | said_by_files(files)


def changed_page(request, program, offer, choices, questions):
    """The answer to a form that was kept before and now says something else.

    Nothing of it is written. What was typed stands in a new form, which registers one more person;
    the first is reached by the link that the first answer led to, and nothing of it is shown.
    """
    _kept, token = registering.kept_of(offer.conference, request.POST["form_id"])
    sent = request.POST.copy()
    sent["form_id"] = uuid.uuid4().hex
    form = PublicReplyForm(sent, request.FILES, choices=choices, questions=questions)
    return form_page(request, program, offer, form, status=409, sent_before=token)


def form_page(request, program, offer, form, *, status=200, sent_before=""):
    """`sent_before`: the token of what this form registered, when it says something else now."""
    left = seats.seats_left(offer)
    context = {
        "program": program,
        "offer": offer,
        "closes_at": offer.closes_at.astimezone(program.conference.zone),
        "form": form,
        "sent_before": sent_before,
        "left": left,
        "waits": left == 0 or (left is not None and seats.waiting(offer.conference_id).exists()),
        "shared": share_register(place_of(program), program),
    }
    response = render(request, "attendance/register.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def closed_page(request, program, offer, now, *, status, sent=None, before=None):
    """`sent`: a form that was filled in meanwhile; what was written in it stays readable.

    `before`: what was kept of this very form while it was open, and said something else.
    """
    zone = program.conference.zone
    context = {
        "written": written_texts(offer, program, sent) if sent else [],
        "sent_before": before.token if before else "",
        "program": program,
        "takes_replies": offer is not None,
        "opens_at": offer.opens_at.astimezone(zone) if offer and now < offer.opens_at else None,
        "closed_at": offer.closes_at.astimezone(zone) if offer and now >= offer.closes_at else None,
        "shared": share_register(place_of(program), program),
    }
    response = render(request, "attendance/register_closed.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def written_texts(offer, program, sent) -> list[tuple[str, str]]:
    """[(label, text)] of what somebody wrote and chose in the form. One query."""
    questions = list(questions_of(offer.conference)) if offer else []
    form = PublicReplyForm(sent, choices=(), questions=questions)
    whole = {name: label for each in form.questions for name, label in labels(each).items()}
    found = [
        (
            whole.get(box.name, box.label),
            listed(in_words(box.field, sent.getlist(box.name))),
        )
        for box in form
        if box.name not in ("form_id", "fax", "consent", "sensitive")
    ]
    chosen = map(program.session, sent.getlist("sessions"))
    titles = [str(session.title) for session in chosen if session]
    found.append((_("Sub-forums") if len(titles) > 1 else _("Sub-forum"), listed(titles)))
    gone = [answer for name, answer in answers_to_nothing(form) if name != "sessions"]
    found.append((_("No longer asked"), listed(gone)))
    return [(label, text) for label, text in found if text.strip()]


def in_words(field, answers) -> list[str]:
    """What was sent to a field, as its page showed it."""
    labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    return [labels.get(answer, answer) for answer in answers if answer]
