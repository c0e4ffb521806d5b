"""Letter, LetterText: what somebody is told and how it went; what an occasion says."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.bilingual import Bilingual, pair
from conference.letters.occasions import occasions
from conference.masking import mask_email, mask_phone
from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right

LEASE = timedelta(minutes=5)  # longer than any server may take for one letter
ATTEMPTS = 6  # with growing pauses: about five hours


class LetterQuerySet(ConferenceScopedQuerySet):
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS

    def due(self, at: datetime) -> "LetterQuerySet":
        return self.filter(state=Letter.State.WAITING, due_at__lte=at).order_by("due_at", "pk")


class Letter(InConference):
    """One letter to one address. Its key makes it once, whatever happens twice.

    The text holds what it says to this person, but for what must never lie in a table: a personal
    link stays `{link}` and is put in when it leaves (`occasions.Occasion.secrets`).
    """

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("state of a letter", "held back")
        WAITING = "waiting", pgettext_lazy("state of a letter", "waiting")
        SENDING = "sending", pgettext_lazy("state of a letter", "being sent")
        SENT = "sent", pgettext_lazy("state of a letter", "sent")
        UNCLEAR = "unclear", pgettext_lazy("state of a letter", "unclear")
        FAILED = "failed", pgettext_lazy("state of a letter", "failed")

    class Means(models.TextChoices):
        MAIL = "mail", _("e-mail")
        SMS = "sms", _("short message")

    key = models.CharField(max_length=120, unique=True, editable=False)
    occasion = models.CharField(_("occasion"), max_length=40)
    about = models.CharField(max_length=60, blank=True, editable=False)  # such as registration:12
    means = models.CharField(_("sent by"), max_length=4, choices=Means, default=Means.MAIL)
    to_name = models.CharField(pgettext_lazy("of a letter", "to"), max_length=120, blank=True)
    to_address = models.CharField(_("address"), max_length=254, blank=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=[("zh-hans", _("Chinese")), ("en", _("English"))],
        default="zh-hans",
    )
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    # Of what is not sent: a sentence of ours in English, said in the reader's language; the mail
    # server's own words stand beside it.
    why = models.CharField(_("why"), max_length=200, blank=True)
    answer = models.CharField(_("answer of the server"), max_length=260, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease = models.CharField(max_length=16, blank=True, default="", editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    # From here on nobody can know whether the server took it, but by its answer.
    handed_at = models.DateTimeField(null=True, editable=False)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("not before"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)
    may_be_stopped = models.BooleanField(default=False, editable=False)  # List-Unsubscribe
    batch = models.CharField(max_length=40, blank=True, default="", editable=False)  # "group:5"

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["state", "due_at"], name="letter_by_state"),
            models.Index(fields=["conference", "about"], name="letter_by_subject"),
            models.Index(fields=["batch"], condition=~Q(batch=""), name="letter_by_batch"),
        ]
        constraints = [
            one_of(
                "state",
                ["held", "waiting", "sending", "sent", "unclear", "failed"],
                constraint="letter_state_is_known",
            ),
            one_of("means", ["mail", "sms"], constraint="letter_means_is_known"),
            one_of("language", ["zh-hans", "en"], constraint="letter_language_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="letter_says_something"),
            models.CheckConstraint(
                # Sent by other means, too: somebody was told on the phone.
                condition=Q(state__in=["held", "sent"]) | ~Q(to_address=""),
                name="letter_that_leaves_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", leased_until__isnull=False) & ~Q(lease="")
                | ~Q(state="sending") & Q(lease="", leased_until__isnull=True),
                name="letter_is_leased_while_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="letter_was_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", handed_at__isnull=True) | ~Q(state="waiting"),
                name="letter_that_waits_was_not_handed_over",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["failed", "unclear", "held"]) & ~Q(why="")
                | Q(state__in=["waiting", "sending", "sent"]),
                name="letter_that_is_not_sent_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.text[:60]

    @property
    def masked_address(self) -> str:
        mask = mask_email if self.means == self.Means.MAIL else mask_phone
        return mask(self.to_address)

    @property
    def reason(self) -> str:
        """Why it is not sent, in the active language; '' where nothing is in its way."""
        if not self.why:
            return ""
        return " ".join(filter(None, (gettext(self.why), self.answer)))

    def held_by(self) -> LetterQuerySet:
        """This row while the lease with which it was taken stands."""
        return Letter.objects.filter(pk=self.pk, state=self.State.SENDING, lease=self.lease)


class LetterTextQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EDIT_SETTINGS
    edit_right = Right.EDIT_SETTINGS


class LetterText(InConference):
    """What an organizer makes of an occasion: other words, or no letter at all.

    No row: our own words. An empty text in one language is ours in that language.
    """

    occasion = models.CharField(_("occasion"), max_length=40)
    is_sent = models.BooleanField(
        _("written to"),
        default=True,
        help_text=_("Off: nobody is written to on this occasion."),
    )
    subject_zh, subject_en = pair(models.CharField, _("subject"), max_length=200)
    text_zh, text_en = pair(models.TextField, _("text"), max_length=5_000)
    on_day = models.DateField(
        _("written on"),
        null=True,
        blank=True,
        help_text=_(
            "On this day at 8:00, by the conference’s clock, it is written to everybody whom it "
            "concerns. Nobody gets the same words twice."
        ),
    )
    done_for = models.DateField(null=True, editable=False)  # the day for which that was done
    by_sms = models.BooleanField(
        _("also by short message"),
        default=False,
        help_text=_("To everybody whose phone is known, also without an e-mail address."),
    )
    sms_zh, sms_en = pair(models.TextField, _("short message"), max_length=500)

    subject = Bilingual()
    text = Bilingual()
    sms = Bilingual()

    objects = LetterTextQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["done_for"])

    class Meta:
        ordering = ["occasion"]
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "occasion"],
                name="conference_has_one_text_an_occasion",
                violation_error_message=_("This occasion has its text already."),
            ),
        ]

    def __str__(self) -> str:
        rule = occasions().get(self.occasion)
        return str(rule.label) if rule else self.occasion
