"""A short address from a name: letters and digits, numbered when it is taken, never too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.models import ASCII_SLUG
from conference.short_address import short_address


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Spring Symposium"], "spring-symposium"),
        (["liao", "ning", "AI"], "liao-ning-ai"),
        (["Café Zürich"], "cafe-zurich"),
        (["China’s AI"], "chinas-ai"),
        (["C/Rust"], "c-rust"),
        (["201"], "room-201"),
        (["！"], "room"),
        ([], "room"),
        (["taken"], "taken-3"),
        (["x" * 60], "x" * 50),
    ],
)
def test_an_address_is_made_of_what_can_be_spelled(words, expected):
    assert short_address(words, taken={"taken", "taken-2"}, otherwise="room") == expected


def test_a_number_does_not_make_it_too_long():
    assert short_address(["x" * 60], taken={"x" * 50}, otherwise="room") == "x" * 48 + "-2"


@given(st.lists(st.text(max_size=30), max_size=4), st.sets(st.sampled_from(["a", "room", "b-2"])))
def test_whatever_the_name_it_is_one(words, taken):
    address = short_address(words, taken=taken, otherwise="room")

    assert ASCII_SLUG.regex.search(address)
    assert address not in taken
    assert len(address) <= 50
