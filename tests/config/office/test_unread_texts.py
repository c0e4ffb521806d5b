"""Guests whom no page names wait for no translation; what lacks is said where it lacks."""

import pytest
from django.urls import reverse

from conference.people.careers import places_of
from config.office.texts.units import count_gaps, groups_of, lacking
from tests.factories import (
    make_committee,
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="what a page says comes from Python")]


def in_chinese(name, **overrides):
    return make_person(name_zh=name, family_name_en="", given_name_en="", **overrides)


def test_guests_whom_nobody_reads_of_lack_nothing(django_assert_num_queries):
    conference = make_conference()
    organizer = make_member(conference, "organizer")
    before = count_gaps(conference, organizer), lacking(conference, organizer)
    work = make_organization(name_zh="样例大学", name_en="")
    for number in range(3):
        person = in_chinese(f"宾{number}", organization=work, position_zh="教授")
        make_participation(conference, person, is_shown=False)
    assert (count_gaps(conference, organizer), lacking(conference, organizer)) == before
    units = [unit for group in groups_of(conference, organizer) for unit in group.units]
    assert "宾0" in [unit.text("zh") for unit in units]  # all the same they may be translated

    seated, speaking = (row.person for row in conference.participations.order_by("pk")[:2])
    make_committee(conference, seated)
    talk = make_session(conference)
    make_role(talk, conference.participations.get(person=speaking))

    gaps = {
        unit.text("zh")
        for group in groups_of(conference, organizer)
        for unit in group.units
        if unit.is_gap
    }
    assert {"宾0", "宾1", "样例大学"} <= gaps and "宾2" not in gaps


def test_a_venue_without_its_city_asks_for_the_city(client):
    conference = make_conference(venue_zh="会议中心", venue_en="Center", city_zh="", city_en="")
    client.force_login(make_member(conference, "organizer"))

    page = client.get(reverse("admin:index")).text

    address = reverse("admin:conference_conference_change", args=[conference.pk])
    assert f"{address}#id_city_zh" in page and f"{address}#id_venue_zh" not in page


def test_an_organization_is_told_what_it_is_itself():
    conference = make_conference()
    organization = make_organization()
    for role in ("sponsor", "funder"):
        make_host(conference, role, organization=organization)

    (place,) = places_of(organization, make_member(conference, "organizer"))

    assert [said for said, _address in place.said] == ["organizer", "sponsor"]


def test_a_new_handbook_says_which_chapters_it_has(client):
    conference = make_conference()
    client.force_login(make_member(conference, "organizer"))
    client.cookies["django_language"] = "en"

    page = client.get(f"{reverse('admin:program_handbook_add')}?conference={conference.pk}").text

    assert "With no chapter chosen, a new handbook has all of them but" in page
    assert "_addanother" not in page
