"""What the team keeps to a session for those who run it: on the running sheet, in no release."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NotesOfTheTeam(models.Model):
    material = models.TextField(
        _("material"),
        max_length=1_000,
        blank=True,
        default="",
        help_text=_("What has to be there: slides, microphones, name cards, flowers."),
    )
    private_note = models.TextField(
        _("internal note"),
        max_length=2_000,
        blank=True,
        default="",
        help_text=_("For the chair and the technicians."),
    )

    class Meta:
        abstract = True
