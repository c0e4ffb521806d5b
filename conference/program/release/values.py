"""What a program is made of, as people and feeds read it: a session, a person, a room, a link."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise

from conference.bilingual import Text, label_in_both_languages
from conference.models import Highlight as HighlightRow
from conference.people.models import AcademicTitle
from conference.program.models import (
    KINDS_WITHOUT_PEOPLE,
    PAUSES,
    Kind,
    LinkKind,
    Participation,
    SessionRole,
)
from conference.program.models import CommitteeMember as MemberRow

NO_TEXT = Text()
# Past midnight the evening goes on: what begins so soon after is still "today".
SAME_NIGHT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class ConferenceFacts:
    slug: str
    name: Text
    name_is_rendering: bool
    short_name: Text
    description_html: Text
    starts_on: date
    ends_on: date
    time_zone: str
    venue: Text
    address: Text
    city: Text
    directions_html: Text
    contact_email: str
    logo: str
    report_html: Text  # how it went, for when it is over

    @property
    def title(self) -> Text:
        """The short name, else the full one, each language on its own."""
        return Text(
            self.short_name.zh or self.name.zh,
            self.short_name.en or self.name.en,
            zh_is_rendering=self.name_is_rendering,
        )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def over_at(self) -> datetime:
        """The local midnight after its last day."""
        return datetime.combine(self.ends_on + timedelta(days=1), time(), self.zone)

    @property
    def days(self) -> list[date]:
        count = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=n) for n in range(count)]


@dataclass(frozen=True, slots=True)
class Host:
    role: str
    called: Text
    name: Text
    short_name: Text
    website: str
    logo: str


@dataclass(frozen=True, slots=True)
class Highlight:
    kind: str
    name: Text
    name_is_rendering: bool

    @property
    def kind_label(self) -> str | Promise:
        return HighlightRow.Kind(self.kind).label


@dataclass(frozen=True, slots=True)
class Room:
    guid: UUID
    slug: str
    name: Text
    floor: Text
    capacity: int | None
    position: int  # 1, 2, 3 ... in the order of the list of rooms
    directions: Text = NO_TEXT  # how to find it; the floor alone is `floor`


@dataclass(frozen=True, slots=True)
class Track:
    guid: UUID
    slug: str
    name: Text
    color: str


@dataclass(frozen=True, slots=True)
class Person:
    """A participation, as printed at this conference."""

    code: str
    guid: UUID
    person_guid: UUID
    name: Text
    name_is_rendering: bool
    academic_title: str
    title: Text
    organization: Text
    organization_short_name: Text
    biography_html: Text
    portrait: str
    website: str
    category: str
    sort_name: str

    @property
    def academic_title_label(self) -> str | Promise:
        return AcademicTitle(self.academic_title).label if self.academic_title else ""

    @property
    def category_label(self) -> str | Promise:
        return Participation.Category(self.category).label


@dataclass(frozen=True, slots=True)
class Role:
    person: Person
    role: str

    @property
    def label(self) -> str | Promise:
        return SessionRole.Role(self.role).label


@dataclass(frozen=True, slots=True)
class CommitteeMember:
    """Who sits in a committee, as printed there."""

    code: str  # of the person in the program; "" for one who has no part in it
    name: Text
    name_is_rendering: bool
    academic_title: str
    title: Text
    organization: Text
    organization_short_name: Text
    role: str
    own_role: Text

    @property
    def role_text(self) -> Text:
        return self.own_role or label_in_both_languages(MemberRow.Role(self.role).label)

    @property
    def academic_title_label(self) -> str | Promise:
        return AcademicTitle(self.academic_title).label if self.academic_title else ""


@dataclass(frozen=True, slots=True)
class Committee:
    guid: UUID
    kind: str
    name: Text
    members: tuple[CommitteeMember, ...]

    def by_role(self) -> list[tuple[Text, list[CommitteeMember]]]:
        """[(role, its members)] in the order set by hand; neighbors of one role stand together."""
        groups = groupby(self.members, key=lambda member: (member.role, member.own_role))
        found = [list(group) for _role, group in groups]
        return [(group[0].role_text, group) for group in found]


@dataclass(frozen=True, slots=True)
class Expected:
    """'16 experts': how many are expected and how many of them are named so far."""

    session_code: str | None
    category: str
    total: int
    named: int
    label: Text

    @property
    def to_be_announced(self) -> int:
        return max(self.total - self.named, 0)


@dataclass(frozen=True, slots=True)
class Link:
    """What belongs to a session and its speaker allowed: slides, a recording, a paper."""

    kind: str
    title: Text
    url: str  # absolute (http or https), or a path of this site when `is_file`
    is_file: bool = False

    @property
    def kind_label(self) -> str | Promise:
        return LinkKind(self.kind).label

    @property
    def absolute_url(self) -> str:
        return f"{settings.PUBLIC_URL}{self.url}" if self.is_file else self.url

    @property
    def exchange_type(self) -> str:
        """The kind in the words of schedule.json, which is among those that its schema allows."""
        return "media" if self.kind == LinkKind.RECORDING else self.kind


@dataclass(frozen=True, slots=True)
class Picture:
    """A plan of the venue, or a photo after the event; sizes are in pixels.

    `image` and `preview`, a smaller copy for pages, are stored names for the `media` filter.
    """

    image: str
    width: int
    height: int
    caption: Text
    preview: str
    preview_width: int
    preview_height: int


@dataclass(frozen=True, slots=True)
class Hotel:
    name: Text
    address: Text
    note: Text  # how far it is and how to get from there to the venue
    phone: str
    website: str

    @property
    def phone_uri(self) -> str:
        return phone_uri(self.phone)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the public may call or write to, with what for."""

    name: Text
    purpose: Text
    phone: str
    email: str

    @property
    def phone_uri(self) -> str:
        return phone_uri(self.phone)


def phone_uri(phone: str) -> str:
    """'+44 7700 900 123 ext. 12' as 'tel:+447700900123;ext=12' (RFC 3966), "" for none."""
    number, *extension = re.split(r"ext\.?|x|转", phone, maxsplit=1)
    digits = re.sub(r"[^0-9]", "", number)
    if not digits:
        return ""
    plus = "+" if number.startswith("+") else ""
    return f"tel:{plus}{digits}" + "".join(f";ext={part.strip()}" for part in extension)


@dataclass(frozen=True)
class Session:
    guid: UUID
    number: int
    code: str
    kind: str
    title: Text
    summary: Text
    abstract_html: Text
    language: str
    starts_at: datetime | None  # in the conference's zone
    ends_at: datetime | None
    room: Room | None  # the effective one: an item has that of its whole
    is_plenary: bool
    position: int
    parallel_group: str
    track: Track | None
    status: str
    seats: int | None
    parent_code: str | None
    roles: tuple[Role, ...]
    sequence: int
    changed_at: datetime | None
    moved_from: datetime | None = None  # when it was to begin in a release before
    talks: tuple["Session", ...] = ()
    expected: tuple[Expected, ...] = ()
    links: tuple[Link, ...] = ()  # those that may be shown, in their order

    @property
    def kind_label(self) -> str | Promise:
        return Kind(self.kind).label

    @property
    def is_cancelled(self) -> bool:
        return self.status == "cancelled"

    @property
    def is_timed(self) -> bool:
        return self.starts_at is not None

    @property
    def needs_people(self) -> bool:
        return self.kind not in KINDS_WITHOUT_PEOPLE

    @property
    def is_pause(self) -> bool:
        """A break, a meal, a photo, a sign-in: no session that a number of them counts."""
        return self.kind in PAUSES

    @property
    def waits_for_a_room(self) -> bool:
        """Whether people will look for a room that is not announced: not of a break, a plenary or
        what is cancelled.
        """
        return not (self.room or self.is_plenary or self.is_cancelled) and self.needs_people

    @property
    def day(self) -> date | None:
        """The local day it belongs to: the one on which it starts."""
        return self.starts_at.date() if self.starts_at else None

    @property
    def minutes(self) -> int | None:
        """How long it lasts, also on a night on which the clocks are set."""
        if not self.starts_at or not self.ends_at:
            return None
        return int((self.ends_at.timestamp() - self.starts_at.timestamp()) // 60)

    def people_in(self, *roles: str) -> list[Person]:
        return [r.person for r in self.roles if r.role in roles]

    @property
    def speakers(self) -> list[Person]:
        return self.people_in("speaker", "panelist", "guest-of-honor")

    @property
    def chairs(self) -> list[Person]:
        return self.people_in("chair")

    @property
    def span(self) -> tuple[float, float]:
        """(start, end) in seconds since 1970, infinite without times: what sessions are compared
        by. On one zone's clock the two 02:30 of a night would be the same.
        """
        if not self.starts_at or not self.ends_at:
            return (float("inf"), float("inf"))
        return (self.starts_at.timestamp(), self.ends_at.timestamp())

    @property
    def in_order(self) -> tuple[float, int, int]:
        """The one order of every list: by time, untimed ones last by position."""
        return (self.span[0], self.position, self.number)
