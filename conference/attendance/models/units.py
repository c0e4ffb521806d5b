"""UnitLiaison, UnitMember: a unit whose liaison replies for many, and whom they named."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.attendance.models.linked import Linked
from conference.attendance.models.registrations import Registration
from conference.masking import mask_email, mask_phone
from conference.models import InConference, one_of
from conference.permissions import ConferenceScopedQuerySet, Right

MOST_OF_A_UNIT = 500


class UnitQuerySet(ConferenceScopedQuerySet):
    view_right = Right.EDIT_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS


class UnitLiaison(Linked, InConference):
    """A unit that may send so many people, named by its liaison (联络人) behind a personal link."""

    name = models.CharField(_("unit"), max_length=200)
    quota = models.PositiveIntegerField(
        _("quota"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_OF_A_UNIT)],
        help_text=_("How many people the unit may send."),
    )
    closes_at = models.DateTimeField(
        _("deadline"), help_text=_("From then on the liaison reads the list and changes nothing.")
    )
    asks_category = models.BooleanField(
        _("the liaison chooses categories"),
        default=False,
        help_text=_("Otherwise everybody they name is a delegate."),
    )
    liaison = models.CharField(_("name of the liaison"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=[("zh-hans", _("Chinese")), ("en", _("English"))],
        default="zh-hans",
        help_text=_("Of the letter to the liaison."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = pgettext_lazy("one", "unit with a liaison")
        verbose_name_plural = pgettext_lazy("several", "units with liaisons")
        constraints = [
            one_of("language", ["zh-hans", "en"], constraint="unit_liaison_language_is_known"),
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="a_unit_is_listed_once_at_a_conference",
                violation_error_message=_("This unit is listed already: change that row."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="a_unit_has_a_name",
                violation_error_message=_("Enter the name of the unit."),
            ),
            models.CheckConstraint(
                condition=Q(quota__gte=1, quota__lte=MOST_OF_A_UNIT),
                name="a_unit_may_send_somebody",
                violation_error_message=_("A unit may send 1 to 500 people."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, *, at: datetime | None = None) -> bool:
        """Whether the liaison may still change something."""
        return self.revoked_at is None and (at or timezone.now()) < self.closes_at

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def masked_email(self) -> str:
        return mask_email(self.email)


class UnitMemberQuerySet(ConferenceScopedQuerySet):
    conference_path = "unit__conference"
    view_right = Right.EDIT_REGISTRATIONS
    edit_right = Right.EDIT_REGISTRATIONS

    def counted(self):
        """Those who take a place of the quota: neither withdrawn nor declined."""
        return self.exclude(registration__status__in=Registration.GONE)


class UnitMember(models.Model):
    """That the liaison of a unit named somebody, told them, and took them out or swapped them."""

    unit = models.ForeignKey(
        UnitLiaison, models.CASCADE, related_name="members", verbose_name=_("unit")
    )
    registration = models.OneToOneField(
        Registration,
        models.CASCADE,
        related_name="unit_member",
        verbose_name=_("registration"),
    )
    # Of the filled-in form that named them: by `links.seed_of_form`, and what it said.
    form_mark = models.CharField(max_length=32, editable=False)
    form_line = models.PositiveIntegerField(editable=False)
    form_digest = models.CharField(max_length=32, editable=False)
    added_at = models.DateTimeField(_("named"), default=timezone.now, editable=False)
    told_at = models.DateTimeField(_("told"), null=True, blank=True, editable=False)
    taken_out_at = models.DateTimeField(_("taken out"), null=True, blank=True, editable=False)
    replaced_by = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    # What an organizer gave as the reason, when they declined or cancelled.
    reason = models.CharField(_("reason"), max_length=1_000, blank=True, editable=False)

    objects = UnitMemberQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("person named by a liaison")
        verbose_name_plural = _("people named by liaisons")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "form_mark", "form_line"],
                name="a_form_of_a_liaison_is_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(taken_out_at__isnull=False),
                name="who_was_replaced_was_taken_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.registration}"
