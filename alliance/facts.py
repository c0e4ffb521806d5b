"""What is known of an alliance on a day: read once, told honestly where it is not decided."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alliance.models import Alliance, AllianceRole, Membership, Representative, Tier
from conference.bilingual import active_side
from conference.day_pages import day_and_its_end
from conference.folding import fold
from conference.people.models import Organization, Person


@dataclass(frozen=True)
class Initiators:
    """The initiators as announced: a total, those named, and what is open where that is decided."""

    named: list[Organization]
    total: int | None
    is_decided: bool  # False while it is not announced whether the lead is one of them

    @property
    def to_be_announced(self) -> int | None:
        """How many are not named yet; None where the facts leave it undecided."""
        if self.total is None or (not self.is_decided and len(self.named) < self.total):
            return None
        return max(self.total - len(self.named), 0)


@dataclass(frozen=True)
class Member:
    membership: Membership
    organization: Organization
    roles: list[str]  # 'lead', 'initiator': labels, translated
    representatives: list[Person]


@dataclass(frozen=True)
class MemberGroup:
    """Members of one tier; `tier` None: those without one."""

    tier: Tier | None
    members: list[Member]


def today_in(alliance: Alliance, at: datetime) -> tuple[date, datetime]:
    """(the alliance's local day, the moment at which it ends)."""
    return day_and_its_end(at, ZoneInfo(alliance.time_zone))


def roles_on(alliance: Alliance, day: date) -> list[AllianceRole]:
    """Lead and initiators, in order. One query. Who initiated stays an initiator for good."""
    roles = alliance.allianceroles.select_related("organization")
    return [r for r in roles if r.role == AllianceRole.Role.INITIATOR or r.holds_on(day)]


def initiators_of(alliance: Alliance, roles: list[AllianceRole]) -> Initiators:
    """A lead that is one of the initiators stands among the named ones, first and once."""
    leads = [r.organization for r in roles if r.role == AllianceRole.Role.LEAD]
    named = [r.organization for r in roles if r.role == AllianceRole.Role.INITIATOR]
    unlisted = [lead for lead in leads if lead not in named]
    if alliance.lead_is_an_initiator:
        named, unlisted = [*unlisted, *named], []
    is_decided = not unlisted or alliance.lead_is_an_initiator is not None
    return Initiators(named, alliance.initiators_total, is_decided)


def members_on(alliance: Alliance, day: date) -> list[MemberGroup]:
    """The members of a day by tier, in the order of the tiers; three queries.

    Within a tier those with a position first, then by name as the reader's language sorts it:
    pinyin in Chinese, the English name in English.
    """
    roles = {}
    for role in roles_on(alliance, day):
        roles.setdefault(role.organization_id, []).append(role.get_role_display())
    memberships = (
        alliance.memberships.active(on=day)
        .select_related("organization", "tier")
        .prefetch_related("representatives__person")
    )
    groups = {}
    for membership in sorted(memberships, key=_in_order):
        member = Member(
            membership,
            membership.organization,
            roles.get(membership.organization_id, []),
            [
                row.person
                for row in membership.representatives.all()
                if row.role == Representative.Role.REPRESENTATIVE and row.holds_on(day)
            ],
        )
        groups.setdefault(membership.tier, []).append(member)
    tiers = sorted(filter(None, groups), key=lambda tier: (tier.position, tier.pk))
    return [MemberGroup(tier, groups[tier]) for tier in [*tiers, None] if tier in groups]


def _in_order(membership):
    organization = membership.organization
    name = organization.sort_name
    if active_side() == "en" and organization.name_en:
        name = fold(organization.name_en)
    rank = membership.position
    return rank is None, rank or 0, name, membership.pk
