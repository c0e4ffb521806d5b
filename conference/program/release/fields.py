"""What each section of a release is made of, once.

    row --given--> document --read--> typed value (`document`)
     ^                 |
     +----restored-----+----shown---> a change as people read it (`diff`)

`drafting`, `document`, `draft_writing`, `diff`, `sequence` and `public_changes` go through these
sections, so that between a row and its page a new field is written down here alone. Each concrete
column of a drafted model stands in its section or is named private there, with the reason;
tests/program/test_fields.py asks for that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from dataclasses import fields as attributes_of
from functools import cache, cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.bilingual import Text
from conference.models import Conference, Contact, Highlight, Hotel, Photo, Room, Track, VenuePlan
from conference.people.models import HostRole, Organization, Person
from conference.program.models import (
    ExpectedTotal,
    Participation,
    Session,
    SessionLink,
    SessionRole,
)
from conference.program.release.shapes import (
    DAY,
    FILE,
    GUID,
    HTML,
    LANGUAGE,
    MOMENT,
    PLAIN,
    TEXT,
    NamedShape,
    Names,
    RowsShape,
    Shape,
    TextShape,
    choice_in_both_languages,
    file_mark,
    listed,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One key of a section's rows, and what a change of it means."""

    name: str
    shape: Shape = PLAIN
    # Of the row: an attribute, dotted where it is one of another row; or a function of the row.
    source: str | Callable[[models.Model], Any] = ""
    # Where it is kept, when that does not follow from the source; dotted likewise.
    columns: tuple[str, ...] | None = None
    is_restored: bool = True  # else it follows from others, or stands in the directory
    is_compared: bool = True  # else it is counted, or follows from others
    is_told: bool = True  # else only organizers read of a change
    in_calendars: bool = False  # a change renews the entries of sessions that tell it
    moves: bool = False  # a change is told as a move
    label: Any = ""  # when that of its column does not say what readers see
    told_as: str = ""  # its name in a list of changes, where the plain one means something else
    absent: Any = None  # what a release says that was made before this field

    @property
    def path(self) -> str:
        return self.source if isinstance(self.source, str) and self.source else self.name

    @cached_property
    def kept_in(self) -> tuple[str, ...]:
        return self.shape.columns(self.path) if self.columns is None else self.columns

    def given(self, row: models.Model):
        """What a row of the database says of it, as JSON; None where it says nothing."""
        value = self.source(row) if callable(self.source) else _reached(row, self.path)
        return None if value is None else self.shape.given(value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Section:
    """The rows of one kind in a document, and the fields that they have."""

    subject: str  # in a list of changes
    name: str  # its key in a document; "" for rows that stand inside those of another section
    model: type[models.Model]
    label: Any
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("guid",)  # what tells two rows apart
    has_order: bool = True  # a list by hand, where another order is a change
    private: dict[str, Any] = field(default_factory=dict)  # column -> why no release has it

    def given(self, row: models.Model) -> dict:
        """A row of the database as the document has it. No query where what the row refers to was
        read with it.
        """
        return {one.name: one.given(row) for one in self.fields}

    def restored(self, row: dict) -> dict[str, Any]:
        """{column: value} that make a row of the database say what a document's row says."""
        found = {}
        for one in self.fields:
            if one.is_restored:
                found |= one.shape.restored(one.path, row.get(one.name, one.absent))
        return found

    def read(self, row: dict, made: type, **others):
        """A document's row as a value of the dataclass `made`, whose attributes say what is read;
        `others` are those that need more than the row.
        """
        for name, shape, absent in self._reading(made):
            if name not in others:
                if name not in row:
                    others[name] = absent
                else:
                    others[name] = shape.read(row, name) if shape else row[name]
        return made(**others)

    def key_of(self, row: dict) -> tuple:
        return tuple(
            tuple(row[name]) if isinstance(row[name], list) else row[name] for name in self.key
        )

    def with_mark(self, mark: str) -> tuple[str, ...]:
        """Names of the fields that have a mark such as "in_calendars"."""
        return tuple(one.name for one in self.fields if getattr(one, mark))

    def told(self, name: str) -> Field | None:
        """The field that a list of changes calls so; None for one that is no more."""
        return self._by_told_name.get(name)

    def label_of(self, name: str):
        """What people call what a list of changes calls `name`."""
        if name == ORDER:
            return _("order")
        one = self.told(name)
        if one is None:
            return name
        column = self.column_of(one)
        return one.label or getattr(column, "label_of_pair", None) or column.verbose_name

    def column_of(self, one: Field) -> models.Field | None:
        """The first column that a field is kept in; None for rows of a section of their own."""
        if not one.kept_in:
            return None
        *steps, name = one.kept_in[0].split(".")
        model = self.model
        for step in steps:
            model = model._meta.get_field(step).related_model
        return model._meta.get_field(name)

    def field(self, name: str) -> Field:
        return self._by_name[name]

    def shown(self, one: Field, row: dict, names: Names) -> Text:
        """What a document's row says for people: names instead of codes, local time, both
        languages, and whether the Chinese is our rendering.
        """
        value = row.get(one.name, one.absent)
        if value is None or value in ("", ["", ""], []):
            return Text()
        text = one.shape.shown(value, names, self.column_of(one))
        return replace(text, zh_is_rendering=True) if row.get(one.shape.flag) else text

    @cached_property
    def _by_name(self):
        return {one.name: one for one in self.fields}

    @cached_property
    def _by_told_name(self):
        return {one.told_as or one.name: one for one in self.fields}

    @cache  # noqa: B019 - a section lives as long as the process
    def _reading(self, made):
        known = {one.name: one for one in self.fields}
        return [
            (
                name,
                None if type(known[name].shape).read is Shape.read else known[name].shape,
                known[name].absent,
            )
            for name in (attribute.name for attribute in attributes_of(made))
            if name in known
        ]


def _reached(row, path):
    for step in path.split("."):
        if row is None:
            return None
        row = getattr(row, step)
    return row


def _written(name: str, **options) -> tuple[Field, Field]:
    """Markdown, as written and as HTML. A change is told once."""
    as_html = Field(
        name=f"{name}_html", shape=HTML, source=name, is_restored=False, is_compared=False
    )
    return Field(name=name, shape=TEXT, **options), as_html


# How a change of places in a list is called.
ORDER = "order"

# Why a column is in no release.
OWN_KEY = "the database's own"
OF_THE_CONFERENCE = "a document is of one conference"
IN_ORDER = "rows stand in their order"
OF_THE_DRAFT = "what organizers settle among themselves"
KEPT_BY_PUBLISH = "publish keeps it"
MADE_ANEW = "made from others by save"
PRIVATE = "personal: never in a release"
LISTED = {"id": OWN_KEY, "conference": OF_THE_CONFERENCE, "position": IN_ORDER}

_guid = Field(name="guid", shape=GUID, is_compared=False)
_name = Field(name="name", shape=TEXT)
_rendered_name = Field(name="name", shape=TextShape("name_is_rendering"))
_is_rendering = Field(
    name="name_is_rendering", source="name_zh_is_rendering", is_told=False, absent=False
)
_slug = Field(name="slug", is_told=False)

CONFERENCE = Section(
    subject="conference",
    name="conference",
    model=Conference,
    label=_("conference"),
    key=(),
    fields=(
        _slug,
        _rendered_name,
        _is_rendering,
        Field(name="short_name", shape=TextShape("name_is_rendering")),
        *_written("description"),
        Field(name="starts_on", shape=DAY),
        Field(name="ends_on", shape=DAY),
        Field(name="time_zone"),
        Field(name="venue", shape=TEXT, in_calendars=True),
        Field(name="address", shape=TEXT, in_calendars=True),
        Field(name="city", shape=TEXT, in_calendars=True),
        *_written("directions"),
        *_written("report"),
        Field(name="contact_email"),
        Field(name="logo", shape=FILE, is_told=False),
    ),
    private={
        "id": OWN_KEY,
        "is_public": KEPT_BY_PUBLISH,
        "first_published_at": KEPT_BY_PUBLISH,
    },
)

HOST = Section(
    subject="host",
    name="hosts",
    model=HostRole,
    label=_("host"),
    key=("role", "organization_guid"),
    # The organization stands in the directory, which a restore leaves as it is.
    fields=(
        Field(name="role"),
        Field(
            name="organization_guid",
            shape=GUID,
            source="organization.guid",
            columns=("organization", "organization.guid"),
            is_restored=False,
            is_compared=False,
        ),
        Field(name="name", shape=TEXT, source="organization.name", is_restored=False),
        Field(name="short_name", shape=TEXT, source="organization.short_name", is_restored=False),
        Field(name="website", source="organization.website", is_restored=False, is_told=False),
        Field(
            name="logo",
            shape=FILE,
            source="organization.logo",
            is_restored=False,
            is_told=False,
        ),
    ),
    private=LISTED | {"since": "a host of one conference", "until": "a host of one conference"},
)

HIGHLIGHT = Section(
    subject="highlight",
    name="highlights",
    model=Highlight,
    label=_("policy or practice"),
    key=("kind", "name"),
    fields=(Field(name="kind"), _rendered_name, _is_rendering),
    private=LISTED,
)

ROOM = Section(
    subject="room",
    name="rooms",
    model=Room,
    label=_("room"),
    fields=(
        _guid,
        _slug,
        Field(name="name", shape=TEXT, in_calendars=True),
        Field(name="floor", shape=TEXT),
        # To a venue one gets, a room one finds.
        Field(name="directions", shape=TEXT, told_as="room_directions"),
        Field(name="capacity"),
        Field(name="holds_several", is_told=False),
    ),
    private=LISTED,
)

TRACK = Section(
    subject="track",
    name="tracks",
    model=Track,
    label=_("track"),
    fields=(
        _guid,
        _slug,
        Field(name="name", shape=TEXT, in_calendars=True),
        Field(name="color", is_told=False),
    ),
    private=LISTED,
)

_of_a_picture = (
    _guid,
    Field(name="image", shape=FILE),
    # The image says it all.
    Field(name="width", is_compared=False),
    Field(name="height", is_compared=False),
    Field(name="preview", is_compared=False),
    Field(name="caption", shape=TEXT),
)

PLAN = Section(
    subject="plan",
    name="plans",
    model=VenuePlan,
    label=_("plan of the venue"),
    fields=_of_a_picture,
    private=LISTED,
)

PHOTO = Section(
    subject="photo",
    name="photos",
    model=Photo,
    label=_("photo"),
    fields=_of_a_picture,
    private=LISTED,
)

HOTEL = Section(
    subject="hotel",
    name="hotels",
    model=Hotel,
    label=_("hotel"),
    fields=(
        _guid,
        _name,
        Field(name="address", shape=TEXT),
        Field(name="note", shape=TEXT),
        Field(name="phone"),
        Field(name="website", is_told=False),
    ),
    private=LISTED,
)

CONTACT = Section(
    subject="contact",
    name="contacts",
    model=Contact,
    label=_("public contact"),
    fields=(
        _guid,
        _name,
        Field(name="purpose", shape=TEXT),
        Field(name="phone"),
        Field(name="email"),
    ),
    private=LISTED,
)


def _short_name_of_own(participation):
    """That of the person's organization, unless another one is printed."""
    own = participation.person.organization
    return own.short_name if own and participation.organization == own.name else Text()


def _of_the_person(*names, own="person."):
    return tuple(f"{own}{name}_{side}" for name in names for side in ("zh", "en"))


PERSON = Section(
    subject="person",
    name="people",
    model=Participation,
    label=_("person"),
    fields=(
        Field(name="code"),
        _guid,
        Field(
            name="person_guid",
            shape=GUID,
            source="person.guid",
            columns=("person", "person.guid"),
            is_restored=False,
            is_compared=False,
        ),
        # As printed here, else as in the directory: `draft_writing.printed_as` restores these.
        Field(
            name="name",
            shape=TextShape("name_is_rendering"),
            columns=(
                *_of_the_person("printed_name", own=""),
                *(f"person.{name}" for name in ("name_zh", "family_name_en", "given_name_en")),
                *("person.name_order_en", "person.family_name_first"),
            ),
            is_restored=False,
            in_calendars=True,
            label=_("name"),
        ),
        Field(
            name="name_is_rendering",
            source="name.zh_is_rendering",
            columns=("person.name_zh_is_rendering",),
            is_restored=False,
            is_told=False,
            absent=False,
        ),
        Field(
            name="academic_title",
            source="person.academic_title",
            is_restored=False,
        ),
        # A person's title is a position (职务), a session's is what it is called (标题).
        Field(
            name="title",
            shape=TEXT,
            columns=(*_of_the_person("printed_title", own=""), *_of_the_person("position")),
            is_restored=False,
            in_calendars=True,
            label=pgettext_lazy("of a person", "position"),
            told_as="person_title",
        ),
        Field(
            name="organization",
            shape=TEXT,
            columns=(
                *_of_the_person("printed_organization", own=""),
                "person.organization",
                *_of_the_person("name", own="person.organization."),
            ),
            is_restored=False,
            in_calendars=True,
            label=_("organization"),
        ),
        Field(
            name="organization_short_name",
            shape=TEXT,
            source=_short_name_of_own,
            columns=_of_the_person("short_name", own="person.organization."),
            is_restored=False,
            is_compared=False,
        ),
        Field(name="biography_html", shape=HTML, source="person.biography", is_restored=False),
        Field(
            name="portrait",
            shape=FILE,
            source="person.portrait",
            is_restored=False,
            is_told=False,
        ),
        Field(name="website", source="person.website", is_restored=False, is_told=False),
        Field(name="category", is_told=False),
        Field(name="sort_name", source="person.sort_name", is_restored=False, is_compared=False),
    ),
    private=LISTED
    | {
        "may_overlap": OF_THE_DRAFT,
        "is_listed_alone": OF_THE_DRAFT,
        "contact_phone": PRIVATE,
        "contact_email": PRIVATE,
        "contact_note": PRIVATE,
        "first_published_at": KEPT_BY_PUBLISH,
    },
)

EXPECTED = Section(
    subject="expected",
    name="expected",
    model=ExpectedTotal,
    label=_("expected total"),
    key=("session", "category"),
    fields=(
        Field(name="session", shape=NamedShape("sessions"), source="session.code"),
        Field(name="category", is_told=False),
        Field(name="total"),
        Field(name="label", shape=TEXT, is_told=False),
    ),
    private={"id": OWN_KEY, "conference": OF_THE_CONFERENCE},
)

ROLE = Section(
    subject="role",
    name="",
    model=SessionRole,
    label=_("person in a session"),
    key=("person", "role"),
    fields=(
        Field(name="person", shape=NamedShape("people"), source="participation.code"),
        Field(name="role"),
    ),
    private={"id": OWN_KEY, "session": "rows stand inside those of their session"}
    | {"position": IN_ORDER},
)

LINK = Section(
    subject="link",
    name="",
    model=SessionLink,
    label=_("link of a session"),
    fields=(
        _guid,
        Field(name="kind"),
        Field(name="title", shape=TEXT),
        Field(name="url"),
        Field(name="file", shape=FILE),
    ),
    private={"id": OWN_KEY, "session": "rows stand inside those of their session"}
    | {"position": IN_ORDER, "is_released": "only released ones are in a release"},
)


def _told_of_a_role(row, names):
    return names.of("people", row["person"])


def told_of_a_link(row: dict, file: str) -> Text:
    """'Slides (PDF)', 'Recording (https://…)': its title and where it leads."""
    kinds = dict(SessionLink._meta.get_field("kind").flatchoices)
    title = Text(*row["title"]) or choice_in_both_languages(kinds.get(row["kind"], row["kind"]))
    where = file if row["file"] else row["url"]
    return Text(f"{title.in_side('zh')}（{where}）", f"{title.in_side('en')} ({where})")


SESSION = Section(
    subject="session",
    name="sessions",
    model=Session,
    label=_("session"),
    has_order=False,
    fields=(
        _guid,
        # Given once; calendars and addresses know a session by them.
        Field(name="number", is_restored=False, is_compared=False),
        Field(name="code", is_restored=False),
        Field(name="kind", in_calendars=True),
        Field(name="title", shape=TextShape("zh_is_rendering"), in_calendars=True),
        Field(name="summary", shape=TextShape("zh_is_rendering"), in_calendars=True),
        Field(name="zh_is_rendering", is_told=False, absent=False),
        *_written("abstract", in_calendars=True),
        Field(name="language", shape=LANGUAGE, in_calendars=True),
        Field(name="starts_at", shape=MOMENT, in_calendars=True, moves=True),
        Field(name="ends_at", shape=MOMENT, in_calendars=True, moves=True),
        # Calendars tell the one it takes place in: `sequence` says whose that is.
        Field(name="room", shape=NamedShape("rooms"), source="room.slug", moves=True),
        Field(name="is_plenary", in_calendars=True, is_told=False),
        Field(name="position", is_told=False),
        Field(name="parallel_group", in_calendars=True, is_told=False),
        Field(name="track", shape=NamedShape("tracks"), source="track.slug"),
        Field(name="status", in_calendars=True, is_told=False),
        Field(name="seats", in_calendars=True, is_told=False),
        Field(
            name="parent",
            shape=NamedShape("sessions"),
            source="parent.code",
            in_calendars=True,
            moves=True,
        ),
        Field(name="roles", shape=RowsShape(ROLE, _told_of_a_role), label=_("people")),
        Field(
            name="links",
            shape=RowsShape(LINK, lambda row, names: told_of_a_link(row, "PDF")),
            in_calendars=True,
            label=_("slides and links"),
        ),
    ),
    private={
        "id": OWN_KEY,
        "conference": OF_THE_CONFERENCE,
        "first_published_at": KEPT_BY_PUBLISH,
        "search": MADE_ANEW,
    },
)

# In the order of a document.
SECTIONS = (
    CONFERENCE,
    HOST,
    HIGHLIGHT,
    ROOM,
    TRACK,
    PLAN,
    HOTEL,
    CONTACT,
    PHOTO,
    PERSON,
    EXPECTED,
    SESSION,
)
BY_SUBJECT = {section.subject: section for section in SECTIONS}


# The directory's rows are those of many conferences: what no release takes of them.
OF_THE_DIRECTORY = {
    Person: {
        "id": OWN_KEY,
        "aliases": "for search among people, not printed",
        "search": MADE_ANEW,
    },
    Organization: {
        "id": OWN_KEY,
        "aliases": "for search among organizations, not printed",
        "search": MADE_ANEW,
        "sort_name": "hosts stand in their order",
        "kind": "the directory's own",
        "city_zh": "the directory's own",
        "city_en": "the directory's own",
        "country": "it decides the order of names, which is taken",
    },
}


def links_by_file(rows: list[dict]) -> Text:
    """Links told apart by their files: another file under the same title is a change."""
    return listed([told_of_a_link(row, file_mark(row["file"])) for row in rows])
