"""Numbers of certificates, in any writing of them."""

import random

import pytest

from conference.attendance.certificates.numbers import (
    folded,
    new_number,
    prefix_of,
    without_beginning,
)
from conference.attendance.certificates.told import initials
from conference.codes import ALPHABET

pytestmark = pytest.mark.once(reason="plain values")


def test_a_number_is_known_in_any_writing():
    for prefix in ("LN2025", "", "8"):
        number = new_number(prefix)
        assert number.startswith(prefix)
        assert folded(number) == number
        assert folded(number.lower().replace("-", " ")) == number
        full_width = "".join(chr(ord(c) + 0xFEE0) for c in number if c != "-")
        assert folded(f"　{full_width}—") == number


def test_what_stands_before_the_two_groups_may_be_left_out():
    for typed in ("7Q4K-93XM", " 7q4k93xm ", "７Ｑ４Ｋ　９３ＸＭ", "No. 7Q4K 93XM"):
        assert without_beginning(typed) == "7Q4K-93XM"
    for typed in ("LN2025-7Q4K-93XM", "7Q4K-93X", "7Q4K-93X0", "", "7" * 400):
        assert without_beginning(typed) == ""


def test_every_number_that_is_drawn_is_whole():
    draw = random.Random(1).choice

    numbers = [new_number("LN2025", draw=draw) for _time in range(400)]

    assert [number for number in numbers if folded(number) != number] == []


@pytest.mark.parametrize(
    "copied",
    [
        "编号 No. {}",
        "证书编号：{}",
        "no.{}",
        "https://conference.example.edu.cn/zh-hans/certificates/{}/",
        "（{}）",
    ],
)
def test_a_number_is_known_with_what_comes_along_when_it_is_copied(copied):
    for prefix in ("LN2025", "", "NO2025"):
        number = new_number(prefix)
        assert folded(copied.format(number)) == number


def test_one_sign_that_differs_and_two_exchanged_show():
    number = new_number("LN2025").replace("-", "")
    for place, sign in enumerate(number):
        for other in ALPHABET:
            if other != sign:
                assert folded(number[:place] + other + number[place + 1 :]) == ""
    for place in range(len(number) - 2):
        one, two = number[place : place + 2]
        if one != two:
            assert folded(number[:place] + two + one + number[place + 2 :]) == ""


@pytest.mark.parametrize("typed", ["", "-", "LN2025", "张三", "\x00", "A" * 70, "LN2025-AAAA-AAA"])
def test_what_is_no_number_is_none(typed):
    assert folded(typed) == ""


def test_a_beginning_is_made_from_the_address_and_the_year():
    assert prefix_of("liaoning-ai-2025", 2025) == "LAI2025"
    assert prefix_of("sample-symposium", 2026) == "SS2026"
    assert prefix_of("2025", 2025) == "2025"
    assert len(prefix_of("a-very-long-name-of-a-conference", 2026)) == 8


@pytest.mark.parametrize(
    ("name", "name_en", "zh", "en"),
    [
        ("张三", "", "张*", "张*"),
        ("欧阳修", "Xiu Ouyang", "欧阳*", "X. O."),
        ("买买提·样例", "", "买*", "买*"),
        ("John Miller", "", "J. M.", "J. M."),
        ("***", "", "", ""),
    ],
)
def test_initials_tell_no_name(name, name_en, zh, en):
    assert (initials(name, name_en, "zh"), initials(name, name_en, "en")) == (zh, en)
