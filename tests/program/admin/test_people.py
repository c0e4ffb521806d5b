"""The people of a conference: what is printed of them, who sees their contact, finding them."""

import uuid

import pytest
from django.urls import reverse

from conference.people.models import Person
from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import (
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_session,
)
from tests.pages import errors, form_data, parsed, rows
from tests.program.admin.addresses import PEOPLE

pytestmark = pytest.mark.django_db


def test_empty_printed_fields_show_what_will_be_printed(client, organizer, conference):
    employer = make_organization(name_zh="东北大学", name_en="NEU")
    person = make_person(position_en="Vice President", organization=employer)
    participation = make_participation(conference, person, printed_name_en="Prof. Wang")

    page = client.get(f"{PEOPLE}{participation.pk}/change/")

    placeholders = {
        field.get("name"): field.get("placeholder")
        for field in parsed(page).xpath("//input[starts-with(@name, 'printed_')]")
    }
    assert placeholders == {
        "printed_name_zh": "王兴伟",
        "printed_name_en": "Wang Xingwei",
        "printed_title_zh": "",
        "printed_title_en": "Vice President",
        "printed_organization_zh": "东北大学",
        "printed_organization_en": "NEU",
    }


def test_private_contact_is_open_to_those_who_may_see_it(client, conference):
    participation = make_participation(conference, contact_phone="+44 7700 900001")
    address = f"{PEOPLE}{participation.pk}/change/"
    seeing = make_member(conference, Role.ORGANIZER, sees_contacts=True)
    blind = make_member(conference, Role.ORGANIZER)

    client.force_login(seeing)
    assert "+44 7700 900001" in client.get(address).content.decode()
    client.force_login(blind)
    page = client.get(address)
    assert "900001" not in page.content.decode()
    client.post(address, form_data(page, printed_name_en="Printed", contact_phone="+44 0"))

    participation.refresh_from_db()
    assert participation.printed_name_en == "Printed"
    assert participation.contact_phone == "+44 7700 900001"


def test_once_published_a_participant_stays_the_same_person(client, organizer, conference):
    participation = make_participation(conference)
    make_session(conference)
    publish(conference, by=organizer)

    page = client.get(f"{PEOPLE}{participation.pk}/change/")

    assert "person" not in form_data(page)


def test_one_person_is_in_a_conference_once(client, organizer, conference):
    participation = make_participation(conference)

    page = client.post(
        f"{PEOPLE}add/",
        {"person": participation.person_id, "category": "speaker", "position": "0"},
    )

    assert errors(page) == ["This person is already in this conference."]


def test_the_list_of_people_shows_them_as_printed_and_marks_renderings(
    client, organizer, conference
):
    person = make_person(name_zh_is_rendering=True)
    make_participation(conference, person)
    make_participation(conference, printed_name_zh="王兴伟（教授）")

    shown = {row["name_line"] for row in rows(client.get(PEOPLE))}

    assert shown == {"Xingwei Wang 王兴伟 译名", "Wang Xingwei 王兴伟（教授）"}


def test_people_are_filtered_by_what_is_to_be_done(client, organizer, conference):
    english = make_participation(conference, make_person(name_zh=""))
    make_role(make_session(conference), english)
    make_participation(conference, make_person(name_zh_is_rendering=True))

    def names(**query):
        return [row["name_line"] for row in rows(client.get(PEOPLE, query))]

    assert names(needs="translation") == ["Xingwei Wang"]
    assert names(needs="session") == names(needs="official") == ["Xingwei Wang 王兴伟 译名"]


def test_the_autocomplete_tells_people_of_one_name_apart(client, organizer, conference):
    employer = make_organization(name_en="NEU")
    make_participation(conference, make_person(organization=employer))
    make_participation(conference, make_person())

    answer = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "program",
            "model_name": "sessionrole",
            "field_name": "participation",
            "term": "wxw",
        },
    )

    assert [row["text"] for row in answer.json()["results"]] == [
        "Wang Xingwei · NEU",
        "Wang Xingwei",
    ]
    assert uuid.UUID(str(Person.objects.first().guid))
