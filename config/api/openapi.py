"""The API as an OpenAPI 3.1 document: its addresses, what they ask and what they answer."""

from functools import cache

from django.conf import settings

from conference.open_data import METHODS, RELEASE_HEADER
from conference.program.feeds.interchange import lectern_version
from config.api.schema import CODE, MOMENT, ORDINAL, SCHEMAS, SLUG, STRING, ref

# --- Parameters ---


def _parameter(name, where, schema, description, **more):
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "schema": schema,
        "description": description,
    } | more


PARAMETERS = {
    "slug": _parameter("slug", "path", SLUG, "The conference.", example="liaoning-ai-2025"),
    "session": _parameter("code", "path", CODE, "The session."),
    "person": _parameter("code", "path", CODE, "The person at this conference."),
    "room": _parameter("room", "path", SLUG, "The room's slug."),
    "track": _parameter("track", "path", SLUG, "The track's slug."),
    "number": _parameter("number", "path", ORDINAL, "The release."),
    "page": _parameter("page", "query", ORDINAL | {"maximum": 999_999_999}, "From 1."),
    "limit": _parameter(
        "limit", "query", ORDINAL | {"maximum": 500, "default": 100}, "How many on a page."
    ),
    "changed_since": _parameter(
        "changed_since",
        "query",
        {
            "anyOf": [
                {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"},
                MOMENT,
            ]
        },
        "Only sessions that changed after this release (its number) or this time (with offset; "
        "write + as %2B). Cancelled ones are among them. If `version` is lower than before, a "
        "release was withdrawn: read everything anew.",
        examples={"release": {"value": "2"}, "time": {"value": "2026-05-20T01:00:00Z"}},
    ),
}

# --- Addresses ---

LIST = ("page", "limit")
_C = "/conferences/{slug}/"

# (path, operation, what it does, schema, parameters, whether it may be missing)
OPERATIONS = (
    ("/", "index", "Where everything begins", "Index", ()),
    ("/openapi.json", "openapi", "This document", "OpenAPI", ()),
    ("/conferences/", "conferences", "Public conferences, latest first", "ConferenceList", LIST),
    (_C, "conference", "One conference", "Conference", ("slug",)),
    (f"{_C}program/", "program", "The whole current program in one", "Program", ("slug",)),
    (
        f"{_C}sessions/",
        "sessions",
        "Sessions in order, items after their sub-forum or block",
        "SessionList",
        ("slug", *LIST, "changed_since"),
    ),
    (f"{_C}sessions/{{code}}/", "session", "One session", "OneSession", ("slug", "session")),
    (f"{_C}people/", "people", "People as printed", "PersonList", ("slug", *LIST)),
    (f"{_C}people/{{code}}/", "person", "One person", "OnePerson", ("slug", "person")),
    (f"{_C}rooms/", "rooms", "Rooms", "RoomList", ("slug", *LIST)),
    (f"{_C}rooms/{{room}}/", "room", "One room", "OneRoom", ("slug", "room")),
    (f"{_C}tracks/", "tracks", "Tracks", "TrackList", ("slug", *LIST)),
    (f"{_C}tracks/{{track}}/", "track", "One track", "OneTrack", ("slug", "track")),
    (f"{_C}releases/", "releases", "Releases, newest first", "ReleaseList", ("slug", *LIST)),
    (
        f"{_C}releases/{{number}}/",
        "release",
        "One release with its changes",
        "OneRelease",
        ("slug", "number"),
    ),
)


def _header(description, schema=STRING, *, required=True):
    return {"description": description, "schema": schema, "required": required}


CORS = {"Access-Control-Allow-Origin": _header("Any site may read this.", {"const": "*"})}
VALIDATORS = {
    "ETag": _header("Send it back as If-None-Match."),
    "Last-Modified": _header("When the release came, or this Lectern.", required=False),
    "Cache-Control": _header("How long a cache may hold it."),
}
STAMPED = {RELEASE_HEADER: _header("The version that `version` tells too.", ref("Version"))}


def _problem_answer(description, **headers):
    return {
        "description": description,
        "headers": CORS | headers,
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }


def _path(path, operation, summary, schema, names):
    is_stamped = "slug" in names
    headers = CORS | VALIDATORS | (STAMPED if is_stamped else {})
    answers = {
        "200": {
            "description": "As of the current release." if is_stamped else "As of now.",
            "headers": headers,
            "content": {"application/json": {"schema": ref(schema)}},
        },
        "304": {"description": "Nothing changed.", "headers": headers},
        "400": {"$ref": "#/components/responses/BadRequest"},
        # Said by the server in front, which does not know whose address it refuses.
        "414": {"description": "The address is longer than 8,190 characters."},
    }
    if is_stamped or "page" in names:
        answers["404"] = {"$ref": "#/components/responses/NotFound"}
    parameters = [{"$ref": f"#/components/parameters/{name}"} for name in names]
    get = {"operationId": operation, "summary": summary, "tags": ["read"], "responses": answers}
    bodyless = {
        status: {k: v for k, v in answer.items() if k != "content"} if status == "200" else answer
        for status, answer in answers.items()
    }
    for status in ("400", "404"):
        if status in bodyless:
            bodyless[status] = {"description": "As for GET, without the body.", "headers": CORS}
    return {
        "parameters": parameters,
        "get": get,
        "head": {
            "operationId": f"{operation}-head",
            "summary": f"{summary}: headers alone",
            "tags": ["read"],
            "responses": bodyless,
        },
    }


@cache
def document() -> dict:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lectern",
            "version": lectern_version(),
            "summary": "The public program of conferences, in Chinese and English.",
            "description": "Reads the current release of each conference and nothing else, without "
            "an account. Poll with If-None-Match: an answer of 304 costs next to nothing. Scripts "
            f"of any site may read it; every address answers their preflight ({METHODS}).",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{settings.PUBLIC_URL}/api/v1"}],
        "tags": [{"name": "read", "description": "Public data."}],
        "paths": {path: _path(path, *rest) for path, *rest in OPERATIONS},
        "components": {
            "schemas": SCHEMAS,
            "parameters": PARAMETERS,
            "responses": {
                "BadRequest": _problem_answer("A parameter cannot be understood."),
                "NotFound": _problem_answer("There is nothing public at this address."),
            },
        },
    }
