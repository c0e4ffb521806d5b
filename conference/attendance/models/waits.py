"""SessionWait: who waits for a seat in a sub-forum."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.attendance.models.registrations import Registration
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.program.models import Session


class SessionWaitQuerySet(ConferenceScopedQuerySet):
    conference_path = "registration__conference"
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS


class SessionWait(models.Model):
    """Somebody's place in line for a sub-forum that was full when they chose it."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="waits", verbose_name=_("registration")
    )
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="waited_for_by", verbose_name=_("session")
    )
    place = models.PositiveBigIntegerField()  # rises; the lowest gets the next seat

    objects = SessionWaitQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("place in line for a sub-forum")
        verbose_name_plural = _("places in line for sub-forums")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"],
                name="registration_waits_once_for_a_sub_forum",
            ),
        ]

    def __str__(self):
        return f"{self.registration} · {self.session}"
