"""What a session is, and what follows from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a session is. The order is the order of filters and legends."""

    ADDRESS = "address", _("address")
    CEREMONY = "ceremony", _("ceremony")
    KEYNOTE = "keynote", _("keynote")
    SUB_FORUM = "sub-forum", _("sub-forum")
    TALK = "talk", _("talk")
    PANEL = "panel", _("panel")
    DISCUSSION = "discussion", _("discussion")
    BREAK = "break", _("break")
    MEAL = "meal", _("meal")
    PHOTO = "photo", _("group photo")
    SIGN_IN = "sign-in", _("sign-in")
    VISIT = "visit", _("visit")
    TRAINING = "training", _("training")
    OTHER = "other", pgettext_lazy("kind of a session", "other")


# Kinds that need nobody on stage, so that "no people" is no warning there.
KINDS_WITHOUT_PEOPLE = {
    Kind.CEREMONY,
    Kind.DISCUSSION,
    Kind.BREAK,
    Kind.MEAL,
    Kind.PHOTO,
    Kind.SIGN_IN,
    Kind.VISIT,
    Kind.OTHER,
}
# What lies between the sessions: a number of sessions counts none of these.
PAUSES = {Kind.BREAK, Kind.MEAL, Kind.PHOTO, Kind.SIGN_IN}
KINDS_WITH_CHAIR = {Kind.SUB_FORUM, Kind.PANEL}
# What may hold items: a sub-forum its talks, or a block (an opening ceremony, a morning of
# keynotes) its addresses and keynotes. Attendees choose among sub-forums, never among blocks.
KINDS_WITH_ITEMS = {
    Kind.ADDRESS,
    Kind.CEREMONY,
    Kind.KEYNOTE,
    Kind.SUB_FORUM,
    Kind.PANEL,
    Kind.DISCUSSION,
    Kind.VISIT,
    Kind.TRAINING,
    Kind.OTHER,
}
