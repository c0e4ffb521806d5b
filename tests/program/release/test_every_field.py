"""No field of a release is forgotten when the draft is made from it: each is tried by itself."""

import pytest
from django.db import IntegrityError, transaction

from conference.program.release import fields
from conference.program.release.drafting import draft_document
from conference.program.release.publishing import publish
from conference.program.release.restoring import restore
from tests.program.release.everything import make_everything, stored_files

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="which column a field is kept in is the same on both databases"),
]

EVERY = (*fields.SECTIONS, fields.ROLE, fields.LINK, fields.MEMBER)
INSIDE = {
    fields.ROLE: ("sessions", "roles"),
    fields.LINK: ("sessions", "links"),
    fields.MEMBER: ("committees", "members"),
}

# What the database does not let go, one by one: a text in its last language, one of two times.
# test_restoring changes these.
STAYS = {
    "conference": {"name_en", "starts_on", "ends_on"},
    "room": {"slug", "name_en"},
    "track": {"slug", "name_en"},
    "plan": {"caption_en"},
    "hotel": {"name_en"},
    "contact": {"name_en", "phone"},
    "person": {"code"},
    "expected": {"label_en", "total"},
    "session": {"title_en", "starts_at", "ends_at", "position"},
    "link": {"url", "file"},
}


@pytest.fixture(scope="module")
def files():
    return stored_files()


def rows_of(document, section):
    if section is fields.CONFERENCE:
        return [document["conference"]]
    if section in INSIDE:
        owners, name = INSIDE[section]
        return [row for owner in document[owners] for row in owner[name]]
    return document[section.name]


def test_everything_is_everything(files):
    document = draft_document(make_everything(files))

    says_nothing = {
        f"{section.subject}: {one.name}"
        for section in EVERY
        for one in section.fields
        if all(one.of(row) in (None, "", ["", ""], [], False) for row in rows_of(document, section))
    }

    assert says_nothing == set()


def columns_of(section):
    """[(column that a restore writes, what empties it)]; what a row is found by stays, as a
    conference's own address does.
    """
    stays = ("slug",) if section is fields.CONFERENCE else section.key
    return [
        (name, None if column.null else column.get_default())
        for one in section.fields
        if one.is_restored and one.name not in stays
        for name in one.kept_in
        if (column := section.model._meta.get_field(name))
    ]


def emptied(conference, section):
    """Empty each column of a section's rows that the database lets go; names of these columns."""
    owner = {
        fields.CONFERENCE: "pk",
        fields.MEMBER: "committee__conference",
        **dict.fromkeys((fields.ROLE, fields.LINK), "session__conference"),
    }
    rows = section.model.objects.filter(**{owner.get(section, "conference"): conference.pk})
    found = set()
    for name, nothing in columns_of(section):
        try:
            with transaction.atomic():
                rows.update(**{name: nothing})
        except IntegrityError:
            continue
        found.add(name)
    return found


@pytest.mark.parametrize("section", EVERY, ids=lambda section: section.subject)
def test_what_was_emptied_comes_back(files, section):
    conference = make_everything(files)
    before, release = draft_document(conference), publish(conference)

    names = emptied(conference, section)

    assert {name for name, _nothing in columns_of(section)} - names == STAYS.get(
        section.subject, set()
    )
    restore(release)
    conference.refresh_from_db()
    assert draft_document(conference) == before
