"""Rules of badges over plain values: colors, sheets, numbers."""

import pytest

from conference.attendance.badges.colors import USUAL, _contrast, colors_of, ink_on
from conference.attendance.badges.people import BadChoice, ranges_of, written
from conference.attendance.badges.sizes import BADGES, TABLE_CARDS
from conference.attendance.models.badges import SIZES
from conference.program.models import Participation


def test_each_category_has_a_color_on_which_its_word_is_read():
    assert set(USUAL) == set(Participation.Category.values)
    assert len(set(USUAL.values())) == len(USUAL)
    for color in [*USUAL.values(), "#ffee00", "#767676", "#ffffff", "#000000"]:
        assert _contrast(color, ink_on(color)) >= 4.5
    assert colors_of({"guest": "#ABC", "staff": "#010203"}) == USUAL | {"staff": "#010203"}


def test_sizes_are_those_of_the_contract_and_fit_their_sheets():
    assert tuple(BADGES) == SIZES
    assert set(TABLE_CARDS) == set(SIZES)
    for size in (*BADGES.values(), *TABLE_CARDS.values()):
        for sheet in (size.alone, size.on_a4):
            assert sheet.columns * sheet.card[0] <= sheet.page[0]
            assert sheet.rows * sheet.card[1] <= sheet.page[1]
    assert {key: size.on_a4.cards for key, size in BADGES.items()} == {
        "a6": 4,
        "90x55": 10,
        "cr80": 10,
        "a4": 2,
    }
    assert {key: size.on_a4.cards for key, size in TABLE_CARDS.items()} == {
        "a4": 2,
        "a6": 2,
        "90x55": 4,
        "cr80": 4,
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", ""),
        ("3", "3"),
        ("1-50, 73、80", "1-50,73,80"),
        ("５－３；4 - 9 12", "3-9,12"),
        ("1–2 3至4", "1-4"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, said):
    assert written(ranges_of(typed)) == said


@pytest.mark.parametrize("typed", ["x", "1-", "-3", "1-2-3", "9999999999", "1.5"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(BadChoice):
        ranges_of(typed)
