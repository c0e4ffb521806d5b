"""Asking /api/v1/, and holding its answers against its own document."""

import json
from datetime import UTC, datetime, timedelta

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from conference import stamps
from conference.program.release.publishing import publish

PUBLISHED = datetime(2026, 5, 1, 8, tzinfo=UTC)
API = "/api/v1/"
HERE = f"{API}conferences/ai-2026/"
DOCUMENT = "urn:openapi"


def get(client, path, status=200, **headers):
    stamps.forget()
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.content
    return json.loads(response.content)


def check(value, name):
    """Against the schema of that name in the API's own document."""
    from config.api.openapi import document

    resource = Resource.from_contents(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **document()}
    )
    Draft202012Validator(
        {"$ref": f"{DOCUMENT}#/components/schemas/{name}"},
        registry=Registry().with_resource(DOCUMENT, resource),
        format_checker=FormatChecker(),
    ).validate(value)


def one_of_each(conference):
    """(path, name of its schema) of every address."""
    talk = conference.sessions.get(title_en="Talk")
    person = conference.participations.get()
    return [
        (API, "Index"),
        (f"{API}openapi.json", "OpenAPI"),
        (f"{API}conferences/", "ConferenceList"),
        (HERE, "Conference"),
        (f"{HERE}program/", "Program"),
        (f"{HERE}sessions/", "SessionList"),
        (f"{HERE}sessions/?limit=2&page=2&changed_since=2020-01-01T00:00:00Z", "SessionList"),
        (f"{HERE}sessions/{talk.code}/", "OneSession"),
        (f"{HERE}people/", "PersonList"),
        (f"{HERE}people/{person.code}/", "OnePerson"),
        (f"{HERE}rooms/", "RoomList"),
        (f"{HERE}rooms/hall/", "OneRoom"),
        (f"{HERE}tracks/", "TrackList"),
        (f"{HERE}tracks/teaching/", "OneTrack"),
        (f"{HERE}releases/", "ReleaseList"),
        (f"{HERE}releases/1/", "OneRelease"),
    ]


def publish_again(conference, of, *, at=PUBLISHED + timedelta(days=1), **values):
    session = conference.sessions.get(title_en=of)
    for name, value in values.items():
        setattr(session, name, value)
    session.save()
    publish(conference, at=at)
    stamps.forget()
    return session
