"""Who may what with an alliance: its secretaries read and edit it, nobody else does."""

from django.db import models

from conference.permissions import is_all_powerful


def is_secretary(user) -> bool:
    """Whether the account is secretary of any alliance. One query, kept on the user object."""
    return bool(alliances_of(user))


def alliances_of(user) -> list[int]:
    """Ids of the alliances the account is secretary of; [] for a stranger."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_alliances"):
        user._alliances = list(user.secretary_of.values_list("alliance_id", flat=True))
    return user._alliances


def registrations_of_members(user, conference):
    """Which registrations a secretary may take out: of their members, where the conference let
    their alliance see them.

    A condition on registrations, None for anybody else and everywhere else. At most two queries.
    For `attendance.permissions.LIST_READERS`.
    """
    own = alliances_of(user)
    if not own:
        return None
    given = conference.attendancegrants.filter(alliance__in=own)
    alliances = list(given.values_list("alliance", flat=True))
    return members_registered(conference, alliances) if alliances else None


def members_registered(conference, alliances) -> models.Q:
    """The condition on registrations that their organization was a member during the conference."""
    from alliance.models import Membership

    members = Membership.objects.held_between(conference.starts_on, conference.ends_on)
    members = members.filter(alliance__in=alliances)
    return models.Q(organization__in=members.values("organization"))


class AllianceScopedQuerySet(models.QuerySet):
    alliance_path = "alliance"

    def visible_to(self, user):
        if is_all_powerful(user):
            return self
        return self.filter(**{f"{self.alliance_path}__in": alliances_of(user)})

    def editable_by(self, user):
        return self.visible_to(user)
