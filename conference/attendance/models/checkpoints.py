"""Checkpoint: where people are signed in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, pair
from conference.models import InConference, one_of
from conference.ordering import Ordered
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.program.models import Kind as SessionKind
from conference.program.models import Session


class CheckpointQuerySet(ConferenceScopedQuerySet):
    view_right = Right.OPEN_DESK
    edit_right = Right.EDIT_SETTINGS


class Checkpoint(Ordered, InConference):
    """Where people are signed in: arrival, a session, or an own one such as lunch."""

    class Kind(models.TextChoices):
        ARRIVAL = "arrival", _("arrival")
        SESSION = "session", _("session")
        OWN = "own", _("own")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OWN)
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checkpoints",
        verbose_name=_("session"),
    )
    name_zh, name_en = pair(
        models.CharField,
        _("name"),
        max_length=100,
        help_text=_("For an own checkpoint."),
    )

    opens_at = models.DateTimeField(
        _("opens"),
        null=True,
        blank=True,
        help_text=_("Who comes before is asked about; empty: always open."),
    )
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    categories = models.JSONField(
        _("categories"),
        default=list,
        blank=True,
        help_text=_("Others are asked about; none chosen: everyone."),
    )
    confirmed_only = models.BooleanField(
        _("confirmed only"),
        default=True,
        help_text=_("Off: who is not confirmed yet comes in too."),
    )

    by_themselves = models.BooleanField(
        _("people sign themselves in"),
        default=False,
        help_text=_(
            "With a code on the room's screen, which changes every 30 seconds and is opened on "
            "one's own phone. A station's page leads to the screen."
        ),
    )

    name = Bilingual()

    objects = CheckpointQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [
            one_of("kind", ["arrival", "session", "own"], constraint="checkpoint_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="session", session__isnull=False)
                | Q(kind__in=["arrival", "own"], session__isnull=True),
                name="checkpoint_names_a_session_only_for_one",
                violation_error_message=_("A session checkpoint needs its session, others none."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="checkpoint_closes_after_it_opens",
                violation_error_message=_("A checkpoint must close after it opens."),
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(kind="arrival"),
                name="conference_has_one_arrival_checkpoint",
                violation_error_message=_("The conference has its arrival checkpoint already."),
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(kind="session"),
                name="session_has_one_checkpoint",
                violation_error_message=_("The session has its checkpoint already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="own") | ~Q(name_zh="", name_en=""),
                name="own_checkpoint_has_a_name",
                violation_error_message=_("Give the checkpoint a name in Chinese or in English."),
            ),
        ]

    def __str__(self):
        if self.kind == self.Kind.ARRIVAL:
            return str(_("Arrival"))
        return str(self.session.title if self.session_id else self.name)

    @property
    def token(self) -> str:
        """How addresses and forms name it: `arrival`, a session's code, `own-12`."""
        if self.kind == self.Kind.ARRIVAL:
            return "arrival"
        return self.session.code if self.session_id else f"own-{self.pk}"

    @property
    def is_chosen_by_attendees(self) -> bool:
        return bool(self.session_id) and self.session.kind == SessionKind.SUB_FORUM
