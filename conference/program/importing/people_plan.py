"""People: found by a guid, by one made of their ids before, or as the only one of their name here.

A person of the directory keeps their name; what was empty is filled where the importer may edit it.
"""

from collections import Counter
from functools import cached_property

from django.utils.translation import gettext as _

from conference.folding import fold
from conference.people.english_names import NameOrder
from conference.people.models import Person
from conference.people.pinyin import has_chinese, sort_name
from conference.program.importing.file import FilePerson
from conference.program.importing.people_in_file import in_two
from conference.program.importing.values import side_of, words
from conference.program.models import Participation, SessionRole

BLOCK = 500  # values in one query


class PeoplePlanner:
    def __init__(self, ledger, *, by):
        self.ledger, self.by = ledger, by
        self.conference = ledger.conference
        self.people = self.people_of_the_file()

    def people_of_the_file(self) -> dict:
        """{key: person}, the first that tells of their life before the first of all."""
        found: dict = {}
        for event in self.ledger.file.events:
            for person in event.people or ():
                if person.key not in found or not found[person.key].biography:
                    found[person.key] = person
        return found

    def plan(self) -> dict:
        """{key in the file: participation}, some of them new."""
        there = {
            p.person_id: p
            for p in self.ledger.rows(
                lambda: self.conference.participations.select_related("person__organization")
            )
        }
        self.by_name = {}
        for participation in there.values():
            for name in {words(participation.name.zh), words(participation.name.en)} - {""}:
                self.by_name.setdefault(name, []).append(participation)
        self.names = Counter(words(person.name) for person in self.people.values())
        guids = [guid for person in self.people.values() for guid in person.identities]
        self.persons = Person.objects.select_related("organization").known_as(guids)
        position = max((p.position for p in there.values()), default=0)
        self.claimed: set[int] = set()
        found, kept = {}, self.find()
        editable = self.editable(kept)
        for key, incoming in self.people.items():
            person = kept[key]
            is_new = person is None
            participation = None if is_new else there.get(person.pk)
            if is_new:
                person = Person(guid=incoming.key)
                values = {**names_of(incoming), **biography_values(person, incoming)}
            else:
                values = self.missing(person, incoming, participation)
                if values and person.pk not in editable:
                    self.ledger.plan.leftovers.note(
                        _("name or biography of a person whom other conferences share"),
                        incoming.name,
                    )
                    values = {}
            joins = not is_new and participation is None
            facts = _("known from the directory") if joins else ""
            was_computed = person.sort_name == person.make_sort_name()[:200]
            self.ledger.keep("people", person, values, is_new=is_new, joins=joins, facts=facts)
            if is_new or values:
                if was_computed or not person.sort_name:
                    person.sort_name = person.make_sort_name()[:200]
                person.search = person.make_search()
                person.family_name_first = person.decide_order()
            if participation is None:
                position += 1
                participation = Participation(
                    conference=self.conference, person=person, position=position
                )
                self.ledger.plan.new_rows[Participation].append(participation)
            found[key] = participation
        return found

    def find(self) -> dict:
        """{key: person or None}. First by the guid of the file, then by what else is known."""
        kept = {}
        for choose in (self.by_guid, self.by_made_guid, self.by_session, self.by_only_name):
            for key, incoming in self.people.items():
                if kept.get(key) is None:
                    person = choose(incoming)
                    kept[key] = person if person and person.pk not in self.claimed else None
                    if kept[key]:
                        self.claimed.add(person.pk)
        return kept

    def by_guid(self, incoming: FilePerson) -> Person | None:
        return self.persons.get(incoming.key)

    def by_made_guid(self, incoming):
        return next(filter(None, map(self.persons.get, incoming.identities[1:])), None)

    def by_session(self, incoming):
        """Of the same name on stage in the same session: another export of one system may write
        other ids, and only one of them the guid.
        """
        name = words(incoming.name)
        if name not in self.by_name:
            return None
        wanted = {
            guid
            for event in self.events_of[incoming.key]
            for guid in (*event.identities, *event.own_identities(self.conference.slug))
        }
        found = {
            id(participation): participation
            for participation in self.by_name[name]
            if wanted & self.on_stage.get(participation.pk, set())
        }
        return found.popitem()[1].person if len(found) == 1 else None

    @cached_property
    def events_of(self) -> dict:
        """{key of a person: the sessions of the file that name them}."""
        found: dict = {}
        for event in self.ledger.file.events:
            for person in event.people or ():
                found.setdefault(person.key, []).append(event)
        return found

    @cached_property
    def on_stage(self) -> dict[int, set]:
        """{id of a participation: guids of its sessions}; one query, asked when it is needed."""
        rows = self.ledger.rows(
            lambda: SessionRole.objects.filter(session__conference=self.conference).values_list(
                "participation", "session__guid"
            )
        )
        found: dict[int, set] = {}
        for participation, session in rows:
            found.setdefault(participation, set()).add(session)
        return found

    def by_only_name(self, incoming):
        """Two of one name are two people until somebody says otherwise."""
        name = words(incoming.name)
        same = self.by_name.get(name, [])
        if incoming.has_guid or len(same) != 1 or self.names[name] != 1:
            return None
        return same[0].person

    def missing(self, person, incoming, participation) -> dict:
        """What the file tells of a person that the directory does not know yet."""
        known = {words(person.name_zh), words(person.name_en)}
        if participation is not None:
            known |= {words(participation.name.zh), words(participation.name.en)}
        values = {}
        if words(incoming.name) not in known:
            is_known = person.name_zh if has_chinese(incoming.name) else person.name_en
            values = {} if is_known else names_of(incoming, person)
            if is_known and _parts(incoming.name) not in map(_parts, known):
                self.ledger.plan.leftovers.note(
                    _("another name of a person who is known here"), incoming.name
                )
        return values | biography_values(person, incoming)

    def editable(self, kept) -> set[int]:
        """Ids of the found people whose row the importer may edit; one query."""
        found = [person.pk for person in kept.values() if person is not None]
        if self.by is None or not found:
            return set(found)
        rows = Person.objects.editable_by(self.by)
        return {
            pk
            for start in range(0, len(found), BLOCK)
            for pk in rows.filter(pk__in=found[start : start + BLOCK]).values_list("pk", flat=True)
        }


def _parts(name) -> list[str]:
    """A name's words, whichever stands first."""
    return sorted(fold(name).split())


def names_of(incoming: FilePerson, person=None) -> dict:
    values = name_values(incoming.name, person)
    is_ours = incoming.name_is_rendering and "name_zh" in values
    return values | ({"name_zh_is_rendering": True} if is_ours else {})


def name_values(name, person=None) -> dict:
    """Of two names the Chinese one tells which word of the English one is the family's, whichever
    came first. Where none is (阿达, Ada Lovelace), the order stays as the file prints it.
    """
    values = {"name_zh": name} if has_chinese(name) else english_parts(name)
    name_zh = name if has_chinese(name) else person.name_zh if person else ""
    name_en = name if not has_chinese(name) else person.name_en if person else ""
    if not (has_chinese(name_zh) and " " in name_en) or (person and person.name_order_en):
        return values
    if person and person.pk and has_chinese(name):  # it is printed already, and stays as it is
        order = NameOrder.FAMILY_FIRST if person.family_name_first else NameOrder.GIVEN_FIRST
        return values | {"name_order_en": order}
    first, _space, rest = name_en.partition(" ")
    surname = sort_name(name_zh).partition(" ")[0]
    if first.casefold() == surname:
        return values | {"given_name_en": rest, "family_name_en": first}
    if name_en.casefold().endswith(f" {surname}"):
        return values
    return values | {"name_order_en": NameOrder.GIVEN_FIRST}


def english_parts(name) -> dict:
    given, family = in_two(name)
    return {"given_name_en": given, "family_name_en": family}


def biography_values(person, incoming) -> dict:
    text = incoming.biography
    if not text or person.biography_zh or person.biography_en:
        return {}
    return {f"biography_{side_of(text)}": text}


def in_blocks(manager, lookup, values):
    values = list(dict.fromkeys(values))
    for start in range(0, len(values), BLOCK):
        yield from manager.filter(**{lookup: values[start : start + BLOCK]})
