"""What a guest sees behind their link: who asks them to what, what they answered."""

from contextlib import suppress

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from conference.attendance import links
from conference.attendance.guests.answering import Answer, mark_of
from conference.attendance.guests.forms import forms_of
from conference.attendance.guests.letters import called
from conference.attendance.guests.questions import stay_form
from conference.attendance.models import GuestInvitation, Registration, ReplyForm
from conference.attendance.own.page import private
from conference.program.release.addresses import place_of
from conference.program.release.document import Program
from conference.program.release.published import published_program

CANCELLED = Registration.Status.CANCELLED


def program_of(guest: GuestInvitation) -> Program | None:
    """The published program; None before the first publish."""
    with suppress(Http404):
        return published_program(guest.conference.slug)
    return None


def guest_page(
    request,
    guest: GuestInvitation,
    token: str,
    *,
    forms=None,
    stay=None,
    typed="",
    alert="",
    done="",
    status=200,
):
    """`alert` is a refusal, `done` what was just done; `forms` and `stay` come back as they were
    sent, and what was `typed` in vain is given back. Five queries at most.
    """
    program, conference = program_of(guest), guest.conference
    offer = ReplyForm.objects.filter(conference=conference).select_related("conference").first()
    may_answer = guest.is_open(at=timezone.now())
    own = guest.registration
    is_own = own is not None and own.source == Registration.Source.INVITED
    context = {
        "guest": guest,
        "token": token,
        "name": called(guest, get_language()),
        "conference": conference,
        "program": program,
        "place": place_of(program) if program else None,
        "facts": program.conference if program else conference,
        "closes_at": guest.closes_at.astimezone(conference.zone),
        "offer": offer,
        "may_answer": may_answer,
        "alert": alert,
        "typed": typed,
        "done": done,
        # What the invitation itself made is the guest's; what stood on the list before may not be.
        "own_page": reverse("attendance:reply", args=[links.token_of(own)])
        if guest.answer == Answer.YES and is_own and own.erased_at is None
        else "",
        # Whoever withdrew after a yes comes again with another one.
        "withdrew": guest.answer == Answer.YES and own is not None and own.status == CANCELLED,
        "deputy": guest.deputy if guest.answer == Answer.DEPUTY else None,
    }
    if may_answer:
        context["forms"] = forms or forms_of(guest, mark=mark_of(guest), agrees=offer is not None)
        context["stay"] = stay or stay_form(guest)
    return private(render(request, "attendance/guest.html", context, status=status))
