"""Halves of a day: what is printed below one is read as the same time below it."""

import pytest
from django.utils.translation import override

from conference.program.office import read_office_file
from conference.program.office.meanings import days, halves, times
from conference.program.papers.agenda import HALVES
from tests.program.office.making import lines_of, sheet_file

pytestmark = pytest.mark.once(reason="reads files alone")


@pytest.mark.parametrize("hour", range(24))
def test_an_hour_means_the_same_where_it_is_printed_and_read(hour):
    half = halves.of_hour(hour)
    with override("zh-hans"):
        printed = str(HALVES[half])

    assert days.read(printed).half == half and days.read(printed).is_alone
    for written in {hour, hour - 12 if hour > 12 else hour}:
        span = times.read(f"{written}:30", half)
        assert (span.start, span.doubts) == (hour * 60 + 30, frozenset())


def test_what_stands_below_noon_is_after_twelve_and_no_part_of_the_morning():
    text = (
        "2027年5月15日\n上午 主持人：何样例\n9:00-12:00 目录的用途 张样例\n中午\n12:00-1:00 午餐\n"
        "1:00-1:40 索引的用途 李示\n下午 主持人：戚样\n2:00-3:00 版本的用途 王例"
    )

    assert lines_of(read_office_file(text.encode(), "a.txt")) == [
        "05-15 09:00-12:00 talk 目录的用途 (张样例 speaker; 何样例 chair)",
        "05-15 12:00-13:00 meal 午餐",
        "05-15 13:00-13:40 talk 索引的用途 (李示 speaker)",
        "05-15 14:00-15:00 talk 版本的用途 (王例 speaker; 戚样 chair)",
    ]


def test_noon_as_a_band_and_in_a_cell_of_times():
    rows = [
        ("时间", "内容"), ("上午",), ("9:00-12:00", "目录的用途"), ("中午",), ("12:00-1:30", "午餐"),
        ("下午",), ("2:00-3:00", "版本的用途"),
    ]  # fmt: skip
    bands = sheet_file(("5月15日", rows, ["A2:B2", "A4:B4", "A6:B6"]))
    cells = sheet_file(
        ("5月15日", [rows[0], ("上午9:00-12:00", "目录的用途"), ("中午12:00", "午餐"),
                    ("2:00-3:00", "版本的用途")], [])
    )  # fmt: skip

    assert [line[6:17] for line in lines_of(read_office_file(bands, "a.xlsx"))] == [
        "09:00-12:00", "12:00-13:30", "14:00-15:00",
    ]  # fmt: skip
    reading = read_office_file(cells, "a.xlsx")
    assert [line[6:11] for line in lines_of(reading)] == ["09:00", "12:00", "14:00"]
