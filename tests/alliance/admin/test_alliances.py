"""An alliance as its secretary keeps it: facts, secretaries, who may invite another."""

import re

import pytest
from django.contrib.auth import get_user_model

from alliance.models import Alliance, AllianceRole, Secretary, SecretaryInvitation, Task, Tier
from conference.program.release.publishing import publish
from tests.alliance.admin.forms import change, form_of, make_universities
from tests.factories import (
    make_alliance,
    make_conference,
    make_organization,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


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


# --- What it costs -------------------------------------------------------------------------------


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
