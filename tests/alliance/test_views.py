"""The public pages of an alliance: what is known, in both languages, and nothing private."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from alliance.models import AllianceRole, Membership, Representative, Task, Tier
from conference.people.models import Organization, Person
from conference.program.release.publishing import publish
from tests.factories import (
    make_alliance,
    make_conference,
    make_membership,
    make_organization,
    make_person,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance():
    return make_alliance(
        slug="reform",
        name_zh="教学改革联盟",
        name_en="Alliance for Teaching Reform",
        name_zh_is_rendering=True,
        founded_on=date(2026, 5, 20),
        founding_act_en="nameplate unveiled",
        yearly_work_zh="每年组织专项工作。",
        initiators_total=20,
    )


def add_role(alliance, role, name_en):
    organization = make_organization(name_zh="", name_en=name_en)
    return AllianceRole.objects.create(alliance=alliance, organization=organization, role=role)


def text_of(response):
    """The body of the page: its head names members and titles once more."""
    return " ".join(response.content.decode().partition("<body")[2].split())


# --- The alliance --------------------------------------------------------------------------------


def test_the_page_shows_what_is_known(client, alliance):
    add_role(alliance, "lead", "Lead University")
    add_role(alliance, "initiator", "First University")
    Task.objects.create(alliance=alliance, name_en="Share textbooks")

    response = client.get("/en/alliances/reform/")

    assert response.status_code == 200
    page = text_of(response)
    for shown in (
        "<h1>Alliance for Teaching Reform</h1>",
        "Lead University",
        "First University",
        "20 initiators, 1 named",
        "Share textbooks",
        "20 May 2026",
        "nameplate unveiled",
        '<span lang="zh-Hans">每年组织专项工作。</span>',
        '<span lang="zh-Hans">教学改革联盟</span><span class="rendering"',
    ):
        assert shown in page
    assert "not named" not in page


def test_what_is_open_is_a_number_where_the_facts_decide_it(client, alliance):
    alliance.lead_is_an_initiator = False
    alliance.save()
    add_role(alliance, "lead", "Lead University")
    add_role(alliance, "initiator", "First University")

    page = text_of(client.get("/en/alliances/reform/"))

    assert "20 initiators, 1 named, 19 not named" in page


def test_the_chinese_page_marks_our_rendering(client, alliance):
    response = client.get("/zh-hans/alliances/reform/")
    page = text_of(response)

    assert '教学改革联盟<span class="rendering"' in page
    assert '<html lang="zh-Hans">' in response.content.decode()
    assert "Alliance for Teaching Reform" in page


@pytest.mark.django_db(transaction=True)
def test_the_founding_conference_is_linked_by_its_published_name(client, alliance):
    conference = make_conference(slug="spring", name_en="Spring Symposium")
    make_session(conference, "09:00")
    alliance.founded_at = conference
    alliance.save()

    assert "Spring Symposium" not in text_of(client.get("/en/alliances/reform/"))

    publish(conference)
    conference.refresh_from_db()
    conference.name_en = "Secret new name"
    conference.save()
    page = text_of(client.get("/en/alliances/reform/"))

    assert '<a href="/en/conferences/spring/">Spring Symposium</a>' in page
    assert "Secret" not in page


def test_an_alliance_that_is_not_public_is_not_found(client, alliance):
    alliance.is_public = False
    alliance.save()

    for address in ("", "members/"):
        assert client.get(f"/en/alliances/reform/{address}").status_code == 404
    assert client.get("/en/alliances/unknown/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_change_shows_at_once(client, alliance):
    client.get("/en/alliances/reform/")
    task = Task.objects.create(alliance=alliance, name_en="Share textbooks")

    assert "Share textbooks" in text_of(client.get("/en/alliances/reform/"))

    task.delete()
    assert "Share textbooks" not in text_of(client.get("/en/alliances/reform/"))


def test_texts_are_escaped_and_cleaned(client, alliance):
    alliance.name_en = "<script>alert(1)</script>"
    alliance.description_en = "<script>alert(2)</script> **bold**"
    alliance.save()

    page = text_of(client.get("/en/alliances/reform/"))

    assert "<script>alert" not in page
    assert "<strong>bold</strong>" in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_pages_are_only_read(client, alliance, method):
    for address in ("", "members/"):
        assert getattr(client, method)(f"/en/alliances/reform/{address}").status_code == 405


@pytest.mark.parametrize(
    ("total", "count", "said"),
    [
        (None, 2, "2 members named"),
        (None, 1, "1 member named"),
        (20, 2, "20 members, 2 named, 18 not named"),
        (20, 0, "20 members, 0 named, 20 not named"),
        (2, 2, "2 members"),
        (1, 2, "2 members"),
    ],
)
def test_those_who_are_named_are_the_whole_only_where_that_is_announced(
    client, alliance, total, count, said
):
    alliance.members_total = total
    alliance.save()
    for _n in range(count):
        make_membership(alliance, make_organization())

    home = text_of(client.get("/en/alliances/reform/"))
    members = text_of(client.get("/en/alliances/reform/members/"))

    assert f'members/">{said}</a>' in home
    assert f'<p class="lead">{said}</p>' in members


# --- Its members ---------------------------------------------------------------------------------


def test_members_without_tiers_are_one_plain_list(client, alliance):
    make_membership(alliance, make_organization(name_en="B University"))
    make_membership(alliance, make_organization(name_en="A University"))

    page = text_of(client.get("/en/alliances/reform/members/"))

    assert "2 members named" in page
    assert page.index("A University") < page.index("B University")
    assert "<h2>" not in page


def test_members_stand_under_their_tiers(client, alliance):
    tier = Tier.objects.create(alliance=alliance, name_zh="理事单位", name_en="Council")
    make_membership(alliance, make_organization(name_en="A University"), tier=tier)
    make_membership(alliance, make_organization(name_en="B University"))

    page = text_of(client.get("/en/alliances/reform/members/"))

    assert page.index("<h2>Council</h2>") < page.index("A University")
    assert page.index("A University") < page.index("<h2>Further members</h2>")
    assert "<h2>理事单位</h2>" in text_of(client.get("/zh-hans/alliances/reform/members/"))


def test_representatives_are_public_names_alone(client, alliance):
    membership = make_membership(alliance, note="internal: late with the fee")
    person = make_person(name_zh="曾志伟", family_name_en="Zeng", given_name_en="Zhiwei")
    Representative.objects.create(membership=membership, person=person)

    page = text_of(client.get("/en/alliances/reform/members/"))

    assert "Zeng Zhiwei" in page
    assert "late with the fee" not in page


def test_an_alliance_without_members_says_so(client, alliance):
    assert "No members have been announced yet." in text_of(
        client.get("/en/alliances/reform/members/")
    )


def test_a_membership_ends_at_local_midnight(client, alliance):
    make_membership(alliance, make_organization(name_en="A University"), until=date(2026, 5, 20))
    address = "/en/alliances/reform/members/"

    with time_machine.travel(datetime(2026, 5, 20, 15, 59, tzinfo=UTC)) as clock:
        assert "A University" in text_of(client.get(address))
        clock.shift(120)  # 00:01 in Shanghai: the kept page is stale by itself
        assert "A University" not in text_of(client.get(address))


# --- Queries -------------------------------------------------------------------------------------


def add_members(alliance, count, **values):
    """That many active members that are initiators too, and as many tasks."""
    universities = Organization.objects.bulk_create(
        Organization(name_en=f"University {n}", sort_name=f"university {n}") for n in range(count)
    )
    AllianceRole.objects.bulk_create(
        AllianceRole(alliance=alliance, organization=university, role="initiator", position=1)
        for university in universities
    )
    Task.objects.bulk_create(
        Task(alliance=alliance, name_en=f"Task {n}", position=n) for n in range(count)
    )
    return Membership.objects.bulk_create(
        Membership(alliance=alliance, organization=university, position=1, **values)
        for university in universities
    )


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_home_costs_four_queries(client, alliance, count, django_assert_num_queries):
    add_members(alliance, count)
    client.get("/en/alliances/reform/members/")  # reads the stamps

    with django_assert_num_queries(4):
        client.get("/en/alliances/reform/")


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_members_cost_five_queries(client, alliance, count, django_assert_num_queries):
    tier = Tier.objects.create(alliance=alliance, name_en="Council")
    memberships = add_members(alliance, count, tier=tier)
    people = Person.objects.bulk_create(
        Person(family_name_en=f"Li {n}", sort_name=f"li {n}") for n in range(count)
    )
    Representative.objects.bulk_create(
        Representative(membership=membership, person=person)
        for membership, person in zip(memberships, people, strict=True)
    )
    client.get("/en/alliances/reform/")

    with django_assert_num_queries(5):
        page = client.get("/en/alliances/reform/members/")

    assert sum(len(group.members) for group in page.context["groups"]) == count


def test_a_kept_page_costs_no_query(client, alliance, django_assert_num_queries):
    client.get("/en/alliances/reform/")

    with django_assert_num_queries(0):
        client.get("/en/alliances/reform/")
