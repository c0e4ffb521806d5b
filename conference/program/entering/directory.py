"""The directory as it is looked through: who and what is there by name, and who is near a name.

Two queries, whatever the file holds. Rows are plain values; those that are found are loaded after.
What is near is `people.near`'s rule.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from conference.chinese import has_chinese, looks_alike
from conference.folding import name_key, organization_key
from conference.people.english_names import in_order
from conference.people.models import Organization, Person
from conference.people.near import (
    Near,
    NearIndex,
    NearOrganizations,
    Someone,
    SomeOrganization,
    nearness,
)

MOST_CANDIDATES = 6
_A_SIGN = (Near.CHARACTER, Near.SPELLING)
_HERE, _THERE = "of this row", "of another row"


@dataclass(eq=False)
class Unit:
    """An organization: of the directory (`pk`), or new in this file."""

    names: tuple[str, ...]
    pk: int | None = None
    guid: str = ""
    keys: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.names[0] if self.names else ""

    @property
    def value(self) -> str:
        """Of the option that chooses it."""
        return f"unit:{self.guid or min(self.keys, default='')}"


@dataclass(eq=False)
class Somebody:
    """A person: of the directory (`pk`), or met before in this file. `value` chooses them."""

    names: tuple[str, ...]  # every writing of the name
    value: str
    unit: Unit | None = None
    title: str = ""
    pk: int | None = None
    printed_units: set[str] = field(default_factory=set)  # keys, as printed at this conference
    is_here: bool = False  # takes part already
    phone: str = ""  # digits
    address: str = ""  # of the cell that names them first

    @property
    def unit_keys(self) -> set[str]:
        return self.printed_units | (set(self.unit.keys) if self.unit else set())

    def contradicts(self, other: "Somebody") -> bool:
        """Whether something else is said of the other: two people, or one who is asked about."""
        pairs = ((self.phone, other.phone), (self.title, other.title))
        return any(here and there and here != there for here, there in pairs)

    def learn(self, same: "Somebody") -> None:
        """What the file says of them, for the next of the same name."""
        self.phone, self.title = self.phone or same.phone, self.title or same.title

    def as_someones(self, organization) -> list[Someone]:
        return [
            Someone.named(name, organization=organization, key=self.value) for name in self.names
        ]


class Units:
    def __init__(self):
        self.by_key: dict[str, list[Unit]] = defaultdict(list)
        self.by_pk: dict[int, Unit] = {}
        self.by_value: dict[str, Unit] = {}
        self.index = NearOrganizations()
        columns = ("name_zh", "name_en", "short_name_zh", "short_name_en", "aliases")
        for pk, guid, *names, aliases in Organization.objects.values_list("pk", "guid", *columns):
            known = dict.fromkeys(filter(None, (*names, *aliases.splitlines())))
            self.add(unit_of(known, pk=pk, guid=str(guid)))

    def add(self, unit: Unit) -> None:
        if unit.pk:
            self.by_pk[unit.pk] = unit
        for key in unit.keys:
            self.by_key[key].append(unit)
        self.by_value[unit.value] = unit
        self.index.add(SomeOrganization(unit.names, key=unit.value))

    def near(self, name: str) -> list[Unit]:
        """Those of the directory with almost this name; what one file writes apart are two."""
        found = {}
        for other, how in self.index.near(SomeOrganization((name,))):
            unit = self.by_value[other.key]
            is_count = how in _A_SIGN and all(_is_counted(name, there) for there in other.names)
            if unit.pk and not is_count:
                found[id(unit)] = unit
        return list(found.values())[:MOST_CANDIDATES]


def unit_of(names: Iterable[str], *, pk=None, guid="") -> Unit:
    names = tuple(names)
    return Unit(names, pk, guid, frozenset(filter(None, map(organization_key, names))))


def _is_counted(one: str, other: str) -> bool:
    """Whether two names tell apart by a number: 示例大学01 and 02, School Two and School Three."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return True
    here, there = organization_key(one), organization_key(other)
    apart = {sign for pair in zip(here, there, strict=False) if len(set(pair)) > 1 for sign in pair}
    return bool(apart) and apart <= set("一二三四五六七八九十")


class People:
    """`units` are the directory's organizations; `participations` those of the conference."""

    def __init__(self, units: Units, participations):
        self.by_key: dict[str, list[Somebody]] = defaultdict(list)
        self.by_phone: dict[str, list[Somebody]] = defaultdict(list)
        self.by_value: dict[str, Somebody] = {}
        self.by_code: dict[str, Somebody] = {}  # of those who take part
        self.by_participation: dict[str, Somebody] = {}  # guid of theirs
        self.of_directory, self.of_file = NearIndex(), NearIndex()
        here = {participation.person_id: participation for participation in participations}
        columns = (
            *("pk", "guid", "name_zh", "family_name_en", "given_name_en", "family_name_first"),
            *("aliases", "organization_id", "position_zh", "position_en"),
        )
        for row in Person.objects.order_by("pk").values_list(*columns):
            self.add(self.somebody(row, units, here.get(row[0])))

    def somebody(self, row, units, participation) -> Somebody:
        pk, guid, zh, family, given, family_first, aliases, unit, *titles = row
        names = [zh, in_order(family, given, family_first=family_first), *aliases.splitlines()]
        title = next(filter(None, titles), "")
        found = Somebody((), f"person:{guid}", units.by_pk.get(unit), title, pk)
        if participation is not None:
            found.is_here = True
            self.by_code[participation.code] = found
            self.by_participation[str(participation.guid)] = found
            names += [participation.printed_name_zh, participation.printed_name_en]
            printed = (participation.printed_organization_zh, participation.printed_organization_en)
            found.printed_units = {organization_key(name) for name in printed if name}
            found.phone = "".join(filter(str.isdigit, participation.contact_phone))
        found.names = tuple(dict.fromkeys(filter(None, names)))
        return found

    def add(self, one: Somebody) -> None:
        self.by_value[one.value] = one
        if one.phone:
            self.by_phone[one.phone].append(one)
        for key in {name_key(name) for name in one.names}:
            self.by_key[key].append(one)
        index, organization = self.of_file, _THERE
        if one.pk:
            index, organization = self.of_directory, one.unit and one.unit.pk
        for someone in one.as_someones(organization):
            index.add(someone)

    def named(self, *names: str) -> list[Somebody]:
        """Everybody of one of these names, in any writing of it."""
        found = {id(one): one for name in names if name for one in self.by_key[name_key(name)]}
        return list(found.values())

    def near(self, wanted: Somebody) -> list[Somebody]:
        """Those who may be this person: of the same name first, those of the directory before
        others of the file; then who shares the telephone and almost the name.
        """
        found = {id(one): one for one in self.named(*wanted.names)}
        unit = wanted.unit and (wanted.unit.pk or wanted.unit.value)
        for someone in wanted.as_someones(unit):
            for other, how in self.of_directory.near(someone):
                one = self.by_value[other.key]
                if _is_asked(someone, other, how) and not _is_told_in_chinese(wanted, one, other):
                    found.setdefault(id(one), one)
        # Two whom one file writes apart are two, unless their writing is easily confused.
        for someone in wanted.as_someones(_HERE):
            for other, how in self.of_file.near(someone):
                one = self.by_value[other.key]
                both = wanted.unit_keys and one.unit_keys
                may_be_one = not both or wanted.unit_keys & one.unit_keys
                if may_be_one and _is_confused(someone, other, how):
                    found.setdefault(id(one), one)
        for one in self.by_phone.get(wanted.phone, ()) if wanted.phone else ():
            pairs = [(a, b) for a in wanted.as_someones(0) for b in one.as_someones(0)]
            if any(nearness(a, b) for a, b in pairs):
                found.setdefault(id(one), one)
        return [one for one in found.values() if one is not wanted][:MOST_CANDIDATES]


def _is_confused(one: Someone, other: Someone, how: Near) -> bool:
    """Whether two names of one file may be one person's: of two in Chinese, which an office has
    typed one below the other, those that are easily mistaken for one another (侯 and 候), and not
    all that sound alike: 王明 and 王敏 are colleagues.
    """
    if not (one.zh and other.zh):
        return True
    return how in (Near.SAME, Near.SWAPPED) or looks_alike(one.zh, other.zh)


def _is_told_in_chinese(wanted: Somebody, one: Somebody, by: Someone) -> bool:
    """Whether both have a Chinese name, and the near one is another: nobody asks about the English
    of 王兴伟 for 王霞伟.
    """
    return not by.zh and all(any(map(has_chinese, names)) for names in (wanted.names, one.names))


def _is_asked(one: Someone, other: Someone, how: Near) -> bool:
    """王样例 and 张样例 are two also within one organization, and so are 王伟 and 王芳: another
    surname, or another name of one character, has to look or sound alike.
    """
    same_surname = one.zh[:1] == other.zh[:1]
    if how is not Near.CHARACTER or (same_surname and len(one.zh) > 2):
        return True
    apart_known = None not in (one.organization, other.organization)
    if not same_surname and apart_known and one.organization != other.organization:
        return False
    apart = (replace(one, organization=_HERE), replace(other, organization=_THERE))
    return nearness(*apart) is not None
