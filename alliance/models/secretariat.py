"""Who keeps an alliance, and at which conferences they may see how its members attended."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from alliance.models.alliance import Alliance
from alliance.permissions import AllianceScopedQuerySet
from conference.models import InConference, Invitation
from conference.permissions import ConferenceScopedQuerySet, Right


class Secretary(models.Model):
    """An account that keeps an alliance."""

    alliance = models.ForeignKey(
        Alliance, models.CASCADE, related_name="secretaries", verbose_name=_("alliance")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="secretary_of",
        verbose_name=_("account"),
    )

    objects = AllianceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("secretary")
        verbose_name_plural = _("secretaries")
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "user"],
                name="secretary_is_named_once",
                violation_error_message=_("This account is secretary already."),
            ),
        ]

    def __str__(self):
        return str(self.user)


class SecretaryInvitation(Invitation):
    alliance = models.ForeignKey(
        Alliance, models.CASCADE, related_name="invitations", verbose_name=_("alliance")
    )

    objects = AllianceScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("secretary invitation")
        verbose_name_plural = _("secretary invitations")

    @property
    def offer(self):
        return _("secretary of %(alliance)s") % {"alliance": self.alliance}

    def grant(self, user):
        Secretary.objects.get_or_create(alliance=self.alliance, user=user)


class AttendanceGrantQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EDIT_SETTINGS
    edit_right = Right.EDIT_SETTINGS


class AttendanceGrant(InConference):
    """That a conference lets an alliance see how its members attend: given by an organizer."""

    alliance = models.ForeignKey(
        Alliance,
        models.CASCADE,
        related_name="attendance_grants",
        verbose_name=_("alliance"),
    )
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)

    objects = AttendanceGrantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["conference", "pk"]
        verbose_name = _("alliance that sees its members' attendance")
        verbose_name_plural = _("alliances that see their members' attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "alliance"],
                name="alliance_is_given_attendance_once",
                violation_error_message=_("This alliance is on the list already."),
            ),
        ]

    def __str__(self):
        return str(self.alliance)
