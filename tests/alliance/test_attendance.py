"""How members attend: what a conference lets an alliance's secretary see, and where."""

from datetime import date

import pytest

from alliance.member_lists import registrations_of_members
from alliance.models import AttendanceGrant, Membership, MembershipStep
from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Registration
from conference.people.models import Organization
from conference.program.release.publishing import publish
from tests.factories import (
    make_alliance,
    make_conference,
    make_member,
    make_membership,
    make_organization,
    make_registration,
    make_secretary,
    make_session,
)
from tests.pages import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(slug="spring", short_name_en="Spring 2026")


def pages(alliance, conference):
    home = f"/admin/alliance/alliance/{alliance.pk}/attendance/"
    return home, f"{home}{conference.pk}/"


def export(conference, name="registrations.csv"):
    return f"/en/desk/{conference.slug}/export/{name}"


def test_without_the_organizers_word_there_is_no_door(client, alliance, conference, secretary):
    member = make_membership(alliance)
    make_registration(conference, organization=member.organization)
    AttendanceGrant.objects.create(conference=conference, alliance=make_alliance())
    home, there = pages(alliance, conference)

    assert "None yet." in client.get(home).content.decode()
    assert client.get(there).status_code == 404
    assert client.get(export(conference)).status_code == 404


def test_a_secretary_sees_how_their_members_attend(client, alliance, conference, secretary):
    member = make_organization(name_en="First University")
    make_membership(alliance, member)
    AttendanceGrant.objects.create(conference=conference, alliance=alliance)
    came, _stays = (
        make_registration(conference, name=name, organization=member) for name in ("甲", "乙")
    )
    make_registration(conference, organization=make_organization(name_en="Elsewhere"))
    check_in(
        came,
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=secretary,
        client_id="1",
    )
    home, there = pages(alliance, conference)

    page = client.get(there)

    assert there in client.get(home).content.decode()
    assert page.context["rows"] == [(member, 2, 1)]
    assert "Elsewhere" not in page.content.decode()
    assert export(conference, "attendance.xlsx") in page.content.decode()
    assert "甲" in client.get(export(conference)).getvalue().decode()


def test_a_conference_stands_under_its_public_name(client, alliance, conference, secretary):
    AttendanceGrant.objects.create(conference=conference, alliance=alliance)
    home, there = pages(alliance, conference)
    assert "Spring 2026" not in client.get(home).content.decode()

    make_session(conference, "09:00")
    publish(conference)

    assert "Spring 2026" in client.get(home).content.decode()
    assert "Spring 2026" in client.get(there).content.decode()


def test_another_alliance_is_not_found(client, alliance, conference, secretary):
    other = make_alliance()
    AttendanceGrant.objects.create(conference=conference, alliance=other)

    assert [client.get(page).status_code for page in pages(other, conference)] == [404, 404]


TERMS = [
    ({"status": "active"}, True),
    ({"status": "active", "since": date(2026, 5, 20)}, True),
    ({"status": "active", "since": date(2026, 5, 21)}, False),
    ({"status": "active", "until": date(2026, 5, 19)}, False),
    ({"status": "withdrawn", "until": date(2026, 5, 20)}, True),
    ({"status": "withdrawn", "until": date(2026, 5, 19)}, False),
    ({"status": "suspended"}, False),
    ({"status": "applied"}, False),
    ({"status": "approved"}, False),
]


@pytest.mark.parametrize(("term", "is_theirs"), TERMS)
def test_members_are_those_of_the_conferences_days(alliance, conference, term, is_theirs):
    membership = make_membership(alliance, **term)
    AttendanceGrant.objects.create(conference=conference, alliance=alliance)
    row = make_registration(conference, organization=membership.organization)

    condition = registrations_of_members(make_secretary(alliance), conference)

    assert list(Registration.objects.filter(condition)) == ([row] if is_theirs else [])


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_pages_cost_the_same_for_many(
    client, alliance, conference, secretary, count, django_assert_num_queries
):
    AttendanceGrant.objects.create(conference=conference, alliance=alliance)
    for n in range(min(count, 3)):
        AttendanceGrant.objects.create(
            conference=make_conference(slug=f"other-{n}"), alliance=alliance
        )
    members = Organization.objects.bulk_create(
        Organization(name_en=f"University {n}") for n in range(count)
    )
    terms = Membership.objects.bulk_create(
        Membership(alliance=alliance, organization=member) for member in members
    )
    MembershipStep.objects.bulk_create(
        MembershipStep(membership=term, act="admit", state="active") for term in terms
    )
    Registration.objects.bulk_create(
        Registration(
            conference=conference, organization=member, number=n, name="甲", source="import"
        )
        for n, member in enumerate(members)
    )
    home, there = pages(alliance, conference)

    with django_assert_num_queries(8):
        client.get(home)
    with django_assert_num_queries(10):
        assert len(client.get(there).context["rows"]) == count


# --- The organizer's side ------------------------------------------------------------------------


def test_an_organizer_gives_and_takes_back_what_an_alliance_may_see(client, alliance, conference):
    make_alliance(name_en="Hidden alliance", is_public=False)
    organizer = make_member(conference, "organizer")
    client.force_login(organizer)
    address = f"/admin/conference/conference/{conference.pk}/change/"
    page = client.get(address)
    assert "Alliance for Teaching Reform" in page.content.decode()
    assert "Hidden alliance" not in page.content.decode()

    data = form_data(page) | {
        "attendancegrants-TOTAL_FORMS": "1",
        "attendancegrants-0-alliance": alliance.pk,
    }
    assert client.post(address, data).status_code == 302
    grant = conference.attendancegrants.get()
    assert grant.alliance == alliance

    data = form_data(client.get(address)) | {"attendancegrants-0-DELETE": "on"}
    assert client.post(address, data).status_code == 302
    assert not conference.attendancegrants.exists()
    kept = AttendanceGrant.history.values_list("history_type", "history_user")
    assert list(kept) == [("-", organizer.pk), ("+", organizer.pk)]


def test_an_editor_gives_nothing(client, alliance, conference):
    client.force_login(make_member(conference, "editor"))

    address = f"/admin/conference/conference/{conference.pk}/change/"
    assert "attendancegrants" not in client.get(address).content.decode()

    data = {"attendancegrants-TOTAL_FORMS": "1", "attendancegrants-INITIAL_FORMS": "0"}
    answer = client.post(address, data | {"attendancegrants-0-alliance": alliance.pk})

    assert answer.status_code == 403
    assert not AttendanceGrant.objects.exists()
