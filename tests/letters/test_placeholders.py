from hypothesis import given
from hypothesis import strategies as st

from conference.letters.placeholders import filled, named, unknown


def test_what_a_text_names_is_known_or_told():
    text = "Dear {name}, see { link } and {Nmae}; {} stays."
    assert named(text) == ["name", "link", "Nmae", ""]
    assert unknown("Dear {name}, {nmae}!", ["name"]) == ["nmae"]


def test_a_value_is_never_read_again():
    assert filled("{name}: {link}", {"name": "{link}", "link": "x"}) == "{link}: x"


def test_what_is_kept_stays_and_what_is_missing_is_nothing():
    assert filled("{a}{b}{link}", {"a": "1"}, kept=["link"]) == "1{link}"


@given(st.text(), st.dictionaries(st.sampled_from(["name", "link"]), st.text()))
def test_any_text_is_filled(text, values):
    said = filled(text, values)
    if "{" not in text:
        assert said == text
