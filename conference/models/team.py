"""TeamMember and the invitations to a role: who works on a conference."""

from datetime import UTC, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conference.codes import link_token, token_hash
from conference.models.frame import InConference
from conference.permissions import ConferenceScopedQuerySet, Right, Role
from conference.wording.clocks import day_and_clock


class TeamMemberQuerySet(ConferenceScopedQuerySet):
    edit_right = Right.EDIT_SETTINGS


class TeamMember(InConference):
    """One role of one account at one conference. `permissions` says what each role may."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="team_memberships",
        verbose_name=_("account"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    sees_contacts = models.BooleanField(
        _("sees full phone and e-mail"),
        default=False,
        help_text=_("For organizers and exporters who need them; otherwise masked."),
    )

    objects = TeamMemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["conference", "role", "pk"]
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "user", "role"],
                name="team_member_has_each_role_once",
                violation_error_message=_("This account has this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="team_member_role_is_known",
                violation_error_message=_("Choose one of the listed roles."),
            ),
            models.CheckConstraint(
                condition=Q(sees_contacts=False) | Q(role__in=["exporter", "organizer"]),
                name="only_exporters_and_organizers_see_contacts",
                violation_error_message=_(
                    "Only an exporter or an organizer can be allowed to see full contacts."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"


class Invitation(models.Model):
    """An offer of a role by a personal link. Only the hash of its token is stored."""

    VALID_FOR = timedelta(days=14)

    email = models.EmailField(_("e-mail"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.email

    @classmethod
    def issue(cls, *, by, at=None, token=None, **fields) -> tuple["Invitation", str]:
        """(invitation, token): the token exists only in this answer and in the link sent."""
        token, at = token or link_token(), at or timezone.now()
        invitation = cls.objects.create(
            token_hash=token_hash(token),
            invited_by=by,
            created_at=at,
            expires_at=at + cls.VALID_FOR,
            **fields,
        )
        return invitation, token

    def is_open(self, *, at=None) -> bool:
        return self.accepted_at is None and (at or timezone.now()) < self.expires_at

    @property
    def valid_until(self) -> str:
        """'2026-05-20 09:30 (Asia/Shanghai)': on the clock of whoever invites."""
        zone = self.zone
        return f"{day_and_clock(self.expires_at.astimezone(zone))} ({zone})"

    @property
    def zone(self):
        return UTC

    @property
    def offer(self) -> str:
        """What the invited person becomes, in the active language."""
        raise NotImplementedError

    def grant(self, user):
        """Give `user` what this invitation offers. Subclasses say what that is."""
        raise NotImplementedError


class TeamInvitation(InConference, Invitation):
    role = models.CharField(_("role"), max_length=10, choices=Role)
    sees_contacts = models.BooleanField(_("sees full phone and e-mail"), default=False)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("team invitation")
        verbose_name_plural = _("team invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="team_invitation_role_is_known",
                violation_error_message=_("Choose one of the listed roles."),
            ),
            models.CheckConstraint(
                condition=Q(sees_contacts=False) | Q(role__in=["exporter", "organizer"]),
                name="team_invitation_contacts_need_the_role",
                violation_error_message=_(
                    "Only an exporter or an organizer can be allowed to see full contacts."
                ),
            ),
        ]

    @property
    def zone(self):
        return self.conference.zone

    @property
    def offer(self):
        return _("%(role)s of %(conference)s") % {
            "role": self.get_role_display(),
            "conference": self.conference,
        }

    def grant(self, user):
        member, _made = TeamMember.objects.get_or_create(
            conference=self.conference, user=user, role=self.role
        )
        if self.sees_contacts and not member.sees_contacts:
            member.sees_contacts = True
            member.save(update_fields=["sees_contacts"])
