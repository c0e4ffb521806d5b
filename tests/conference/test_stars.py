"""Which single stars around several words readers see, and what two stars make of them."""

import pytest

from conference.markdown import render
from conference.stars import shown_stars, with_two_stars

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "words", "stressed"),
    [
        ("*several words*", ["several words"], "**several words**"),
        ("请带*身份证 原件*签到", ["身份证 原件"], "请带**身份证 原件**签到"),
        ("*注意，请携带证件*。", ["注意，请携带证件"], "**注意，请携带证件**。"),
        ("See *a big hall* and *one more*.", ["a big hall", "one more"], None),
        ("- *first words* of an item", ["first words"], "- **first words** of an item"),
        ("*over two\nlines*", ["over two\nlines"], "**over two\nlines**"),
        ("Fee* and *two words*", ["two words"], "Fee* and **two words**"),
        ("*[the way](https://a.example/b) there*", ["[the way](https://a.example/b) there"], None),
    ],
)
def test_stars_around_several_words_are_found_and_doubled(text, words, stressed):
    assert shown_stars(text) == words
    if stressed:
        assert with_two_stars(text) == stressed
    assert "*" not in render(with_two_stars(text)).replace("Fee*", "")
    assert shown_stars(with_two_stars(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("", "plain", "*one*", "**two words**", "***two words***", "*很好* *very*"),
        *("* an item\n* and another*", "2 * 3 m and 4 * 5 m", "2*3 m, 4*5 m", "*.py and *.txt"),
        *("Fee*, room* included", "价格*，含税*", r"\*as it is\*", "`*in code*`", "*a*"),
        *("```\n*in code too*\n```", "*open\n\nand another paragraph*", "* spaced words *"),
    ],
)
def test_other_stars_are_left_alone(text):
    assert shown_stars(text) == []
    assert with_two_stars(text) == text


def test_stars_in_code_keep_nobody_from_those_beside_it():
    assert with_two_stars("`*in code*` and *two words*") == "`*in code*` and **two words**"


def test_hundreds_of_stars_are_judged_in_one_go():
    text = "*two words* " * 200

    assert len(shown_stars(text)) == 200
