"""How somebody whose registration is cancelled gets onto the list again."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.attendance import links
from conference.attendance.models import GuestInvitation, Registration, ReplyForm
from conference.wording.clocks import moment


@dataclass(frozen=True, slots=True)
class WayBack:
    words: str
    label: str = ""  # of the link, where there is one
    address: str = ""


def way_back(person: Registration, *, at: datetime) -> WayBack | None:
    """None for whoever is not cancelled. Two queries at most."""
    if person.status != Registration.Status.CANCELLED:
        return None
    if person.source == Registration.Source.LIAISON:
        return WayBack(
            _(
                "You are no longer on the list. Whoever named you for your organization can tell "
                "more."
            )
        )
    guest = None
    if person.source == Registration.Source.INVITED:
        asked = Q(registration=person.pk) | Q(deputy=person.pk)
        guest = GuestInvitation.objects.filter(asked).order_by("-pk").first()
    if guest is not None and guest.deputy_id == person.pk:
        return WayBack(
            _(
                "You were to come instead of somebody who has answered otherwise since. They can "
                "name you again."
            )
        )
    if guest is not None:
        return _by_invitation(person, guest, at)
    form = ReplyForm.objects.filter(conference=person.conference_id).first()
    if form is not None and form.is_open(at=at):
        return WayBack(
            _("You are no longer on the list. You may reply again while registration is open."),
            _("Reply again"),
            reverse("attendance:register", args=[person.conference.slug]),
        )
    return WayBack(
        _(
            "You are no longer on the list, and registration is closed. If you can come after "
            "all, please tell the organizers."
        )
    )


def _by_invitation(person: Registration, guest: GuestInvitation, at: datetime) -> WayBack:
    if not guest.is_open(at=at):
        return WayBack(
            _(
                "You are no longer on the list, and the time to answer the invitation is over. If "
                "you can come after all, please tell the organizers."
            )
        )
    when = moment(guest.closes_at.astimezone(person.conference.zone))
    return WayBack(
        _("If you can come after all, answer the invitation again, until %(when)s.")
        % {"when": when},
        _("To the invitation"),
        reverse("attendance:guest", args=[links.token_of(guest)]),
    )
