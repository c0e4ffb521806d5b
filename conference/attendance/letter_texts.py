"""What attendance's letters say by themselves, for an organizer to change: occasion by occasion.

Each stands on its own in both languages; the Chinese ones are no translations word by word.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What every text may name.
ALWAYS = {
    "name": _("the person's name"),
    "conference": _("the name of the conference"),
    "when_and_where": _("days and venue"),
    "number": _("the number of the registration"),
    "code": _("the sign-in code"),
    "link": _("the address of the person's own page, put in when the letter leaves"),
}
STANDING = {
    "standing": _("whether the registration is confirmed, and the sign-in code where it is")
}
PLACE = {"place": _("the place in line, from 1")}
REASON = {"reason": _("the reason that an organizer gave, or nothing")}
CERTIFICATE = {
    "certificate": _("that the person's certificate is enclosed, with its number; or nothing")
}
UNIT = {"organization": _("the person’s organization")}
FORUMS = {"forums": _("the sub-forums that the person chose, with day, time and room; or nothing")}

CONFIRMED = _("You are expected. Show the code below at the desk, or say your name.")
PENDING = _("An organizer will confirm it; you will be written to then.")
DOUBLE = _(
    "A reply with this name is on the list already, so an organizer will look at yours first. "
    "Until then it holds no seat."
)

# {name: (label, subject, text, what else it may name)}, in the order in which they come about.
TEXTS = {
    "received": (
        _("Reply received"),
        _("Your reply: {conference}"),
        _(
            "Dear {name},\n\n"
            "Thank you for your reply to {conference} ({when_and_where}).\n\n"
            "{standing}\n\n"
            "Your own page shows what we have kept and how it stands. You can withdraw there:\n"
            "{link}\n\n"
            "Please keep this letter: whoever has the address sees the page.\n\n"
            "The organizers of {conference}"
        ),
        STANDING,
    ),
    "named": (
        _("Named by the liaison of a unit"),
        _("{organization} has registered you: {conference}"),
        _(
            "Dear {name},\n\n"
            "{organization} has put you on the list of {conference} ({when_and_where}).\n\n"
            "{standing}\n\n"
            "Your own page shows what we have kept and how it stands. You can correct it and "
            "withdraw there:\n"
            "{link}\n\n"
            "Did you not agree to this? Then please withdraw there, or tell the organizers.\n\n"
            "The organizers of {conference}"
        ),
        STANDING | UNIT,
    ),
    "unnamed": (
        _("Taken off the list by the liaison of a unit"),
        _("{organization} has taken you off the list: {conference}"),
        _(
            "Dear {name},\n\n"
            "{organization} has taken you off the list of {conference}, so no seat is kept for "
            "you any more.\n\n"
            "If this is a mistake, please ask the liaison of {organization}.\n\n"
            "The organizers of {conference}"
        ),
        UNIT,
    ),
    "confirmed": (
        _("Registration confirmed"),
        _("Your registration is confirmed: {conference}"),
        _(
            "Dear {name},\n\n"
            "Your registration for {conference} is confirmed ({when_and_where}).\n\n"
            "Show the code below at the desk, or say your name. Your sign-in code: {code}\n\n"
            "Your own page:\n"
            "{link}\n\n"
            "We look forward to meeting you.\n\n"
            "The organizers of {conference}"
        ),
        {},
    ),
    "waiting": (
        _("On the waiting list"),
        _("You are on the waiting list: {conference}"),
        _(
            "Dear {name},\n\n"
            "Thank you for your interest in {conference} ({when_and_where}). All seats are taken "
            "for now, and you are number {place} in line. A seat that comes free is yours without "
            "asking; we write to you then.\n\n"
            "Your own page shows your place. If you do not want to wait, please withdraw there:\n"
            "{link}\n\n"
            "The organizers of {conference}"
        ),
        PLACE,
    ),
    "moved-up": (
        _("A seat came free"),
        _("A seat is yours: {conference}"),
        _(
            "Dear {name},\n\n"
            "A seat at {conference} came free, and it is yours ({when_and_where}).\n\n"
            "{standing}\n\n"
            "If you cannot come any more, please withdraw on your own page, so that the next in "
            "line gets the seat:\n"
            "{link}\n\n"
            "The organizers of {conference}"
        ),
        STANDING,
    ),
    "declined": (
        _("Registration declined"),
        _("Your registration: {conference}"),
        _(
            "Dear {name},\n\n"
            "Thank you for your interest in {conference}. We are sorry that we cannot offer you a "
            "seat.\n\n"
            "{reason}\n\n"
            "The organizers of {conference}"
        ),
        REASON,
    ),
    "cancelled": (
        _("Registration cancelled by the organizers"),
        _("Your registration is cancelled: {conference}"),
        _(
            "Dear {name},\n\n"
            "The organizers have taken your registration for {conference} off the list.\n\n"
            "{reason}\n\n"
            "If this is a mistake, please answer to the organizers.\n\n"
            "The organizers of {conference}"
        ),
        REASON,
    ),
    "withdrawn": (
        _("Registration withdrawn by the person"),
        _("You have withdrawn: {conference}"),
        _(
            "Dear {name},\n\n"
            "You have withdrawn your registration for {conference}; your seat is free for somebody "
            "else. If you can come after all, your own page says how.\n\n"
            "Did you not do this yourself? Then please tell the organizers.\n\n"
            "The organizers of {conference}"
        ),
        {},
    ),
    "link": (
        _("Personal link sent again"),
        _("Your personal page: {conference}"),
        _(
            "Dear {name},\n\n"
            "Here is the address of your own page for {conference}, as somebody asked for it with "
            "your e-mail address:\n"
            "{link}\n\n"
            "Whoever has the address sees the page. If you did not ask for it, there is nothing "
            "to do.\n\n"
            "The organizers of {conference}"
        ),
        {},
    ),
    "reminder": (
        _("Reminder"),
        _("See you soon: {conference}"),
        _(
            "Dear {name},\n\n"
            "{conference} is near ({when_and_where}).\n\n"
            "{forums}\n\n"
            "Show the code below at the desk, or say your name. Your sign-in code: {code}\n\n"
            "If you cannot come, please withdraw on your own page, so that somebody else gets the "
            "seat:\n"
            "{link}\n\n"
            "The organizers of {conference}"
        ),
        FORUMS,
    ),
    "changed": (
        _("Something has changed"),
        _("Please note a change: {conference}"),
        _(
            "Dear {name},\n\n"
            "The program of {conference} has changed. This is how what you chose stands now:\n\n"
            "{forums}\n\n"
            "Your own page:\n"
            "{link}\n\n"
            "The organizers of {conference}"
        ),
        FORUMS,
    ),
    "thanks": (
        _("Thanks"),
        _("Thank you for coming: {conference}"),
        _(
            "Dear {name},\n\n"
            "Thank you for coming to {conference}. We hope to see you again.\n\n"
            "{certificate}\n\n"
            "The organizers of {conference}"
        ),
        FORUMS | CERTIFICATE,
    ),
    "group": (
        _("Letter to a group"),
        _("Notice: {conference}"),
        _("Dear {name},\n\n\n\nThe organizers of {conference}"),
        FORUMS,
    ),
}

# Those that are not about one's own registration: whoever gets them may want no more of them.
MAY_BE_STOPPED = ("thanks", "group")
# Those that may be written on a day that an organizer sets.
ON_A_DAY = ("reminder", "thanks")

# What may go by short message as well; no personal link, as it passes through others' hands.
SMS = {
    "reminder": _("{conference}: {when_and_where}. We look forward to seeing you."),
}

CODE_SHOWN_AS = pgettext_lazy("image in a letter", "Sign-in code")
