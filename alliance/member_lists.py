"""Lists of those whom an alliance's members sent to a conference."""

from django.db import models

from alliance.models import Membership
from alliance.permissions import alliances_of


def registrations_of_members(user, conference):
    """Which registrations a secretary may take out: of their members, where the conference let
    their alliance see them.

    A condition on registrations, None for anybody else and everywhere else. At most two queries.
    For `lists.scopes.LIST_READERS`.
    """
    own = alliances_of(user)
    if not own:
        return None
    given = conference.attendancegrants.filter(alliance__in=own)
    alliances = list(given.values_list("alliance", flat=True))
    return members_registered(conference, alliances) if alliances else None


def members_registered(conference, alliances) -> models.Q:
    """The condition on registrations that their organization was a member during the conference."""
    members = Membership.objects.held_between(conference.starts_on, conference.ends_on)
    members = members.filter(alliance__in=alliances)
    return models.Q(organization__in=members.values("organization"))
