"""Folding: two writings of one thing are one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.chinese import HAN
from conference.folding import fold, name_key, name_keys, respelled, tables, words


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
        ("分論壇 臺灣 萬俟 後學 遊學週", "分论坛台湾万俟后学游学周"),
        ("山﨑 髙橋 濵田 渡邉 齋藤 𠮷野 沢田", "山崎高桥滨田渡边斋藤吉野泽田"),
        ("乾坤 著作", "乾坤著作"),  # simplified, too
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


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Größe", ["groesse"]),
        ("Strauß", []),
        ("Mueller", ["muller"]),
        ("Søren Åberg", ["soeren aaberg"]),
        ("Đorđe", ["djordje"]),
        ("Wang Quan", []),
        ("王泉", []),
    ],
)
def test_an_umlaut_is_also_spelled_out(text, others):
    assert respelled(text) == others


@pytest.mark.parametrize(
    ("one", "other"),
    [("Müller", "Mueller"), ("MÜLLER", "muller"), ("東北大學", "东北大学"), ("Aarhus", "Århus")],
)
def test_names_are_one_in_any_writing(one, other):
    assert name_keys(one) & name_keys(other)


def test_names_that_only_look_respelled_are_two():
    assert not name_keys("Xu Wei") & name_keys("Xue Wei")


def test_of_the_table_of_characters_a_device_gets_what_its_texts_can_be_found_by():
    assert tables(["国论", "forum"])["variants"] == {"國": "国", "囯": "国", "圀": "国", "論": "论"}


def test_each_character_of_the_table_is_chinese_and_stands_for_itself():
    chinese = re.compile(f"[{HAN}]")
    table = tables()["variants"]

    assert 5_000 < len(table) < 10_000
    assert all(chinese.match(sign) for pair in table.items() for sign in pair)
    assert not set(table) & set(table.values())
