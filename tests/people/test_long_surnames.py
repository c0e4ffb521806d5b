"""Surnames of two to five characters, by the cases that the public search and the script of a
device without a network answer too.
"""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from conference.attendance.models import Registration
from conference.people.models import Person
from conference.program.public.searching import found_people, words_of
from conference.program.release.prepared import is_of_today
from conference.program.release.published import read_release
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_participation,
    make_person,
    make_registration,
    make_role,
    make_session,
)
from tests.program.public.test_matching import matching_cases

pytestmark = pytest.mark.django_db

BEFORE = "爱新觉罗样例\naixinjueluoyangli\nai xin jue luo yang li\naxjlyl"
FOUND = [case for case in matching_cases() if "names" in case and case["is_found"]]


def test_whom_the_public_search_finds_the_desk_and_the_admin_find_too():
    conference = make_conference()
    english = {"family_name_en": "", "given_name_en": ""}
    people, expected = {}, {}
    for name in {name for case in FOUND for name in case["names"]}:
        registration = make_registration(conference, name=name, organization_name="", phone="")
        people[name] = (make_person(name_zh=name, **english), registration)

    for case in FOUND:
        person, registration = people[case["names"][0]]
        expected[case["typed"], person.name_zh] = (True, True)
        assert person in Person.objects.matching(case["typed"]), case
        assert registration in Registration.objects.matching(case["typed"]), case

    assert len(expected) == len(FOUND)


def test_rows_of_before_are_sorted_and_found_by_the_whole_surname():
    conference = make_conference()
    as_before = {"sort_name": "ai xinjueluoyangli", "search": BEFORE}
    person = make_person(name_zh="爱新觉罗·样例", family_name_en="", given_name_en="")
    row = make_registration(conference, name="爱新觉罗·样例", organization_name="")
    Person.objects.update(**as_before)
    Registration.objects.update(**as_before)

    for app, number in (("people", 9), ("attendance", 14)):
        name = f"conference.{app}.migrations.{number:04}_know_longer_surnames"
        (operation,) = importlib.import_module(name).Migration.operations
        operation.code(apps, SimpleNamespace(connection=connection))

    for model, found in ((Person, person), (Registration, row)):
        assert list(model.objects.matching("ayl")) == [found]
        assert model.objects.get().sort_name == "aixinjueluo yangli"


def test_a_release_of_before_is_searched_by_the_whole_surname():
    conference = make_conference()
    person = make_person(name_zh="爱新觉罗·样例", family_name_en="", given_name_en="")
    make_role(make_session(conference, "09:00"), make_participation(conference, person))
    release = publish(conference)
    row = release.document["people"][0]
    assert is_of_today(row["search"], *row["name"], is_name=True)

    row["search"] = BEFORE
    release.save()

    old = read_release(type(release).objects.get())
    assert not is_of_today(BEFORE, *row["name"], is_name=True)
    assert [bool(found_people(old, words_of(q))) for q in ("ayl", "axjlyl", "axyl")] == [
        *(True, True, False)
    ]
