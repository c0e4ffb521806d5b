"""Whether two rows of the list are one person: the same name, and something else in common.

The name in any writing (case, accents, width, Chinese or pinyin, 論 or 论, Müller or Mueller, in
either order) together with the organization, the phone or the e-mail. A name alone is no reason:
many people share one.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from conference.attendance.models import Registration
from conference.attendance.phones import same_phone
from conference.folding import name_key, organization_keys
from conference.people.pinyin import all_name_letters, has_chinese, spellings


class Someone(Protocol):
    """What is compared of a person; a Registration has it."""

    name: str
    name_letters: str
    organization_id: int | None
    organization_name: str
    phone_digits: str
    email: str


Row = TypeVar("Row", bound=Someone)


def same_person(one: Someone, other: Someone) -> bool:
    return same_name(one.name, other.name) and (
        same_organization(one, other) or same_contact(one, other)
    )


def same_contact(one: Someone, other: Someone) -> bool:
    """Whether e-mail or phone agree: what only the person, or who invites them, knows of both."""
    return same_phone(one.phone_digits, other.phone_digits) or bool(
        one.email and _mail(one.email) == _mail(other.email)
    )


def same_name(one: str, other: str) -> bool:
    """Chinese names by their characters; 王泉 and Quan Wang by their letters, in either order."""
    if has_chinese(one) and has_chinese(other):
        return name_key(one) == name_key(other)
    return bool(_orders(one) & _orders(other))


def twins_of(person: Registration) -> list[Registration]:
    """Who of the list is this person already: everybody not cancelled or declined. One query."""
    rows = Registration.objects.filter(
        conference=person.conference_id, name_letters__in=all_name_letters(person.name)
    )
    rows = rows.exclude(status__in=Registration.GONE).order_by("number")
    return [row for row in rows if row.pk != person.pk and same_person(row, person)]


def who_may_be(wanted: Registration) -> list[Registration]:
    """Whom of the list somebody at the door may be; at most ten. One query.

    The person stands there and can be asked, so an organization that is not known on either side
    is enough, and who withdrew counts too.
    """
    rows = Registration.objects.filter(
        conference=wanted.conference_id, name_letters__in=all_name_letters(wanted.name)
    )
    return [
        row
        for row in rows
        if same_person(row, wanted)
        or (
            same_name(row.name, wanted.name)
            and not (wanted.organization_name and row.organization_name)
        )
    ][:10]


class People(Generic[Row]):
    """Many people at hand, asked one by one for the first who is the same person."""

    def __init__(self, people: Iterable[Row] = ()):
        self._by_letters: dict[str, list[Row]] = defaultdict(list)
        for person in people:
            self.add(person)

    def add(self, person: Row) -> None:
        self._by_letters[person.name_letters].append(person)

    def first(self, person: Someone) -> Row | None:
        near = [
            row for key in all_name_letters(person.name) for row in self._by_letters.get(key, ())
        ]
        return next((row for row in near if same_person(row, person)), None)


def same_organization(one, other):
    if one.organization_id and one.organization_id == other.organization_id:
        return True
    own = organization_keys(one.organization_name)
    return bool(own & organization_keys(other.organization_name))


def _orders(name):
    """'wang quan' as {'wangquan', 'quanwang'}: written together, the first or the last in front."""
    found = set()
    for spelled in spellings(name):
        parts = ["".join(filter(str.isalnum, part)) for part in spelled.replace(",", " ").split()]
        for n in (0, 1, -1):
            found.add("".join(parts[n:] + parts[:n]))
    return found - {""}


def _mail(address):
    return unicodedata.normalize("NFKC", address).strip().casefold()
