"""The secretary's pages: who may open them, what they offer, and that nothing of others shows."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db.models.fields.files import FieldFile

from alliance.models import (
    Alliance,
    AllianceRole,
    Membership,
    Representative,
    Secretary,
    SecretaryInvitation,
    Task,
    Tier,
)
from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import (
    make_alliance,
    make_conference,
    make_host,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_secretary,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

LISTS = ["alliance", "membership", "secretaryinvitation"]


@pytest.fixture
def alliance():
    return make_alliance(slug="reform", name_en="Alliance for Teaching Reform")


@pytest.fixture
def secretary(client, alliance):
    user = make_secretary(alliance)
    client.force_login(user)
    return user


def change(row):
    return f"/admin/alliance/{row._meta.model_name}/{row.pk}/change/"


def form_of(response, **changes):
    """The data that the page's form would send, with `changes`; files and buttons left out."""
    page = response.context["adminform"].form
    data = {}
    forms = [page, *(formset.formset.management_form for formset in inlines(response))]
    forms += [form for formset in inlines(response) for form in formset.formset.initial_forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False or isinstance(value, FieldFile):
                continue
            data[bound.html_name] = value.isoformat() if hasattr(value, "isoformat") else value
    return {k: v for k, v in (data | changes).items() if v is not None}


def inlines(response):
    return response.context["inline_admin_formsets"]


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


# --- The alliance --------------------------------------------------------------------------------


def test_saving_the_page_unchanged_changes_nothing(client, alliance, secretary):
    conference = make_conference(slug="spring", short_name_en="Spring 2026")
    make_session(conference, "09:00")
    publish(conference)
    alliance.founded_at = conference
    alliance.save()
    Task.objects.create(alliance=alliance, name_en="Share textbooks", position=1)
    AllianceRole.objects.create(alliance=alliance, organization=make_organization(), role="lead")
    before = Alliance.objects.filter(pk=alliance.pk).values().get()

    response = client.post(change(alliance), form_of(client.get(change(alliance))))

    assert response.status_code == 302
    assert Alliance.objects.filter(pk=alliance.pk).values().get() == before
    assert alliance.tasks.get().name_en == "Share textbooks"


def test_a_secretary_edits_the_facts(client, alliance, secretary):
    data = form_of(
        client.get(change(alliance)),
        initiators_total="20",
        lead_is_an_initiator="unknown",
        founding_act_en="nameplate unveiled",
    )

    client.post(change(alliance), data)

    alliance.refresh_from_db()
    assert alliance.initiators_total == 20 and alliance.lead_is_an_initiator is None
    assert alliance.founding_act_en == "nameplate unveiled"
    assert alliance.history.first().history_user == secretary


def test_conferences_are_offered_under_their_public_names(client, alliance, secretary):
    conference = make_conference(slug="spring", short_name_en="Spring 2026")
    make_session(conference, "09:00")
    publish(conference)
    conference.refresh_from_db()
    conference.short_name_en = "Hidden new name"
    conference.save()
    make_conference(slug="draft", short_name_en="Hidden draft")

    page = client.get(change(alliance)).content.decode()

    assert "Spring 2026" in page and "Hidden" not in page


def test_the_address_of_a_public_alliance_is_fixed(client, alliance, secretary):
    client.post(change(alliance), form_of(client.get(change(alliance)), slug="new-address"))

    alliance.refresh_from_db()
    assert alliance.slug == "reform"


def test_the_page_lists_what_lacks_a_translation(client, alliance, secretary):
    Task.objects.create(alliance=alliance, name_en="Share textbooks")

    response = client.get(change(alliance))

    assert response.context["gaps"] == [(alliance.tasks.get(), ["task (Chinese)"])]


def test_a_secretary_adds_no_account_from_a_list(client, alliance, secretary):
    stranger = make_user("stranger")

    page = client.get(change(alliance)).content.decode()
    assert "stranger" not in page

    data = form_of(client.get(change(alliance)))
    data |= {"secretaries-TOTAL_FORMS": "2", "secretaries-1-user": stranger.pk}
    client.post(change(alliance), data)
    assert list(Secretary.objects.values_list("user", flat=True)) == [secretary.pk]


def test_a_second_lead_is_refused_with_a_sentence(client, alliance, secretary):
    AllianceRole.objects.create(alliance=alliance, organization=make_organization(), role="lead")
    other = make_organization(name_en="Other")
    data = form_of(client.get(change(alliance)))
    data |= {
        "allianceroles-TOTAL_FORMS": "2",
        "allianceroles-1-organization": other.pk,
        "allianceroles-1-role": "lead",
        "allianceroles-1-position": "2",
        "allianceroles-1-alliance": alliance.pk,
    }

    response = client.post(change(alliance), data)

    assert response.status_code == 200
    assert "The alliance has a lead on these days: " in response.content.decode()
    assert alliance.allianceroles.count() == 1


# --- Memberships ---------------------------------------------------------------------------------


def membership_data(alliance, organization, **changes):
    return {
        "alliance": alliance.pk,
        "organization": organization.pk,
        "status": "active",
        "position": "0",
        "representatives-TOTAL_FORMS": "0",
        "representatives-INITIAL_FORMS": "0",
    } | changes


def add_membership(client, *args, **changes):
    return client.post("/admin/alliance/membership/add/", membership_data(*args, **changes))


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


def make_universities(count):
    return Organization.objects.bulk_create(
        Organization(name_en=f"University {n}") for n in range(count)
    )


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_list_of_members_costs_the_same_for_many(
    client, alliance, secretary, count, django_assert_num_queries
):
    tier = Tier.objects.create(alliance=alliance, name_en="Council")
    Membership.objects.bulk_create(
        Membership(alliance=alliance, organization=university, tier=tier)
        for university in make_universities(count)
    )

    with django_assert_num_queries(12):
        client.get("/admin/alliance/membership/")


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_list_of_alliances_and_of_invitations_costs_the_same_for_many(
    client, secretary, count, django_assert_num_queries
):
    rows = Alliance.objects.bulk_create(
        Alliance(slug=f"alliance-{n}", name_en=f"Alliance {n}") for n in range(count)
    )
    Secretary.objects.bulk_create(Secretary(alliance=row, user=secretary) for row in rows)
    for n, row in enumerate(rows[:100]):
        SecretaryInvitation.issue(by=secretary, alliance=row, email=f"guest{n}@example.org")

    with django_assert_num_queries(9):
        client.get("/admin/alliance/alliance/")
    with django_assert_num_queries(11):
        client.get("/admin/alliance/secretaryinvitation/")


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


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_page_of_an_alliance_costs_the_same_for_many(
    client, alliance, secretary, count, django_assert_num_queries
):
    Task.objects.bulk_create(
        Task(alliance=alliance, name_en="Task", position=n) for n in range(count)
    )
    Tier.objects.bulk_create(
        Tier(alliance=alliance, name_en="Tier", position=n) for n in range(count)
    )
    AllianceRole.objects.bulk_create(
        AllianceRole(alliance=alliance, organization=university, role="initiator", position=1)
        for university in make_universities(count)
    )
    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"secretary-{n}") for n in range(count)
    )
    Secretary.objects.bulk_create(Secretary(alliance=alliance, user=user) for user in users)
    client.get(change(alliance))  # Django remembers the types of contents

    with django_assert_num_queries(16):
        client.get(change(alliance))


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

    assert autocomplete(client, "membership", "organization", "dllg") == ["DUT"]
    assert autocomplete(client, "alliancerole", "organization", "大连") == ["DUT"]
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


# --- Invitations ---------------------------------------------------------------------------------


def test_a_secretary_invites_another(client, alliance, secretary):
    response = client.post(
        "/admin/alliance/secretaryinvitation/add/",
        {"alliance": alliance.pk, "email": "new@example.org"},
    )
    assert response.status_code == 200
    link = re.search(r"http://[^\s\"<]*/invitations/[^\s\"<]+", response.content.decode())[0]
    path = link.partition("8000")[2]

    client.logout()
    accepted = client.post(
        path,
        {
            "username": "newcomer",
            "password1": "a long password 1",
            "password2": "a long password 1",
        },
    )

    assert accepted.status_code == 302
    newcomer = get_user_model().objects.get(username="newcomer")
    assert newcomer.is_staff and Secretary.objects.filter(user=newcomer, alliance=alliance).exists()
    assert client.get(change(alliance)).status_code == 200


def test_nobody_is_invited_to_another_alliance(client, alliance, secretary):
    response = client.post(
        "/admin/alliance/secretaryinvitation/add/",
        {"alliance": make_alliance().pk, "email": "new@example.org"},
    )

    assert response.status_code == 200
    assert not SecretaryInvitation.objects.exists()


def test_an_open_invitation_is_shown_and_revoked(client, alliance, secretary):
    invitation, _token = SecretaryInvitation.issue(
        by=secretary, alliance=alliance, email="new@example.org"
    )

    assert "new@example.org" in client.get(change(alliance)).content.decode()

    client.post(f"/admin/alliance/secretaryinvitation/{invitation.pk}/delete/", {"post": "yes"})
    assert not SecretaryInvitation.objects.exists()
