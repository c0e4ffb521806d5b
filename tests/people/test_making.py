"""A person, an organization and a participation made in one step, and near ones asked about."""

import uuid

import pytest
from django.urls import reverse

from conference.people.identities import ToldApart
from conference.people.making import kind_of, names_of_person
from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.models import Participation
from tests.factories import (
    make_alliance,
    make_conference,
    make_host,
    make_member,
    make_organization,
    make_participation,
    make_person,
    make_secretary,
    make_user,
)
from tests.pages import parsed

PARTICIPANT = "/admin/program/participation/make/"
PERSON = "/admin/people/person/make/"
ORGANIZATION = "/admin/people/organization/make/"

database = pytest.mark.django_db


@pytest.fixture
def conference(db):
    return make_conference()


@pytest.fixture
def editor(client, conference):
    user = make_member(conference, Role.EDITOR)
    client.force_login(user)
    return user


def form_id():
    return uuid.uuid4().hex


def make(client, conference, **said):
    said.setdefault("form-id", form_id())
    return client.post(f"{PARTICIPANT}?conference={conference.pk}&inside=1", said)


def question(answer):
    """{name of the boxes: [(value, what is said of it)]}"""
    found = {}
    for box in parsed(answer).xpath("//input[@type='radio']"):
        said = " ".join(box.getparent().text_content().split())
        found.setdefault(box.get("name"), []).append((box.get("value"), said))
    return found


def answered(answer, **chosen):
    """What the form sends back with its question answered."""
    page = parsed(answer)
    sent = {}
    for box in page.xpath("//input[not(@type='radio')]"):
        sent.setdefault(box.get("name"), []).append(box.get("value") or "")
    return sent | chosen


# --- One step --------------------------------------------------------------------------------


def test_a_name_with_organization_and_title_becomes_person_organization_and_participant(
    client, editor, conference
):
    answer = make(client, conference, name="王 泉", organization="样例大学", title="教授")

    participation = Participation.objects.get()
    person = participation.person
    assert answer.json() == {"id": str(participation.pk), "text": "王 泉 · 样例大学"}
    assert (person.name_zh, person.position_zh, person.organization.name_zh) == (
        "王 泉",
        "教授",
        "样例大学",
    )
    assert person.organization.kind == "university"
    assert participation.conference == conference
    assert person.history.get().history_user == editor


def test_a_name_is_enough_in_either_language(client, editor, conference):
    make(client, conference, name="Smith, Jane")
    make(client, conference, name="王泉", other="WANG Quan")

    names = Person.objects.values_list("name_zh", "family_name_en", "given_name_en")
    assert sorted(names) == [("", "Smith", "Jane"), ("王泉", "WANG", "Quan")]


def test_the_same_form_sent_again_adds_nobody(client, editor, conference):
    said = {"name": "王泉", "organization": "样例大学", "form-id": form_id()}

    first, second = make(client, conference, **said), make(client, conference, **said)

    assert first.json() == second.json()
    assert [m.objects.count() for m in (Person, Organization, Participation)] == [1, 1, 1]


def test_an_organization_of_this_very_name_is_taken(client, editor, conference):
    known = make_organization(name_zh="东北大学", name_en="NEU")

    make(client, conference, name="王泉", organization="东北 大学")

    assert Person.objects.get().organization == known


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "王泉", "other": "王强"}, "Both names are in one language."),
        ({"name": "王" * 61}, "A part of the name is longer than 60 characters."),
        ({"name": "王泉", "is": "9999999"}, "The person that you chose is no longer there."),
        ({"name": "王\x00泉"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_added_is_said_in_the_dialog(client, editor, conference, said, error):
    answer = make(client, conference, **said)

    assert error in parsed(answer).text_content()
    assert answer.status_code == 200
    assert not Person.objects.exists()


# --- Somebody who is there -------------------------------------------------------------------


def test_a_near_one_is_asked_about_and_taken(client, editor, conference):
    employer = make_organization(name_zh="东北大学", name_en="")
    known = make_person(
        name_zh="侯永军", family_name_en="", given_name_en="", organization=employer
    )
    first = make(client, conference, name="候永军", organization="大连大学", title="院长")
    assert question(first)["is"] == [
        (str(known.pk), "侯永军 · 东北大学 sounds the same"),
        ("new", "It is a new person"),
    ]
    assert not Participation.objects.exists()

    make(client, conference, **answered(first, **{"is": str(known.pk)}))

    participation = Participation.objects.get()
    assert participation.person == known
    # What was typed is printed here, and the directory is not changed.
    assert participation.printed_organization_zh == "大连大学"
    assert participation.printed_title_zh == "院长"
    known.refresh_from_db()
    assert (known.organization, known.position_zh) == (employer, "")


def test_a_near_one_may_be_another_person_who_is_then_told_apart(client, editor, conference):
    known = make_person(name_zh="侯永军")
    first = make(client, conference, name="候永军")

    assert make(client, conference, **answered(first)).status_code == 200
    assert (
        "Choose one of these" in parsed(make(client, conference, **answered(first))).text_content()
    )
    make(client, conference, **answered(first, **{"is": "new"}))

    added = Person.objects.get(name_zh="候永军")
    assert ToldApart.objects.pairs() == {frozenset((known.guid, added.guid))}


def test_whoever_came_near_since_is_asked_about_again(client, editor, conference):
    make_person(name_zh="侯永军")
    first = make(client, conference, name="候永军")
    make_person(name_zh="侯永君")

    second = make(client, conference, **answered(first, **{"is": "new"}))

    assert [said for _pk, said in question(second)["is"]][:2] == [
        "Wang Xingwei 侯永军 sounds the same",
        "Wang Xingwei 侯永君 sounds the same",
    ]


def test_a_near_organization_is_asked_about_beside_the_person(client, editor, conference):
    known = make_organization(name_zh="大连海事大学", name_en="")
    first = make(client, conference, name="王泉", organization="大连海洋大学")
    assert question(first) == {
        "organization-is": [
            (str(known.pk), "大连海事大学 one character differs"),
            ("new", "It is a new organization"),
        ]
    }

    make(client, conference, **answered(first, **{"organization-is": str(known.pk)}))

    assert Person.objects.get().organization == known


def test_who_takes_part_already_is_chosen_and_not_changed(client, editor, conference):
    known = make_participation(conference, printed_title_zh="校长")

    answer = make(client, conference, **{"is": str(known.person_id), "title": "院长"})

    assert answer.json()["id"] == str(known.pk)
    known.refresh_from_db()
    assert known.printed_title_zh == "校长"


# --- The chooser -----------------------------------------------------------------------------


def offered(client, conference, term, **beside):
    address = reverse("admin:autocomplete")
    asked = {
        "app_label": "program",
        "model_name": "sessionrole",
        "field_name": "participation",
        "conference": conference.pk,
        "makes": 1,
        "term": term,
    }
    return client.get(address, asked | beside).json()["results"]


@pytest.mark.parametrize("count", [1, 3, 400])
def test_a_chooser_finds_participants_then_the_directory_then_a_new_one(
    client, editor, conference, count, django_assert_num_queries
):
    neu = make_organization(name_zh="东北大学", name_en="NEU")
    here = make_participation(conference, make_person(organization=neu))
    Person.objects.bulk_create(
        Person(
            name_zh=f"王兴伟{n}", search=f"王兴伟{n}", sort_name=f"wang {n:03}", organization=neu
        )
        for n in range(count)
    )

    with django_assert_num_queries(7):
        found = offered(client, conference, "王兴伟 dongbei")

    assert found[0] == {"id": str(here.pk), "text": "Wang Xingwei · NEU"}
    assert [row["text"] for row in found[1:-1]] == [
        f"王兴伟{n} · NEU (from the directory)" for n in range(min(count, 10))
    ]
    assert found[-1]["text"] == "New: “王兴伟 dongbei” …"
    assert found[-1]["make"].startswith(f"{PARTICIPANT}?conference={conference.pk}&name=")


def test_the_directory_is_found_by_initials_and_organization(client, editor, conference):
    make_person(organization=make_organization(short_name_en="NEU"))

    for term in ("wxw", "xingwei", "王兴伟", "neu wang"):
        assert [row["text"] for row in offered(client, conference, term)][:-1] == [
            "Wang Xingwei · Northeastern University (China) (from the directory)"
        ]


# --- Rights ----------------------------------------------------------------------------------


def test_participants_are_made_by_those_who_edit_the_draft(client, conference):
    address = f"{PARTICIPANT}?conference={conference.pk}&inside=1"
    answers = {}
    for role in Role.values:
        client.force_login(make_member(conference, role))
        said = {"name": f"王{role}", "form-id": form_id()}
        answers[role] = client.get(address).status_code, client.post(address, said).status_code
    client.force_login(make_member(make_conference(), Role.EDITOR))
    answers["stranger"] = client.get(address).status_code, client.post(address).status_code
    client.logout()
    answers["nobody"] = client.get(address).status_code, client.post(address).status_code

    assert answers == {
        "viewer": (403, 403),
        "desk": (403, 403),
        "exporter": (403, 403),
        "editor": (200, 200),
        "organizer": (200, 200),
        "stranger": (404, 404),
        "nobody": (302, 302),
    }
    assert set(Person.objects.values_list("name_zh", flat=True)) == {"王editor", "王organizer"}


def test_readers_are_offered_what_is_there_alone(client, conference):
    make_participation(conference)
    client.force_login(make_member(conference, Role.VIEWER))

    assert offered(client, conference, "") == [
        {"id": str(Participation.objects.get().pk), "text": "Wang Xingwei"}
    ]


@database
def test_a_secretary_makes_people_of_the_directory(client):
    client.force_login(make_secretary(make_alliance()))

    client.post(PERSON, {"name": "王泉", "organization": "样例大学", "form-id": form_id()})
    answer = client.post(ORGANIZATION, {"name": "样例大学", "form-id": form_id()})

    assert Person.objects.get().organization.name_zh == "样例大学"
    assert question(answer)["is"][0][1] == "样例大学 the same name"
    client.force_login(make_user())
    assert client.get(ORGANIZATION).status_code == 403
    assert client.get("/admin/people/organization/names/?term=样").status_code == 403


# --- The admin's own forms -------------------------------------------------------------------


def test_the_form_of_a_person_asks_before_it_adds_a_double(client, editor):
    known = make_person(name_zh="侯永军", organization=make_organization(name_en="NEU"))
    said = {"name_zh": "候永军"}

    page = client.post("/admin/people/person/add/", said)
    [box] = parsed(page).xpath("//input[@name='told-apart']")
    client.post("/admin/people/person/add/", said | {"told-apart": box.get("value")})

    assert "Wang Xingwei 侯永军 · NEU" in " ".join(parsed(page).text_content().split())
    added = Person.objects.get(name_zh="候永军")
    assert ToldApart.objects.pairs() == {frozenset((known.guid, added.guid))}


def test_the_form_of_an_organization_asks_too_and_of_a_changed_row_it_does_not(client, editor):
    known = make_organization(name_zh="东北大学", name_en="NEU")
    said = {"name_zh": "东北大学秦皇岛分校", "kind": "university"}

    page = client.post("/admin/people/organization/add/", said)

    assert "one name is a part of the other" in parsed(page).text_content()
    assert list(Organization.objects.all()) == [known]
    make_host(make_conference(), organization=known)


# --- Words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("东北大学", "university"),
        ("辽宁省教育厅", "government"),
        ("沈阳某某科技有限公司", "enterprise"),
        ("中国科学院沈阳自动化研究所", "institute"),
        ("中国人工智能学会", "association"),
        ("Harbin Institute of Technology", "university"),
        ("Acme Co., Ltd", "enterprise"),
        ("会务组", "other"),
    ],
)
def test_a_name_tells_the_kind_of_an_organization(name, kind):
    assert kind_of(name) == kind


def test_a_name_fills_the_fields_of_its_language():
    assert names_of_person("王泉", "Wang Quan") == {
        "name_zh": "王泉",
        "family_name_en": "Wang",
        "given_name_en": "Quan",
    }
