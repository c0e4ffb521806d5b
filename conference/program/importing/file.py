"""What a file says, in our terms. Nothing here has met the database yet."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from conference.bilingual import Text
from conference.program.importing.values import is_empty, line, made_guid

SHOWN_PLACES = 3
MAX_KINDS = 200  # of what is not taken; a file may invent as many as it has bytes


@dataclass(frozen=True)
class FileRoom:
    key: str  # what sessions point to: the guid where they carry it, else the name
    name: str
    guid: uuid.UUID | None = None
    capacity: int | None = None
    slug: str = ""
    floor: str = ""


@dataclass(frozen=True)
class FileTrack:
    key: str
    name: Text
    slug: str = ""
    color: str = ""


@dataclass(frozen=True)
class FilePerson:
    """`identities`: the guid of the file if it has one, then those made from its other ids."""

    name: str
    identities: tuple[uuid.UUID, ...]
    has_guid: bool
    biography: str = ""
    name_is_rendering: bool = False

    @property
    def key(self):
        return self.identities[0]


@dataclass(frozen=True)
class FileLink:
    title: str
    address: str
    kind: str  # slides | paper | recording | web


@dataclass(frozen=True)
class FileEvent:
    """A session of the file. `starts_at` is aware, or local to a zone that the file leaves open."""

    place: str
    identities: tuple[uuid.UUID, ...]
    has_guid: bool
    number: int | None
    code: str
    title: Text
    subtitle: Text
    kind: str  # '' for one that we do not know
    language: str
    starts_at: datetime
    minutes: int
    has_length: bool  # False when the file says that it lasts no time: `minutes` are ours
    room: str  # the key of a room; '' for none
    track: str
    summary: Text
    abstract: Text
    people: tuple[FilePerson, ...] | None  # None when the file does not speak of them
    links: tuple[FileLink, ...]
    is_cancelled: bool

    def own_identities(self, slug: str) -> list[uuid.UUID]:
        """Those of the conference `slug`, where another one has the session's already."""
        return [made_guid(str(guid), slug) for guid in self.identities]


@dataclass(frozen=True)
class Skipped:
    """A session that could not be taken: where it stands in the file, its title, and why."""

    place: str
    title: str
    reason: str

    def __str__(self):
        title = f" “{self.title}”" if self.title else ""
        return f"{self.place}{title}: {self.reason}"


@dataclass
class NotTaken:
    """Something that has no place here: how often it stood in the file, and where first."""

    what: str
    count: int = 0
    places: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Of further places than those named."""
        return self.count - len(self.places) if len(self.places) == SHOWN_PLACES else 0


class Leftovers(dict):
    """{what: NotTaken}, in the order in which they were met."""

    def note(self, what: str, place: str = "", count: int = 1) -> None:
        if what not in self and len(self) >= MAX_KINDS:
            what = _("content of further kinds")
        found = self.setdefault(what, NotTaken(what))
        found.count += count
        if place and place not in found.places and len(found.places) < SHOWN_PLACES:
            found.places.append(place)

    def note_others(self, row, known, told="%(key)s", place="", *, counts_lists=False) -> None:
        """What stands in a row beside what is read: `known`, its keys."""
        for key, value in row.items():
            if key not in known and not is_empty(value):
                count = len(value) if counts_lists and isinstance(value, list) else 1
                self.note(told % {"key": line(key, 40)}, place, count)

    def counts(self) -> dict[str, int]:
        return {what: found.count for what, found in self.items()}


@dataclass
class ScheduleFile:
    title: str
    names: Text  # the title by its languages
    version: str
    generator: str
    is_ours: bool
    starts_on: date
    ends_on: date
    zone: str  # '' when the file leaves it open
    offset_zone: str  # for a new conference: a zone of the file's offset, '' without one
    rooms: list[FileRoom]
    tracks: list[FileTrack]
    events: list[FileEvent]
    skipped: list[Skipped]
    leftovers: Leftovers
    notes: list[str]  # what was read in a way that somebody should know
