"""Many people pasted as lines, into a committee and among the participants."""

import pytest

from conference.people.models import Organization, Person
from conference.permissions import Role
from conference.program.models import Participation
from tests.factories import (
    make_committee,
    make_conference,
    make_member,
    make_organization,
)
from tests.factories import make_person as made_person
from tests.pages import form_data, links, messages, of_class, words
from tests.queries import costs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="pages over rules that tests/people/test_many.py asks"),
]


def make_person(**values):
    return made_person(family_name_en="", given_name_en="", **values)


@pytest.fixture
def committee(conference):
    return make_committee(conference)


def page_of(client, committee):
    page = client.get(f"/admin/program/committee/{committee.pk}/change/")
    return links(page)["Add several people"]


def test_members_are_pasted_looked_over_and_added_in_their_order(client, organizer, committee):
    neu = make_organization(name_zh="东北大学", name_en="")
    known = make_person(name_zh="王泉", organization=neu, position_zh="院长")
    address = page_of(client, committee)
    lines = "王泉，东北大学，教授\n侯永军，沈阳大学，校长\n李示，沈阳大学\n"

    shown = client.post(address, {"lines": lines, "role": "vice-chair", "preview": "1"})
    nothing = committee.members.count()
    done = client.post(address, form_data(shown, apply="1"), follow=True)
    again = client.post(address, form_data(shown, apply="1"), follow=True)

    assert [words(line) for line in of_class(shown, "many")[0].xpath("li[not(@hidden)]")] == [
        "王泉 东北大学 教授 from the directory 王泉 · 东北大学",
        "侯永军 沈阳大学 校长 new",
        "李示 沈阳大学 new",
    ]
    assert nothing == 0
    assert messages(done)[0] == "3 people were added."
    told = [(m.person.name_zh, str(m.organization.zh), m.title.zh, m.role)
            for m in committee.members.select_related("person__organization")]  # fmt: skip
    assert told == [
        ("王泉", "东北大学", "教授", "vice-chair"),
        ("侯永军", "沈阳大学", "校长", "vice-chair"),
        ("李示", "沈阳大学", "", "vice-chair"),
    ]
    known.refresh_from_db()
    assert known.position_zh == "院长"  # printed otherwise here alone
    assert Organization.objects.filter(name_zh="沈阳大学").count() == 1
    assert committee.members.count() == 3 and "0 people were added." in messages(again)[0]


def test_near_ones_are_asked_and_nothing_is_added_before_the_answer(client, organizer, committee):
    near = make_person(name_zh="侯永军", organization=make_organization())
    address = page_of(client, committee)

    asked = client.post(address, {"lines": "候永军，沈阳大学", "role": "member", "preview": "1"})
    still = client.post(address, form_data(asked, apply="1"))
    [question] = of_class(asked, "make-question")
    name = question.xpath(".//input[@type='radio']/@name")[0]
    client.post(address, form_data(asked, apply="1", **{name: str(near.pk)}))

    assert "Is “候永军 沈阳大学” one of these?" in words(question)
    assert "Choose one of these" in words(of_class(still, "errornote")[0])
    [member] = committee.members.all()
    assert (member.person, member.organization.zh) == (near, "沈阳大学")
    assert Person.objects.count() == 1


def test_lines_that_changed_since_are_shown_first_and_mistakes_keep_all_back(
    client, organizer, conference
):
    address = f"/admin/program/participation/many/{conference.pk}/"
    shown = client.post(address, {"lines": "王泉，东北大学", "role": "expert", "preview": "1"})

    other = client.post(address, form_data(shown, apply="1", lines="李示，东北大学"))
    wrong = client.post(address, {"lines": "王泉\n????", "role": "expert", "apply": "1"})
    empty = client.post(address, {"lines": " \n", "role": "expert", "preview": "1"})
    client.post(address, form_data(other, apply="1"))

    assert "李示" in words(of_class(other, "many")[0])
    assert "This is no name." in words(of_class(wrong, "many")[0])
    assert words(of_class(empty, "errorlist")[0]) == "This field is required."
    [participant] = Participation.objects.all()
    assert (participant.person.name_zh, participant.category) == ("李示", "expert")


def test_who_may_not(client, conference, committee):
    addresses = [
        f"/admin/program/participation/many/{conference.pk}/",
        f"/admin/program/committee/{committee.pk}/many/",
    ]
    for member, status in (
        (make_member(conference, Role.VIEWER), 403),
        (make_member(make_conference(), Role.ORGANIZER), 404),
    ):
        client.force_login(member)
        assert [client.get(address).status_code for address in addresses] == [status, status]


@pytest.mark.parametrize("count", [1, 100])
def test_any_number_costs_the_same(client, organizer, conference, count):
    address = f"/admin/program/participation/many/{conference.pk}/"
    signs = "甲乙丙丁戊己庚辛壬癸"
    names = [f"王{signs[n % 10]}{signs[n // 10]}" for n in range(count)]
    lines = "\n".join(f"{name}，{name}大学" for name in names)
    shown = client.post(address, {"lines": lines, "role": "guest", "preview": "1"})
    data = form_data(shown, apply="1")

    with costs(19, rows=count):
        client.post(address, data)

    assert Participation.objects.count() == count
