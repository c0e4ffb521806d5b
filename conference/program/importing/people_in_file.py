"""The people of a file: one person stays one, whichever of their ids a row carries."""

from django.utils.translation import gettext as _

from conference.bilingual import RENDERING
from conference.folding import fold, unmarked
from conference.markdown import without_margins
from conference.people.pinyin import has_chinese
from conference.program.importing import limits, values
from conference.program.importing.file import FilePerson, Leftovers
from conference.program.importing.html import to_words
from conference.program.importing.marked import MarkedTexts
from conference.program.importing.refusal import ImportRefused
from conference.program.importing.shapes import list_of, object_of
from conference.program.importing.values import guid, line, made_guid
from conference.program.release.texts import plain

PERSON_KEYS = {"guid", "id", "code", "name", "public_name", "full_public_name", "biography"}
LONGEST_NAME = 60


class PeopleReader:
    def __init__(self, origin: str, leftovers: Leftovers, marked: MarkedTexts):
        self.origin, self.leftovers, self.marked = origin, leftovers, marked
        self.guids: dict = {}  # (kind of id, id, name) -> guid, of rows that have both
        self.names: dict = {}  # (kind of id, id) -> the names that it stands for
        self.names_of_guid: dict = {}  # guid -> the names that it stands for, folded

    def learn(self, rows):
        """Look through all rows first: a person may have a guid in one session alone, and a file
        that was made of several has an id twice.
        """
        for row in rows:
            for person in self.rows_of(row.event, row.place):
                own, name = guid(person.get("guid")), name_of(person)
                if own and name:
                    self.names_of_guid.setdefault(own, set()).add(fold(name))
                for key in self.keys_of(person):
                    self.names.setdefault(key, set()).add(name)
                    if own:
                        self.guids.setdefault((*key, name), own)

    def rows_of(self, event, place):
        rows = list_of(event.get("persons") or [], f"{place}, persons")
        if len(rows) > limits.MAX_PEOPLE:
            raise ImportRefused(
                _("%(place)s has more than %(number)s people.")
                % {"place": place, "number": limits.MAX_PEOPLE}
            )
        return [
            {"name": row} if isinstance(row, str) else object_of(row, f"{place}, persons")
            for row in rows
        ]

    def keys_of(self, person):
        """Ids of the other system, the steadiest first. -1 is what some write for none."""
        for kind in ("code", "id"):
            found = line(person.get(kind), 40)
            if found not in ("", "-1"):
                yield kind, found

    def of(self, event, place) -> tuple[FilePerson, ...]:
        """Each person once, in order."""
        found = {}
        for row in self.rows_of(event, place):
            person = self.person(row, place)
            if person is not None:
                found.setdefault(person.key, person)
        return tuple(found.values())

    def person(self, row, place) -> FilePerson | None:
        name = name_of(row)
        if not name:
            return None
        if (longest := longest_name(name)) and len(name) > longest:
            self.leftovers.note(
                _("person with a name longer than %(number)s characters") % {"number": longest},
                place,
            )
            return None
        for key, value in row.items():
            if key not in PERSON_KEYS and not values.is_empty(value):
                self.leftovers.note(_("person: %(key)s") % {"key": line(key, 40)}, place)
        keys = list(self.keys_of(row))
        own = guid(row.get("guid")) or next(
            (self.guids[*key, name] for key in keys if (*key, name) in self.guids), None
        )
        made = [
            # An id of several people is theirs together with their name.
            made_guid(
                self.origin, "person", key, *([name] if len(self.names[kind, key]) > 1 else [])
            )
            for kind, key in keys
        ]
        if own and self.is_of_several(own):
            # A guid of several people is theirs together with their name.
            made, own = [made_guid(str(own), unmarked(name)), *made], None
        if not made:
            made = [made_guid(self.origin, "person", name)]
        return FilePerson(
            name=name,
            identities=((own, *made) if own else tuple(made)),
            has_guid=own is not None,
            biography=self.biography(row, place),
            name_is_rendering=values.is_rendering(row.get("name")),
        )

    def is_of_several(self, own) -> bool:
        """Whether a guid stands for several names; one in Chinese and one in Latin letters may be
        those of one person.
        """
        chinese = sum(map(has_chinese, names := self.names_of_guid.get(own, ())))
        return chinese > 1 or len(names) - chinese > 1

    def biography(self, row, place) -> str:
        text = row.get("biography")
        if not isinstance(text, str):
            return ""
        text = without_margins(plain(text[:100_000]))
        return without_margins(self.marked.to_markdown(text, place)[:10_000])


def longest_name(name) -> int:
    """A name in Latin letters has two parts to stand in."""
    return LONGEST_NAME if has_chinese(name) or not any(in_two(name)) else 2 * LONGEST_NAME + 1


def in_two(name) -> tuple[str, str]:
    """(given, family), the family the last word, or more where the rest would be too long."""
    given, _space, family = name.rpartition(" ")
    if len(given) > LONGEST_NAME:
        given, _space, _rest = name[: LONGEST_NAME + 1].rpartition(" ")
        family = name[len(given) :].strip()
    return (given, family) if max(len(given), len(family)) <= LONGEST_NAME else ("", "")


def name_of(row) -> str:
    for key in ("public_name", "full_public_name", "name"):
        if name := line(row.get(key), 1_000):
            return " ".join(to_words(name).split()).removesuffix(RENDERING)
    return ""
