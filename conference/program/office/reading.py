"""What a file says: sessions, people, days, rooms, and what has to be asked; nothing is saved."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar


class Certainty(StrEnum):
    SURE = "sure"
    GUESSED = "guessed"
    UNKNOWN = "unknown"  # something stands there that is not understood
    SAID = "said"  # an organizer set it


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A value, where it stands in the file ('' where it follows from others), how sure it is."""

    value: T
    address: str = ""
    certainty: Certainty = Certainty.SURE

    @property
    def is_guess(self) -> bool:
        return self.certainty is Certainty.GUESSED


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """`role`: speaker, chair, panelist or guest."""

    name: str
    role: Read[str]
    address: str
    organization: str = ""
    title: str = ""
    name_en: str = ""
    is_guess: bool = False
    organization_en: str = ""  # where the file says it in both languages
    title_en: str = ""
    code: str = ""  # of the participant here: said by our own sheet alone


@dataclass(frozen=True, slots=True)
class ReadSession:
    """`order` counts from 1 in the running order. `day` is ISO, `--05-29` without a year; times are
    minutes since midnight. `parent` is the order of the sub-forum or block that it belongs to;
    `is_heading`: a block that is a heading of the file.
    """

    order: int
    address: str
    day: Read[str | None]
    start: Read[int | None]
    end: Read[int | None]
    kind: Read[str]
    title_zh: Read[str]
    title_en: Read[str]
    room: Read[str]
    people: tuple[ReadPerson, ...]
    parent: int | None = None
    is_cancelled: bool = False
    code: str = ""  # of the session here, where the file has it
    # None: the file does not say. Our own sheet names tracks that are ours: without an address.
    track: str | None = None
    track_address: str = ""
    # Said by our own sheet alone:
    is_plenary: bool | None = None
    parallel_group: str | None = None
    key: str = ""  # names it in corrections
    is_heading: bool = False

    @property
    def title(self) -> str:
        return self.title_zh.value or self.title_en.value


@dataclass(frozen=True, slots=True)
class ReadGuest:
    """A row of a guest list. `gives_talk` None: the list does not say."""

    row: int
    address: str
    name: str
    organization: Read[str]
    title: str
    phone: Read[str | None]
    gender: str | None
    sub_forum: Read[str | None]
    gives_talk: Read[bool | None]
    talk_title: str | None
    name_en: str = ""
    mail: str = ""
    key: str = ""  # names it in corrections
    honorific: str = ""  # "mr" or "ms", where the name says so
    organization_en: str = ""  # where the list says it in both languages
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be settled. `sessions` are orders, `rows` those of a list of people."""

    text: str
    fields: tuple[str, ...] = ()
    sessions: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A text that became nothing, and why."""

    text: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadTable:
    """Which column of a table was read as what: {column: role}. `place` is that of its header, or
    of its first row where it has none (`header_rows` 0).
    """

    place: str
    columns: dict[int, str]
    is_guests: bool = False
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """`heading`: the lines above the first table: the event, its place and days. `grids`,
    `tables` and `places` ({address: place}) are the file itself, to be shown beside what was read;
    `unused` numbers the corrections that found nothing.
    """

    file: str
    sessions: tuple[ReadSession, ...] = ()
    people: tuple[ReadGuest, ...] = ()
    days: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    sheets: tuple[str, ...] = field(default=())
    heading: tuple[str, ...] = field(default=())
    grids: tuple[Any, ...] = field(default=(), repr=False, compare=False)
    tables: tuple[ReadTable, ...] = field(default=(), compare=False)
    places: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    unused: tuple[int, ...] = field(default=(), compare=False)
    # Texts that are no part of the program, and that the conference has already.
    known: tuple[Leftover, ...] = field(default=(), compare=False)
