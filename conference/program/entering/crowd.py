"""The people of a file, each once, however many rows name them.

Two rows of a list with one name and one organization may be two people: where their telephone,
e-mail, title or form of address differ they are kept apart, and it is asked.
"""

from collections import Counter
from dataclasses import dataclass, field

from conference.folding import name_key, organization_key
from conference.program.entering.decisions import digest
from conference.program.office.reading import ReadGuest, Reading, ReadPerson


@dataclass(eq=False)
class FilePerson:
    """`address` is where the file names them first; `orders` of sessions, `rows` of a list."""

    name: str
    name_en: str = ""
    organization: str = ""
    title: str = ""
    address: str = ""
    phone: str = ""
    mail: str = ""
    code: str = ""  # of the participant, where our own sheet has it
    organization_en: str = ""
    title_en: str = ""
    honorific: str = ""
    apart: str = ""  # what tells them from another one of the same name and organization
    roles: set[str] = field(default_factory=set)
    orders: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    talks: list[str] = field(default_factory=list)  # keys of titles that a list says they give

    @property
    def key(self) -> str:
        """The same for every version of the file that names them so."""
        if self.code:
            return digest("code", self.code)
        return digest(*filter(None, (*self.plain_key, self.apart)))

    @property
    def plain_key(self) -> tuple[str, str]:
        return name_key(self.name), organization_key(self.organization)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (self.name, self.name_en))))


class Crowd:
    """Finds the FilePerson of each person of a reading."""

    def __init__(self, reading: Reading, guests: list[ReadGuest]):
        self.people: list[FilePerson] = []
        self.of: dict[int, FilePerson] = {}  # id of what was read -> whom it names
        self._by_name: dict[str, list[FilePerson]] = {}
        named = [(one, session.order, 0) for session in reading.sessions for one in session.people]
        named += [(guest, 0, guest.row) for guest in guests]
        # Those with a unit first: a bare name is somebody's who is named in full elsewhere.
        for one, order, row in sorted(named, key=lambda found: not unit_of(found[0])):
            self._take(one, order, row)
        self._tell_apart()
        self.people.sort(key=lambda one: (min(one.orders, default=0), min(one.rows, default=0)))

    def _take(self, one: ReadPerson | ReadGuest, order, row):
        unit, phone = unit_of(one), getattr(one, "phone", None)
        alike = self._by_name.setdefault(name_key(one.name), [])
        code = getattr(one, "code", "")
        found = next(
            (
                other
                for other in alike
                if other.code == code
                and (code or organization_key(other.organization) == organization_key(unit))
                and not says_otherwise(one, other)
            ),
            None,
        )
        if found is None and not unit and not code and len(alike) == 1:
            found = None if says_otherwise(one, alike[0]) else alike[0]
        if found is None:
            found = FilePerson(one.name, organization=unit, address=one.address, code=code)
            alike.append(found)
            self.people.append(found)
        found.name_en = found.name_en or one.name_en
        found.title = found.title or one.title
        for name in ("organization_en", "title_en"):
            setattr(found, name, getattr(found, name) or getattr(one, name, ""))
        if phone is not None:
            found.phone = found.phone or phone.value or ""
            found.mail = found.mail or one.mail
            found.honorific = found.honorific or one.honorific
            found.roles.add("speaker" if one.gives_talk.value else "listener")
            found.rows.append(row)
            if one.talk_title and one.gives_talk.value is not False:
                found.talks.append(name_key(one.talk_title))
        else:
            found.roles.add(one.role.value)
            found.orders.append(order)
        self.of[id(one)] = found

    def _tell_apart(self):
        """Who shares name and organization is known by what else the file says of them."""
        for alike in self._by_name.values():
            plain = Counter(one.plain_key for one in alike)
            for one in alike:
                if plain[one.plain_key] > 1:
                    said = (digits_of(one.phone), one.mail, one.title, one.honorific)
                    one.apart = "\n".join(said).strip()


def says_otherwise(one: ReadPerson | ReadGuest, other: FilePerson) -> bool:
    """Whether a row of a list says something else of somebody than the rows before it did."""
    if not isinstance(one, ReadGuest) or not other.rows:
        return False
    pairs = (
        (digits_of(one.phone.value or ""), digits_of(other.phone)),
        (one.mail.casefold(), other.mail.casefold()),
        (one.title, other.title),
        (one.honorific, other.honorific),
    )
    return any(here and there and here != there for here, there in pairs)


def digits_of(phone: str) -> str:
    return "".join(filter(str.isdigit, phone))


def unit_of(one: ReadPerson | ReadGuest) -> str:
    unit = one.organization
    return unit if isinstance(unit, str) else unit.value or ""
