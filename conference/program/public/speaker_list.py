"""The list of speakers as a reader asks for it: `?order=name|organization&q=`."""

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from conference.bilingual import Text, active_side
from conference.folding import fold
from conference.people.pinyin import search_text, sort_name
from conference.program.public.filters import LONGEST_QUERY, Choice, TooLong, UnknownFilter
from conference.program.public.matching import Said
from conference.program.public.searching import index_of, words_of
from conference.program.release.document import Program
from conference.program.release.values import Person, Role, Session

NAME, ORGANIZATION = "name", "organization"
OTHER_LETTERS = "#"
MANY = 12  # people, from which on a bar of letters helps


@dataclass(frozen=True)
class Entry:
    """A person of the list with what they do at this conference."""

    person: Person
    roles: list[tuple[Session, Role]]


@dataclass
class Group:
    """People below one heading: a letter, an organization, or none."""

    key: str
    heading: str | Text = ""
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return isinstance(self.heading, Text)


@dataclass(frozen=True)
class SpeakerList:
    program: Program
    order: str = ""
    q: str = ""

    @classmethod
    def from_query(cls, program: Program, query) -> "SpeakerList":
        """Read a request's GET parameters. Raises UnknownFilter for an order that there is not."""
        order, q = query.get("order", ""), " ".join(query.get("q", "").split())
        if order not in ("", NAME, ORGANIZATION):
            raise UnknownFilter(
                _("Speakers can be listed by name or by organization, not in this order.")
            )
        if len(q) > LONGEST_QUERY:
            raise TooLong(
                _("The search text is too long. Use at most %(count)s characters.")
                % {"count": LONGEST_QUERY}
            )
        return cls(program, order, q)

    @property
    def orders(self) -> list[Choice]:
        """The links that choose another order, keeping the search."""
        labels = (("", _("As listed")), (NAME, _("By name")), (ORGANIZATION, _("By organization")))
        return [Choice(self._query(value), label, value == self.order) for value, label in labels]

    def _query(self, order):
        wanted = {name: value for name, value in (("order", order), ("q", self.q)) if value}
        return f"?{urlencode(wanted)}" if wanted else ""

    def people(self) -> list[Person]:
        """Those who match, in the conference's own order."""
        words = words_of(self.q)
        if not words:
            return list(self.program.people)
        index = index_of(self.program)
        said = {name: text for name, _people, text in index.organizations}
        return [
            person
            for person, text in index.people
            if Said.joined((text, said.get(person.organization, Said()))).says_all(words)
        ]

    def groups(self) -> list[Group]:
        """The people below their headings; one group without a heading in the manual order."""
        roles: dict[str, list] = {}
        for session in self.program.every_session():
            for role in session.roles:
                roles.setdefault(role.person.code, []).append((session, role))
        entries = [Entry(person, roles.get(person.code, [])) for person in self.people()]
        if self.order == NAME:
            return _by_letter(entries)
        if self.order == ORGANIZATION:
            return _by_organization(entries)
        return [Group("all", "", entries)] if entries else []


def _by_letter(entries):
    groups: dict[str, Group] = {}
    for entry in sorted(entries, key=lambda e: _sorted_by(e.person)):
        letter = letter_of(entry.person)
        key = "letter-other" if letter == OTHER_LETTERS else f"letter-{letter.lower()}"
        groups.setdefault(letter, Group(key, letter)).entries.append(entry)
    return sorted(groups.values(), key=lambda g: (g.heading == OTHER_LETTERS, g.heading))


def _sorted_by(person):
    # Folded here too: an older release keeps the accents of a sort name.
    return fold(person.sort_name) or sort_name(person.name.zh) or fold(person.name.en)


def letter_of(person: Person) -> str:
    """The letter that a person stands under: of the pinyin or the family name; '#' for others."""
    first = _sorted_by(person)[:1].upper()
    return first if "A" <= first <= "Z" else OTHER_LETTERS


def _by_organization(entries):
    groups: dict[str, Group] = {}
    for entry in entries:
        name = entry.person.organization
        found = groups.setdefault(str(name), Group("", name))
        found.entries.append(entry)
    rows = sorted(groups.items(), key=lambda row: (not row[0], _spelled(row[1].heading)))
    for number, (_name, group) in enumerate(rows, start=1):
        group.key = f"organization-{number}"
    return [group for _name, group in rows]


def _spelled(name: Text):
    """An organization's place among others: by pinyin in Chinese, by its letters in English."""
    shown = str(name)
    return fold(shown) if active_side() == "en" else _pinyin(shown)


@lru_cache(maxsize=2_000)
def _pinyin(shown):
    lines = search_text(shown).splitlines()  # as written, then its pinyin where it is Chinese
    return lines[min(1, len(lines) - 1)] if lines else ""
