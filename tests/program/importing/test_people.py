"""The people of a file: who of the directory they are, and how they are named."""

import uuid

import pytest

from conference.people.models import Person
from conference.program.models import Participation, Session, SessionRole
from conference.program.release.publishing import publish
from tests.factories import make_person, make_role
from tests.program.importing.files import GUID, counts, document, event, take

pytestmark = pytest.mark.django_db


def test_people_follow_the_file_and_chairs_stay(conference):
    take(document())
    session = Session.objects.get()
    chair = make_role(session, role="chair").participation
    other = {"guid": GUID.format(7), "id": 8, "public_name": "Grace Hopper"}

    report = take(document(event(persons=[other])))

    assert {(str(r.participation), r.role) for r in session.roles.all()} == {
        (str(chair), "chair"),
        ("Grace Hopper", "speaker"),
    }
    assert counts(report)["sessions"] == {"changed": 1}


def test_a_person_of_the_directory_is_found_again_and_not_renamed(conference):
    person = make_person(
        guid=uuid.UUID(GUID.format(9)), name_zh="", family_name_en="King", given_name_en="Ada"
    )

    take(document())

    person.refresh_from_db()
    assert person.name_en == "Ada King"
    assert Participation.objects.get().person == person


def test_people_without_a_guid_are_one_person_in_each_import(conference):
    rows = [event(n, persons=[{"id": 7, "public_name": "Ada Lovelace"}]) for n in (1, 2)]

    take(document(*rows))
    take(document(*rows))

    assert Person.objects.count() == 1
    assert SessionRole.objects.count() == 2


def test_people_of_one_name_with_two_ids_are_two(conference):
    take(
        document(
            event(
                persons=[
                    {"id": 1, "public_name": "王伟"},
                    {"id": 2, "public_name": "王伟"},
                ]
            )
        )
    )

    assert Person.objects.count() == 2


def speakers(title):
    roles = SessionRole.objects.filter(session__title_en=title).order_by("position")
    return [str(role.participation) for role in roles]


def test_an_id_of_several_people_is_told_apart_by_their_names(conference):
    """As in files that were put together from those of several systems."""
    rows = [
        event(1, persons=[{"id": 44, "public_name": "Daniel F"}]),
        event(2, persons=[{"id": 44, "public_name": "mavo"}, {"id": 45, "public_name": "Eve"}]),
        event(3, persons=[{"id": -1, "public_name": "Jane"}, {"id": -1, "public_name": "Joan"}]),
    ]

    take(document(*rows))

    assert [speakers(f"Talk {n}") for n in (1, 2, 3)] == [
        ["Daniel F"],
        ["mavo", "Eve"],
        ["Jane", "Joan"],
    ]
    assert Person.objects.count() == 5
    assert take(document(*rows)).changes_nothing


def test_an_id_that_gets_a_second_person_keeps_the_first(conference):
    rows = [event(1, persons=[{"id": 44, "public_name": "Daniel F"}]), event(2, persons=[])]
    take(document(*rows))
    rows[1]["persons"] = [{"id": 44, "public_name": "mavo"}]

    plan = take(document(*rows))

    assert counts(plan)["people"] == {"new": 1, "unchanged": 1}
    assert plan.lines == ["+ person: mavo", "~ session: Talk 2: people: – → mavo"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"id": 7}, {"guid": GUID.format(9), "code": "ABCDEF"}),
        ({"guid": GUID.format(9), "code": "ABCDEF"}, {"id": 7}),
        ({"code": "ABCDEF", "id": 7}, {"id": 7}),
        ({"id": 7}, {"id": 1007}),
        ({}, {"id": 7}),
    ],
)
def test_a_person_whose_ids_changed_is_known_by_the_session(conference, first, second):
    """schedule.xml and schedule.json of one system write other ids of a person."""
    others = [{"id": 900 + n, "public_name": "Ada Lovelace"} for n in (1, 2)]
    rows = [
        event(1, persons=[{"public_name": "Ada Lovelace"} | first]),
        event(2, persons=others[:1]),
        event(3, persons=others[1:]),
    ]
    take(document(*rows))
    before = set(Person.objects.values_list("pk", "guid"))
    rows[0]["persons"] = [{"public_name": "Ada Lovelace"} | second]

    plan = take(document(*rows))

    assert plan.changes_nothing
    assert set(Person.objects.values_list("pk", "guid")) == before and len(before) == 3


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("Malauke & Johann Schlaufe & Bea Titude / kollektiv-eigenklang", 40, 20),
        ("The Institute of Everything and of " + "Something " * 7 + "Else", 54, 54),
    ],
)
def test_a_long_name_has_two_parts_to_stand_in(conference, name, given, family):
    take(document(event(persons=[{"id": 1, "public_name": name}])))

    person = Person.objects.get()
    parts = person.given_name_en, person.family_name_en
    assert " ".join(parts) == name
    assert parts == (given, family) or tuple(map(len, parts)) == (given, family)
    assert take(document(event(persons=[{"id": 1, "public_name": name}]))).changes_nothing


@pytest.mark.parametrize("name", ["x" * 61, "王" * 61, "two words " * 13])
def test_a_name_too_long_for_both_parts_is_told(conference, name):
    plan = take(document(event(persons=[{"id": 1, "public_name": name}])))

    assert not Person.objects.exists()
    told = next(iter(plan.not_taken))
    assert told.startswith("person with a name longer than")


def test_whoever_is_in_two_places_at_once_in_the_file_is_meant_so_and_told(conference):
    first = event(1)
    schedule = document(
        first, event(2, date=first["date"], room="Room B", persons=first["persons"])
    )

    report = take(schedule)

    assert [clash.code for clash in report.clashes if clash.is_error] == []
    assert "person" in [clash.code for clash in report.clashes]
    assert any("several sessions at once in the file" in note for note in report.notes)
    assert conference.participations.get().may_overlap
    assert take(schedule).changes_nothing
    assert publish(conference).number == 1
