"""Who the people of a file are: of the directory, new, or asked.

The same name at the same organization is the same person. Whoever is near (`likeness`) is asked
about with the candidates; nobody is taken for somebody else in silence. A person of the directory
keeps what it says of them; what this file says otherwise is printed here alone.
"""

import hmac
import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from conference.folding import organization_key
from conference.people.models import Organization, Person
from conference.program.entering.crowd import Crowd, FilePerson, digits_of
from conference.program.entering.decisions import NEW, Ask, Asker, Option
from conference.program.entering.directory import People, Somebody, Unit, Units, unit_of
from conference.program.entering.ledger import OfficeLedger
from conference.program.entering.memory import Memory
from conference.program.entering.talks import TalksOfAList
from conference.program.importing.people_in_file import longest_name
from conference.program.importing.people_plan import in_blocks, name_values
from conference.program.importing.plan import UNCHANGED
from conference.program.importing.values import side_of
from conference.program.models import ImportedRow, Participation

Category = Participation.Category
_KINDS = (
    (Organization.Kind.UNIVERSITY, r"大学|学院|学校|中学|universit|college|school"),
    (Organization.Kind.ENTERPRISE, r"公司|集团|出版社|企业|company|ltd|inc\b|corp|press|gmbh"),
    (Organization.Kind.INSTITUTE, r"研究院|研究所|科学院|实验室|institut|academy|laborator"),
    (Organization.Kind.ASSOCIATION, r"学会|协会|联盟|委员会|基金会|association|society|alliance"),
    (Organization.Kind.GOVERNMENT, r"厅$|局$|部$|政府|ministry|bureau|government"),
)
_LONGEST = 200  # characters of a title and of an organization's name


@dataclass
class Found:
    """Who a person of the file is; nobody (`participation` None) while `ask` is open."""

    participation: Participation | None = None
    is_new: bool = False  # in the directory
    ask: Ask | None = None


class PeoplePlanner:
    def __init__(self, ledger: OfficeLedger, asker: Asker, memory: Memory, *, by):
        self.ledger, self.asker, self.memory, self.by = ledger, asker, memory, by
        self.conference = ledger.conference
        rows = ledger.rows(
            lambda: self.conference.participations.select_related("person__organization")
        )
        self.here: dict[int, Participation] = {row.person_id: row for row in rows}
        self.position = max((row.position for row in rows), default=0)
        self.units = Units()
        self.directory = People(self.units, rows)
        self.found: dict[int, Found] = {}  # id of a FilePerson
        self.organizations: dict[int, Organization] = {}  # id of a Unit
        self.asked_units: dict[str, Ask] = {}  # one question for all who name it so
        self.units_of: dict[int, Unit] = {}  # id of a FilePerson: what was answered of its unit

    def plan(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.met_before = self.those_met_before(crowd)
        self.talks = TalksOfAList(self.conference, crowd, self.directory)
        chosen: list[tuple[FilePerson, Somebody | None, Unit | None, Ask | None]] = []
        met: dict[int, Somebody] = {}
        for one in crowd.people:
            if self.is_too_long(one):
                continue
            unit, unit_ask = self.unit(one)
            if unit is not None and unit_ask is not None:
                self.units_of[id(one)] = unit
            wanted = self.somebody(one, unit)
            somebody, ask = self.who(one, wanted, unit_ask)
            if somebody is None and ask is None:
                self.directory.add(wanted)
                somebody = wanted
            elif somebody is not None:
                somebody.learn(wanted)
            chosen.append((one, somebody, unit, ask))
            met[id(somebody)] = somebody
        self.load([one for one in met.values() if one and one.pk])
        self.load_units([unit for _one, _somebody, unit, _ask in chosen if unit and unit.pk])
        self.made: dict[int, Participation] = {}
        for one, somebody, unit, ask in chosen:
            self.take(one, somebody, unit, ask)

    def of(self, read) -> Found:
        one = self.crowd.of.get(id(read))
        return self.found.get(id(one), Found())

    def settled_unit(self, read) -> str:
        """The name of the organization that was answered to be somebody's; '' for no question."""
        unit = self.units_of.get(id(self.crowd.of.get(id(read))))
        return unit.name if unit else ""

    # --- organizations --------------------------------------------------------------------------

    def unit(self, one: FilePerson) -> tuple[Unit | None, Ask | None]:
        """The organization that is meant: None where there is none, or while it is open."""
        name = one.organization
        if not name:
            return None, None
        key = organization_key(name)
        same = self.units.by_key.get(key, [])
        if len(same) == 1:
            return same[0], None
        near = same or self.units.near(name)
        if not near:
            return self.new_unit(one), None
        options = {unit.value: unit for unit in near}
        ask = self.asked_units.get(key)
        if ask is None:
            ask = self.asker.ask(
                "organization", [key],
                _("Is “%(name)s” one of these organizations?") % {"name": name},
                address=one.address,
                options=[
                    *(Option(value, unit.name) for value, unit in options.items()),
                    Option(NEW, _("A new organization: %(name)s") % {"name": name}),
                ],
                sessions=tuple(sorted(set(one.orders))), rows=tuple(one.rows),
            )  # fmt: skip
            self.asked_units[key] = ask
        if ask.answer == NEW:
            return self.new_unit(one), ask
        return options.get(ask.answer), ask

    def new_unit(self, one: FilePerson) -> Unit:
        unit = unit_of(filter(None, (one.organization, one.organization_en)))
        self.units.add(unit)
        return unit

    def organization(self, unit: Unit | None) -> Organization | None:
        """The row of an organization that a new person belongs to."""
        if unit is None:
            return None
        if id(unit) not in self.organizations:
            names = {f"name_{side_of(name)}": name[:_LONGEST] for name in reversed(unit.names)}
            row = Organization(kind=kind_of(unit.name), **names)
            row.sort_name = row.make_sort_name()[:200]
            row.search = row.make_search()
            self.ledger.keep("organizations", row, {}, is_new=True)
            self.organizations[id(unit)] = row
        return self.organizations[id(unit)]

    # --- persons --------------------------------------------------------------------------------

    def is_too_long(self, one) -> bool:
        most = longest_name(one.name)
        if not most or len(one.name) <= most:
            return False
        text = _("a name longer than %(number)s characters") % {"number": most}
        self.ledger.leave(one.name[:100], one.address, text)
        return True

    def somebody(self, one: FilePerson, unit) -> Somebody:
        if unit is None and one.organization:
            unit = unit_of([one.organization])
        return Somebody(
            one.names, f"same:{one.key}", unit, one.title,
            phone=digits_of(one.phone), address=one.address,
        )  # fmt: skip

    def who(self, one, wanted, unit_ask) -> tuple[Somebody | None, Ask | None]:
        """(who it is, what is asked); neither for somebody who is new beyond doubt."""
        if one.code and (coded := self.directory.by_code.get(one.code)):
            return coded, None
        if met := self.met_before.get(one.key):
            return met, None  # whoever it was decided to be
        same = self.directory.named(*one.names)
        keys = wanted.unit_keys
        exact = [other for other in same if keys and keys & other.unit_keys]
        if not exact:
            # A bare name is that of the one who takes part already; so is one that stood bare.
            here = [other for other in same if other.is_here or not other.pk]
            if len(here) == 1 and (not keys or not here[0].unit_keys):
                exact = here
        sure = exact
        if one.apart:  # the file names several so: only who is said the same of is meant
            sure = [other for other in exact if not wanted.contradicts(other)]
        if len(sure) == 1:
            return sure[0], None
        near = exact or self.directory.near(wanted)
        near += [other for other in self.talks.near(one, wanted) if other not in near]
        if not near:
            return None, None
        options = {other.value: other for other in near}
        ask = self.asker.ask(
            "person", [one.key], self.sentence(one, near), address=one.address,
            options=[
                *(Option(other.value, label(other), self.detail(other, one)) for other in near),
                Option(NEW, _("Somebody else: a new person")),
            ],
            sessions=tuple(sorted(set(one.orders))), rows=tuple(one.rows),
        )  # fmt: skip
        if ask.answer == NEW:
            return None, None
        return options.get(ask.answer), ask

    def those_met_before(self, crowd: Crowd) -> dict[str, Somebody]:
        """{key of a person of the file: who that was in an earlier version}, also where two were
        made one since. Two queries more where somebody is not among the participants any more.
        """
        found, elsewhere = {}, {}
        for one in crowd.people:
            here = self.memory.guid_of(ImportedRow.Kind.PERSON, one.key)
            person = self.memory.of(ImportedRow.Kind.PERSON, one.key).get("person")
            if met := self.directory.by_participation.get(str(here)):
                found[one.key] = met
            elif person:
                elsewhere[one.key] = UUID(person)
        if elsewhere:
            rows = Person.objects.known_as(elsewhere.values())
            for key, guid in elsewhere.items():
                if guid in rows and (
                    met := self.directory.by_value.get(f"person:{rows[guid].guid}")
                ):
                    found[key] = met
        return found

    def sentence(self, one, near) -> str:
        who = f"{one.name} · {one.organization}" if one.organization else one.name
        if any(other.pk for other in near):
            return _("Is %(name)s somebody whom the directory knows?") % {"name": who}
        return _("Is %(name)s the same person as another one of this file?") % {"name": who}

    def detail(self, other, one) -> str:
        if other in self.talks.speakers_of(one):
            return _("gives this talk in the agenda")
        if not other.pk:
            return _("in this file, %(cell)s") % {"cell": other.address}
        return _("takes part already") if other.is_here else _("known from the directory")

    def load(self, somebodies) -> None:
        """The rows of those who were found and do not take part yet."""
        wanted = [one.pk for one in somebodies if one.pk not in self.here]
        rows = in_blocks(Person.objects.select_related("organization"), "pk__in", wanted)
        self.persons = {row.pk: row for row in rows}

    def load_units(self, units) -> None:
        """The rows of the organizations that new people may be of."""
        rows = in_blocks(Organization.objects, "pk__in", [unit.pk for unit in units])
        for row in rows:
            self.organizations[id(self.units.by_pk[row.pk])] = row

    def shows(self, one: FilePerson) -> bool:
        """Whether the public sees them without a session."""
        return self.asker.decisions.show_guests or not is_guest(one)

    # --- what is written of them ----------------------------------------------------------------

    def take(self, one: FilePerson, somebody, unit, ask) -> None:
        if somebody is None:
            self.found[id(one)] = Found(ask=ask)
            return
        is_new = somebody.pk is None
        if id(somebody) in self.made:  # the file names them in two ways
            self.found[id(one)] = Found(self.made[id(somebody)], is_new, ask)
            return
        participation = self.here.get(somebody.pk)
        if participation is None:
            participation = self.join(one, somebody, unit, is_new)
        else:
            self.ledger.plan.count("people", UNCHANGED)
            self.ledger.plan.count("participants", UNCHANGED)
        self.made[id(somebody)] = participation
        self.print_as_said(one, participation, unit)
        self.found[id(one)] = Found(participation, is_new, ask)

    def join(self, one, somebody, unit, is_new) -> Participation:
        person = self.new_person(one, unit) if is_new else self.persons[somebody.pk]
        self.position += 1
        participation = Participation(
            conference=self.conference, person=person, position=self.position,
            category=category_of(one.roles),
            is_listed_alone=is_guest(one), is_shown=self.shows(one),
        )  # fmt: skip
        facts = " · ".join(filter(None, (one.organization, one.title)))
        if not is_new:
            facts = _("known from the directory")
        self.ledger.join(participation, is_new_person=is_new, facts=facts)
        return participation

    def new_person(self, one, unit) -> Person:
        values = {}
        person = Person(organization=self.organization(unit))
        for name in one.names:
            values |= name_values(name, person)
            for field, value in values.items():
                setattr(person, field, value[: Person._meta.get_field(field).max_length])
        for title in filter(None, (one.title_en, one.title)):
            setattr(person, f"position_{side_of(title)}", title[:_LONGEST])
        person.sort_name = person.make_sort_name()[:200]
        person.search = person.make_search()
        person.family_name_first = person.decide_order()
        return person

    def print_as_said(self, one, participation, unit) -> None:
        """What the file says of somebody and the directory does not, as it is printed here."""
        said = self.memory.of(ImportedRow.Kind.PERSON, one.key)
        mine = self.memory.own(ImportedRow.Kind.PERSON, one.key)
        now: dict[str, list[str]] = {"title": [one.title, one.title_en]}
        person, values = participation.person, {}
        own = person.organization
        keys = set(unit.keys) if unit else {organization_key(one.organization)}
        names = {own.name_zh, own.name_en, own.short_name_zh, own.short_name_en} if own else set()
        known = {organization_key(name) for name in names if name}
        same_words = organization_key(one.organization) in known
        if one.organization and not same_words and (not keys & known or unit):
            now["organization"] = [one.organization, one.organization_en]
        elif own and not own.name_en:
            now["organization"] = [one.organization_en]
        told = {}
        for what, texts in now.items():
            for text in filter(None, texts):
                text, side = text[:_LONGEST], side_of(text)
                column, effective = f"printed_{what}_{side}", getattr(participation, what)
                here, name = getattr(effective, side), what if side == "zh" else f"{what}_en"
                told[name] = text
                before = text if mine.get(name) == text else said.get(name)
                values |= self.decide(participation, column, here, text, before, one)
        if is_guest(one) and self.shows(one) and not participation.is_shown:
            values["is_shown"] = True
        if one.name_en and not participation.name.en:
            values["printed_name_en"] = one.name_en[:120]
        private = {"phone": one.phone[:40], "email": one.mail if "@" in one.mail else ""}
        for what, text in private.items():
            column = f"contact_{what}"
            there = getattr(participation, column)
            is_news = not there or (
                secret(there) == said.get(what) and secret(text) != mine.get(what)
            )
            if text and text != there and is_news:
                values[column] = text
        self.ledger.print(participation, values)
        told |= {name: secret(text) for name, text in private.items() if text}
        told["person"] = str(participation.person.guid)
        # What this file does not say, or says as before, is no news: what another one said holds.
        news = {n: text for n, text in told.items() if n not in said or mine.get(n) != text}
        holds = said | news
        self.memory.keep(
            ImportedRow.Kind.PERSON, one.key, holds,
            own=told if holds != told else None, guid=participation.guid,
        )  # fmt: skip

    def decide(self, participation, column, here, text, before, one) -> dict:
        """{column: text} where the file says something else than what is printed now."""
        if text == here:
            return {}
        if before is not None and before != here:
            self.ledger.stays(participation, column, here, text, one.address)
            return {}
        if before == text:
            self.ledger.stays(participation, column, here, text, one.address)
            return {}
        return {column: text}


def label(one: Somebody) -> str:
    name = " ".join(one.names[:2])
    return " · ".join(filter(None, (name, one.unit.name if one.unit else "", one.title)))


def is_guest(one: FilePerson) -> bool:
    """Of a list alone, and without a talk."""
    return not one.orders and "speaker" not in one.roles


def kind_of(name: str) -> str:
    for kind, shape in _KINDS:
        if re.search(shape, name, re.I):
            return kind
    return Organization.Kind.OTHER


def category_of(roles: set[str]) -> str:
    if roles & {"speaker", "panelist"}:
        return Category.SPEAKER
    return Category.CHAIR if "chair" in roles else Category.GUEST


def secret(text: str) -> str:
    """What tells that a private text is still the same, and nothing else."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"imported:{text}".encode(), "sha256").hex()[:16]
