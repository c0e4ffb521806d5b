"""Whoever is typed in another writing is found: at the desk and in the admin's lists."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Registration
from conference.attendance.registering import linked_organization, organizations_by_name
from conference.codes import normal_code
from conference.people.models import Person
from tests.factories import (
    make_alliance,
    make_conference,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

SPELLINGS = [
    ("José Muñoz", "jose munoz"),
    ("Conor O’Brien", "o'brien"),
    ("爱新觉罗·样例", "爱新觉罗样例"),
    ("Jörg Groß", "joerg gross"),
    ("Anna Mueller", "Müller"),
    ("Seán Ó Súilleabháin", "o'suilleabhain"),
    ("Aoife O’Súilleabháin", "o suilleabhain"),
    ("單樣例", "单样例"),
    ("山﨑样例", "山崎"),
    ("爱新觉罗·样例", "ａｉｘｉｎｊｕｅｌｕｏ"),
]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def organizer(client, conference):
    user = make_member(conference, "organizer")
    client.force_login(user)
    return user


@pytest.mark.parametrize(("name", "typed"), SPELLINGS)
def test_the_desk_finds_a_name_by_any_spelling(client, conference, organizer, name, typed):
    make_registration(conference, name=name, phone="")
    make_registration(conference, name="李红")

    html = client.post("/en/desk/spring/", {"q": typed}).content.decode()

    assert name in html
    assert "李红" not in html


def test_a_code_is_known_in_full_width_with_dashes_and_spaces(conference, organizer):
    person = make_registration(conference)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in person.code)

    scan = check_in(
        f" {wide[:5]}－{wide[5:]} ",
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=organizer,
        client_id="one",
    )

    assert (scan.result, scan.registration) == ("admitted", person)
    assert normal_code(f"{person.code[:5].lower()}–{person.code[5:].lower()}") == person.code


def found(people, typed):
    return [row.name for row in people.matching(typed)]


def test_a_code_is_found_from_its_beginning_alone(conference):
    make_registration(conference, name="王全", code="KEEWZ23456", organization_name="")
    make_registration(conference, name="Jon Kee", code="ABCDWZ3456", organization_name="")
    people = Registration.objects.filter(conference=conference)

    assert found(people, "kee") == ["Jon Kee"]
    assert found(people, "wz") == found(people, "dwz3") == found(people, "wz234") == []
    for typed in ("keew", "ＫＥＥＷ", "keewz 23456", "KEEWZ－23456", "KEEWZ23456 王全"):
        assert found(people, typed) == ["王全"], typed
    assert found(people, "keew jon") == []


def test_codes_are_taken_out_of_what_was_prepared_by_the_old_rule(conference):
    person = make_registration(conference, name="王全", code="KEEWZ23456")
    session = make_session(conference, "09:00", title_en="Opening", code="LEE123")
    said = person.search, session.search
    for row in (person, session):
        model = type(row).objects.filter(pk=row.pk)
        model.update(search=f"{row.search}\n{row.code.lower()}")

    for app, number in (("attendance", 49), ("program", 27)):
        name = f"conference.{app}.migrations.{number:04}_find_codes_from_their_beginning"
        importlib.import_module(name).take_out(apps, SimpleNamespace(connection=connection))

    person.refresh_from_db()
    session.refresh_from_db()
    assert (person.search, session.search) == said


@pytest.mark.parametrize(("typed", "count"), [("lee", 0), ("ee12", 0), ("lee1", 1), ("LEE123", 1)])
def test_a_session_is_found_from_the_beginning_of_its_code(client, conference, typed, count):
    client.force_login(make_user(is_superuser=True))
    make_session(conference, "09:00", title_zh="", title_en="Opening", code="LEE123")

    page = client.get(reverse("admin:program_session_changelist"), {"q": typed})

    assert page.context["cl"].result_count == count


@pytest.mark.parametrize(
    ("model", "typed"),
    [
        ("attendance_registration", "munoz"),
        ("attendance_checkin", "jose"),
        ("people_person", "jose munoz"),
        ("people_organization", "ecole d'art"),
        ("program_participation", "munoz"),
        ("program_participation", "wolska"),
        ("program_session", "cafe"),
        ("program_session", "munoz"),
        ("alliance_membership", "école d’art"),
    ],
)
def test_lists_of_the_admin_are_searched_by_any_spelling(client, conference, model, typed):
    client.force_login(make_user(is_superuser=True))
    school = make_organization(name_zh="", name_en="École d’Art")
    person = make_person(
        name_zh="", family_name_en="Muñoz", given_name_en="José", organization=school
    )
    part = make_participation(conference, person, printed_name_en="J. M. Wólska")
    make_role(make_session(conference, "09:00", title_zh="", title_en="Café"), part)
    guest = make_registration(conference, name="José Muñoz", organization_name="")
    check_in(
        guest,
        conference=conference,
        checkpoint=arrival_checkpoint(conference),
        by=None,
        client_id="one",
    )
    make_membership(make_alliance(), school)

    page = client.get(reverse(f"admin:{model}_changelist"), {"q": typed})
    nothing = client.get(reverse(f"admin:{model}_changelist"), {"q": f"{typed} xyz"})

    assert page.context["cl"].result_count == 1
    assert nothing.context["cl"].result_count == 0


def test_an_organization_is_linked_by_its_name_in_any_writing():
    school = make_organization(
        name_zh="东北大学", name_en="Northeastern University (China)", short_name_en="NEU"
    )
    make_organization(name_zh="东北大学秦皇岛分校", name_en="")

    for name in (
        "东北　大学",
        "ＮＥＵ",
        "northeastern university（China）",
        "Northeastern University, China",
    ):
        assert linked_organization(name) == school
    assert linked_organization("北京大学") is None
    assert linked_organization("·") is None
    assert list(organizations_by_name(["neu", "", "·"]).values()) == [school]


def test_what_was_kept_by_the_old_rule_is_filled_anew_but_not_what_was_edited(conference):
    old = make_registration(conference, name="Anna Müller", phone="+44 7700 900123 转 7")
    edited = make_registration(conference, name="Örn Øre")
    Registration.objects.filter(pk=old.pk).update(sort_name="anna müller", search="anna müller")
    Registration.objects.filter(pk=edited.pk).update(sort_name="øre örn")
    person = make_person(name_zh="", family_name_en="Müller", given_name_en="Anna")
    Person.objects.filter(pk=person.pk).update(sort_name="müller anna", search="")

    for app, number in (("people", 2), ("program", 3), ("attendance", 2)):
        name = f"conference.{app}.migrations.{number:04}_fold_search"
        importlib.import_module(name).fill(apps, SimpleNamespace(connection=connection))

    assert Registration.objects.get(pk=old.pk).sort_name == "anna muller"
    assert Registration.objects.get(pk=old.pk).phone_digits == "447700900123"
    assert list(Registration.objects.matching("anna muller")) == [old]
    assert Registration.objects.get(pk=edited.pk).sort_name == "øre örn"
    assert Person.objects.get(pk=person.pk).sort_name == "muller anna"
    assert list(Person.objects.matching("müller anna")) == [person]


def test_compound_surnames_of_before_are_filled_anew_but_not_what_was_edited(conference):
    old = make_registration(conference, name="欧阳样例", organization_name="")
    unknown = make_registration(conference, name="端木样例", organization_name="")
    edited = make_registration(conference, name="端木示例", organization_name="")
    person = make_person(name_zh="端木样例", family_name_en="", given_name_en="")
    everyone = Registration.objects.filter(conference=conference)
    everyone.update(search="ouyangyangli\nouyang yang li\noyl")
    Person.objects.filter(pk=person.pk).update(sort_name="duan muyangli", search="")
    Registration.objects.filter(pk=unknown.pk).update(sort_name="duan muyangli")
    Registration.objects.filter(pk=edited.pk).update(sort_name="mu")

    for app, number in (("people", 8), ("attendance", 13)):
        name = f"conference.{app}.migrations.{number:04}_split_compound_surnames"
        importlib.import_module(name).fill(apps, SimpleNamespace(connection=connection))

    assert list(everyone.matching("oyyl")) == list(everyone.matching("oyl")) == [old]
    assert list(everyone.matching("oyxl")) == []
    assert Registration.objects.get(pk=unknown.pk).sort_name == "duanmu yangli"
    assert Registration.objects.get(pk=edited.pk).sort_name == "mu"
    assert list(Person.objects.matching("dmyl")) == list(Person.objects.matching("dyl")) == [person]
    assert Person.objects.get(pk=person.pk).sort_name == "duanmu yangli"
