"""Alliance, Membership, Representative: universities bound together, in dated rows.

Tier names are data: charters differ, and what a report does not say stays unset.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from alliance.permissions import AllianceScopedQuerySet
from conference.bilingual import Bilingual, either_language, pair
from conference.images import CheckedImageField
from conference.models import ASCII_SLUG, Conference, Dated, Invitation, in_order
from conference.people.models import Organization, Person
from conference.stamps import SITE, alliance_scope, raise_stamps


class Stamped(models.Model):
    """A row of an alliance's public page: writing it raises the alliance's stamp."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        raise_stamps(SITE, alliance_scope(self.stamped_slug))

    def delete(self, *args, **kwargs):
        slug = self.stamped_slug
        deleted = super().delete(*args, **kwargs)
        raise_stamps(SITE, alliance_scope(slug))
        return deleted

    @property
    def stamped_slug(self) -> str:
        return self.alliance.slug


class AllianceQuerySet(AllianceScopedQuerySet):
    alliance_path = "pk"

    def published(self):
        return self.filter(is_public=True)


class Alliance(Stamped):
    slug = models.SlugField(_("short address"), max_length=60, unique=True, validators=[ASCII_SLUG])
    name_zh, name_en = pair(models.CharField, _("name"), max_length=300)
    name_zh_is_rendering = models.BooleanField(
        _("the Chinese name is our rendering"), default=False
    )
    description_zh, description_en = pair(models.TextField, _("description"), max_length=20_000)
    founded_on = models.DateField(_("founded"), null=True, blank=True)
    founding_act_zh, founding_act_en = pair(models.CharField, _("founding act"), max_length=300)
    founded_at = models.ForeignKey(
        Conference,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="founded_alliances",
        verbose_name=_("founded at"),
    )
    initiators_total = models.PositiveIntegerField(
        _("number of initiators"),
        null=True,
        blank=True,
        help_text=_("As announced, while not all are named."),
    )
    # None where the facts leave it undecided: then nothing is computed from the total.
    lead_is_an_initiator = models.BooleanField(
        _("the lead is one of the initiators"),
        null=True,
        blank=True,
        help_text=_("Leave unknown while it is not announced; then no difference is shown."),
    )
    yearly_work_zh, yearly_work_en = pair(models.TextField, _("yearly work"), max_length=2_000)
    logo = CheckedImageField(_("logo"), blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    name = Bilingual()
    description = Bilingual()
    founding_act = Bilingual()
    yearly_work = Bilingual()

    objects = AllianceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        constraints = [
            either_language(
                "name",
                constraint="alliance_has_a_name",
                message=_("Give the alliance a name in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("alliance:home", args=[self.slug])

    @property
    def stamped_slug(self):
        return self.slug

    @property
    def time_zone(self) -> str:
        """Where its days begin: the zone of the conference it was founded at, or the usual one."""
        if self.founded_at is not None:
            return self.founded_at.time_zone
        return Conference._meta.get_field("time_zone").default


class InAlliance(Stamped):
    alliance = models.ForeignKey(
        Alliance, models.CASCADE, related_name="%(class)ss", verbose_name=_("alliance")
    )

    class Meta:
        abstract = True


class Task(InAlliance):
    """An ordered bilingual line: what the alliance is for."""

    name_zh, name_en = pair(models.CharField, _("task"), max_length=300)
    position = models.PositiveIntegerField(_("position"), default=0)

    name = Bilingual()

    objects = AllianceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            either_language(
                "name",
                constraint="task_has_a_name",
                message=_("Write the task in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.name)


class AllianceRole(InAlliance, Dated):
    """What an organization is to an alliance beside being a member: its lead, an initiator."""

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("alliance", "lead")
        INITIATOR = "initiator", _("initiator")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="alliance_roles",
        verbose_name=_("organization"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = AllianceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("lead or initiator")
        verbose_name_plural = _("lead and initiators")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["lead", "initiator"]),
                name="alliance_role_is_known",
                violation_error_message=_("Choose lead or initiator."),
            ),
            models.UniqueConstraint(
                fields=["alliance"],
                condition=Q(role="lead", until__isnull=True),
                name="alliance_has_one_lead_at_a_time",
                violation_error_message=_(
                    "The alliance has a lead. Enter until when it led, then add the next."
                ),
            ),
            models.UniqueConstraint(
                fields=["alliance", "organization"],
                condition=Q(role="initiator"),
                name="initiator_is_named_once",
                violation_error_message=_("This organization is an initiator already."),
            ),
            in_order("alliance_role_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.organization} · {self.get_role_display()}"


class Tier(InAlliance):
    """A level of membership (级别), named by the alliance's own charter."""

    name_zh, name_en = pair(models.CharField, _("name"), max_length=100)
    position = models.PositiveIntegerField(_("position"), default=0)

    name = Bilingual()

    objects = AllianceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [
            either_language(
                "name",
                constraint="tier_has_a_name",
                message=_("Give the tier a name in Chinese or in English."),
            ),
        ]

    def __str__(self):
        return str(self.name)


class MembershipQuerySet(AllianceScopedQuerySet):
    def active(self, *, on):
        """Memberships the public sees on a day: active and within their dates."""
        return (
            self.filter(status=Membership.Status.ACTIVE)
            .filter(Q(since__isnull=True) | Q(since__lte=on))
            .filter(Q(until__isnull=True) | Q(until__gte=on))
        )


class Membership(InAlliance, Dated):
    """An organization in an alliance, from a day to a day. Re-entry is a new row."""

    class Status(models.TextChoices):
        INVITED = "invited", pgettext_lazy("membership", "invited")
        APPLIED = "applied", pgettext_lazy("membership", "applied")
        UNDER_REVIEW = "under-review", pgettext_lazy("membership", "under review")
        APPROVED = "approved", pgettext_lazy("membership", "approved")
        ACTIVE = "active", pgettext_lazy("membership", "active")
        SUSPENDED = "suspended", pgettext_lazy("membership", "suspended")
        WITHDRAWN = "withdrawn", pgettext_lazy("membership", "withdrawn")
        REMOVED = "removed", pgettext_lazy("membership", "removed")
        ENDED = "ended", pgettext_lazy("membership", "ended")

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("organization"),
    )
    tier = models.ForeignKey(
        Tier,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("tier"),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ACTIVE)
    position = models.PositiveIntegerField(_("position"), default=0)
    note = models.TextField(_("internal note"), blank=True, max_length=2_000)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organization"],
                condition=Q(
                    status__in=[
                        "invited",
                        "applied",
                        "under-review",
                        "approved",
                        "active",
                        "suspended",
                    ]
                ),
                name="organization_has_one_current_membership",
                violation_error_message=_(
                    "This organization has a current membership. End that one first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "invited",
                        "applied",
                        "under-review",
                        "approved",
                        "active",
                        "suspended",
                        "withdrawn",
                        "removed",
                        "ended",
                    ]
                ),
                name="membership_status_is_known",
                violation_error_message=_("Choose one of the listed states."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["withdrawn", "removed", "ended"]) | Q(until__isnull=False),
                name="ended_membership_says_when",
                violation_error_message=_("Enter the day on which the membership ended."),
            ),
            in_order("membership_ends_after_it_begins"),
        ]

    def __str__(self):
        return str(self.organization)

    def clean(self):
        super().clean()
        if self.tier_id and self.tier.alliance_id != self.alliance_id:
            raise ValidationError({"tier": _("This tier belongs to another alliance.")})


class RepresentativeQuerySet(AllianceScopedQuerySet):
    alliance_path = "membership__alliance"


class Representative(Stamped, Dated):
    """Who stands for a member, from a day to a day; a liaison reports and sends news."""

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("representative")
        LIAISON = "liaison", _("liaison")

    membership = models.ForeignKey(
        Membership,
        models.CASCADE,
        related_name="representatives",
        verbose_name=_("membership"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="representations", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=14, choices=Role, default=Role.REPRESENTATIVE)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = RepresentativeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["representative", "liaison"]),
                name="representative_role_is_known",
                violation_error_message=_("Choose one of the listed roles."),
            ),
            in_order("representative_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.person} · {self.membership}"

    @property
    def stamped_slug(self):
        return self.membership.alliance.slug


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
