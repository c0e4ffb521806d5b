"""Members as their alliance's secretary keeps them: adding, states, finding, order."""

import re
from datetime import date

import pytest

from alliance.models import Membership, Representative, Secretary, Tier
from conference.people.models import Person
from tests.alliance.admin.forms import add_membership, change, form_of, make_universities
from tests.factories import (
    make_alliance,
    make_membership,
    make_organization,
    make_person,
    make_secretary,
)

pytestmark = pytest.mark.django_db


def test_a_secretary_adds_a_member_with_its_representative(client, alliance, secretary):
    organization, person = make_organization(), make_person()

    response = add_membership(
        client,
        alliance,
        organization,
        **{
            "since": "2026-05-20",
            "representatives-TOTAL_FORMS": "1",
            "representatives-0-person": person.pk,
            "representatives-0-role": "liaison",
            "representatives-0-since": "2026-05-20",
            "representatives-0-position": "1",
        },
    )

    assert response.status_code == 302
    membership = Membership.objects.get()
    assert (membership.organization, membership.since) == (organization, date(2026, 5, 20))
    representative = Representative.objects.get()
    assert (representative.person, representative.role) == (person, "liaison")


def test_a_member_cannot_be_put_into_another_alliance(client, alliance, secretary):
    response = add_membership(client, make_alliance(), make_organization())

    assert response.status_code == 200
    assert not Membership.objects.exists()


def test_a_tier_of_another_alliance_is_refused(client, alliance, secretary):
    theirs = Tier.objects.create(alliance=make_alliance(), name_en="Council")

    response = add_membership(client, alliance, make_organization(), tier=theirs.pk)

    assert response.status_code == 200
    assert not Membership.objects.exists()


def test_a_second_current_membership_is_refused_with_a_sentence(client, alliance, secretary):
    organization = make_organization()
    make_membership(alliance, organization)

    response = add_membership(client, alliance, organization)

    said = "is in the alliance already, without a beginning or an end. Two terms of one"
    assert said in response.content.decode()
    assert Membership.objects.count() == 1


def test_a_state_is_no_free_choice(client, alliance, secretary):
    membership = make_membership(alliance)
    page = client.get(change(membership))

    client.post(change(membership), form_of(page, status="withdrawn", note="x"))

    membership.refresh_from_db()
    assert (membership.status, membership.note) == ("active", "x")
    assert membership.steps.count() == 1


@pytest.mark.parametrize("state", ["withdrawn", "suspended", "under-review", "nonsense"])
def test_a_new_membership_begins_in_one_of_three_states(client, alliance, secretary, state):
    response = add_membership(client, alliance, make_organization(), status=state)

    assert response.status_code == 200
    assert not Membership.objects.exists()


def test_a_membership_keeps_its_alliance(client, alliance, secretary):
    second = make_alliance()
    Secretary.objects.create(alliance=second, user=secretary)
    membership = make_membership(alliance)

    client.post(
        change(membership), form_of(client.get(change(membership)), alliance=second.pk, note="x")
    )

    membership.refresh_from_db()
    assert (membership.alliance, membership.note) == (alliance, "x")


def test_members_are_found_by_chinese_english_and_pinyin(client, alliance, secretary):
    make_membership(alliance, make_organization(name_zh="大连理工大学", name_en="DUT"))
    make_membership(alliance, make_organization(name_zh="四川大学", name_en="Sichuan University"))

    for words in ("大连", "dlut", "DUT", "dalian", "dllg"):
        response = client.get("/admin/alliance/membership/", {"q": words})
        found = [str(row) for row in response.context["cl"].result_list]
        assert found == (["DUT"] if words != "dlut" else []), words


def test_the_list_is_filtered_by_what_the_public_sees(client, alliance, secretary):
    make_membership(alliance, make_organization(name_en="Now"))
    make_membership(alliance, make_organization(name_en="Past"), until=date(2020, 1, 1))

    for value, shown in (("yes", ["Now"]), ("no", ["Past"])):
        response = client.get(f"/admin/alliance/membership/?today={value}")
        assert [str(row) for row in response.context["cl"].result_list] == shown


@pytest.mark.parametrize("name", ["membership", "secretaryinvitation"])
def test_a_list_names_its_alliance_in_its_title(client, alliance, secretary, name):
    def title(query=""):
        page = client.get(f"/admin/alliance/{name}/{query}").content.decode()
        return " ".join(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1].split())

    assert "| Alliance for Teaching Reform | Lectern" in title()

    other = make_alliance(name_en="Alliance of Libraries")
    make_secretary(other, user=secretary)
    assert "Alliance" not in title().removeprefix("Select alliance")
    assert "| Alliance of Libraries | Lectern" in title(f"?alliance__id__exact={other.pk}")


def test_positions_are_edited_in_the_list(client, alliance, secretary):
    membership = make_membership(alliance)
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": membership.pk,
        "form-0-position": "7",
        "_save": "Save",
    }

    client.post("/admin/alliance/membership/", data)

    membership.refresh_from_db()
    assert membership.position == 7


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_list_of_members_costs_the_same_for_many(
    client, alliance, secretary, count, django_assert_num_queries
):
    tier = Tier.objects.create(alliance=alliance, name_en="Council")
    Membership.objects.bulk_create(
        Membership(alliance=alliance, organization=university, tier=tier)
        for university in make_universities(count)
    )

    with django_assert_num_queries(13):
        client.get("/admin/alliance/membership/")


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_page_of_a_member_costs_the_same_for_many(
    client, alliance, secretary, count, django_assert_num_queries
):
    membership = make_membership(alliance)
    people = Person.objects.bulk_create(
        Person(family_name_en=f"Li {n}", sort_name=f"li {n}") for n in range(count)
    )
    Representative.objects.bulk_create(
        Representative(membership=membership, person=person) for person in people
    )

    client.get(change(membership))  # Django remembers the types of contents

    with django_assert_num_queries(12):
        client.get(change(membership))


def test_a_membership_still_to_come_is_not_entered_as_active(client, alliance, secretary):
    response = add_membership(client, alliance, make_organization(), since="2099-05-01")

    assert "2099-05-01 is still to come. Begin as “invited”" in response.content.decode()
    assert not Membership.objects.exists()


def test_the_list_says_whose_term_is_over(client, alliance, secretary):
    make_membership(alliance, since=date(2019, 1, 1), until=date(2020, 12, 31))
    make_membership(alliance, since=date(2019, 1, 1))

    page = client.get("/admin/alliance/membership/").content.decode()

    assert re.findall(r'class="field-state">([^<]*)<', page).count("active") == 1
    assert "active, until its term ended" in page
