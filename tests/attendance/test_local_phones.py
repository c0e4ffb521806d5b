"""A whole number finds its person, with or without its country code, on either side."""

import pytest

from conference.attendance.models import Registration
from tests.factories import make_conference, make_registration

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("+852 9123 4567", "91234567"),
        ("+852 9123 4567", "9123 4567"),
        ("85291234567", "91234567"),
        ("+48 600-700 800", "600700800"),
        ("+48 600-700 800", "600 700 800"),
        ("0041 44 668 18 00", "0446681800"),
        ("0041 44 668 18 00", "446681800"),
        ("+41 (0)44 668 18 00", "0446681800"),
        ("+41 (0)44 668 18 00", "+41 44 668 18 00"),
        ("044 668 18 00", "+41 44 668 18 00"),
        ("91234567", "+852 9123 4567"),
        ("91234567", "0085291234567"),
        ("91234567", "85291234567"),
        ("+65 6123 4567", "６１２３ ４５６７"),
        ("+354 555 1234", "555-1234"),
        ("+86 24 8368 7000", "83687000"),
        ("024-83687000", "83687000"),
        ("+86 10 6275 1234", "01062751234"),
        ("+852 9123 4567 转 12", "91234567"),
    ],
)
def test_a_whole_number_is_found_with_and_without_its_country_code(kept, typed):
    conference = make_conference()
    found = make_registration(conference, phone=kept)
    make_registration(conference, phone="+852 9123 4568")

    assert list(Registration.objects.matching(typed)) == [found]


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("13800138000", "0138000"),
        ("13800138000", "00138000"),
        ("13800138000", "800138000"),
        ("+86 138 0013 8000", "00138000"),
        ("+86 138 0013 8000", "800138000"),
        ("+852 9123 4567", "1234567"),
        ("+48 600-700 800", "00700800"),
        ("+48 600-700 800", "700800"),
        ("91234567", "+91 1234567"),
    ],
)
def test_the_end_of_a_number_is_not_the_number(kept, typed):
    make_registration(make_conference(), phone=kept)

    assert not Registration.objects.matching(typed).exists()
