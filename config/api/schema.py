"""What the API answers, as JSON Schema. `shapes` makes what this describes; tests compare them."""

from conference.people.models import AcademicTitle, HostRole
from conference.program.models import Committee, CommitteeMember, Kind, LinkKind, SessionRole
from conference.program.release.diff import KIND_LABELS, SUBJECT_LABELS

# --- Words of JSON Schema ---

STRING = {"type": "string"}
BOOLEAN = {"type": "boolean"}
COUNT = {"type": "integer", "minimum": 0}
ORDINAL = {"type": "integer", "minimum": 1}
DATE = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
GUID = {"type": "string", "format": "uuid"}
ADDRESS = {"type": "string", "format": "uri"}
SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60}
CODE = {"type": "string", "pattern": "^[0-9A-Z]{6}$"}
HTML = {"$ref": "#/components/schemas/Text", "description": "Safe HTML, made from Markdown."}


def ref(name, description=""):
    found = {"$ref": f"#/components/schemas/{name}"}
    return found | {"description": description} if description else found


def or_null(schema):
    if "$ref" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def one_of(choices, *more):
    return {"type": "string", "enum": [*(choice.value for choice in choices), *more]}


def many(schema):
    return {"type": "array", "items": schema}


def record(description="", **properties):
    """An object that has exactly these properties."""
    found = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return found | {"description": description} if description else found


TEXT = ref("Text")
PAGES = ref("Pages")

STAMP = {
    "conference": SLUG,
    "version": ref("Version"),
    "published_at": MOMENT | {"description": "When the release was published."},
}

_conference = {
    "slug": SLUG,
    "version": ref("Version"),
    "published_at": MOMENT,
    "name": TEXT,
    "name_is_rendering": BOOLEAN | {"description": "The Chinese name is not an official one."},
    "short_name": TEXT,
    "description_html": HTML,
    "starts_on": DATE,
    "ends_on": DATE,
    "time_zone": STRING | {"description": "IANA name", "examples": ["Asia/Shanghai"]},
    "venue": TEXT,
    "address": TEXT,
    "city": TEXT,
    "directions_html": HTML,
    "contact_email": STRING,
    "logo": or_null(ADDRESS),
    **dict.fromkeys(
        ("url", "program", "sessions", "people", "rooms", "tracks", "releases"), ADDRESS
    ),
    **dict.fromkeys(("page", "calendar", "schedule_xml", "schedule_json", "changes_feed"), PAGES),
}
_room = {
    "guid": GUID,
    "slug": SLUG,
    "name": TEXT,
    "floor": TEXT,
    "directions": TEXT,
    "capacity": or_null(COUNT),
    "url": ADDRESS,
    "calendar": PAGES,
}
_track = {
    "guid": GUID,
    "slug": SLUG,
    "name": TEXT,
    "color": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
    "url": ADDRESS,
    "calendar": PAGES,
}
_place = {"guid": GUID, "slug": SLUG, "name": TEXT, "url": ADDRESS}
_person = {
    "code": CODE,
    "guid": GUID | {"description": "Of the person, the same at every conference of the site."},
    "name": TEXT,
    "name_is_rendering": BOOLEAN,
    "academic_title": one_of(AcademicTitle, ""),
    "title": TEXT,
    "organization": TEXT,
    "organization_short_name": TEXT,
    "biography_html": HTML,
    "portrait": or_null(ADDRESS),
    "website": or_null(STRING),
    "roles": many(
        record(role=one_of(SessionRole.Role), session=CODE, title=TEXT, url=ADDRESS),
    ),
    "url": ADDRESS,
    "page": PAGES,
    "calendar": PAGES,
}
_session = {
    "guid": GUID | {"description": "Never changes; the UID in calendars."},
    "number": ORDINAL,
    "code": CODE,
    "kind": one_of(Kind),
    "status": {"enum": ["planned", "cancelled"], "type": "string"},
    "title": TEXT,
    "summary": TEXT,
    "zh_is_rendering": BOOLEAN
    | {"description": "The Chinese title and summary are not official ones."},
    "abstract_html": HTML,
    "languages": many({"type": "string"})
    | {"description": "What is spoken, as tags of BCP 47: zh, en, de, pt-BR."},
    "starts_at": or_null(MOMENT),
    "ends_at": or_null(MOMENT),
    "time_zone": STRING,
    "minutes": or_null(COUNT),
    "room": or_null(ref("Place")),
    "track": or_null(ref("Place")),
    "is_plenary": BOOLEAN,
    "parallel_group": STRING,
    "seats": or_null(COUNT),
    "parent": or_null(CODE) | {"description": "The sub-forum or block that it is part of."},
    "talks": many(CODE),
    "people": many(
        record(
            role=one_of(SessionRole.Role),
            code=CODE,
            guid=GUID,
            name=TEXT,
            title=TEXT,
            organization=TEXT,
            url=ADDRESS,
        )
    ),
    "links": many(record(kind=one_of(LinkKind), title=TEXT, url=ADDRESS)),
    "sequence": COUNT | {"description": "How often it changed; the SEQUENCE in calendars."},
    "changed_at": or_null(MOMENT),
    "url": ADDRESS,
    "page": PAGES,
    "calendar": PAGES,
}
_release = {
    "number": ORDINAL,
    "version": ref("Version"),
    "published_at": MOMENT,
    "note": TEXT,
    "is_current": BOOLEAN,
    "url": ADDRESS,
    "page": PAGES,
}
_change = {
    "kind": {"type": "string", "enum": list(KIND_LABELS)},
    "subject": {"type": "string", "enum": list(SUBJECT_LABELS)},
    "code": or_null(CODE),
    "what": TEXT,
    "fields": many(record(name=STRING, old=TEXT, new=TEXT)),
}
_problem = {
    "type": STRING,
    "title": STRING,
    "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "code": STRING | {"description": "Stays the same; the sentences may change."},
    "detail": STRING,
}


def _listed(name, **head):
    """One page of a list."""
    return record(
        **head,
        count=COUNT | {"description": "Of all pages."},
        page=ORDINAL,
        pages=ORDINAL,
        limit=ORDINAL,
        next=or_null(ADDRESS),
        previous=or_null(ADDRESS),
        results=many(ref(name)),
    )


SCHEMAS = {
    "Text": record("A text in both languages, empty where it is missing.", zh=STRING, en=STRING),
    "Pages": record("The same in Chinese and in English.", zh=ADDRESS, en=ADDRESS),
    "Version": {
        "type": "string",
        "pattern": "^[1-9][0-9]*$",
        "description": "The number of the release; every output of one release carries it.",
    },
    "Place": record(**_place),
    "Index": record(name=STRING, api=STRING, conferences=ADDRESS, openapi=ADDRESS),
    "Conference": record(**_conference),
    "Room": record(**_room),
    "Track": record(**_track),
    "Person": record(**_person),
    "Session": record(**_session),
    "Release": record(**_release),
    "Expected": record(
        "How many are expected and how many of them are named so far.",
        session=or_null(CODE),
        label=TEXT,
        total=COUNT,
        named=COUNT,
        to_be_announced=COUNT,
    ),
    "Committee": record(
        guid=GUID,
        kind=one_of(Committee.Kind),
        name=TEXT,
        members=many(
            record(
                person=or_null(CODE),
                name=TEXT,
                name_is_rendering=BOOLEAN,
                academic_title=one_of(AcademicTitle, ""),
                title=TEXT,
                organization=TEXT,
                role=one_of(CommitteeMember.Role),
                role_text=TEXT,
            )
        ),
    ),
    "Program": record(
        **STAMP,
        facts=ref("Conference"),
        hosts=many(
            record(
                role=one_of(HostRole.Role),
                called=TEXT,
                name=TEXT,
                short_name=TEXT,
                website=or_null(STRING),
                logo=or_null(ADDRESS),
            )
        ),
        highlights=many(record(kind=STRING, name=TEXT, name_is_rendering=BOOLEAN)),
        expected=many(ref("Expected")),
        plans=many(record(image=ADDRESS, width=ORDINAL, height=ORDINAL, caption=TEXT)),
        hotels=many(
            record(name=TEXT, address=TEXT, note=TEXT, phone=STRING, website=or_null(STRING))
        ),
        contacts=many(record(name=TEXT, purpose=TEXT, phone=STRING, email=STRING)),
        committees=many(ref("Committee")),
        rooms=many(ref("Room")),
        tracks=many(ref("Track")),
        people=many(ref("Person")),
        sessions=many(ref("Session")),
    ),
    "ConferenceList": _listed("Conference"),
    "SessionList": _listed("Session", **STAMP),
    "PersonList": _listed("Person", **STAMP),
    "RoomList": _listed("Room", **STAMP),
    "TrackList": _listed("Track", **STAMP),
    "ReleaseList": _listed("Release", **STAMP),
    "OneSession": record(**STAMP, **_session),
    "OnePerson": record(**STAMP, **_person),
    "OneRoom": record(**STAMP, **_room),
    "OneTrack": record(**STAMP, **_track),
    "OneRelease": record(**STAMP | _release, changes=many(record(**_change))),
    "OpenAPI": {"type": "object", "required": ["openapi", "info", "paths"]},
    "Problem": record("A refusal (RFC 9457).", **_problem),
}
