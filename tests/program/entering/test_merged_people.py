"""Whom a file names, and who was made one with another since, is still the same person."""

import pytest

from conference.people.merging import merge
from conference.people.models import Person
from conference.program.models import Participation
from tests.factories import make_conference, make_organization, make_person
from tests.program.entering.entered import agenda, enter, plan
from tests.program.importing.files import document, event, take

pytestmark = pytest.mark.django_db


def test_the_file_of_an_office_finds_who_was_made_one_with_another():
    conference = make_conference(slug="spring")
    reading = agenda(("09:00-09:30", "目录的用途", "李小河", "示例大学02", "报告厅"))
    enter(reading, conference)
    kept = make_person(name_zh="李晓河", organization=make_organization(name_zh="别处"))
    conference.participations.create(person=kept)  # theirs stays, the other one goes
    merge(kept, Person.objects.get(name_zh="李小河"))
    kept.refresh_from_db()
    kept.aliases = ""  # nothing but the merging tells
    kept.save()
    Participation.objects.update(printed_name_zh="")

    again = plan(reading, conference)

    assert again.open_asks == [] and not again.counts["people"]["new"]
    assert [p.participation.person for row in again.rows for p in row.people] == [kept]


def test_the_file_of_another_system_finds_who_was_made_one_with_another():
    conference = make_conference(slug="spring")
    guid = "11111111-1111-4111-8111-000000000007"
    schedule = document(event(persons=[{"guid": guid, "name": "Ada Sample"}]))
    take(schedule)
    kept = make_person(name_zh="", given_name_en="Adele", family_name_en="Example")
    merge(kept, Person.objects.get(guid=guid))

    take(schedule)

    assert list(conference.participations.values_list("person", flat=True)) == [kept.pk]
    assert Person.objects.count() == 1
