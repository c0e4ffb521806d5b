"""People of the program on the list of registrations: put there, followed, printed alone."""

import csv
import json

import pytest

from conference.attendance.expecting import expect, plan
from conference.attendance.models import Registration
from conference.history import update_rows
from conference.people.merging import merge
from conference.people.models import Person
from conference.permissions import Role
from conference.program.models import Participation
from tests.factories import (
    make_conference,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_registration,
)
from tests.pages import form_data, messages, parsed
from tests.queries import costs
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference(db):
    return make_conference()


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, Role.ORGANIZER, sees_contacts=True)
    client.force_login(user)
    return user


def speaker(conference, **overrides):
    person = make_person(
        position_zh="院长", organization=make_organization(), **overrides.pop("person", {})
    )
    return make_participation(conference, person, category="expert", **overrides)


def facts(row):
    return row.name, row.name_en, row.organization_name, row.title, row.category


def address(conference, people=""):
    place = f"/admin/attendance/registration/expect/{conference.pk}/"
    return f"{place}?people={people}" if people else place


def test_a_participant_is_expected_under_the_name_that_the_program_prints(conference):
    participation = speaker(conference, contact_phone="+44 7700 900001")

    expect(conference)

    row = Registration.objects.get()
    assert facts(row) == ("王兴伟", "Wang Xingwei", "东北大学", "院长", "expert")
    assert (row.status, row.source, row.number) == ("confirmed", "program", 1)
    assert (row.participation, row.organization) == (
        participation,
        participation.person.organization,
    )
    assert row.phone_digits == "447700900001"
    assert [r.pk for r in Registration.objects.matching("wxw")] == [row.pk]


def test_everybody_is_put_there_once(conference):
    speaker(conference)

    assert len(expect(conference).new) == 1
    again = expect(conference)

    assert (len(again.new), len(again.linked)) == (0, 1)
    assert Registration.objects.count() == 1


def test_who_is_on_the_list_already_is_known_and_keeps_what_they_said(conference):
    participation = speaker(conference)
    reply = make_registration(
        conference, name="Xingwei Wang", organization_name="东北 大学", title="Dean"
    )

    done = expect(conference)

    reply.refresh_from_db()
    assert [row for _who, row in done.known] == [reply]
    assert (reply.participation, reply.follows_program, reply.title) == (
        participation,
        False,
        "Dean",
    )
    assert Registration.objects.count() == 1


def test_a_near_name_is_asked_about_and_both_answers_hold(client, organizer, conference):
    one = speaker(conference, person={"name_zh": "侯永军"})
    two = speaker(conference, person={"name_zh": "李明"})
    typed = make_registration(conference, name="候永军", organization_name="别的大学")
    make_registration(conference, name="黎明", organization_name="别的大学")

    page = client.get(address(conference))
    asked = {box.get("name") for box in parsed(page).xpath("//input[@type='radio']")}
    client.post(address(conference), {f"is-{one.pk}": typed.pk, f"is-{two.pk}": "new"})

    assert asked == {f"is-{one.pk}", f"is-{two.pk}"}
    typed.refresh_from_db()
    assert typed.participation == one
    assert Registration.objects.get(participation=two).name == "李明"
    assert Registration.objects.count() == 3


# --- Following ---------------------------------------------------------------------------------


def test_the_registration_follows_participation_person_and_organization(conference):
    participation = speaker(conference)
    expect(conference)
    row = Registration.objects.get()

    participation.printed_title_zh = "校长"
    participation.save()
    person = participation.person
    person.name_zh = "王星伟"
    person.save()
    employer = person.organization
    employer.name_zh = "东北大学（沈阳）"
    update_rows([employer], "name_zh")

    row.refresh_from_db()
    assert facts(row)[:4] == ("王星伟", "Wang Xingwei", "东北大学（沈阳）", "校长")
    assert row.sort_name == "wang xingwei"
    assert row.history.count() == 4


def test_until_somebody_edits_the_registration_itself(client, organizer, conference):
    participation = speaker(conference)
    expect(conference)
    row = Registration.objects.get()
    change = f"/admin/attendance/registration/{row.pk}/change/"

    client.post(change, form_data(client.get(change), remarks="素食"))
    row.refresh_from_db()
    assert row.follows_program
    client.post(change, form_data(client.get(change), title="特邀嘉宾"))
    participation.printed_title_zh = "校长"
    participation.save()

    row.refresh_from_db()
    assert (row.title, row.follows_program, row.remarks) == ("特邀嘉宾", False, "素食")


def test_two_people_made_one_are_expected_once(conference):
    kept = speaker(conference)
    other = make_person(name_zh="王兴为", family_name_en="", given_name_en="")
    make_participation(conference, other)
    expect(conference, answers={p.pk: "new" for p in conference.participations.all()})

    merge(kept.person, other)

    names = Registration.objects.order_by("number").values_list("name", "participation")
    assert list(names) == [("王兴伟", kept.pk)]


# --- Doors -------------------------------------------------------------------------------------


def test_those_marked_in_the_program_are_put_there_with_one_press(client, organizer, conference):
    marked, other = speaker(conference), speaker(conference, person={"name_zh": "李明"})
    said = {"action": "expect_people", "_selected_action": [marked.pk]}

    page = client.post("/admin/program/participation/", said, follow=True)

    assert messages(page) == ["1 person of the program was put on the list of registrations."]
    assert Registration.objects.get().participation == marked
    assert other.registrations.count() == 0


def test_it_is_for_those_who_edit_the_registrations(client, conference):
    participation = speaker(conference)
    answers = {}
    for role in Role.values:
        client.force_login(make_member(conference, role))
        found = client.get(address(conference)), client.post(address(conference))
        answers[role] = tuple(answer.status_code for answer in found)
    client.force_login(make_member(make_conference(), Role.ORGANIZER))
    answers["stranger"] = (client.get(address(conference)).status_code,)
    editor = make_member(conference, Role.EDITOR)
    client.force_login(editor)
    said = {"action": "expect_people", "_selected_action": [participation.pk]}
    page = client.post("/admin/program/participation/", said, follow=True)

    assert answers == {
        "viewer": (403, 403),
        "desk": (403, 403),
        "exporter": (403, 403),
        "editor": (403, 403),
        "organizer": (200, 302),
        "stranger": (404,),
    }
    assert messages(page)[-1] == "Registrations of this conference are for its organizers."
    assert Registration.objects.count() == 1


def test_the_sheet_can_be_had_of_them_alone(client, organizer, conference):
    speaker(conference)
    make_registration(conference, name="别人")
    expect(conference)
    place = f"/en/desk/{conference.slug}/export/sign-in"

    answer = client.get(f"{place}.csv?of=program")
    sheet = csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    others = b"".join(client.get(f"{place}.json?of=delegate").streaming_content)
    names = [row["name"] for row in json.loads(others)["rows"]]

    assert [row[1] for row in sheet] == ["Name", "王兴伟"]
    assert "people of the program" in answer["Content-Disposition"]
    assert names == ["别人"]
    assert client.get(f"{place}.xlsx?of=nobody").status_code == 404


# --- Many, and at once -------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 400])
def test_it_costs_the_same_for_one_and_for_many(conference, count):
    people = Person.objects.bulk_create(Person(name_zh=f"嘉宾{n}") for n in range(count))
    Participation.objects.bulk_create(
        Participation(conference=conference, person=person, position=1) for person in people
    )

    with costs(19, rows=count):
        expect(conference)

    assert Registration.objects.count() == count
    assert len(plan(conference).linked) == count


@pytest.mark.django_db(transaction=True)
def test_two_who_put_them_there_at_once_do_it_once():
    conference = make_conference()
    speaker(conference)

    at_once(lambda: expect(conference), lambda: expect(conference))

    assert Registration.objects.count() == 1
