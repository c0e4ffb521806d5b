"""A conference of another site brings the people whom this one has already, once."""

import uuid

import pytest

from conference.people.models import Organization, Person
from config.carrying import bring, changed, document_of
from tests.factories import (
    make_article,
    make_checkpoint,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_elsewhere():
    """The file of a site whose rows have identities of their own."""
    conference = make_conference(slug="spring")
    member = make_organization(name_zh="样例大学", name_en="Sample University")
    for name, organization in (("王泉", member), ("李华", None)):
        make_participation(conference, make_person(name_zh=name, organization=organization))
    document = document_of(conference)
    for rows in (Person.objects.all(), Organization.objects.all()):
        for row in rows:
            row.guid = uuid.uuid4()
            row.save()
    return document


def test_who_has_the_very_name_in_the_same_organization_is_known(of_elsewhere):
    brought = bring(of_elsewhere, slug="autumn")

    assert (brought.known["organizations"], brought.known["people"]) == (1, 1)
    assert Person.objects.filter(name_zh="王泉").count() == 1
    assert Organization.objects.count() == 1
    # A name alone says too little.
    assert Person.objects.filter(name_zh="李华").count() == 2
    assert any("1 new, 1 that this site has already" in line for line in brought.lines)


def test_of_two_of_one_name_nobody_is_guessed(of_elsewhere):
    make_person(name_zh="王泉", organization=Organization.objects.get())

    assert bring(of_elsewhere, slug="autumn").known["people"] == 0


def test_a_namesake_of_another_organization_is_somebody_else(of_elsewhere):
    Person.objects.filter(name_zh="王泉").update(organization=make_organization(name_zh="他校"))

    assert bring(of_elsewhere, slug="autumn").known["people"] == 0


def test_the_next_conference_begins_with_drafts_of_news_and_with_its_checkpoints():
    conference = make_conference(slug="spring")
    forum = make_session(conference, kind="sub-forum", status="cancelled")
    make_checkpoint(conference, "session", session=forum)
    make_checkpoint(conference, "own", name_en="Lunch")
    make_article(conference, is_public=True)

    twin = bring(changed(document_of(conference), slug="next")).conference

    assert [str(row) for row in twin.checkpoints.all()] == ["Lunch"]
    assert not twin.articles.get().is_public
