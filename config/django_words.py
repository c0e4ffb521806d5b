"""Words of Django that its Chinese catalog lacks, or writes longer than a tab has room for.

Our own catalog comes first, so naming them here is enough to translate them. Nothing imports this.
"""

from django.utils.translation import gettext_noop, ngettext

ABBREVIATED_DAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)

ADMIN = (
    gettext_noop("Add link"),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_noop("Change or view list link"),
    gettext_noop("Error:"),
    gettext_noop("Forgotten your login credentials?"),
    gettext_noop("In case you’ve forgotten, you are:"),
    gettext_noop("Model name"),
)

FORMS = (gettext_noop("%(model)s instance with %(field)s %(value)r is not a valid choice."),)


def too_short(length):
    return ngettext(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        length,
    )
