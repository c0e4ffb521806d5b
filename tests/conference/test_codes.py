"""Short codes of sessions and people."""

from conference.codes import ALPHABET, short_code


def test_a_short_code_is_any_six_of_its_alphabet():
    codes = {short_code() for _n in range(1_000)}

    assert len(codes) == 1_000
    assert {len(code) for code in codes} == {6}
    assert all({code[place] for code in codes} == set(ALPHABET) for place in range(6))
