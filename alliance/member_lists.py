"""Lists of those whom an alliance's members sent to a conference."""

from collections import defaultdict

from django.db import models
from django.utils.translation import pgettext

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


def alliances_of_members(conference):
    """{id of an organization: the names of the alliances it was a member of during the conference}.

    One query. For `lists.counts.ALLIANCES`.
    """
    rows = Membership.objects.held_between(conference.starts_on, conference.ends_on)
    rows = rows.select_related("alliance").order_by("alliance_id")
    names = defaultdict(list)
    for row in rows:
        if str(row.alliance.name) not in names[row.organization_id]:
            names[row.organization_id].append(str(row.alliance.name))
    joint = pgettext("between the items of a list", ", ")
    return {pk: joint.join(found) for pk, found in names.items()}


def members_registered(conference, alliances) -> models.Q:
    """The condition on registrations that their organization was a member during the conference."""
    members = Membership.objects.held_between(conference.starts_on, conference.ends_on)
    members = members.filter(alliance__in=alliances)
    return models.Q(organization__in=members.values("organization"))
