"""Pinyin: surnames are read as surnames, and anything typed is found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.people.models import Person
from conference.people.pinyin import SURNAMES, compound_surname, search_text, sort_name
from tests.factories import make_organization, make_person


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("曾志伟", "zeng zhiwei"),
        ("仇英", "qiu ying"),
        ("解晓东", "xie xiaodong"),
        ("查良镛", "zha liangyong"),
        ("区志航", "ou zhihang"),
        ("盖叫天", "ge jiaotian"),
        ("单田芳", "shan tianfang"),
        ("欧阳修", "ouyang xiu"),
        ("尉迟恭", "yuchi gong"),
        ("端木赐", "duanmu ci"),
        ("歐陽修", "ouyang xiu"),
        ("欧阳", "ou yang"),
        ("王 泉", "wang quan"),
        ("曾", "zeng"),
        ("Anna Müller", "anna muller"),
        ("爱新觉罗·样例", "aixinjueluo yangli"),
        ("叶赫那拉样例", "yehenala yangli"),
        ("佟佳怡", "tong jiayi"),
        ("", ""),
    ],
)
def test_sort_name_reads_the_surname(name, sorted_as):
    assert sort_name(name) == sorted_as


def test_a_spelling_given_by_the_person_wins():
    assert sort_name("单霁翔", "Shan", "Jixiang") == "shan jixiang"
    assert sort_name("", "O’Brien", "Seán") == "obrien sean"
    assert sort_name("", "Øre-Łoś", "Þór") == "ore los thor"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["曾", "志伟", "zeng", "zengzhiwei", "zzw", "Zhiwei", "ZHIWEI Z"])
def test_a_person_is_found_by_any_part(typed):
    person = make_person(name_zh="曾志伟", family_name_en="Zeng", given_name_en="Zhiwei")
    make_person(name_zh="王泉", family_name_en="Wang", given_name_en="Quan")

    assert list(Person.objects.matching(typed)) == [person]


@pytest.mark.django_db
def test_an_organization_is_found_by_pinyin_initials():
    organization = make_organization(name_zh="辽宁省教育厅", name_en="")

    assert list(type(organization).objects.matching("lnsjyt")) == [organization]
    assert organization.sort_name == "liao ning sheng jiao yu ting"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ({"family_name_en": "Muñoz", "given_name_en": "José"}, "jose munoz"),
        ({"family_name_en": "Munoz", "given_name_en": "Jose"}, "JOSÉ MUÑOZ"),
        ({"family_name_en": "O’Brien", "given_name_en": "Conor"}, "o'brien"),
        ({"family_name_en": "O'Brien", "given_name_en": "Conor"}, "o‘brien"),
        ({"family_name_en": "O’Brien", "given_name_en": "Conor"}, "OBrien"),
        ({"family_name_en": "Smith‑Jones", "given_name_en": "Ann"}, "smith-jones"),
        ({"family_name_en": "Smith-Jones", "given_name_en": "Ann"}, "smith jones"),
        ({"family_name_en": "Smith-Jones", "given_name_en": "Ann"}, "smithjones"),
        ({"family_name_en": "Øre", "given_name_en": "Łucja"}, "lucja ore"),
        ({"family_name_en": "Đặng", "given_name_en": "Ærin"}, "dang aerin"),
        ({"family_name_en": "Groß", "given_name_en": "Ilkay"}, "İLKAY GROSS"),
        ({"name_zh": "爱新觉罗·样例"}, "爱新觉罗样例"),
        ({"name_zh": "爱新觉罗·样例"}, "爱新觉罗・样例"),
        ({"name_zh": "爱新觉罗•样例"}, "爱新觉罗．样例"),
        ({"name_zh": "吕思瑶"}, "lü siyao"),
        ({"name_zh": "吕思瑶"}, "lyusiyao"),
        ({"name_zh": "王 泉"}, "王泉"),
        ({"name_zh": "王泉"}, "ｗａｎｇ　ｑｕａｎ"),
    ],
)
def test_a_person_is_found_by_any_spelling(name, typed):
    nameless = {"name_zh": "", "family_name_en": "", "given_name_en": ""}
    person = make_person(**nameless | name)
    make_person(name_zh="李红", family_name_en="", given_name_en="")

    assert list(Person.objects.matching(typed)) == [person]


@pytest.mark.parametrize(
    "name", ["欧阳样例", "歐陽样例", "司马样例", "上官样例", "诸葛样例", "端木样例"]
)
def test_a_compound_surname_is_found_by_the_initials_of_all_syllables_or_as_one(name):
    lines = search_text(names=(name,)).splitlines()
    family = compound_surname(name)

    assert len(family) == 2
    assert f"{family[0][0]}{family[1][0]}yl" in lines
    assert f"{family[0][0]}yl" in lines
    assert f"{family[0][0]}xyl" not in lines or family[1][0] == "x"


def test_every_known_surname_says_its_syllables_apart():
    assert {len(name) - len(spelled.split()) for name, spelled in SURNAMES.items()} == {0}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("oyyl", True), ("oyl", True), ("ouyang yangli", True), ("ou yang", True), ("oyxl", False)],
)
def test_a_person_with_a_compound_surname_is_found(typed, is_found):
    person = make_person(name_zh="欧阳样例", family_name_en="", given_name_en="")

    assert list(Person.objects.matching(typed)) == ([person] if is_found else [])


@pytest.mark.django_db
def test_an_alias_is_read_as_a_name():
    person = make_person(name_zh="王泉", aliases="曾样例\n欧阳样例")

    for typed in ("zengyangli", "zyl", "oyyl", "oyl"):
        assert list(Person.objects.matching(typed)) == [person]


@given(st.text(max_size=60))
def test_search_text_takes_anything(text):
    assert isinstance(search_text(text, names=(text,)), str)
    assert isinstance(sort_name(text), str)
