"""CertificateDesign, Certificate: what certificates say and who gets one; each that was issued."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from conference.attendance.certificates.numbers import LONGEST_PREFIX, PREFIX
from conference.attendance.certificates.placeholders import ALL, braced
from conference.attendance.models.registrations import Registration
from conference.attendance.models.reply_forms import SettingsQuerySet
from conference.bilingual import Bilingual, pair
from conference.images import CheckedImageField, private_name
from conference.letters.placeholders import unknown
from conference.models import Conference, InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right

LANGUAGES = {
    "both": pgettext_lazy("languages of a paper", "Chinese and English"),
    "zh": _("Chinese"),
    "en": _("English"),
}


def known_placeholders(text: str) -> None:
    """Refuses what a certificate cannot fill in, by its name."""
    if wrong := unknown(text, ALL):
        said = _("A certificate knows nothing called %(names)s. It knows: %(known)s.")
        raise ValidationError(said % {"names": braced(wrong), "known": braced(ALL)}, code="unknown")


class CertificateDesign(models.Model):
    """What the certificates of a conference say, and who gets one. No row: none are issued.

    Empty texts are ours. What was issued keeps what it said.
    """

    class Needs(models.TextChoices):
        DAYS = "days", _("days on which somebody came")
        SESSIONS = "sessions", _("sessions at whose door somebody came in")
        MINUTES = "minutes", _("minutes that somebody was there")
        HOURS = "hours", _("hours by the rule for hours")

    conference = models.OneToOneField(
        Conference,
        models.CASCADE,
        related_name="certificate_design",
        verbose_name=_("conference"),
    )
    needs = models.CharField(_("who gets one: by"), max_length=8, choices=Needs, default=Needs.DAYS)
    least = models.DecimalField(
        _("at least"),
        max_digits=6,
        decimal_places=1,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(50_000))],
        help_text=_("So many of them."),
    )
    language = models.CharField(
        pgettext_lazy("of a paper", "language"), max_length=4, choices=LANGUAGES, default="both"
    )
    prefix = models.CharField(
        _("beginning of the numbers"),
        max_length=LONGEST_PREFIX,
        blank=True,
        validators=[
            RegexValidator(
                rf"^{PREFIX.pattern}\Z",
                _("Use capital letters A to Z and digits, eight at most."),
            )
        ],
        help_text=_("Such as LN2025. Empty: made from the short address and the year."),
    )
    title_zh, title_en = pair(models.CharField, pgettext_lazy("of a paper", "title"), max_length=60)
    text_zh, text_en = pair(
        models.TextField, _("text"), max_length=1_000, validators=[known_placeholders]
    )
    issuer_zh, issuer_en = pair(models.CharField, _("issuing organization"), max_length=200)
    signer_zh, signer_en = pair(models.CharField, _("who signs"), max_length=120)
    signer_title_zh, signer_title_en = pair(
        models.CharField, _("title of who signs"), max_length=200
    )
    logo = CheckedImageField(
        _("logo"), blank=True, help_text=_("Empty: the logo of the conference, if it has one.")
    )
    seal = CheckedImageField(
        _("image of the seal"),
        upload_to=private_name,
        blank=True,
        help_text=_(
            "A PNG with a transparent ground, printed over the line of the signature: on "
            "certificates, and on letters of invitation. No page shows it by itself."
        ),
    )

    title = Bilingual()
    text = Bilingual()
    issuer = Bilingual()
    signer = Bilingual()
    signer_title = Bilingual()

    objects = SettingsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("design of certificates")
        verbose_name_plural = _("designs of certificates")
        constraints = [
            one_of(
                "needs",
                ["days", "sessions", "minutes", "hours"],
                constraint="certificate_design_need_is_known",
            ),
            one_of(
                "language", ["both", "zh", "en"], constraint="certificate_design_language_is_known"
            ),
            models.CheckConstraint(
                condition=Q(least__gt=0),
                name="certificate_is_given_for_something",
                violation_error_message=_("Who was there for nothing gets no certificate."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.conference)

    @property
    def sides(self) -> tuple[str, ...]:
        return ("zh", "en") if self.language == "both" else (self.language,)


class CertificateQuerySet(ConferenceScopedQuerySet):
    view_right = Right.VIEW_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS

    def valid(self) -> "CertificateQuerySet":
        return self.filter(state=Certificate.State.VALID)


class Certificate(InConference):
    """One certificate, as it was issued; `certificates.issuing` alone writes it.

    `said` is what stood on it beside the person's own: `certificates.wordings` makes and reads it.
    It is never deleted: what hangs on a wall can be asked for as long as the site stands.
    """

    class State(models.TextChoices):
        VALID = "valid", pgettext_lazy("of a certificate", "valid")
        REPLACED = "replaced", pgettext_lazy("of a certificate", "replaced by a newer one")
        REVOKED = "revoked", pgettext_lazy("of a certificate", "revoked")

    number = models.CharField(
        pgettext_lazy("of a certificate", "number"), max_length=24, unique=True
    )
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("registration"),
    )
    name = models.CharField(pgettext_lazy("a person's", "name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), default=0)
    sessions = models.PositiveSmallIntegerField(_("sessions attended"), default=0)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=1, default=Decimal(0))
    said: Any = models.JSONField(default=dict, editable=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("issued by"),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.VALID)
    replaced_by = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    ended_at = models.DateTimeField(_("replaced or revoked"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced or revoked by"),
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = pgettext_lazy("of participation", "certificate")
        verbose_name_plural = pgettext_lazy("of participation", "certificates")
        indexes = [
            models.Index(fields=["conference", "-issued_at"], name="certificates_of_a_conference")
        ]
        constraints = [
            one_of(
                "state", ["valid", "replaced", "revoked"], constraint="certificate_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state="valid"),
                name="person_has_one_valid_certificate",
                violation_error_message=_("This person has a valid certificate already."),
            ),
            models.CheckConstraint(
                condition=Q(state="valid", ended_at__isnull=True)
                | ~Q(state="valid") & Q(ended_at__isnull=False),
                name="certificate_that_is_not_valid_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="replaced") | Q(replaced_by__isnull=True),
                name="only_a_replaced_certificate_names_a_newer_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | ~Q(reason=""),
                name="certificate_is_revoked_for_a_reason",
                violation_error_message=_("Say why it is revoked."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="certificate_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid(self) -> bool:
        return self.state == self.State.VALID
