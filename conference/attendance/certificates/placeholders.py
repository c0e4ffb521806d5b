"""What the text of a certificate may name in braces."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

# Of each person, put in when one is printed.
OF_A_PERSON = {
    "name": _("the person's name"),
    "organization": _("the person's organization, or nothing"),
    "days": _("on how many days the person came"),
    "sessions": _("at how many sessions the person came in"),
    "minutes": _("how many minutes the person was there, or nothing"),
    "hours": _("the hours by the rule"),
}
# The same for everybody, kept with each certificate.
OF_ALL = {
    "conference": _("the name of the conference"),
    "dates": _("its days"),
    "venue": _("the venue"),
}
ALL = OF_A_PERSON | OF_ALL


def braced(names: Iterable[str]) -> str:
    return " ".join(f"{{{name}}}" for name in names)
