"""Which names are asked about before a second row is made."""

import pytest

from conference.people.near import (
    Near,
    NearIndex,
    NearOrganizations,
    Someone,
    SomeOrganization,
    in_two,
    nearness,
    organization_nearness,
)

NEAR = [
    ("王泉", "王泉", Near.SAME),
    ("王 泉", "王泉", Near.SAME),
    ("Wang Quan", "WANG Quan", Near.SAME),
    ("José Muñoz", "Jose Munoz", Near.SAME),
    ("Smith, Jane", "Jane Smith", Near.SAME),
    ("王泉", "泉王", Near.SWAPPED),
    ("欧阳娜", "娜欧阳", Near.SWAPPED),
    ("阿里木·买买提", "买买提·阿里木", Near.SWAPPED),
    ("Wei Li", "Li Wei", Near.SWAPPED),
    ("候永军", "侯永军", Near.SOUND),
    ("王芳", "王方", Near.SOUND),
    ("劉偉", "刘伟", Near.SAME),
    ("王泉", "Quan Wang", Near.SOUND),
    ("欧阳修", "Ouyang Xiu", Near.SOUND),
    ("王志强", "王志伟", Near.CHARACTER),
    ("王泉", "王强", Near.CHARACTER),
    ("张治国", "张冶国", Near.CHARACTER),
    ("Wang Quan", "Wang Qiang", Near.SPELLING),
    ("王泉", "Wang Qiang", Near.SPELLING),
    ("J. Smith", "Jane Smith", Near.SPELLING),
    ("John Smith", "John Smyth", Near.SPELLING),
    ("Maria del Carmen Ruiz", "Maria Ruiz", Near.PART),
]
FAR = [
    ("王伟", "王芳"), ("张三", "李四"), ("Li Wei", "Li Lei"), ("Wang Feng", "Wang Ming"),
    ("John Smith", "Jane Smith"), ("Ada Lovelace", "Alan Turing"), ("王泉", "Ada Lovelace"),
    ("Wang Wei", "Wang Hui"), ("王泉", ""),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "how"), NEAR)
def test_near_names_are_asked_about(one, other, how):
    one, other = Someone.named(one, key=1), Someone.named(other, key=2)

    assert nearness(one, other) == nearness(other, one) == how
    assert NearIndex.of([other]).near(one) == [(other, how)]


@pytest.mark.parametrize(("one", "other"), FAR)
def test_other_names_are_not(one, other):
    one, other = Someone.named(one), Someone.named(other)

    assert nearness(one, other) is nearness(other, one) is None


def test_two_of_different_organizations_may_differ_in_one_character():
    here = Someone.named("王志强", organization=1)

    assert nearness(here, Someone.named("王志伟", organization=1)) == Near.CHARACTER
    assert nearness(here, Someone.named("王志伟", organization=2)) is None
    assert nearness(here, Someone.named("王志伟")) == Near.CHARACTER
    assert nearness(Someone.named("王伟", organization=1), Someone.named("王芳", organization=1))


def test_known_chinese_names_outweigh_what_is_spelled_alike():
    quan = Someone("王泉", "Wang", "Quan")

    assert nearness(quan, Someone("汪权", "Wang", "Quan")) == Near.SOUND


def test_nobody_is_near_to_themselves():
    person = Someone.named("王泉", key=7)

    assert NearIndex.of([person, Someone.named("Wang Quan", key=7)]).near(person) == []


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Wang Quan", ("Wang", "Quan")),
        ("Jane Smith", ("Smith", "Jane")),
        ("Jane van SMITH", ("SMITH", "Jane van")),
        ("Smith, Jane", ("Smith", "Jane")),
        ("J. Smith", ("Smith", "J.")),
        ("Plato", ("Plato", "")),
        ("", ("", "")),
    ],
)
def test_a_name_in_one_piece_is_read_as_family_and_given(name, parts):
    assert in_two(name) == parts


ORGANIZATIONS = [
    ("东北大学", "东北 大学", Near.SAME),
    ("The Open University", "Open University", Near.SAME),
    ("Dalian Univ. of Technology", "Dalian University of Technology", Near.SPELLING),
    ("University of Leeds", "Leeds University", Near.SPELLING),
    ("Northeastern University", "Northeastern University (China)", Near.SPELLING),
    ("Stanford University", "Stamford University", Near.SPELLING),
    ("大连海事大学", "大连海洋大学", Near.CHARACTER),
    ("东北大学", "东北大学秦皇岛分校", Near.PART),
    ("东北大学", "沈阳大学", None),
    ("大连大学", "沈阳建筑大学", None),
    ("Stanford University", "University of Leeds", None),
]


@pytest.mark.parametrize(("one", "other", "how"), ORGANIZATIONS)
def test_organizations_by_their_names(one, other, how):
    one, other = SomeOrganization((one,), key=1), SomeOrganization((other,), key=2)

    assert organization_nearness(one, other) == organization_nearness(other, one) == how
    assert NearOrganizations.of([other]).near(one) == ([(other, how)] if how else [])
