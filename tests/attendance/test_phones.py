"""Phones are found and compared by their digits, however they are written."""

import pytest

from conference.attendance.models import Registration
from conference.attendance.phones import phone_digits, same_phone
from tests.factories import make_conference, make_registration


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kept", ["+86 138-0013-8000", "13800138000", "138 0013 8000", "(0)138.0013.8000"]
)
@pytest.mark.parametrize(
    "typed",
    [
        "8000",
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "0086-13800138000",
        "（138）00138000",
        "１３８ ００１３ ８０００",
        "曾志伟 138 0013 8000",
        "138 0013 8000 zeng",
    ],
)
def test_a_phone_is_found_with_and_without_separators(kept, typed):
    conference = make_conference()
    found = make_registration(conference, phone=kept)
    make_registration(conference, phone="13800138001")

    assert list(Registration.objects.matching(typed)) == [found]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["38000", "138000", "0138000", "3 8000 38000", "1380013"])
def test_a_part_of_a_phone_finds_nobody_but_its_last_four_digits(typed):
    make_registration(make_conference(), phone="13800138000")

    assert not Registration.objects.matching(typed).exists()


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("+86 13800138000", "138-0013-8000", True),
        ("024-83687000", "+86 24 8368 7000", True),
        ("024-83687000 转 12", "02483687000", True),
        ("83687000", "024-83687000", True),
        ("+44 7700 900123", "07700 900123", True),
        ("13800138000", "13800138001", False),
        ("", "", False),
        ("12345", "12345", False),
    ],
)
def test_prefixes_do_not_make_another_phone(one, other, is_same):
    assert same_phone(phone_digits(one), phone_digits(other)) is is_same
