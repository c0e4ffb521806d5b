"""Days in the writings of offices."""

import pytest

from conference.program.office.meanings import days
from conference.program.office.meanings.days import Calendar

pytestmark = pytest.mark.once(reason="reads texts alone")

APRIL = Calendar.of(["时间：2027年4月18日—19日"])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("4月17日\n下午", "2027-04-17"),
        ("4月18日（周日）下午", "2027-04-18"),
        ("2027.5.22", "2027-05-22"),
        ("2027-05-22", "2027-05-22"),
        ("Saturday, 22 May 2027", "2027-05-22"),
        ("May 22–23, 2027", "2027-05-22"),
        ("18th April", "2027-04-18"),
        ("5/20", "2027-05-20"),
        ("五月二十九日", "2027-05-29"),
        ("第二天", "2027-04-19"),
        ("Day 1", "2027-04-18"),
        ("Monday", "2027-04-19"),
        ("周日上午", "2027-04-18"),
        ("2月30日", None),
        ("开幕式", None),
    ],
)
def test_a_day_is_found_in_the_calendar_of_the_file(text, day):
    assert APRIL.day(days.read(text))[0] == day


def test_a_year_that_is_nowhere_is_never_made_up():
    assert Calendar.of(["示例年会"]).day(days.read("5月29日")) == ("--05-29", "year")


def test_a_weekday_that_contradicts_is_told():
    assert Calendar().day(days.read("Monday, 22 May 2027")) == ("2027-05-22", "weekday")


@pytest.mark.parametrize(
    ("text", "half", "is_alone"),
    [("4月18日 上午", "am", True), ("晚上", "eve", True), ("Afternoon", "pm", True), ("下午茶歇", "pm", False),
     ("10:20 AM", "", False)],
)  # fmt: skip
def test_half_a_day_is_told_from_other_words(text, half, is_alone):
    written = days.read(text)

    assert (written.half, written.is_alone) == (half, is_alone)
