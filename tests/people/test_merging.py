"""Two rows of the directory become one: uses, printed names, history, rights, and the refusals."""

import pytest
from django.apps import apps

from alliance.models import AllianceRole, Representative
from conference.attendance.models import Registration
from conference.people.identities import Merged, ToldApart
from conference.people.merging import MergeRefused, merge, relations_to
from conference.people.models import HostRole, Organization, Person
from conference.permissions import Role
from conference.program.models import FormerCode, Participation, SessionRole
from conference.program.release.publishing import publish
from conference.program.release.restoring import restore
from tests.factories import (
    make_alliance,
    make_conference,
    make_host,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_session,
)
from tests.queries import costs
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def two_people(**overrides):
    kept = make_person(name_zh="侯永军", family_name_en="Hou", given_name_en="Yongjun")
    other = make_person(name_zh="候永军", family_name_en="", given_name_en="", **overrides)
    return kept, other


def test_every_use_goes_to_the_person_who_is_kept():
    kept, other = two_people()
    participation = make_participation(make_conference(), other)
    membership = make_membership(make_alliance())
    stands = Representative.objects.create(membership=membership, person=other)

    merge(kept, other)

    assert Participation.objects.get() == participation
    assert Participation.objects.get().person == kept
    assert Representative.objects.get(pk=stands.pk).person == kept
    assert not Person.objects.filter(pk=other.pk).exists()


def test_every_use_goes_to_the_organization_that_is_kept():
    kept, other = make_organization(), make_organization(name_zh="东北大学（沈阳）", name_en="")
    conference, alliance = make_conference(), make_alliance()
    make_host(conference, organization=other)
    person = make_person(organization=other)
    registration = make_registration(conference, organization=other)
    AllianceRole.objects.create(alliance=alliance, organization=other, role="lead")
    membership = make_membership(alliance, organization=other)

    merge(kept, other)

    for row in (
        HostRole.objects.get(),
        AllianceRole.objects.get(),
        person,
        registration,
        membership,
    ):
        row.refresh_from_db()
        assert row.organization == kept
    assert list(Organization.objects.all()) == [kept]
    assert registration.organization_name == "大连理工大学"  # as given


def test_each_foreign_key_of_every_app_is_among_the_uses():
    for model in (Person, Organization):
        known = {(field.model, field.name) for field in relations_to(model)}
        for using in apps.get_models(include_auto_created=True):
            if using.__name__.startswith("Historical"):
                continue
            for field in using._meta.concrete_fields:
                if field.related_model is model:
                    assert (using, field.name) in known


def test_chosen_values_are_taken_and_the_other_names_stay_findable():
    employer = make_organization()
    kept, other = two_people(organization=employer, position_zh="院长")

    merge(kept, other, taken={"organization", "position_zh"})

    kept.refresh_from_db()
    assert (kept.name_zh, kept.organization, kept.position_zh) == ("侯永军", employer, "院长")
    assert kept.aliases == "候永军"
    assert list(Person.objects.matching("候永军")) == [kept]


# --- At one conference -----------------------------------------------------------------------


def test_two_participations_at_one_conference_become_one_with_the_sessions_of_both():
    kept, other = two_people()
    conference = make_conference()
    opening, panel = make_session(conference, "09:00"), make_session(conference, "10:00")
    ours = make_participation(conference, kept, contact_phone="+44 7700 900001")
    theirs = make_participation(conference, other, printed_title_zh="院长", contact_note="素食")
    make_role(opening, ours, role="chair")
    make_role(opening, theirs, role="chair")
    make_role(panel, theirs)

    merge(kept, other)

    ours = Participation.objects.get()
    assert (ours.printed_title_zh, ours.contact_phone, ours.contact_note) == (
        "院长",
        "+44 7700 900001",
        "素食",
    )
    assert list(SessionRole.objects.order_by("session").values_list("session", "role")) == [
        (opening.pk, "chair"),
        (panel.pk, "speaker"),
    ]
    assert FormerCode.objects.get().participation == ours


def test_what_was_published_is_printed_as_it_was_and_old_addresses_lead_on(client):
    kept, other = two_people()
    conference = make_conference()
    opening, panel = make_session(conference, "09:00"), make_session(conference, "10:00")
    ours, theirs = make_participation(conference, kept), make_participation(conference, other)
    make_role(opening, ours)
    make_role(panel, theirs, role="panelist")
    elsewhere = make_conference(name_zh="上一届", name_en="Last year")
    before = make_participation(elsewhere, other)
    make_role(make_session(elsewhere, "09:00"), before)
    releases = [publish(conference), publish(elsewhere)]
    documents = [release.document for release in releases]

    merge(kept, other)

    for release, document in zip(releases, documents, strict=True):
        release.refresh_from_db()
        assert release.document == document
    before.refresh_from_db()
    assert (before.person, before.printed_name_zh, before.printed_name_en) == (kept, "候永军", "")
    place = f"/en/conferences/{conference.slug}/speakers/"
    for address in (f"{place}{theirs.code}/", f"{place}{theirs.code}.ics"):
        answer = client.get(address)
        assert answer.status_code == 301
        assert answer["Location"] == address.replace(theirs.code, ours.code)
    page = client.get(f"{place}{ours.code}/").content.decode()
    assert f"/sessions/{panel.code}/" in page
    assert "Last year" in page
    calendar = client.get(f"{place}{ours.code}.ics").content.decode()
    assert calendar.count("BEGIN:VEVENT") == 2

    publish(conference)
    assert client.get(f"{place}{theirs.code}/").status_code == 301
    assert f"/sessions/{panel.code}/" in client.get(f"{place}{ours.code}/").content.decode()


def test_a_release_of_before_comes_back_with_the_one_who_is_left():
    kept, other = two_people()
    conference = make_conference()
    opening, panel = make_session(conference, "09:00"), make_session(conference, "10:00")
    make_role(opening, make_participation(conference, kept))
    make_role(panel, make_participation(conference, other), role="panelist")
    make_host(conference, organization=(first := make_organization()))
    make_host(conference, organization=(second := make_organization(name_zh="东北大学（沈阳）")))
    release = publish(conference)
    merge(kept, other)
    merge(first, second)
    SessionRole.objects.all().delete()

    restore(release)

    ours = Participation.objects.get()
    assert set(ours.roles.values_list("session", "role")) == {
        (opening.pk, "speaker"),
        (panel.pk, "panelist"),
    }
    assert [host.organization for host in HostRole.objects.all()] == [first]


def test_whose_address_is_public_keeps_it():
    kept, other = two_people()
    conference = make_conference()
    public = make_participation(conference, other)
    make_role(make_session(conference, "09:00"), public)
    publish(conference)
    make_participation(conference, kept)

    merge(kept, other)

    left = Participation.objects.get()
    assert (left.code, left.person) == (public.code, kept)


# --- Words of refusal ------------------------------------------------------------------------


def test_terms_in_one_alliance_that_share_a_day_are_refused_and_nothing_is_changed():
    kept, other = make_organization(), make_organization(name_zh="东北大学（沈阳）")
    alliance = make_alliance()
    make_membership(alliance, organization=kept)
    membership = make_membership(alliance, organization=other, note="第二份")
    make_host(make_conference(), organization=other)

    with pytest.raises(MergeRefused, match="Both are used at one place: Membership") as refused:
        merge(kept, other)

    assert refused.value.code == "conflict"
    membership.refresh_from_db()
    assert (membership.organization, HostRole.objects.get().organization) == (other, other)


def test_a_host_of_the_same_role_twice_is_one_host():
    kept, other = make_organization(), make_organization(name_zh="东北大学（沈阳）")
    conference = make_conference()
    host = make_host(conference, organization=kept)
    make_host(conference, organization=other)

    merge(kept, other)

    assert list(HostRole.objects.all()) == [host]


def test_merging_needs_the_right_to_every_use_of_both():
    kept, other = two_people()
    mine, foreign = make_conference(), make_conference()
    make_participation(mine, kept)
    make_participation(foreign, other)
    editor = make_member(mine, Role.EDITOR)

    with pytest.raises(MergeRefused, match="“候永军” is also used by") as refused:
        merge(kept, other, by=editor)
    make_member(foreign, Role.EDITOR, user=editor)
    del editor._conference_roles
    merge(kept, other, by=editor)

    assert refused.value.code == "rights"


# --- History ---------------------------------------------------------------------------------


def test_older_merges_and_what_was_told_apart_lead_to_the_row_that_is_left():
    first, second = two_people()
    third = make_person(name_zh="侯永君")
    ToldApart.objects.tell(second, [third])

    merge(second, third)
    merge(first, second)

    assert Merged.objects.kept([second.guid, third.guid]) == {
        second.guid: first.guid,
        third.guid: first.guid,
    }
    assert Person.objects.known_as([third.guid]) == {third.guid: first}
    assert not ToldApart.objects.exists()


# --- Many, and at once -----------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_merge_costs_the_same_for_one_use_and_for_many(count):
    kept, other = make_organization(), make_organization(name_zh="东北大学（沈阳）")
    conference = make_conference()
    rows = [
        Registration(
            conference=conference, number=n, name=f"嘉宾{n}", source="import", organization=other
        )
        for n in range(count)
    ]
    Registration.objects.bulk_create(rows)

    with costs(42, rows=count):
        merge(kept, other)

    assert Registration.objects.filter(organization=kept).count() == count


@pytest.mark.django_db(transaction=True)
def test_two_merges_of_the_same_rows_at_once_are_one():
    kept, other = two_people()
    conference = make_conference()
    make_participation(conference, kept)
    make_role(make_session(conference, "09:00"), make_participation(conference, other))

    answers = at_once(lambda: merge(kept, other), lambda: merge(other, kept))

    left = Person.objects.get()
    assert left in answers
    assert [a.code for a in answers if isinstance(a, MergeRefused)] == ["gone"]
    assert Participation.objects.get().roles.count() == 1
