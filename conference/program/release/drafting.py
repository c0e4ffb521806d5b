"""The draft as a document: the one shape that preview, diff, publish and restore share.

    {"format": 4,
     "conference": {"slug", "name": [zh, en], "starts_on": "2025-04-18", "time_zone", ...},
     "hosts", "highlights", "rooms", "tracks", "people", "expected": [...],
     "committees": [{"guid", "kind", "name": [zh, en], "members": [{"person_guid", "role", ...}]}],
     "plans", "photos": [{"guid", "image": stored name, "width", "height": pixels,
                          "preview": stored name, "caption": [zh, en]}],
     "hotels", "contacts": [{"guid", "name": [zh, en], ...}],
     "sessions": [{"guid", "number", "code", "kind", "title": [zh, en], "starts_at": ISO in UTC,
                   "room": slug, "track": slug, "parent": code, "roles": [{"person", "role"}],
                   "links": [{"guid", "kind", "title", "url" or "file": stored name}],
                   "sequence": how often it changed, "changed_at": ISO in UTC, ...}]}

Texts are [zh, en]. Markdown stands in both forms: as written, to restore it, and rendered once.
Images and files are named; they are kept in storage under names made from their content.
"""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Model, Prefetch

from conference.models import Conference
from conference.program.models import CommitteeMember, SessionLink, SessionRole
from conference.program.release import fields
from conference.program.release.document import FORMAT
from conference.program.release.sections import Section
from conference.program.release.shapes import Document


def draft_document(conference: Conference) -> Document:
    """The conference's draft as a document. Sixteen queries, whatever its size.

    People, rooms and tracks stand in their order; guests who are not to be shown are not read, nor
    are private contacts and links that their speaker did not allow.
    """
    rows = {
        section.name: [section.given(row) for row in _rows(section, conference)]
        for section in fields.SECTIONS
    }
    (facts,) = rows["conference"]
    document = cast(Document, {"format": FORMAT} | rows | {"conference": facts})
    # Somebody may have been taken out of the draft between two of the queries.
    known = {row["code"] for row in document["people"]}
    for row in document["sessions"]:
        row["roles"] = [role for role in row["roles"] if role["person"] in known]
    return document


def _rows(section: Section, conference: Conference) -> Iterable[Model]:
    """The rows of a section in the order of the document, with what they refer to."""
    if section is fields.CONFERENCE:
        return [conference]
    rows: Any = section.model._default_manager.filter(conference=conference)
    if section is fields.HOST:
        return rows.select_related("organization")
    if section is fields.PERSON:
        private = ("contact_phone", "contact_email", "contact_note")
        return rows.in_public().select_related("person__organization").defer(*private)
    if section is fields.COMMITTEE:
        members = CommitteeMember.objects.with_people(conference)
        return rows.prefetch_related(Prefetch("members", members))
    if section is fields.EXPECTED:
        return rows.select_related("session")
    if section is fields.SESSION:
        roles = SessionRole.objects.select_related("participation")
        released = SessionLink.objects.filter(is_released=True)
        return (
            rows.select_related("room", "track", "parent")
            .defer("material", "private_note")
            .in_order()
            .prefetch_related(
                Prefetch("roles", roles.only("position", "role", "session", "participation__code")),
                Prefetch("links", released),
            )
        )
    return rows
