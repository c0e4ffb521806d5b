"""The secretary's pages: who may open them, and that nothing of others shows."""

import json

import pytest

from alliance.models import Alliance, Secretary, SecretaryInvitation, Tier
from conference.people.models import Organization, Person
from conference.permissions import Role
from tests.alliance.admin.forms import change
from tests.factories import (
    make_alliance,
    make_conference,
    make_host,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
)

pytestmark = pytest.mark.django_db

LISTS = ["alliance", "membership", "secretaryinvitation"]


# --- Who may come in -----------------------------------------------------------------------------


def test_an_anonymous_visitor_is_sent_to_sign_in(client, alliance):
    response = client.get(change(alliance))

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/?next=")


@pytest.mark.parametrize("role", list(Role))
def test_a_conference_team_has_no_part_in_an_alliance(client, alliance, role):
    membership = make_membership(alliance)
    client.force_login(make_member(make_conference(), role))

    for name in LISTS:
        assert client.get(f"/admin/alliance/{name}/").status_code == 403
    assert client.get(change(alliance)).status_code == 404
    assert client.get(change(membership)).status_code == 404
    assert client.post(change(membership), {"note": "x"}).status_code == 404


def test_a_secretary_opens_their_own(client, alliance, secretary):
    membership = make_membership(alliance)

    for address in (change(alliance), change(membership)):
        assert client.get(address).status_code == 200
    for name in LISTS:
        assert client.get(f"/admin/alliance/{name}/").status_code == 200


def test_a_conference_of_no_possible_number_is_not_found(client, alliance, secretary):
    attendance = f"/admin/alliance/alliance/{alliance.pk}/attendance/"

    assert client.get(f"{attendance}{'9' * 40}/").status_code == 404


def test_nothing_of_another_alliance_is_found(client, alliance, secretary):
    other = make_alliance(slug="other", name_en="Hidden Alliance")
    membership = make_membership(other, make_organization(name_en="Hidden University"))
    invitation, _token = SecretaryInvitation.issue(by=None, alliance=other, email="s@example.org")
    tier = Tier.objects.create(alliance=other, name_en="Hidden tier")

    for name in LISTS:
        page = client.get(f"/admin/alliance/{name}/").content.decode()
        assert "Hidden" not in page and "s@example.org" not in page
    for row in (other, membership):
        for tail in ("change/", "delete/", "history/"):
            address = f"/admin/alliance/{row._meta.model_name}/{row.pk}/{tail}"
            assert client.get(address).status_code == 404
            assert client.post(address, {"post": "yes"}).status_code == 404
    assert (
        client.post(f"/admin/alliance/secretaryinvitation/{invitation.pk}/delete/").status_code
        == 404
    )
    page = client.get("/admin/alliance/membership/add/").content.decode()
    assert "Hidden tier" not in page and "Hidden Alliance" not in page
    assert Tier.objects.filter(pk=tier.pk).exists()


@pytest.mark.parametrize("lookup", ["alliance__id__exact", "tier__id__exact"])
def test_a_filter_tells_nothing_of_another_alliance(client, alliance, secretary, lookup):
    other = make_alliance()
    tier = Tier.objects.create(alliance=other, name_en="Hidden tier")
    make_membership(other, tier=tier)
    pk = other.pk if lookup.startswith("alliance") else tier.pk

    response = client.get(f"/admin/alliance/membership/?{lookup}={pk}")

    assert response.status_code in (200, 302)
    assert "Hidden" not in response.content.decode()


def test_a_secretary_neither_adds_nor_deletes_an_alliance(client, alliance, secretary):
    assert client.get("/admin/alliance/alliance/add/").status_code == 403
    address = f"/admin/alliance/alliance/{alliance.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": alliance.pk, "post": "yes"}
    client.post("/admin/alliance/alliance/", data)
    assert Alliance.objects.filter(pk=alliance.pk).exists()


def test_an_account_that_left_the_secretariat_is_out_at_once(client, alliance, secretary):
    Secretary.objects.filter(user=secretary).delete()

    assert client.get(change(alliance)).status_code == 404
    assert client.get("/admin/alliance/membership/").status_code == 403


@pytest.mark.parametrize("pk", ["0", "-1", "99999999999999999999999", "x", "%00", "1e3"])
def test_an_odd_address_is_not_found(client, secretary, pk):
    for name in ("alliance", "membership"):
        assert client.get(f"/admin/alliance/{name}/{pk}/change/").status_code in (400, 404)


# --- The directory -------------------------------------------------------------------------------


def autocomplete(client, model, field, term):
    address = (
        f"/admin/autocomplete/?app_label=alliance&model_name={model}&field_name={field}&term={term}"
    )
    response = client.get(address)
    return [row["text"] for row in json.loads(response.content)["results"]]


def test_a_secretary_chooses_from_the_directory(client, alliance, secretary):
    make_organization(name_zh="大连理工大学", name_en="DUT")
    make_person(name_zh="曾志伟", family_name_en="Zeng", given_name_en="Zhiwei")

    assert autocomplete(client, "membership", "organization", "dllg") == ["DUT · 大连理工大学"]
    assert autocomplete(client, "alliancerole", "organization", "大连") == ["DUT · 大连理工大学"]
    assert autocomplete(client, "representative", "person", "zengzhiwei") == ["Zeng Zhiwei"]


def test_a_secretary_adds_to_the_directory(client, alliance, secretary):
    data = {"name_en": "New University", "kind": "university"}

    assert client.post("/admin/people/organization/add/", data).status_code == 302
    assert client.post("/admin/people/person/add/", {"name_zh": "张三"}).status_code == 302
    assert Organization.objects.get().name_en == "New University"
    assert Person.objects.get().name_zh == "张三"


def test_a_secretary_edits_only_records_that_nobody_else_uses(client, alliance, secretary):
    own, shared = make_organization(name_en="Own"), make_organization(name_en="Shared")
    for organization in (own, shared):
        make_membership(alliance, organization)
    make_host(make_conference(), organization=shared)

    for organization, expected in ((own, 302), (shared, 403)):
        response = client.post(
            f"/admin/people/organization/{organization.pk}/change/",
            {"name_en": "Changed", "kind": "university", "sort_name": "x"},
        )
        assert response.status_code == expected

    shared.refresh_from_db()
    assert shared.name_en == "Shared"


def test_a_secretary_sees_no_conference(client, alliance, secretary):
    conference = make_conference()
    make_participation(conference, contact_phone="+44 7700 900123")

    for address in ("conference/conference", "program/session", "attendance/registration"):
        assert client.get(f"/admin/{address}/").status_code in (403, 404)
