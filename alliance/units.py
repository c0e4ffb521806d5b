"""The members of alliances as units that may send people to a conference."""

from collections import defaultdict

from alliance.models import Membership, Representative
from conference.attendance.units.members import Member, MembersOf
from conference.models.terms import sharing_a_day


def members_as_units(conference) -> list[MembersOf]:
    """Of each public alliance those who are members on the conference's days, with their liaison.

    For `units.members.MEMBERS`. Two queries.
    """
    days = conference.starts_on, conference.ends_on
    rows = Membership.objects.held_between(*days).filter(alliance__is_public=True)
    rows = rows.exclude(status__in=[Membership.Status.WITHDRAWN, Membership.Status.REMOVED])
    rows = list(rows.select_related("alliance", "organization").order_by("alliance_id", "pk"))
    who = Representative.objects.filter(
        sharing_a_day(*days), membership__in=rows, role=Representative.Role.LIAISON
    ).select_related("person")
    liaison = {each.membership_id: str(each.person) for each in who}
    found = defaultdict(list)
    for row in rows:
        found[row.alliance].append(Member(str(row.organization), liaison.get(row.pk, "")))
    return [
        MembersOf(f"alliance-{alliance.pk}", str(alliance.name), tuple(members))
        for alliance, members in found.items()
    ]
