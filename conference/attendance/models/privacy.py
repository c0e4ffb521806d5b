"""Retention, DataAccess: how long people's data are kept, and who looked at whose."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.attendance.models.reply_forms import SettingsQuerySet
from conference.models import Conference, InConference, one_of

MOST_DAYS = 3650


class Retention(models.Model):
    """How long a conference keeps the data of those who registered. No row: nobody has said."""

    conference = models.OneToOneField(
        Conference, models.CASCADE, related_name="retention", verbose_name=_("conference")
    )
    days = models.PositiveSmallIntegerField(
        _("days after the end of the conference"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_DAYS)],
    )
    on_day = models.DateField(_("or on the day"), null=True, blank=True)

    objects = SettingsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("retention of personal data")
        verbose_name_plural = _("retention of personal data")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__isnull=True, on_day__isnull=False)
                | Q(days__isnull=False, on_day__isnull=True),
                name="retention_is_a_number_of_days_or_a_day",
                violation_error_message=_("Give a number of days or a day, one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__lte=MOST_DAYS),
                name="retention_lasts_at_most_ten_years",
                violation_error_message=_("Keep the data for at most 3650 days."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.due_on)

    @property
    def due_on(self) -> date:
        """The first day on which the data should be gone."""
        if self.on_day is not None:
            return self.on_day
        try:
            return self.conference.ends_on + timedelta(days=(self.days or 0) + 1)
        except OverflowError:  # a conference at the end of the calendar
            return date.max


class DataAccess(InConference):
    """That somebody saw people's data in full, took them along, or had them erased. Append-only.

    Whose: keys of registrations as `whose.Whose` writes them. No name stands here, so that an
    erased person's row says no more than that somebody was erased.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("page opened")
        LISTED = "listed", _("list shown")
        LETTER = "letter", _("letter opened")
        FILE = "file", _("file of an answer opened")
        DOWNLOADED = "downloaded", _("data downloaded for the person")
        ERASED = "erased", _("data erased")
        PURGED = "purged", _("data of the conference erased")
        SENSITIVE = "sensitive", _("sensitive answers erased")

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    people = models.TextField(blank=True, editable=False)
    many = models.PositiveIntegerField(_("people"), default=1)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        indexes = [models.Index(fields=["conference", "-at"], name="accesses_of_a_conference")]
        constraints = [
            one_of(
                "kind",
                [
                    *("opened", "listed", "letter", "file"),
                    *("downloaded", "erased", "purged", "sensitive"),
                ],
                constraint="data_access_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
