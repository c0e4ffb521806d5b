"""What each section of a release is made of, once.

    row --given--> document --read--> typed value (`document`)
     ^                 |
     +----restored-----+----shown---> a change as people read it (`diff`)

`drafting`, `document`, `draft_writing`, `diff`, `sequence` and `public_changes` go through these
sections, so that between a row and its page a new field is written down here alone. Each concrete
column of a drafted model stands in its section or is named private there, with the reason;
tests/program/release/test_fields.py asks for that.

Long, because it is one list in the order of a document, in which nothing is looked for twice.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.bilingual import Text, label_in_both_languages
from conference.models import Conference, Contact, Highlight, Hotel, Photo, Room, Track, VenuePlan
from conference.people.models import HostRole, Organization, Person
from conference.program.models import (
    Committee,
    CommitteeMember,
    ExpectedTotal,
    Participation,
    Session,
    SessionLink,
    SessionRole,
)
from conference.program.release.sections import Field, Section
from conference.program.release.shapes import (
    DAY,
    FILE,
    GUID,
    HTML,
    LANGUAGE,
    MOMENT,
    TEXT,
    NamedShape,
    Names,
    Row,
    RowsShape,
    TextShape,
    file_mark,
    listed,
)


def _written(name: str, **options: Any) -> tuple[Field, Field]:
    """Markdown, as written and as HTML. A change is told once."""
    as_html = Field(
        name=f"{name}_html", shape=HTML, source=name, is_restored=False, is_compared=False
    )
    return Field(name=name, shape=TEXT, **options), as_html


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
        Field(name="called", shape=TEXT, absent=["", ""]),
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
    renamed_within="kind",
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


def _short_name_of_own(printed: Participation | CommitteeMember) -> Text:
    """That of the person's organization, unless another one is printed."""
    own = printed.person.organization
    return own.short_name if own and printed.organization == own.name else Text()


def _of_the_person(*names: str, own: str = "person.") -> tuple[str, ...]:
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
        "is_shown": "who is not shown stands in no release",
        "contact_phone": PRIVATE,
        "contact_email": PRIVATE,
        "contact_note": PRIVATE,
        "first_published_at": KEPT_BY_PUBLISH,
    },
)

# As people are printed in the program, so are those of a committee.
MEMBER = Section(
    subject="member",
    name="",
    model=CommitteeMember,
    label=_("member of a committee"),
    key=("person_guid",),
    fields=(
        Field(
            name="person_guid",
            shape=GUID,
            source="person.guid",
            columns=("person", "person.guid"),
            is_restored=False,
            is_compared=False,
        ),
        Field(name="role"),
        Field(name="own_role", shape=TEXT),
        # As printed here, else as in the program, else as in the directory; restored likewise.
        Field(
            name="name",
            shape=TextShape("name_is_rendering"),
            columns=_of_the_person("printed_name", own=""),
            is_restored=False,
            label=_("name"),
        ),
        Field(
            name="name_is_rendering",
            source="name.zh_is_rendering",
            columns=("person.name_zh_is_rendering",),
            is_restored=False,
            is_told=False,
        ),
        Field(
            name="academic_title",
            source="person.academic_title",
            is_restored=False,
        ),
        Field(
            name="title",
            shape=TEXT,
            columns=_of_the_person("printed_title", own=""),
            is_restored=False,
            label=pgettext_lazy("of a person", "position"),
        ),
        Field(
            name="organization",
            shape=TEXT,
            columns=_of_the_person("printed_organization", own=""),
            is_restored=False,
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
    ),
    private={"id": OWN_KEY, "committee": "rows stand inside those of their committee"}
    | {"position": IN_ORDER},
)


def _told_of_a_member(row: Row, names: Names) -> Text:
    """'张三（主任）', 'Zhang San (chair)'."""
    roles = dict(CommitteeMember.Role.choices)
    role = Text(*row["own_role"]) or label_in_both_languages(roles.get(row["role"], row["role"]))
    name = MEMBER.field("name").shape.read(row, "name")
    return Text(
        f"{name.marked_in('zh')}（{role.in_side('zh')}）",
        f"{name.marked_in('en')} ({role.in_side('en')})",
    )


COMMITTEE = Section(
    subject="committee",
    name="committees",
    model=Committee,
    label=_("committee"),
    fields=(
        _guid,
        Field(name="kind"),
        Field(name="own_name", shape=TEXT),
        # That of its kind where it has none of its own.
        Field(name="name", shape=TEXT, columns=(), is_restored=False, is_compared=False),
        Field(name="members", shape=RowsShape(MEMBER, _told_of_a_member), label=_("members")),
    ),
    private=LISTED,
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


def _told_of_a_role(row: Row, names: Names) -> Text:
    return names.of("people", row["person"])


def told_of_a_link(row: Row, file: str) -> Text:
    """'Slides (PDF)', 'Recording (https://…)': its title and where it leads."""
    kinds = dict(SessionLink._meta.get_field("kind").flatchoices)
    title = Text(*row["title"]) or label_in_both_languages(kinds.get(row["kind"], row["kind"]))
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
        "material": OF_THE_DRAFT,
        "private_note": OF_THE_DRAFT,
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
    COMMITTEE,
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


def links_by_file(rows: list[Row]) -> Text:
    """Links told apart by their files: another file under the same title is a change."""
    return listed([told_of_a_link(row, file_mark(row["file"])) for row in rows])
