"""Time zones by the names that systems and people give them."""

from zoneinfo import ZoneInfo

import pytest

from conference.program.importing.zones import zone_named
from tests.factories import at


@pytest.mark.parametrize(
    "name",
    [
        *("GMT+8", "UTC+8", "utc +08:00", "GMT+0800", "+08:00", "UTC+08"),
        *("Beijing Time", "中国标准时间", "Peking", "(UTC+08:00) Beijing, Chongqing, Hong Kong"),
    ],
)
def test_the_clock_of_china_has_many_names(name):
    assert zone_named(name) == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        *(("UTC-5", "-0500"), ("GMT-03:00", "-0300"), ("GMT+5:30", "+0530"), ("UTC−5", "-0500")),
        *(("UTC+0", "+0000"), ("Z", "+0000"), ("UTC+14", "+1400")),
    ],
)
def test_a_plus_is_east_of_utc(name, offset):
    assert at("12:00").astimezone(ZoneInfo(zone_named(name))).strftime("%z") == offset


def test_posix_names_count_as_they_are_defined():
    assert zone_named("Etc/GMT+8") == "Etc/GMT+8"


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("(UTC+01:00) Amsterdam, Berlin, Bern", "Europe/Amsterdam"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
    ],
)
def test_places_know_better_than_their_distance_whether_clocks_change(name, zone):
    assert zone_named(name) == zone


@pytest.mark.parametrize("name", ["UTC+8:13", "UTC+99", "GMT+", "CST", "+", "(UTC+01:00) Nowhere"])
def test_what_no_zone_keeps_is_not_guessed(name):
    assert zone_named(name) == ""
