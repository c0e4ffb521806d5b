"""The directory while one works in one conference: its own people and organizations are listed, and
come first where one chooses; all are there when asked or searched.
"""

from datetime import timedelta

import pytest

from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.models import Participation
from tests.factories import (
    DAY,
    make_alliance,
    make_committee,
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_secretary,
)
from tests.pages import links, parsed, rows, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="whose rows are shown is asked of both by the same queries"),
]

PEOPLE = "/admin/people/person/"
ORGANIZATIONS = "/admin/people/organization/"
HERE = "conference__id__exact"


@pytest.fixture
def own():
    return make_conference(name_en="Own symposium", name_zh="")


@pytest.fixture
def other():
    long_ago = DAY - timedelta(days=4000)
    return make_conference(
        name_en="Other symposium", name_zh="", starts_on=long_ago, ends_on=long_ago
    )


@pytest.fixture
def both(client, own, other):
    user = make_member(own, Role.ORGANIZER)
    make_member(other, Role.ORGANIZER, user=user)
    client.force_login(user)
    return user


def called(name, **more):
    return make_person(name_zh="", family_name_en=name, given_name_en="", **more)


def named(name):
    return make_organization(name_zh="", name_en=name)


def listed(page):
    found = parsed(page).xpath("//table[@id='result_list']/tbody//th//a")
    return {words(link) for link in found}


@pytest.fixture
def used(own, other):
    """One of each use at `own`, one at `other`, and one row that nobody uses."""
    make_participation(own, called("Speaker", organization=named("Employer")))
    make_committee(own).members.create(person=called("Chair"), role="chair")
    make_host(own, organization=named("Host"))
    make_registration(own, organization=named("Delegation"))
    make_participation(other, called("Stranger", organization=named("Elsewhere")))
    called("Nobody")


def test_the_directory_shows_whom_the_conference_uses_until_all_are_asked_for(
    client, both, used, own, other
):
    people, organizations = client.get(PEOPLE), client.get(ORGANIZATIONS)

    assert listed(people) == {"Speaker", "Chair"}
    assert listed(organizations) == {"Employer", "Host", "Delegation"}
    whole = client.get(PEOPLE + links(people)["The whole directory"])
    assert listed(whole) == {"Speaker", "Chair", "Stranger", "Nobody"}
    assert listed(client.get(PEOPLE)) == {"Speaker", "Chair"}  # one works where one did
    assert listed(client.get(PEOPLE, {"q": "str"})) == {"Stranger"}  # searching finds all
    switched = client.get(links(people)["Other symposium"])
    assert listed(switched) == {"Stranger"}
    assert listed(client.get(ORGANIZATIONS)) == {"Elsewhere"}  # and stays
    everybody = client.get(PEOPLE, {HERE: "all"})
    assert listed(everybody) == {"Speaker", "Chair", "Stranger", "Nobody"}
    back = links(everybody)["Only those of “Other symposium”"]
    assert listed(client.get(PEOPLE + back)) == {"Stranger"}


def test_who_has_one_conference_asks_for_all_as_well(client, used, own):
    client.force_login(make_member(own, Role.EDITOR))

    page = client.get(PEOPLE)

    assert listed(page) == {"Speaker", "Chair"}
    assert len(listed(client.get(PEOPLE + links(page)["The whole directory"]))) == 4
    # Who may not see registrations is not told by the directory which organizations send people.
    assert listed(client.get(ORGANIZATIONS)) == {"Employer", "Host"}


def test_a_secretary_without_a_conference_has_the_whole_directory(client, used):
    client.force_login(make_secretary(make_alliance()))

    page = client.get(PEOPLE)

    assert len(rows(page)) == 4
    assert "The whole directory" not in page.content.decode()


def test_choosers_put_the_conferences_own_first(client, both, own, other):
    make_participation(other, called("Aaron", organization=named("Academy")))
    make_participation(own, called("Zoe", organization=named("Zenith")))
    make_host(own, organization=named("Lyceum"))

    def offered(model, field, conference, term=""):
        asked = {"app_label": "people", "model_name": model, "field_name": field, "term": term}
        asked |= {"conference": conference.pk}
        return [
            found["text"].partition(" ·")[0]
            for found in client.get("/admin/autocomplete/", asked).json()["results"]
        ]

    assert offered("hostrole", "organization", own) == ["Lyceum", "Zenith", "Academy"]
    assert offered("hostrole", "organization", other) == ["Academy", "Lyceum", "Zenith"]
    assert offered("hostrole", "organization", own, "a") == ["Academy"]
    typed = client.get(f"{ORGANIZATIONS}names/", {"term": "e", "conference": own.pk}).json()
    assert [name["text"] for name in typed["names"]] == ["Lyceum", "Zenith", "Academy"]


@pytest.mark.parametrize("count", [1, 3, 400])
def test_any_number_of_people_and_uses_costs_the_same(
    client, both, own, other, count, django_assert_num_queries
):
    places = Organization.objects.bulk_create(
        Organization(name_en=f"University {n}", search="university", sort_name=f"{n:04}")
        for n in range(count)
    )
    people = Person.objects.bulk_create(
        Person(family_name_en=f"Name {n}", sort_name=f"{n:04}", organization=places[n])
        for n in range(count)
    )
    for conference in (own, other):
        Participation.objects.bulk_create(
            Participation(conference=conference, person=person) for person in people
        )
    client.get(PEOPLE)

    with django_assert_num_queries(11):
        assert len(rows(client.get(PEOPLE))) == min(count, 50)
    with django_assert_num_queries(11):
        assert len(rows(client.get(ORGANIZATIONS))) == min(count, 50)
    with django_assert_num_queries(5):
        found = client.get(f"{ORGANIZATIONS}names/", {"term": "univ"}).json()
    assert len(found["names"]) == min(count, 8)
