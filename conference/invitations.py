"""Invitations by a personal link: issue one, send it, accept it.

Whoever holds the link may accept it once, as the signed-in account or with a new one. The token is
shown once to the organizer and kept nowhere. Every concrete `Invitation` (of a conference's team,
of an alliance's secretariat) is accepted at the same address.
"""

import logging
import smtplib

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from conference.codes import token_hash
from conference.forms import NewAccountForm
from conference.models import Invitation

logger = logging.getLogger(__name__)

# Backends that reach nobody: the letter would only lie in a file of the server.
UNSENT = ("filebased", "console", "dummy")


class InvitationRefused(Exception):
    """`code`: used | expired; `message` for the person who opened the link."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


@sensitive_variables("token")
def link_of(token: str) -> str:
    """The whole address to give to the invited person, in the active language."""
    return f"{settings.PUBLIC_URL}{reverse('invitation', args=[token])}"


def mail_is_configured() -> bool:
    return not any(name in settings.EMAIL_BACKEND for name in UNSENT)


@sensitive_variables("token", "link", "body")
def send(invitation: Invitation, token: str) -> bool:
    """Mail the link; False when it could not be sent. Call after commit."""
    link = link_of(token)
    subject = _("Invitation: %(offer)s") % {"offer": invitation.offer}
    body = _(
        "You are invited: %(offer)s.\n\nOpen this link to accept. It is for you alone and works "
        "once, until %(until)s:\n\n%(link)s\n"
    ) % {
        "offer": invitation.offer,
        "until": invitation.valid_until,
        "link": link,
    }
    try:
        send_mail(" ".join(subject.split()), body, None, [invitation.email])
    except (OSError, smtplib.SMTPException):
        logger.warning("An invitation could not be sent.")
        return False
    return True


def find(token: str) -> Invitation:
    """The invitation of a link, whatever its state. Raises Http404 for an unknown token."""
    for model in Invitation.__subclasses__():
        row = model._default_manager.filter(token_hash=token_hash(token)).first()
        if row is not None:
            return row
    raise Http404


def refuse_unless_open(invitation: Invitation, *, at=None) -> None:
    if invitation.accepted_at is not None:
        raise InvitationRefused(
            "used",
            gettext_lazy("This invitation has been accepted already. Sign in with your account."),
        )
    if not invitation.is_open(at=at):
        raise InvitationRefused(
            "expired",
            gettext_lazy("This invitation has expired. Ask the person who sent it for a new one."),
        )


def accept(invitation: Invitation, *, by, at=None) -> None:
    """Give the account `by` what is offered, once. Raises InvitationRefused."""
    at = at or timezone.now()
    with transaction.atomic():
        # Of two that accept at the same moment one finds nothing left to change.
        rows = type(invitation)._default_manager.filter(pk=invitation.pk, accepted_at__isnull=True)
        refuse_unless_open(invitation, at=at)
        if not rows.update(accepted_at=at, accepted_by=by):
            invitation.accepted_at = at
            refuse_unless_open(invitation, at=at)
        if not by.is_staff:
            by.is_staff = True
            by.save(update_fields=["is_staff"])
        invitation.grant(by)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def invitation(request, token):
    """`/<lang>/invitations/<token>/`: accept as who one is, or with a new account."""
    row = find(token)
    form = None
    if request.method == "POST" and is_back(request, row):
        return redirect("admin:index")  # pressed twice
    try:
        refuse_unless_open(row)
        if request.user.is_authenticated:
            if request.method == "POST":
                accept(row, by=request.user)
                return redirect("admin:index")
        else:
            data = request.POST if request.method == "POST" else None
            form = NewAccountForm(data, email=row.email)
            if request.method == "POST" and form.is_valid() and _join(request, row, form):
                return redirect("admin:index")
    except InvitationRefused as refused:
        if request.method == "POST" and is_back(request, find(token)):
            return redirect("admin:index")  # at the same moment
        return _page(request, row, {"refused": refused}, status=410)
    if request.method == "POST" and is_back(request, find(token)):
        return redirect("admin:index")
    status = 400 if form is not None and form.errors else 200
    return _page(request, row, {"form": form}, status=status)


@sensitive_variables()
def is_back(request, row) -> bool:
    """Whether who sends this has accepted the invitation: by an account signed in, or by the name
    and password of the one that this form has just made, which is signed in again.

    A second press comes before the browser has the first one's session.
    """
    if row.accepted_by_id is None:
        return False
    if request.user.is_authenticated:
        return row.accepted_by_id == request.user.pk
    name, password = request.POST.get("username", ""), request.POST.get("password1", "")
    if not password or name != row.accepted_by.get_username():
        return False
    user = authenticate(request, username=name, password=password)
    if user is None:
        return False
    login(request, user)
    return True


def _join(request, row, form):
    """Make the account and sign it in; False when its name was taken meanwhile."""
    try:
        with transaction.atomic():
            user = form.save()
            accept(row, by=user)
    except IntegrityError:
        form.add_error("username", ValidationError(_("This name is taken. Choose another.")))
        return False
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return True


def _page(request, row, context, status):
    context["invitation"] = row
    response = render(request, "conference/invitation.html", context, status=status)
    # The address itself is the secret. (A meta element of the page lets its own form tell its
    # origin: with this policy alone browsers say "null", which no CSRF check can accept.)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
