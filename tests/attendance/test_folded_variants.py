"""One person in another writing of a character or an umlaut: found, known, and filled anew."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from conference.attendance.doubles import People, same_person, twins_of
from conference.attendance.models import Registration
from conference.people.models import Organization, Person
from conference.program.models import Session
from tests.factories import (
    make_conference,
    make_organization,
    make_person,
    make_registration,
    make_session,
)

pytestmark = pytest.mark.django_db

ONE_PERSON = [
    ("張偉", "张伟"),
    ("Jürgen Müller", "Mueller, Juergen"),
    ("Søren Groß", "Soeren Gross"),
    ("吕伟", "Lyu Wei"),
    ("吕伟", "Wei Lu"),
    ("吕伟", "LÜ Wei"),
    ("Seán Ó Súilleabháin", "O’Suilleabhain, Sean"),
]


@pytest.mark.parametrize(("one", "other"), [*ONE_PERSON, *(pair[::-1] for pair in ONE_PERSON)])
def test_the_same_person_in_another_writing_is_a_double(one, other):
    there = make_registration(make_conference(), name=one, organization_name="東北大學", phone="")
    again = make_registration(
        there.conference, name=other, organization_name="东北大学", phone="", email=""
    )

    assert twins_of(again) == [there]
    assert People([there]).first(again) is there


def test_names_that_only_sound_alike_are_two_people():
    def one(name):
        return Registration(name=name, organization_name="HIT")

    assert not same_person(one("Xu Wei"), one("Xue Wei"))
    assert not same_person(one("李乾"), one("李干"))


def test_what_was_kept_by_the_old_folding_is_filled_anew():
    conference = make_conference()
    row = make_registration(conference, name="單樣例", organization_name="Universität Köln")
    edited = make_registration(conference, name="單示例")
    person = make_person(name_zh="單樣例", family_name_en="", given_name_en="")
    school = make_organization(name_zh="東北大學", name_en="")
    session = make_session(conference, title_zh="分論壇")
    for model in (Registration, Person, Organization, Session):
        model.objects.update(search="")
    for rows in (Registration.objects.filter(pk=row.pk), Person.objects.all()):
        rows.update(sort_name="dan yangli")
    Registration.objects.filter(pk=edited.pk).update(sort_name="d")

    for app, number in (("people", 12), ("program", 26), ("attendance", 21)):
        name = f"conference.{app}.migrations.{number:04}_fold_variants"
        importlib.import_module(name).fill(apps, SimpleNamespace(connection=connection))

    assert list(Registration.objects.matching("单样例 koeln")) == [row]
    assert list(Person.objects.matching("shanyangli")) == [person]
    assert list(Organization.objects.matching("东北")) == [school]
    assert Session.objects.get(search__contains="分论坛") == session
    assert Registration.objects.get(pk=row.pk).sort_name == "shan yangli"
    assert Person.objects.get(pk=person.pk).sort_name == "shan yangli"
    assert Registration.objects.get(pk=edited.pk).sort_name == "d"
