"""Many people from pasted lines: what a line says, and who of the directory is meant."""

import pytest
from django.http import QueryDict

from conference.people.many import Many, read_lines
from tests.factories import make_organization
from tests.factories import make_person as made_person


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("王泉，东北大学，教授", ("王泉", "东北大学", "教授")),
        ("王泉\t东北大学\t教授、院长", ("王泉", "东北大学", "教授、院长")),
        ("1. 王泉 东北大学 计算机学院 院长", ("王泉", "东北大学", "计算机学院 院长")),
        ("王\u3000泉\u3000东北大学", ("王泉", "东北大学", "")),
        ("Ann Li", ("Ann Li", "", "")),
        ("Ann Li, Northeastern University, Dean, professor",
         ("Ann Li", "Northeastern University", "Dean, professor")),
        ("• 王泉", ("王泉", "", "")),
    ],
)  # fmt: skip
def test_a_line_says_name_organization_and_title(line, said):
    [read] = read_lines(f"\n  {line}  \n\n")
    assert (read.name, read.organization, read.title) == said


def make_person(**values):
    return made_person(family_name_en="", given_name_en="", **values)


def states(many):
    return [
        line.wrong or ("asked" if line.is_open else str(line.person) if line.person else "new")
        for line in many.lines
    ]


@pytest.mark.django_db
def test_who_is_of_the_very_name_and_organization_is_meant_and_near_ones_are_asked(
    django_assert_num_queries,
):
    neu = make_organization(name_zh="东北大学", name_en="")
    make_person(name_zh="王泉", organization=neu)
    make_person(name_zh="李明", organization=make_organization(name_zh="大连大学", name_en=""))
    text = "王泉，东北大学\n候永军，沈阳大学\n李明，东北大学\n王泉，东北大学，教授\n——"

    with django_assert_num_queries(4):
        many = Many(read_lines(text), QueryDict())

    assert states(many) == [
        "王泉", "new", "asked", "This person stands in the lines twice.", "This is no name.",
    ]  # fmt: skip
    [question] = [line.asked for line in many.lines if line.is_open]
    [near] = question.near
    answers = QueryDict(f"{question.name}=new&{question.name}-asked={near.row.pk}")
    settled = Many(read_lines(text.rpartition("\n王")[0]), answers)
    assert states(settled) == ["王泉", "new", "new"] and settled.may_be_made
    people = [person for _line, person in settled.make()]
    assert [(p.name_zh, p.organization.name_zh) for p in people] == [
        ("王泉", "东北大学"), ("候永军", "沈阳大学"), ("李明", "东北大学"),
    ]  # fmt: skip
