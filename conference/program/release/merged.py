"""A release of before two rows of the directory were made one, as it reads today."""

from uuid import UUID

from conference.models import Conference
from conference.people.identities import Merged
from conference.program.models import FormerCode
from conference.program.release.shapes import Document, Row


def as_merged(conference: Conference, document: Document) -> Document:
    """The document with the people and organizations that are left. Who took part twice takes part
    once, in the sessions of both. One query; one more where something was merged.
    """
    guids = {row["person_guid"] for row in document["people"]}
    guids |= {row["organization_guid"] for row in document["hosts"]}
    guids |= {row["person_guid"] for c in document["committees"] for row in c["members"]}
    kept = {str(old): str(new) for old, new in Merged.objects.kept(map(UUID, guids)).items()}
    if not kept:
        return document
    rows = FormerCode.objects.filter(conference=conference)
    codes = dict(rows.values_list("code", "participation__code"))
    there = {row["code"] for row in document["people"]}
    codes = {old: new for old, new in codes.items() if new in there}
    return document | {
        "people": [
            row | {"person_guid": kept.get(row["person_guid"], row["person_guid"])}
            for row in document["people"]
            if row["code"] not in codes
        ],
        "committees": [
            committee | {"members": _seats(committee["members"], kept)}
            for committee in document["committees"]
        ],
        "hosts": _once(
            [
                row
                | {
                    "organization_guid": kept.get(
                        row["organization_guid"], row["organization_guid"]
                    )
                }
                for row in document["hosts"]
            ],
            "organization_guid",
        ),
        "sessions": [
            row
            | {
                "roles": _once(
                    [
                        role | {"person": codes.get(role["person"], role["person"])}
                        for role in row["roles"]
                    ],
                    "person",
                )
            }
            for row in document["sessions"]
        ],
    }


def _seats(members: list[Row], kept: dict[str, str]) -> list[Row]:
    """Who sat in the committee twice sits there once, in the first of both seats."""
    rows = [
        row | {"person_guid": kept.get(row["person_guid"], row["person_guid"])} for row in members
    ]
    return list({row["person_guid"]: row for row in reversed(rows)}.values())[::-1]


def _once(rows: list[Row], name: str) -> list[Row]:
    """Each of them in each role once."""
    return list({(row[name], row["role"]): row for row in reversed(rows)}.values())[::-1]
