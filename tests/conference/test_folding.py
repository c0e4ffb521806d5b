"""Folding: two writings of one thing are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.folding import fold, name_key, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("José Muñoz", "jose munoz"),
        ("Jose\u0301 Mun\u0303oz", "jose munoz"),
        ("ŁOŚ Øre Đặng Ægir Œuvre", "los ore dang aegir oeuvre"),
        ("Straße ISTANBUL İstanbul ılık", "strasse istanbul istanbul ilik"),
        ("Þór Guðmundsson", "thor gudmundsson"),
        ("O’Brien O'Brien OʼBrien O`Brien O´Brien O＇Brien", "obrien " * 5 + "obrien"),
        ("Jean-Luc Jean‑Luc Jean–Luc", "jean luc jean luc jean luc"),
        ("爱新觉罗·样例", "爱新觉罗样例"),
        ("爱新觉罗•样例・爱新觉罗‧样例", "爱新觉罗样例爱新觉罗样例"),
        ("爱新觉罗.样例", "爱新觉罗样例"),
        ("王　泉", "王泉"),
        ("ＡＢＣ１２３", "abc123"),
        ("《人工智能》“导论”", "人工智能导论"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("がﾊﾟ 한국", "がパ 한국"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_writings_that_people_take_for_one_are_folded_to_one(written, folded):
    assert fold(written) == folded


@given(st.text(max_size=40))
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_a_search_for_anything_is_a_search_for_something(text):
    assert bool(words(text)) == bool(text.split())


def test_marks_around_words_are_not_looked_for():
    assert words("“校企合作”、Müller, José - (Prof.)") == ["校企合作", "muller", "jose", "prof"]
    assert words("%") == ["%"]


def test_a_name_is_one_with_and_without_marks():
    names = [
        "Northeastern University (China)",
        "northeastern university, China",
        "ＮＯＲＴＨＥＡＳＴＥＲＮ Ｕniversity（China）",
    ]

    assert len({name_key(name) for name in names}) == 1
    assert name_key("***") == "***"
