"""Whether a text says a word; the same cases are read by the script that searches offline."""

import json
from pathlib import Path

import pytest

from conference.people.pinyin import search_text
from conference.program.public.matching import Said, Word, place
from conference.program.public.searching import words_of

CASES = Path(__file__).with_name("matching_cases.json")


def matching_cases():
    """[{texts, typed, is_found}]; `names` are read as those of people."""
    return [case for case in _cases() if "is_found" in case]


def place_cases():
    """[{parts, typed, place}]: how far down what consists of the parts belongs."""
    return [case for case in _cases() if "place" in case]


def _cases():
    return json.loads(CASES.read_text("utf-8"))


def said_parts(case) -> list[Said]:
    return [Said.of(search_text(part)) for part in case["parts"]]


def said_of(case) -> Said:
    return Said.of(search_text(*case.get("texts", ()), names=tuple(case.get("names", ()))))


@pytest.mark.parametrize(
    "case", matching_cases(), ids=lambda case: f"{case['typed']}-{case['is_found']}"
)
def test_a_text_says_what_somebody_typed_or_not(case):
    assert said_of(case).says_all(words_of(case["typed"])) == case["is_found"]


@pytest.mark.parametrize("case", place_cases(), ids=lambda case: case["typed"])
def test_what_is_in_a_title_comes_before_people_and_the_rest(case):
    assert place(said_parts(case), words_of(case["typed"])) == case["place"]


def test_a_word_alone_is_no_pattern():
    assert not Word("a.").is_in(Said("abc"))
