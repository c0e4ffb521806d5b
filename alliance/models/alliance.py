"""Alliance, its tasks and tiers, its lead and initiators: what it is, in dated rows.

Tier names are data: charters differ, and what a report does not say stays unset.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from alliance.permissions import AllianceScopedQuerySet
from conference import markdown
from conference.bilingual import Bilingual, either_language, pair
from conference.images import CheckedImageField
from conference.models import ASCII_SLUG, Conference, Stamped, Term, TermsApart, in_order
from conference.ordering import Ordered
from conference.people.models import Organization
from conference.stamps import SITE, alliance_scope


class OnAlliancePage(Stamped):
    """A row of an alliance's public page."""

    class Meta:
        abstract = True

    def stamp_scopes(self):
        return SITE, alliance_scope(self.stamped_slug)

    @property
    def stamped_slug(self) -> str:
        return self.alliance.slug


class AllianceQuerySet(AllianceScopedQuerySet):
    alliance_path = "pk"

    def published(self):
        return self.filter(is_public=True)


class Alliance(OnAlliancePage):
    slug = models.SlugField(_("short address"), max_length=60, unique=True, validators=[ASCII_SLUG])
    name_zh, name_en = pair(models.CharField, _("name"), max_length=300)
    name_zh_is_rendering = models.BooleanField(
        _("the Chinese name is our rendering"), default=False
    )
    description_zh, description_en = pair(
        models.TextField, _("description"), max_length=20_000, help_text=markdown.HELP
    )
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
    # None where it is not known whether those named are all of them.
    members_total = models.PositiveIntegerField(
        _("number of members"),
        null=True,
        blank=True,
        help_text=_("As announced, while not all are named. Unknown: leave it empty."),
    )
    initiators_zh, initiators_en = pair(
        models.CharField,
        _("who the initiators are"),
        max_length=300,
        help_text=_("As announced: “20 universities that offer …”."),
    )
    yearly_work_zh, yearly_work_en = pair(models.TextField, _("yearly work"), max_length=2_000)
    zh_is_rendering = models.BooleanField(
        _("founding act, initiators and yearly work in Chinese are our rendering"), default=False
    )
    logo = CheckedImageField(_("logo"), blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    name = Bilingual(rendering="name_zh_is_rendering")
    description = Bilingual()
    founding_act = Bilingual(rendering="zh_is_rendering")
    initiators = Bilingual(rendering="zh_is_rendering")
    yearly_work = Bilingual(rendering="zh_is_rendering")

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


class InAlliance(OnAlliancePage):
    alliance = models.ForeignKey(
        Alliance, models.CASCADE, related_name="%(class)ss", verbose_name=_("alliance")
    )

    class Meta:
        abstract = True


class Task(Ordered, InAlliance):
    """An ordered bilingual line: what the alliance is for."""

    name_zh, name_en = pair(models.CharField, _("task"), max_length=300)
    name_zh_is_rendering = models.BooleanField(_("the Chinese is our rendering"), default=False)

    ordered_among = "alliance"

    name = Bilingual(rendering="name_zh_is_rendering")

    objects = AllianceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
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


class AllianceRole(Ordered, InAlliance, Term):
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

    term_of = ordered_among = "alliance"

    objects = AllianceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("lead or initiator")
        verbose_name_plural = _("lead and initiators")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["lead", "initiator"]),
                name="alliance_role_is_known",
                violation_error_message=_("Choose lead or initiator."),
            ),
            TermsApart(
                of=["alliance"],
                only={"role": "lead"},
                name="alliance_has_one_lead_at_a_time",
                violation_error_message=_(
                    "The alliance has a lead on these days: %(other)s, %(term)s. "
                    "Enter until when it led, and since when the next does."
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


class Tier(Ordered, InAlliance):
    """A level of membership (级别), named by the alliance's own charter."""

    name_zh, name_en = pair(models.CharField, _("name"), max_length=100)

    ordered_among = "alliance"

    name = Bilingual()

    objects = AllianceScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
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
