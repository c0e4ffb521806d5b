"""Who of the directory may be somebody already: asked before a row is added, listed afterwards."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from django.db.models import Q

from conference.folding import fold
from conference.people.identities import ToldApart
from conference.people.models import Organization, Person
from conference.people.near import (
    DISTANCE,
    Near,
    NearIndex,
    NearOrganizations,
    Someone,
    SomeOrganization,
    nearness,
    organization_nearness,
)

MOST_ASKED = 5  # of near ones that a form shows
PERSON_NAMES = ("pk", "name_zh", "family_name_en", "given_name_en", "organization_id", "aliases")
ORGANIZATION_NAMES = ("pk", "name_zh", "name_en", "short_name_zh", "short_name_en", "aliases")


class NearRow(NamedTuple):
    """A row of the directory, and why it may be the one that is meant."""

    row: Person | Organization
    near: Near


def somebody(person: Person) -> Someone:
    return Someone(
        name_zh=person.name_zh,
        family_en=person.family_name_en,
        given_en=person.given_name_en,
        organization=person.organization_id,
        key=person.pk,
    )


def some_organization(row: Organization) -> SomeOrganization:
    names = (row.name_zh, row.name_en, row.short_name_zh, row.short_name_en)
    return SomeOrganization(names=(*names, *row.aliases.splitlines()), key=row.pk)


def near_people(someone: Someone, *, most: int = MOST_ASKED) -> list[NearRow]:
    """The people of the directory whose name is near, the nearest first, those of the same
    organization before others. Two queries. `someone.organization` is an organization's id.
    """
    parts = {part for name in someone.spelled for part in name if len(part) > 1}
    if not parts:
        return []
    said = Q()
    for part in parts:
        said |= Q(search__contains=part)
    rows = Person.objects.filter(said).order_by("sort_name", "pk")
    found = {}
    for known in people_in(rows):
        near = nearness(someone, known)
        if near and known.key != someone.key:
            apart = known.organization != someone.organization
            rank = (DISTANCE[near], apart)
            if known.key not in found or rank < found[known.key][0]:
                found[known.key] = (rank, near)
    nearest = sorted(found, key=lambda key: found[key][0])[:most]
    people = Person.objects.select_related("organization").in_bulk(nearest)
    return [NearRow(people[key], found[key][1]) for key in nearest if key in people]


def near_organizations(wanted: SomeOrganization, *, most: int = MOST_ASKED) -> list[NearRow]:
    """The organizations of the directory whose name is near, the nearest first. Two queries."""
    found = {}
    for known in organizations_in(Organization.objects.order_by("sort_name", "pk")):
        near = organization_nearness(wanted, known)
        if near and known.key != wanted.key:
            found[known.key] = near
    nearest = sorted(found, key=lambda key: DISTANCE[found[key]])[:most]
    rows = Organization.objects.in_bulk(nearest)
    return [NearRow(rows[key], found[key]) for key in nearest if key in rows]


def people_in(rows) -> Iterable[Someone]:
    """The names of people, an alias being one more name of the same key. One query."""
    for pk, zh, family, given, organization, aliases in rows.values_list(*PERSON_NAMES).iterator():
        yield Someone(zh, family, given, organization=organization, key=pk)
        for alias in aliases.splitlines():
            if fold(alias).strip():
                yield Someone.named(alias.strip(), organization=organization, key=pk)


def organizations_in(rows) -> Iterable[SomeOrganization]:
    """One query."""
    for pk, *names, aliases in rows.values_list(*ORGANIZATION_NAMES).iterator():
        yield SomeOrganization((*filter(None, names), *aliases.splitlines()), key=pk)


def known_people() -> NearIndex:
    """Everybody of the directory, for many questions: keys are ids. One query."""
    return NearIndex.of(people_in(Person.objects.all()))


def known_organizations() -> NearOrganizations:
    """The same of organizations."""
    return NearOrganizations.of(organizations_in(Organization.objects.all()))


def doubles_of(model) -> list[tuple]:
    """[(one, other, how near)] of the whole directory, without those that were told apart; the
    nearest first, in the order of the older row. Three queries.
    """
    rows = model.objects.order_by("pk")
    if model is Person:
        known, judge = people_in(rows), nearness
    else:
        known, judge = organizations_in(rows), organization_nearness
    groups: dict = defaultdict(dict)
    for each in known:
        for key in each.close_keys():
            groups[key][id(each)] = each
    found: dict[tuple, Near] = {}
    for group in groups.values():
        for one, other in combinations(group.values(), 2):
            pair = tuple(sorted((one.key, other.key)))
            near = judge(one, other) if one.key != other.key else None
            if near and (pair not in found or DISTANCE[near] < DISTANCE[found[pair]]):
                found[pair] = near
    apart = ToldApart.objects.pairs()
    related = ("organization",) if model is Person else ()
    named = model.objects.select_related(*related).in_bulk({key for pair in found for key in pair})
    pairs = [(named[a], named[b], near) for (a, b), near in found.items()]
    pairs = [pair for pair in pairs if frozenset((pair[0].guid, pair[1].guid)) not in apart]
    return sorted(pairs, key=lambda pair: (DISTANCE[pair[2]], pair[0].pk, pair[1].pk))
