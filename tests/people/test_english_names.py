"""English names stand in one order, and one place decides which."""

import pytest

from conference.people.models import Organization, Person
from tests.factories import make_conference, make_organization, make_participation, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "country", "shown"),
    [
        ({"name_zh": "王泉"}, "", "Wang Quan"),
        ({"name_zh": "王泉"}, "GB", "Wang Quan"),
        ({"name_zh": ""}, "CN", "Wang Quan"),
        ({"name_zh": ""}, "cn", "Wang Quan"),
        ({"name_zh": ""}, "GB", "Quan Wang"),
        ({"name_zh": ""}, "", "Quan Wang"),
        ({"name_zh": "王泉", "name_zh_is_rendering": True}, "GB", "Quan Wang"),
        ({"name_zh": "王泉", "name_zh_is_rendering": True}, "CN", "Wang Quan"),
        ({"name_zh": "王泉", "name_order_en": "given"}, "CN", "Quan Wang"),
        ({"name_zh": "", "name_order_en": "family"}, "GB", "Wang Quan"),
        ({"name_zh": "", "family_name_en": ""}, "CN", "Quan"),
    ],
)
def test_an_english_name_stands_in_the_order_of_its_person(facts, country, shown):
    organization = make_organization(country=country)
    names = {"family_name_en": "Wang", "given_name_en": "Quan"}

    person = make_person(organization=organization, **names | facts)

    assert person.name_en == Person.objects.get().name_en == shown
    assert make_participation(make_conference(), person).name.en == shown


def test_they_turn_with_the_country_of_the_organization(django_assert_num_queries):
    organization = make_organization(country="")
    make_person(name_zh="", organization=organization)
    make_person(name_zh="", organization=organization, name_order_en="given")
    make_person(name_zh="王兴伟", organization=organization)

    def shown():
        with django_assert_num_queries(1):  # no organization is read for a name
            return [person.name_en for person in Person.objects.order_by("pk")]

    before = shown()
    organization.country = "CN"
    organization.save()
    after = shown()
    Organization.objects.get().save()

    assert before == ["Xingwei Wang", "Xingwei Wang", "Wang Xingwei"]
    assert after == shown() == ["Wang Xingwei", "Xingwei Wang", "Wang Xingwei"]


@pytest.mark.parametrize("country", ["", "CN"])
def test_a_chinese_name_that_comes_later_does_not_turn_an_english_one_round(country):
    unit = make_organization(country=country)
    make_person(name_zh="", family_name_en="Sample", given_name_en="Ali", organization=unit)
    person = Person.objects.get()
    before = person.name_en

    person.name_zh = "阿里·样例"
    person.save()

    assert person.name_en == Person.objects.get().name_en == before
    person.name_order_en = ""  # said so in the form, and as it pleases the rule
    person.save()
    assert Person.objects.get().name_en == "Sample Ali"


def test_a_person_is_found_in_either_order():
    make_person(name_zh="", name_order_en="given")

    for text in ("Wang Xingwei", "xingwei wang", "wangxingwei", "xingweiwang"):
        assert Person.objects.matching(text).count() == 1, text


def test_they_sort_by_their_family_names():
    make_person(name_zh="", family_name_en="Zhao", given_name_en="An")
    make_person(name_zh="", family_name_en="Adams", given_name_en="Zoe")

    assert [p.family_name_en for p in Person.objects.all()] == ["Adams", "Zhao"]
