"""ReplyForm, Question: what a conference asks those who register."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, either_language, pair
from conference.codes import short_code
from conference.models import Conference, Stamped, one_of
from conference.ordering import Ordered
from conference.permissions import ConferenceScopedQuerySet, Right
from conference.stamps import SITE, conference_scope

# What of the sample of a notice waits to be filled in: its first line, its blanks.
WAITING = re.compile(r"【(?:示例|填写)[^】]*】|\[(?:Sample|fill in):[^\]]*\]")

# A limit of numbers that can be written as answers: up to nine digits.
WRITABLE = [MinValueValidator(-999_999_999), MaxValueValidator(999_999_999)]


def unfilled(text: str) -> list[str]:
    return list(dict.fromkeys(WAITING.findall(text)))


def without_blanks(text: str) -> None:
    """Keeps no notice in which a part of the sample waits to be filled in."""
    if waiting := unfilled(text):
        raise ValidationError(
            _(
                "This is still the sample in places. Fill in or delete: %(places)s. A language "
                "that you do not need can be left empty."
            )
            % {"places": " ".join(waiting)},
            code="sample",
        )


class SettingsQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EDIT_SETTINGS
    edit_right = Right.EDIT_SETTINGS


class ReplyForm(Stamped):
    """The public reply form (回执) of a conference. No row: registration is not offered."""

    conference = models.OneToOneField(
        Conference,
        models.CASCADE,
        related_name="reply_form",
        verbose_name=_("conference"),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    seats = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("When they are taken, further replies wait. Empty for no limit."),
    )
    confirms_at_once = models.BooleanField(
        _("replies are confirmed at once"),
        default=True,
        help_text=_("Otherwise each reply waits for an organizer."),
    )
    intro_zh, intro_en = pair(models.TextField, _("introduction"), max_length=5_000)
    notice_zh, notice_en = pair(
        models.TextField,
        _("privacy notice"),
        max_length=10_000,
        validators=[without_blanks],
        help_text=_("Who handles the data, why, which, how long, and whom to ask."),
    )
    notice_version = models.CharField(
        _("version of the notice"),
        max_length=20,
        default="1",
        help_text=_("Kept with each reply."),
    )

    intro = Bilingual()
    notice = Bilingual()

    objects = SettingsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reply form")
        verbose_name_plural = _("reply forms")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")),
                name="reply_form_closes_after_it_opens",
                violation_error_message=_("The form must close after it opens."),
            ),
            either_language(
                "notice",
                constraint="reply_form_has_a_privacy_notice",
                message=_("Write the privacy notice in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.conference)

    def stamp_scopes(self):
        return SITE, conference_scope(self.conference.slug)

    def is_open(self, *, at=None) -> bool:
        return self.opens_at <= (at or timezone.now()) < self.closes_at


class QuestionQuerySet(SettingsQuerySet):
    conference_path = "form__conference"


class Question(Ordered, Stamped):
    """One more question of a reply form, or a heading above some. What each kind asks, keeps and
    shows stands in `attendance.questions`. Answers are kept by its id, so wording may change.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("short text")
        LONG_TEXT = "long-text", _("long text")
        NUMBER = "number", pgettext_lazy("a kind of answer", "number")
        YES_NO = "yes-no", _("yes or no")
        CHOICE = "choice", _("one of a list")
        CHOICES = "choices", _("several of a list")
        DATE = "date", _("day")
        TIME = "time", _("time of day")
        PHONE = "phone", _("phone number")
        ARRIVAL = "arrival", pgettext_lazy("somebody who travels", "arrival")
        DEPARTURE = "departure", _("departure")
        HOTEL = "hotel", _("hotel nights")
        MEALS = "meals", _("meals")
        DIET = "diet", _("diet")
        FILE = "file", pgettext_lazy("a kind of answer", "file (image or PDF)")
        SECTION = "section", _("heading of a section")

    WITH_OPTIONS = (Kind.CHOICE, Kind.CHOICES, Kind.HOTEL, Kind.MEALS)

    form = models.ForeignKey(
        ReplyForm,
        models.CASCADE,
        related_name="questions",
        verbose_name=_("reply form"),
    )
    # How conditions of other questions name it, also in a copy of the form.
    key = models.CharField(max_length=6, default=short_code, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    label_zh, label_en = pair(models.CharField, _("question"), max_length=200)
    hint_zh, hint_en = pair(models.CharField, _("hint"), max_length=300)
    options_zh, options_en = pair(
        models.TextField,
        _("options"),
        max_length=2_000,
        help_text=_("One a line. For hotel nights the hotels, for meals the meals of a day."),
    )
    is_required = models.BooleanField(_("required"), default=False)
    least = models.IntegerField(
        _("least number"),
        null=True,
        blank=True,
        validators=WRITABLE,
        help_text=_("Of a number that is asked for. Empty: 0, as of people and of nights."),
    )
    greatest = models.IntegerField(
        _("greatest number"),
        null=True,
        blank=True,
        validators=WRITABLE,
        help_text=_("Empty: no limit."),
    )
    only_if = models.CharField(
        _("only if"),
        max_length=6,
        blank=True,
        help_text=_("Asked of whoever answered this question so; of a heading: all below it."),
    )
    only_if_answer = models.TextField(
        _("is answered with"),
        max_length=500,
        blank=True,
        help_text=_("Yes, no, or options of the list: one a line, any of them. Empty: yes."),
    )
    categories = models.JSONField(
        _("categories"),
        default=list,
        blank=True,
        help_text=_("None chosen: everybody is asked."),
    )
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_(
            "About health, belief or the like; diet always is. Needs a consent of its own, is "
            "masked in lists and erased first."
        ),
    )

    ordered_among = "form"

    label = Bilingual()
    hint = Bilingual()
    options = Bilingual()

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            one_of(
                "kind",
                [
                    *("text", "long-text", "number", "yes-no", "choice", "choices"),
                    *("date", "time", "phone"),
                    *("arrival", "departure", "hotel", "meals", "diet", "file", "section"),
                ],
                constraint="question_kind_is_known",
                message=_("Choose one of the listed kinds."),
            ),
            either_language(
                "label",
                constraint="question_has_a_label",
                message=_("Write the question in Chinese or in English."),
            ),
            models.CheckConstraint(
                condition=Q(greatest=None) | Q(greatest__gte=Coalesce("least", 0)),
                name="question_goes_up_to_its_least_number_or_more",
                violation_error_message=_(
                    "The greatest number is below the least one (which is 0 where it is empty)."
                ),
            ),
            models.UniqueConstraint(
                fields=["form", "key"],
                name="question_key_is_unique_in_a_form",
                violation_error_message=_("This question is on the form already."),
            ),
        ]

    def __str__(self):
        return str(self.label)

    @property
    def holds_sensitive(self) -> bool:
        return self.is_sensitive or self.kind == self.Kind.DIET

    def stamp_scopes(self):
        return (conference_scope(self.form.conference.slug),)
