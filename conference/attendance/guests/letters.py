"""What guests are written: the invitation with their link, a reminder to who has not answered."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from conference.attendance import links
from conference.attendance.letters import said_to_all
from conference.attendance.models import GuestInvitation
from conference.letters.occasions import Occasion
from conference.models import Conference
from conference.wording.clocks import moment

ABOUT = "guest:"
OVER = gettext_noop("The link was taken back, or the time to answer is over.")
ANSWERED = gettext_noop("The guest has answered.")

PLACEHOLDERS = {
    "name": _("the guest’s name"),
    "title": _("the guest’s title, or nothing"),
    "organization": _("the guest’s organization, or nothing"),
    "conference": _("the name of the conference"),
    "when_and_where": _("days and venue"),
    "deadline": _("until when the guest may answer"),
    "link": _("the address at which the guest answers, put in when the letter leaves"),
}
TEXTS = {
    "guest": (
        _("Invitation of a guest"),
        _("Invitation: {conference}"),
        _(
            "Dear {name},\n\n"
            "We have the honor to invite you to {conference} ({when_and_where}).\n\n"
            "Please tell us by {deadline} whether you come, cannot come, or send a deputy:\n"
            "{link}\n\n"
            "The address is yours alone: please pass it on to nobody but who answers for you.\n\n"
            "The organizers of {conference}"
        ),
    ),
    "guest-reminder": (
        _("Reminder to a guest"),
        _("May we expect you? {conference}"),
        _(
            "Dear {name},\n\n"
            "We have not heard yet whether you come to {conference} ({when_and_where}). A word by "
            "{deadline} would help us; one press is enough:\n"
            "{link}\n\n"
            "The organizers of {conference}"
        ),
    ),
}


def occasions() -> list[Occasion]:
    """For `letters.occasions.OCCASIONS`."""
    return [
        Occasion(
            name=name,
            label=label,
            subject=subject,
            text=text,
            placeholders=PLACEHOLDERS,
            about=guest_of,
            secrets=lambda guest, language: {
                "link": links.address_of(guest, language, page="attendance:guest")
            },
            still=still if name == "guest" else still_unanswered,
            secret_names=frozenset({"link"}),
            sample=sample,
        )
        for name, (label, subject, text) in TEXTS.items()
    ]


def guest_of(about: str) -> GuestInvitation | None:
    key = about.removeprefix(ABOUT)
    rows = GuestInvitation.objects.known().select_related("conference")
    return rows.filter(pk=key).first() if key.isdecimal() else None


def still(guest: GuestInvitation) -> str:
    return "" if guest.is_open() else OVER


def still_unanswered(guest: GuestInvitation) -> str:
    if guest.answer != GuestInvitation.Answer.NONE:
        return ANSWERED
    return still(guest)


def called(guest: GuestInvitation, language: str) -> str:
    return (guest.name_en if language == "en" else "") or guest.name


def values_of(
    conference: Conference, guests: Collection[GuestInvitation]
) -> Iterable[tuple[GuestInvitation, dict[str, str]]]:
    """One query for each language."""
    languages = {guest.language for guest in guests}
    said = {language: said_to_all(conference, language) for language in languages}
    for guest in guests:
        yield guest, said[guest.language] | own_values(conference, guest, guest.language)


def own_values(conference: Conference, guest: GuestInvitation, language: str) -> dict[str, str]:
    with override(language):
        deadline = moment(guest.closes_at.astimezone(conference.zone))
    return {
        "name": called(guest, language),
        "title": guest.title,
        "organization": guest.organization_name,
        "deadline": deadline,
    }


def sample(conference: Conference, language: str) -> tuple[GuestInvitation, dict[str, str]] | None:
    rows = GuestInvitation.objects.known().filter(conference=conference)
    guest = rows.select_related("conference").first()
    if guest is None:
        return None
    guest.language = language
    return guest, said_to_all(conference, language) | own_values(conference, guest, language)
