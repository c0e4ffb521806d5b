"""Membership and Representative: who is in an alliance and who stands for them, term by term.

A membership's state changes by an act alone (`alliance.lifecycle`), and each act is a dated row.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import CASCADE, Exists, OuterRef, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from alliance.models.alliance import InAlliance, OnAlliancePage, Tier
from alliance.permissions import AllianceScopedQuerySet
from conference.models import Term, TermsApart, in_order, one_of
from conference.models.terms import sharing_a_day
from conference.ordering import Ordered, Ranked
from conference.people.models import Organization, Person


class Act(models.TextChoices):
    """What can be done with a membership; `alliance.lifecycle` says what follows what."""

    INVITE = "invite", pgettext_lazy("act", "invite")
    APPLY = "apply", pgettext_lazy("act", "application")
    REVIEW = "review", pgettext_lazy("act", "review")
    APPROVE = "approve", pgettext_lazy("act", "approve")
    ADMIT = "admit", pgettext_lazy("act", "admit")
    SUSPEND = "suspend", pgettext_lazy("act", "suspend")
    REINSTATE = "reinstate", pgettext_lazy("act", "reinstate")
    WITHDRAW = "withdraw", pgettext_lazy("act", "withdraw")
    REMOVE = "remove", pgettext_lazy("act", "remove")
    END = "end", pgettext_lazy("act", "end")


class MembershipQuerySet(AllianceScopedQuerySet):
    def active(self, *, on):
        """Memberships the public sees on a day: active and within their dates."""
        return self.filter(sharing_a_day(on, on), status=Membership.Status.ACTIVE)

    def held_between(self, first, last):
        """Memberships that were held on a day from `first` to `last`, whatever came afterwards.

        Those that were never admitted were not; those that are suspended do not count.
        """
        admissions = MembershipStep.objects.standing().filter(
            membership=OuterRef("pk"), act=Act.ADMIT
        )
        return self.exclude(status=Membership.Status.SUSPENDED).filter(
            sharing_a_day(first, last), Exists(admissions)
        )


class Membership(Ranked, InAlliance, Term):
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
    note = models.TextField(_("internal note"), blank=True, max_length=2_000)

    term_of = "alliance"
    entered_by = None  # whom the first step of a new row names

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ranked.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            TermsApart(
                of=["alliance", "organization"],
                name="terms_of_an_organization_do_not_overlap",
                violation_error_message=_(
                    "%(other)s is in the alliance already, %(term)s. Two terms of one "
                    "organization share no day: change “since” or “until”, or end that term first."
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

    def save(self, *args, **kwargs):
        """A new row enters with its first step. The state of one that is there is an act's alone:
        an older copy does not bring an old state back by saving itself.
        """
        if not self._state.adding:
            if kwargs.get("update_fields") is None:
                names = {f.name for f in self._meta.concrete_fields if not f.primary_key}
                kwargs["update_fields"] = names - {"status"}
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            for act, state in opening_steps(self.status):
                ends = state in CLOSED
                self.steps.create(
                    act=act,
                    state=state,
                    on=self.until if ends else self.since if act != "suspend" else None,
                    by=self.entered_by,
                )

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    @property
    def was_admitted(self) -> bool:
        """Whether it was ever a membership, and not only an application. One query."""
        return self.steps.standing().filter(act=Act.ADMIT).exists()


CLOSED = frozenset(
    {Membership.Status.WITHDRAWN, Membership.Status.REMOVED, Membership.Status.ENDED}
)


def kept_once_admitted(collector, field, steps, using):
    """For `on_delete`: an application goes with its steps, what was a membership stays."""
    admitted = [s for s in steps if s.act == Act.ADMIT and not s.taken_back_at]
    if admitted:
        raise ProtectedError(
            _("A membership that was active is kept: end it instead."),
            {step.membership for step in admitted},
        )
    CASCADE(collector, field, steps, using)


class MembershipStepQuerySet(AllianceScopedQuerySet):
    alliance_path = "membership__alliance"

    def standing(self):
        """The steps that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


class MembershipStep(OnAlliancePage):
    """One step of a membership: what was done, on which day, why, and who recorded it.

    Written by `alliance.lifecycle` and by the first save of a membership. Never deleted; one that
    was a mistake is taken back.
    """

    membership = models.ForeignKey(
        Membership, kept_once_admitted, related_name="steps", verbose_name=_("membership")
    )
    act = models.CharField(_("act"), max_length=10, choices=Act)
    state = models.CharField(_("state after it"), max_length=12, choices=Membership.Status)
    on = models.DateField(_("day"), null=True, blank=True)  # None: not known
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    # What the act wrote over, for taking it back.
    since_before = models.DateField(null=True, blank=True)
    until_before = models.DateField(null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects = MembershipStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of a membership")
        verbose_name_plural = _("steps of a membership")
        constraints = [
            one_of("act", Act.values, constraint="membership_step_is_a_known_act"),
            one_of(
                "state",
                Membership.Status.values,
                constraint="membership_step_leads_to_a_known_state",
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()} · {self.on or '-'}"

    @property
    def stamped_slug(self):
        return self.membership.alliance.slug


def opening_steps(state: str) -> list[tuple[str, str]]:
    """[(act, state)] by which a membership that is entered in `state` came there."""
    Status = Membership.Status  # noqa: N806  a class
    before = {
        Status.INVITED: [(Act.INVITE, Status.INVITED)],
        Status.APPLIED: [(Act.APPLY, Status.APPLIED)],
        Status.UNDER_REVIEW: [(Act.REVIEW, Status.UNDER_REVIEW)],
        Status.APPROVED: [(Act.APPROVE, Status.APPROVED)],
    }
    if state in before:
        return before[state]
    last = {
        Status.SUSPENDED: [(Act.SUSPEND, Status.SUSPENDED)],
        Status.WITHDRAWN: [(Act.WITHDRAW, Status.WITHDRAWN)],
        Status.REMOVED: [(Act.REMOVE, Status.REMOVED)],
        Status.ENDED: [(Act.END, Status.ENDED)],
    }
    return [(Act.ADMIT, Status.ACTIVE), *last.get(state, ())]


class RepresentativeQuerySet(AllianceScopedQuerySet):
    alliance_path = "membership__alliance"


class Representative(Ordered, OnAlliancePage, Term):
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

    term_of = ordered_among = "membership"

    objects = RepresentativeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Ordered.Meta):
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["representative", "liaison"]),
                name="representative_role_is_known",
                violation_error_message=_("Choose one of the listed roles."),
            ),
            *(
                TermsApart(
                    of=["membership", "person"],
                    only={"role": role},
                    name=f"terms_of_a_{role}_do_not_overlap",
                    violation_error_message=_(
                        "%(other)s has this role already, %(term)s. Two terms of one person share "
                        "no day: change “since” or “until”."
                    ),
                )
                for role in ("representative", "liaison")
            ),
            in_order("representative_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.person} · {self.membership}"

    @property
    def stamped_slug(self):
        return self.membership.alliance.slug
