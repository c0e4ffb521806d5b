"""Many people at once, from pasted lines: name, organization, title. Near ones are asked about, by
the rules of the dialog that adds one.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from conference.folding import organization_key
from conference.history import create_rows
from conference.people.dialog_forms import LONGEST_PART, Question
from conference.people.doubles import (
    MOST_ASKED,
    NearRow,
    known_organizations,
    known_people,
)
from conference.people.identities import ToldApart
from conference.people.making import (
    in_its_side,
    kind_of,
    names_of_organization,
    names_of_person,
    someone_called,
)
from conference.people.models import Organization, Person
from conference.people.near import DISTANCE, Near, SomeOrganization

MOST_LINES = 100
LONGEST = 200  # characters of an organization, of a title
_MARKS = re.compile(r"\s*[\t,，;；|]\s*")
_SPACES = re.compile(r"[ \u3000]+")
_NUMBER = re.compile(r"^\s*(?:\d{1,3}\s*[.、．)）]|[-•·])\s*")
_ONE_SIGN = re.compile(r"[\u3400-\u9fff]")


@dataclass
class Line:
    """One person of the paste. `person` is somebody of the directory; a new one is made where it is
    None, `wrong` is empty and no question is open.
    """

    name: str
    organization: str = ""
    title: str = ""
    wrong: str = ""
    person: Person | None = None
    asked: Question | None = None
    employer: Question | None = None
    takes_part: bool = False  # where they would be added

    @property
    def is_open(self) -> bool:
        questions = (self.asked, self.employer)
        return not self.wrong and any(q and not q.is_answered for q in questions)

    @property
    def settled(self) -> list[Question]:
        """What was answered of this line, to be sent once more with the rest."""
        questions = (self.asked, self.employer)
        return [q for q in questions if q and q.name and q.answer and q.is_answered]

    @property
    def is_new(self) -> bool:
        return not (self.wrong or self.is_open or self.person)


def read_lines(text: str) -> list[Line]:
    """'王泉，东北大学，教授', the cells of a sheet, or words with spaces between."""
    found = []
    for written in text.splitlines():
        said = _NUMBER.sub("", written).strip()
        if said:
            parts = [part.strip() for part in _MARKS.split(said, maxsplit=2)]
            found.append(Line(*(parts if len(parts) > 1 else _by_spaces(said))))
    return found


def _by_spaces(said: str) -> list[str]:
    """'王　泉 东北大学 教授'; an English line without a mark between is a name alone."""
    words = _SPACES.split(said)
    if not _ONE_SIGN.search(words[0]):
        return [said]
    if len(words) > 1 and len(words[0]) == len(words[1]) == 1:  # spread out, as in print
        words[:2] = ["".join(words[:2])]
    return [*words[:2], " ".join(words[2:])] if len(words) > 2 else words


@dataclass
class Many:
    """The lines of a paste held against the directory. `answers` are those of the page's form, a
    QueryDict. Five queries, whatever the number of lines.
    """

    lines: list[Line]
    answers: object
    _employers: dict = field(default_factory=dict)

    def __post_init__(self):
        people, units = known_people(), known_organizations()
        for line in self.lines[:MOST_LINES]:
            line.wrong = _why_not(line)
        for line in self.lines[MOST_LINES:]:
            line.wrong = _("A paste has at most %(n)d lines.") % {"n": MOST_LINES}
        sound = [line for line in self.lines if not line.wrong]
        near_units = {
            typed: _nearest(units.near(SomeOrganization((typed,))))
            for typed in {line.organization for line in sound} - {""}
        }
        rows = Organization.objects.in_bulk({k for near in near_units.values() for k, _how in near})
        for typed, near in near_units.items():
            self._employers[typed] = self.employer(typed, [NearRow(rows[k], h) for k, h in near])
        near_people = {id(line): self.near(line, people) for line in sound}
        keys = {key for near in near_people.values() for key, _how in near}
        rows = Person.objects.select_related("organization").in_bulk(keys)
        seen: set = set()
        for line in sound:
            self.settle(line, [NearRow(rows[k], how) for k, how in near_people[id(line)]], seen)

    @property
    def is_open(self) -> bool:
        return any(line.is_open for line in self.lines)

    @property
    def may_be_made(self) -> bool:
        return not (self.is_open or self.has_mistakes)

    @property
    def has_mistakes(self) -> bool:
        return any(line.wrong for line in self.lines)

    def employer(self, typed, near) -> Question:
        same = [found for found in near if found.near == Near.SAME]
        if len(same) == 1:
            return Question("", typed, same, str(same[0].row.pk))
        return self.question("organization", typed, near)

    def near(self, line, people) -> list[tuple]:
        unit = self._employers.get(line.organization)
        employer = unit.chosen if unit else None
        someone = someone_called(line.name, organization=employer.pk if employer else None)
        return _nearest(people.near(someone), organization=someone.organization)

    def settle(self, line, near, seen) -> None:
        line.employer = self._employers.get(line.organization)
        employer = line.employer and line.employer.chosen
        same = [f for f in near if f.near == Near.SAME and employer
                and f.row.organization_id == employer.pk]  # fmt: skip
        if len(same) == 1:
            line.asked = Question("", line.name, same, str(same[0].row.pk))
        else:
            line.asked = self.question("is", f"{line.name} {line.organization}", near)
        line.person = line.asked.chosen
        one = line.person.pk if line.person else (line.name, line.organization)
        if one in seen:
            line.wrong = _("This person stands in the lines twice.")
        seen.add(one)

    def question(self, what, about, near) -> Question:
        name = f"{what}-{digest(about)}"
        asked = set(self.answers.getlist(f"{name}-asked"))
        return Question(name, about, near, self.answers.get(name, ""), asked)

    def make(self) -> list[tuple[Line, Person]]:
        """Everybody who is no mistake, new ones made with the organizations that they need. Call it
        in a transaction while nothing `is_open`. Four queries for new organizations, four for new
        people, and one for each who was told apart from somebody near.
        """
        units = self.make_organizations()
        wanted = [line for line in self.lines if not line.wrong]
        new = []
        for line in wanted:
            if line.person is None:
                employer = units.get(line.organization)
                row = Person(
                    organization=employer,
                    **names_of_person(line.name),
                    **in_its_side("position", line.title),
                )
                row.prepare()
                new.append(row)
        made = iter(create_rows(Person, new) if new else ())
        found = []
        for line in wanted:
            person = line.person or next(made)
            if line.person is None:
                ToldApart.objects.tell(person, [near.row for near in line.asked.near])
            found.append((line, person))
        return found

    def make_organizations(self) -> dict[str, Organization]:
        """{as typed: its organization} of the lines that need one."""
        needed = {li.organization for li in self.lines if li.is_new and li.organization}
        chosen = {typed: self._employers[typed].chosen for typed in needed}
        new = {}
        for typed in sorted(typed for typed, unit in chosen.items() if unit is None):
            key = organization_key(typed)
            if key not in new:
                new[key] = Organization(kind=kind_of(typed), **names_of_organization(typed))
                new[key].prepare()
        made = create_rows(Organization, list(new.values())) if new else []
        by_key = dict(zip(new, made, strict=True))
        for typed, unit in chosen.items():
            if unit is None:
                chosen[typed] = by_key[organization_key(typed)]
                near = self._employers[typed].near
                ToldApart.objects.tell(chosen[typed], [found.row for found in near])
        return chosen


def printed_over(line: Line, person: Person) -> dict[str, str]:
    """What a line says otherwise than the directory does of somebody chosen: printed so here."""
    if line.person is None:
        return {}
    found, unit = {}, person.organization
    if line.title and line.title not in (person.position_zh, person.position_en):
        found |= in_its_side("printed_title", line.title)
    known = {unit.name_zh, unit.name_en, unit.short_name_zh, unit.short_name_en} if unit else set()
    if line.organization and organization_key(line.organization) not in map(
        organization_key, known
    ):
        found |= in_its_side("printed_organization", line.organization)
    return found


def digest(text: str) -> str:
    """A short name of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _why_not(line: Line) -> str:
    if any(len(part) > LONGEST_PART for part in names_of_person(line.name).values()):
        return _("A part of the name is longer than 60 characters. Shorten it.")
    if max(len(line.organization), len(line.title)) > LONGEST:
        return _("An organization or a title has at most %(n)d characters.") % {"n": LONGEST}
    if not any(c.isalpha() for c in line.name):
        return _("This is no name.")
    return ""


def _nearest(found: Iterable[tuple], *, organization=None) -> list[tuple]:
    """[(key, how near)], the nearest first, those of the same organization before others."""
    best: dict = {}
    for known, how in found:
        rank = (DISTANCE[how], organization is not None and known.organization != organization)
        if known.key not in best or rank < best[known.key][0]:
            best[known.key] = (rank, how)
    keys = sorted(best, key=lambda key: best[key][0])[:MOST_ASKED]
    return [(key, best[key][1]) for key in keys]
