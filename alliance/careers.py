"""What people and organizations are in alliances, for their pages in the directory."""

from django.urls import reverse
from django.utils.translation import gettext as _

from alliance.models import AllianceRole, Membership, Representative
from conference.models.terms import term_words
from conference.people.careers import Place
from conference.people.models import Organization, Person


def in_alliances(row, user) -> list[Place] | None:
    """For `people.careers.ROLES`: two queries at most."""
    if isinstance(row, Person):
        rows = Representative.objects.visible_to(user).filter(person=row)
        rows = rows.select_related("membership__alliance", "membership__organization")
        return [
            _place(
                each.membership.alliance,
                f"{each.get_role_display()} · {each.membership.organization}",
                each,
                reverse("admin:alliance_membership_change", args=[each.membership_id]),
            )
            for each in rows
        ]
    if isinstance(row, Organization):
        members = Membership.objects.visible_to(user).filter(organization=row)
        roles = AllianceRole.objects.visible_to(user).filter(organization=row)
        return [
            _place(
                each.alliance,
                f"{_('member')} · {each.get_status_display()}",
                each,
                reverse("admin:alliance_membership_change", args=[each.pk]),
            )
            for each in members.select_related("alliance")
        ] + [
            _place(each.alliance, str(each.get_role_display()), each, "")
            for each in roles.select_related("alliance")
        ]
    return None


def _place(alliance, said, row, address):
    owner = reverse("admin:alliance_alliance_change", args=[alliance.pk])
    days = f" ({term_words(row)})" if row.since or row.until else ""
    return Place(str(alliance), owner, row.since, [(f"{said}{days}", address)])
