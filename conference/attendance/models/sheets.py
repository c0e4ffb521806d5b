"""HoursRule, ListPreset: how attendance is counted, and which columns a recipient gets."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.attendance.hours import DAYS, MINUTES, SESSIONS, Rule
from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right


class SheetSettingsQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EXPORT
    edit_right = Right.EXPORT


class HoursRule(InConference):
    """How hours (学时) are counted at a conference; without a row by `Rule()`."""

    class Counts(models.TextChoices):
        DAYS = DAYS, _("days on which somebody came")
        SESSIONS = SESSIONS, _("sessions at whose door somebody came in")
        MINUTES = MINUTES, _("minutes that somebody was there")

    counts = models.CharField(_("counts"), max_length=8, choices=Counts, default=Counts.DAYS)
    hours = models.DecimalField(
        _("hours for each"),
        max_digits=4,
        decimal_places=1,
        default=Decimal(4),
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(100))],
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes of one"),
        default=45,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text=_("Where minutes are counted: how many of them are one."),
    )
    least = models.PositiveSmallIntegerField(
        _("least minutes of a day"),
        default=0,
        validators=[MaxValueValidator(1440)],
        help_text=_("A shorter day counts nothing, and one without a leave neither. 0: every day."),
    )
    most = models.DecimalField(
        _("most hours in all"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
    )

    objects = SheetSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule for hours")
        verbose_name_plural = _("rules for hours")
        constraints = [
            one_of(
                "counts", ["days", "sessions", "minutes"], constraint="hours_rule_count_is_known"
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0) & Q(minutes__gt=0),
                name="hours_rule_gives_something_for_something",
                violation_error_message=_("Hours and minutes have to be more than 0."),
            ),
            models.UniqueConstraint(
                fields=["conference"],
                name="conference_has_one_rule_for_hours",
                violation_error_message=_("The conference has its rule for hours already."),
            ),
        ]

    def __str__(self):
        return str(self.get_counts_display())

    @property
    def rule(self) -> Rule:
        return Rule(self.counts, self.hours, self.minutes, self.least, self.most)


def hours_rule(conference) -> Rule:
    """The rule of a conference. One query."""
    row = HoursRule.objects.filter(conference=conference).first()
    return row.rule if row else Rule()


class ListPreset(InConference):
    """What somebody who gets a list needs of it: which list, its columns, in which order."""

    name = models.CharField(pgettext_lazy("of a preset", "name"), max_length=60)
    list_name = models.CharField(_("list"), max_length=20)
    wish = models.JSONField(_("what it holds"), default=dict)

    objects = SheetSettingsQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("preset of a list")
        verbose_name_plural = _("presets of lists")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="list_preset_has_a_name",
                violation_error_message=_("Give the preset a name."),
            ),
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="list_preset_name_is_unique_in_a_conference",
                violation_error_message=_("There is a preset of this name already."),
            ),
        ]

    def __str__(self):
        return self.name
