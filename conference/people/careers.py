"""What a person or an organization is, wherever: told by the apps that know, for one account.

The directory cannot see conferences' programs or alliances; they join `ROLES`.
"""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from conference.hooks import Hook
from conference.people.models import HostRole, Organization

# What an organization itself is; the words of `HostRole.Role` stand before its name.
AS_A_HOST = {
    HostRole.Role.GUIDE: pgettext_lazy("host of a conference", "guiding organization"),
    HostRole.Role.SPONSOR: pgettext_lazy("host of a conference", "organizer"),
    HostRole.Role.UNDERTAKER: pgettext_lazy("host of a conference", "undertaker"),
    HostRole.Role.CO_ORGANIZER: pgettext_lazy("host of a conference", "co-organizer"),
    HostRole.Role.SUPPORTER: pgettext_lazy("host of a conference", "supporter"),
    HostRole.Role.MEDIA: pgettext_lazy("host of a conference", "media partner"),
    HostRole.Role.FUNDER: pgettext_lazy("host of a conference", "sponsor"),
}


@dataclass
class Place:
    """A conference or an alliance, and what somebody is there. Texts are for people; an address is
    that of an admin page, '' where the account may not open it.
    """

    name: str
    address: str = ""
    on: date | None = None  # the later, the further up; None stands last
    said: list[tuple[str, str]] = field(default_factory=list)  # [(what, address)]


# Asked with (row, account): of the rows that the account may see alone.
ROLES: Hook[..., list[Place]] = Hook("Where is somebody of the directory what?")


def places_of(row, user) -> list[Place]:
    """Everything that is told of a row, the latest first, what is at one place together. A few
    queries, however much there is.
    """
    found: dict[tuple[str, str], Place] = {}
    told = [place for answer in ROLES.ask(row, user) for place in answer]
    if isinstance(row, Organization):
        told = [*hosted_by(row, user), *told]
    for place in told:
        known = found.setdefault((place.name, place.address), place)
        if known is not place:
            known.said += place.said
    return sorted(found.values(), key=lambda place: place.on or date.min, reverse=True)


def hosted_by(organization: Organization, user) -> list[Place]:
    """One query."""
    roles = HostRole.objects.with_right(user, HostRole.objects.all().view_right)
    rows = roles.filter(organization=organization).select_related("conference")
    return [
        Place(
            str(row.conference),
            reverse("admin:conference_conference_change", args=[row.conference_id]),
            row.conference.starts_on,
            [(str(row.called) or str(AS_A_HOST[row.role]), "")],
        )
        for row in rows
    ]
