"""Station: a door without an account, opened by its link."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.attendance.models.checkpoints import Checkpoint
from conference.codes import link_token, token_hash
from conference.models import InConference
from conference.permissions import ConferenceScopedQuerySet, Right


class StationQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EDIT_SETTINGS
    edit_right = Right.EDIT_SETTINGS

    def open(self, *, at: datetime | None = None):
        """Those whose link works: neither ended nor revoked."""
        return self.filter(revoked_at__isnull=True, ends_at__gt=at or timezone.now())


class Station(InConference):
    """A desk that signs people in without an account. Whoever has its link stands at it."""

    name = models.CharField(_("name"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    checkpoints = models.ManyToManyField(
        Checkpoint,
        blank=True,
        related_name="stations",
        verbose_name=_("checkpoints"),
        help_text=_("Where it signs people in; none chosen: everywhere."),
    )
    ends_at = models.DateTimeField(
        _("works until"), help_text=_("From then on its link opens nothing any more.")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = StationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="station_has_a_name",
                violation_error_message=_("Give the station a name, such as Desk 1."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")),
                name="station_ends_after_it_was_made",
                violation_error_message=_("A station works for a while: choose a later end."),
            ),
        ]

    def __str__(self):
        return self.name

    def is_open(self, *, at: datetime | None = None) -> bool:
        return self.revoked_at is None and self.ends_at > (at or timezone.now())

    def renew_token(self, token: str = "") -> str:
        """A (new) secret for its link; only the hash is kept. The caller saves."""
        token = token or link_token()
        self.token_hash = token_hash(token)
        return token


@dataclass(frozen=True, slots=True)
class AtStation:
    """A station without an account sends a scan: which one, what stands beside it."""

    row: Station
    typed_by: str = ""  # the name typed there
    device_at: datetime | None = None  # the scan by the clock of the device, as it was sent
    may_sign_in: bool = True  # whether the station was given the checkpoint

    @property
    def fields(self) -> dict:
        return {
            "station_row": self.row,
            "station": self.row.name,
            "typed_by": self.typed_by,
            "device_at": self.device_at,
        }
