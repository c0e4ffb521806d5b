"""Whose rows a list held, as one short text."""

from hypothesis import given
from hypothesis import strategies as st

from conference.attendance.whose import Whose, holds


@given(st.sets(st.integers(1, 9000)), st.integers(1, 9000))
def test_a_text_of_keys_holds_these_and_no_other(keys, other):
    text = str(Whose(keys))

    assert list(Whose(keys)) == sorted(keys)
    assert all(holds(text, key) for key in keys)
    assert holds(text, other) is (other in keys)


def test_everybody_is_a_range():
    assert str(Whose([5, 3, 4, 9, 4])) == "3-5,9"
    assert str(Whose()) == ""
    assert str(Whose(range(1, 100_001))) == "1-100000"
