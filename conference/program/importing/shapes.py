"""Wrong shapes are refused where they stand."""

from django.utils.translation import gettext as _

from conference.program.importing.refusal import ImportRefused


def list_of(value, place: str) -> list:
    if isinstance(value, list):
        return value
    raise ImportRefused(_("In the file, “%(place)s” is not a list.") % {"place": place})


def object_of(value, place: str) -> dict:
    if isinstance(value, dict):
        return value
    raise ImportRefused(_("In the file, “%(place)s” is not an object.") % {"place": place})
