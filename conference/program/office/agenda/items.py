"""What the walk through a file collects: sessions that may still change, questions, leftovers."""

from dataclasses import dataclass, field

from conference.program.office.corrections import Corrections
from conference.program.office.meanings.one_person import Named
from conference.program.office.meanings.titles import Title
from conference.program.office.reading import (
    Certainty,
    Leftover,
    Read,
    ReadGuest,
    ReadPerson,
    ReadTable,
)

NOTHING = Read(None)


def guessed(value, address=""):
    return Read(value, address, Certainty.GUESSED)


@dataclass(eq=False, slots=True)
class Heading:
    """What stands above items. `is_named`: its words say what they are, or it is known by heart;
    `hours` are its own (start, end).
    """

    title: str
    address: str
    kind: str = ""
    is_named: bool = False
    hours: tuple[int | None, int | None] = (None, None)


@dataclass(eq=False, slots=True)
class Item:
    """A session on its way. `label` is what a column of sessions says of it, `table` where it
    stands; `seat` tells lanes of a table apart.
    """

    address: str
    title: Title
    kind: Read
    table: object = None
    seat: int = 0
    day: Read = NOTHING
    half: str = ""
    start: Read = NOTHING
    end: Read = NOTHING
    minutes: int | None = None
    room: Read = NOTHING
    people: list[ReadPerson] = field(default_factory=list)
    chairs: list[ReadPerson] = field(default_factory=list)  # of the heading above it
    is_cancelled: bool = False
    parent: "Item | None" = None
    label: str = ""
    label_cell: object = None
    doubts: frozenset = frozenset()
    minutes_each: int | None = None  # of the talks of a sub-forum
    counted_from: int | None = None  # where what stands above says when the first one begins
    code: str = ""
    key: str = ""  # names it in corrections
    track: Read = NOTHING
    heading: "Heading | None" = None  # the one that it stands below
    holder: "Item | None" = None  # a group's or sub-forum's: the item above, whose hours they share
    is_heading: bool = False  # made of one, of the items below it

    @property
    def has_chair(self):
        return any(person.role.value == "chair" for person in self.people)


@dataclass(slots=True)
class Ask:
    text: str
    fields: tuple[str, ...]
    items: list[Item] = field(default_factory=list)
    rows: tuple[int, ...] = ()
    address: str = ""
    is_void: bool = False  # what it asks about is gone


@dataclass(slots=True)
class Found:
    """Everything of one file."""

    items: list[Item] = field(default_factory=list)
    guests: list[ReadGuest] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    day_doubts: dict[str, tuple[str, str]] = field(default_factory=dict)  # day: (what, address)
    tables: list[ReadTable] = field(default_factory=list)
    corrections: Corrections = field(default_factory=Corrections)

    def ask(self, text, *fields, items=(), rows=(), address=""):
        self.asks.append(Ask(text, fields, list(items), tuple(rows), address))

    def leave(self, text, address, reason):
        self.leftovers.append(Leftover(" ".join(text.split())[:200], address, reason))


def person(named: Named, role: str, address: str, *, is_guess=False) -> ReadPerson:
    return ReadPerson(
        named.name,
        guessed(role, address) if is_guess else Read(role, address),
        address,
        organization=named.organization,
        title=named.title,
        name_en=named.name_en,
        is_guess=named.is_guess,
        organization_en=named.organization_en,
        title_en=named.title_en,
    )
