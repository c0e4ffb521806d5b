"""GroupLetter: what an organizer writes to some of the people on the list, and that it was sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.attendance.models.registrations import Registration
from conference.bilingual import Bilingual, pair
from conference.letters.placeholders import filled
from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right


class GroupLetterQuerySet(ConferenceScopedQuerySet):
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS


class GroupLetter(InConference):
    """One letter to a group: a draft that the team shares, until one of them sends it, once.

    From then on the row is the log: who wrote what to whom, when. What became of each letter
    stands in the outbox.
    """

    class Occasion(models.TextChoices):
        """Values are names of occasions (`letter_texts`)."""

        GROUP = "group", _("words of your own")
        REMINDER = "reminder", _("reminder")
        CHANGED = "changed", _("something has changed")
        THANKS = "thanks", _("thanks")

    occasion = models.CharField(
        _("occasion"),
        max_length=8,
        choices=Occasion,
        default=Occasion.GROUP,
        help_text=_("Another occasion puts in its own words, for you to change."),
    )
    subject_zh, subject_en = pair(models.CharField, _("subject"), max_length=200)
    text_zh, text_en = pair(models.TextField, _("text"), max_length=5_000)
    addressed = models.ManyToManyField(
        Registration, related_name="group_letters", editable=False, verbose_name=_("people")
    )
    chosen_by = models.CharField(_("chosen by"), max_length=300, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )
    made_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=pgettext_lazy("a person", "sent by"),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    # How many letters it became, and who got none for which reason.
    letters = models.PositiveIntegerField(
        pgettext_lazy("number of", "letters"), default=0, editable=False
    )
    without_address = models.PositiveIntegerField(default=0, editable=False)
    wanted_none = models.PositiveIntegerField(default=0, editable=False)
    not_meant = models.PositiveIntegerField(default=0, editable=False)
    had_it = models.PositiveIntegerField(default=0, editable=False)

    subject = Bilingual()
    text = Bilingual()

    objects = GroupLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = pgettext_lazy("one", "letter to a group")
        verbose_name_plural = pgettext_lazy("several", "letters to groups")
        constraints = [
            one_of(
                "occasion",
                ["group", "reminder", "changed", "thanks"],
                constraint="group_letter_occasion_is_known",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(text_zh="", text_en=""),
                name="group_letter_that_was_sent_says_something",
                violation_error_message=_("Write what you want to tell them."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | Q(letters=0),
                name="group_letter_of_letters_was_sent",
            ),
        ]

    def __str__(self) -> str:
        said = filled(str(self.subject), {"conference": str(self.conference)})
        return said or str(self.get_occasion_display())

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def batch(self) -> str:
        """What its letters are marked with in the outbox."""
        return f"group:{self.pk}"
