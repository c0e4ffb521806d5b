"""The published program as typed values: what templates, feeds and diffs read.

A release holds one JSON document (`drafting` makes it, its shape is written there); `read` turns it
into a `Program`. The preview of the draft goes the same way, so it cannot look different. Old
formats pass through the pure functions of UPGRADES first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from itertools import groupby
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from conference.bilingual import Text, label_in_both_languages
from conference.images import file_address, preview_size
from conference.program.models import (
    LinkKind,
)
from conference.program.release import fields
from conference.program.release.sections import Section
from conference.program.release.shapes import Document, Kept, Row, rows_of
from conference.program.release.values import (
    Committee,
    CommitteeMember,
    ConferenceFacts,
    Contact,
    Expected,
    Highlight,
    Host,
    Hotel,
    Link,
    Person,
    Picture,
    Role,
    Room,
    Session,
    Track,
)

FORMAT = 4

Made = TypeVar("Made")


def _with_venue_and_links(document: Kept) -> Kept:
    """Format 2 knows more of the venue and of what is shown after the conference."""
    nothing = {"report": ["", ""], "report_html": ["", ""]}
    return {
        **document,
        "format": 2,
        "conference": document["conference"] | nothing,
        "rooms": [room | {"directions": ["", ""]} for room in document["rooms"]],
        # Documents of the first days have none.
        "people": [{"organization_short_name": ["", ""]} | row for row in document["people"]],
        "sessions": [row | {"links": []} for row in document["sessions"]],
        **{section: [] for section in ("plans", "hotels", "contacts", "photos")},
    }


def _with_renderings(document: Kept) -> Kept:
    """Format 3 knows which Chinese titles and summaries are our own renderings."""
    sessions = [row | {"zh_is_rendering": False} for row in document["sessions"]]
    return {**document, "format": 3, "sessions": sessions}


def _with_committees(document: Kept) -> Kept:
    """Format 4 knows the conference's committees."""
    return {**document, "format": 4, "committees": []}


# format -> function from that format's document to the next one's. Never changed once released;
# tests/program/release/golden/ keeps one document of each.
UPGRADES: dict[int, Callable[[Kept], Kept]] = {
    1: _with_venue_and_links,
    2: _with_renderings,
    3: _with_committees,
}


class UnknownFormat(Exception):
    """The document was written by a newer Lectern than this one."""


@dataclass(frozen=True)
class Program:
    """The whole public conference. Every output of a release is made from one of these."""

    conference: ConferenceFacts
    hosts: tuple[Host, ...]
    highlights: tuple[Highlight, ...]
    rooms: tuple[Room, ...]
    tracks: tuple[Track, ...]
    people: tuple[Person, ...]
    expected: tuple[Expected, ...]  # of the whole conference
    sessions: tuple[Session, ...]  # top level, in order; items are in `talks` of theirs
    number: int  # of the release; 0 for a preview of the draft
    published_at: datetime | None
    hotels: tuple[Hotel, ...] = ()
    contacts: tuple[Contact, ...] = ()
    plans: tuple[Picture, ...] = ()
    photos: tuple[Picture, ...] = ()
    committees: tuple[Committee, ...] = ()
    # What each is found by, where the release was published with it: see `prepared`.
    search: dict[tuple[str, str], str] = field(repr=False, default_factory=dict)
    _by_code: dict[str, Session] = field(repr=False, default_factory=dict)

    @property
    def is_preview(self) -> bool:
        return self.number == 0

    @property
    def version(self) -> str:
        """The stamp that every output of one release carries: '3', or 'draft'."""
        return str(self.number) if self.number else "draft"

    def every_session(self) -> Iterator[Session]:
        """Sessions and, after each sub-forum or block, its items."""
        for session in self.sessions:
            yield session
            yield from session.talks

    def session(self, code: str) -> Session | None:
        return self._by_code.get(code)

    def parent_of(self, session: Session) -> Session | None:
        """The sub-forum or block that an item belongs to."""
        return self._by_code.get(session.parent_code) if session.parent_code else None

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What is made of the program once and lives as long as it: drawings, a search index."""
        return {}

    @cached_property
    def _people_by_code(self) -> dict[str, Person]:
        return {person.code: person for person in self.people}

    def person(self, code: str) -> Person | None:
        return self._people_by_code.get(code)

    def sessions_with_links(self) -> list[Session]:
        """Sessions and talks, in order, that have slides, a recording or another link."""
        return [session for session in self.every_session() if session.links]

    def room(self, slug: str) -> Room | None:
        return next((room for room in self.rooms if room.slug == slug), None)

    def track(self, slug: str) -> Track | None:
        return next((track for track in self.tracks if track.slug == slug), None)

    @property
    def has_times(self) -> bool:
        return any(session.is_timed for session in self.sessions)

    def days(self) -> list[tuple[date, list[Session]]]:
        """[(local day, its timed top-level sessions in order)]; days without any are left out."""
        by_day = groupby(self.sessions, key=lambda session: session.day)
        return [(day, list(group)) for day, group in by_day if day is not None]

    def untimed(self) -> list[list[Session]]:
        """Sessions without times, in order; those side by side (one parallel group) together."""
        groups: list[list[Session]] = []
        for session in self.sessions:
            if session.is_timed:
                continue
            last = groups[-1][0].parallel_group if groups else ""
            if session.parallel_group and session.parallel_group == last:
                groups[-1].append(session)
            else:
                groups.append([session])
        return groups

    def entries(self) -> list[Session]:
        """What calendars and feeds hold, in order: a sub-forum or block with timed items through
        them, any other timed session as itself; sessions without times are left out.
        """
        found = []
        for session in self.sessions:
            talks = [talk for talk in session.talks if talk.is_timed]
            found += talks or ([session] if session.is_timed else [])
        return sorted(found, key=lambda s: s.in_order)

    def roles_of(self, person: Person) -> list[tuple[Session, Role]]:
        """[(session, role)] of a person, in the order of the program."""
        return [
            (session, role)
            for session in self.every_session()
            for role in session.roles
            if role.person.code == person.code
        ]

    def now_and_next(self, at: datetime) -> tuple[list[Session], list[Session]]:
        """(sessions running at `at`, those that start next), planned and top level only."""
        moment = at.timestamp()
        planned = [s for s in self.sessions if s.is_timed and not s.is_cancelled]
        now = [s for s in planned if s.span[0] <= moment < s.span[1]]
        later = [s for s in planned if s.span[0] > moment]
        return now, [s for s in later if s.span[0] == later[0].span[0]]

    @property
    def over_at(self) -> datetime:
        """The local midnight after the last day, or later when something still runs then."""
        ends = (s.ends_at for s in self.sessions if s.ends_at and not s.is_cancelled)
        return max((self.conference.over_at, *ends), key=datetime.timestamp)

    def moments(self) -> list[datetime]:
        """When what is on changes: starts and ends of top-level sessions."""
        return [at for s in self.sessions for at in (s.starts_at, s.ends_at) if at]


def read(document: Kept, *, number: int = 0, published_at: datetime | None = None) -> Program:
    """The typed program of a release's document (number 0: of the draft). No query.

    Raises UnknownFormat for a document of a newer version.
    """
    document = upgraded(document)
    facts = fields.CONFERENCE.read(document["conference"], ConferenceFacts)
    rooms = {
        row["slug"]: fields.ROOM.read(row, Room, position=position)
        for position, row in enumerate(document["rooms"], start=1)
    }
    tracks = {row["slug"]: fields.TRACK.read(row, Track) for row in document["tracks"]}
    people = {row["code"]: fields.PERSON.read(row, Person) for row in document["people"]}
    reader = _SessionReader(document, facts.zone, rooms, tracks, people)
    sessions = tuple(sorted(reader.top_level(), key=lambda s: s.in_order))
    return Program(
        conference=facts,
        hosts=_every(fields.HOST, document, Host),
        highlights=_every(fields.HIGHLIGHT, document, Highlight),
        rooms=tuple(rooms.values()),
        tracks=tuple(tracks.values()),
        people=tuple(people.values()),
        expected=tuple(reader.expected_of(None)),
        sessions=sessions,
        number=number,
        published_at=published_at,
        hotels=_every(fields.HOTEL, document, Hotel),
        contacts=_every(fields.CONTACT, document, Contact),
        plans=tuple(_picture(fields.PLAN, row) for row in document["plans"]),
        photos=tuple(_picture(fields.PHOTO, row) for row in document["photos"]),
        committees=tuple(_committees(document)),
        search=_search(document),
        _by_code={s.code: s for top in sessions for s in (top, *top.talks)},
    )


def _every(section: Section, document: Document, made: type[Made]) -> tuple[Made, ...]:
    return tuple(section.read(row, made) for row in rows_of(document, section.name))


def _committees(document: Document) -> Iterator[Committee]:
    """Members who take part in the program lead to their page there."""
    codes = {row["person_guid"]: row["code"] for row in document["people"]}
    for row in document["committees"]:
        members = tuple(
            fields.MEMBER.read(member, CommitteeMember, code=codes.get(member["person_guid"], ""))
            for member in row["members"]
        )
        yield fields.COMMITTEE.read(row, Committee, members=members)


def _search(document: Document) -> dict[tuple[str, str], str]:
    """{(list, code or slug): prepared text} of the rows that have one."""
    found = {}
    for rows in ("sessions", "people", "rooms", "tracks"):
        for row in rows_of(document, rows):
            if "search" in row:
                found[rows, row.get("code") or row["slug"]] = row["search"]
            if "organization_search" in row:
                found["organizations", row["code"]] = row["organization_search"]
    return found


def upgraded(document: Kept) -> Document:
    """The document in today's format."""
    while document["format"] in UPGRADES:
        document = UPGRADES[document["format"]](document)
    if document["format"] != FORMAT:
        raise UnknownFormat(document["format"])
    return cast(Document, document)


def _picture(section: Section, row: Row) -> Picture:
    width, height = preview_size(row["width"], row["height"])
    return section.read(row, Picture, preview_width=width, preview_height=height)


def _link(row: Row) -> Link:
    return fields.LINK.read(
        row,
        Link,
        title=Text(*row["title"]) or kind_in_both_languages(row["kind"]),
        url=file_address(row["file"]) if row["file"] else row["url"],
        is_file=bool(row["file"]),
    )


@cache
def kind_in_both_languages(kind: str) -> Text:
    """The title of a link that was given none: what it is."""
    label = label_in_both_languages(LinkKind(kind).label)
    return Text(*(side[:1].upper() + side[1:] for side in label.as_list()))


class _SessionReader:
    def __init__(
        self,
        document: Document,
        zone: ZoneInfo,
        rooms: dict[str, Room],
        tracks: dict[str, Track],
        people: dict[str, Person],
    ):
        self.document, self.zone = document, zone
        self.rooms, self.tracks, self.people = rooms, tracks, people
        self.rows: list[Row] = document["sessions"]
        self.moments: dict[str, datetime] = {}

    def top_level(self) -> Iterator[Session]:
        talks: dict[str, list[Row]] = {}
        for row in self.rows:
            if row["parent"]:
                talks.setdefault(row["parent"], []).append(row)
        for row in self.rows:
            if not row["parent"]:
                room = self.rooms.get(row["room"])
                items = talks.get(row["code"], [])
                if row["is_plenary"]:  # and so is what it is made of
                    items = [item | {"is_plenary": True} for item in items]
                children = [self.session(item, room=room) for item in items]
                children.sort(key=lambda s: s.in_order)
                yield self.session(row, room=room, talks=tuple(children))

    def session(self, row: Row, *, room: Room | None, talks: tuple[Session, ...] = ()) -> Session:
        return fields.SESSION.read(
            row,
            Session,
            starts_at=self.moment(row["starts_at"]),
            ends_at=self.moment(row["ends_at"]),
            room=room,
            track=self.tracks.get(row["track"]),
            parent_code=row["parent"],
            roles=tuple(Role(self.people[r["person"]], r["role"]) for r in row["roles"]),
            sequence=row.get("sequence", 0),
            changed_at=self.moment(row.get("changed_at")),
            moved_from=self.moment(row.get("moved_from")),
            talks=talks,
            expected=tuple(self.expected_of(row["code"])),
            links=tuple(_link(link) for link in row["links"]),
        )

    def moment(self, text: str | None) -> datetime | None:
        """In the conference's zone; sessions that begin together share it."""
        if text and text not in self.moments:
            self.moments[text] = datetime.fromisoformat(text).astimezone(self.zone)
        return self.moments[text] if text else None

    def expected_of(self, code: str | None) -> Iterator[Expected]:
        for row in self.document["expected"]:
            if row["session"] == code:
                yield fields.EXPECTED.read(row, Expected, session_code=code, named=self.named(row))

    def named(self, row: Row) -> int:
        """How many are named: a session's people and those of its talks, or a category's."""
        if row["session"] is None:
            return sum(p.category == row["category"] for p in self.people.values())
        sessions = [r for r in self.rows if row["session"] in (r["code"], r["parent"])]
        return len({r["person"] for s in sessions for r in s["roles"] if r["role"] != "chair"})
