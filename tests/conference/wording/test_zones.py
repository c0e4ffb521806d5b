"""How a zone is named: with its offset, or both where its clocks are set meanwhile."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from conference.wording.clocks import clock_span, zone_name


@pytest.mark.parametrize(
    ("zone", "on", "shown"),
    [
        ("Asia/Shanghai", "2026-05-20", "Asia/Shanghai, UTC+8"),
        ("Asia/Kathmandu", "2026-05-20", "Asia/Kathmandu, UTC+5:45"),
        ("America/New_York", "2026-01-20", "America/New York, UTC-5"),
        ("America/New_York", "2026-07-20", "America/New York, UTC-4"),
    ],
)
def test_a_zone_is_named_with_its_offset_at_the_conference(zone, on, shown):
    on = date.fromisoformat(on)
    facts = SimpleNamespace(starts_on=on, ends_on=on, zone=ZoneInfo(zone), time_zone=zone)

    assert zone_name(facts) == shown
    if zone == "Asia/Shanghai":
        with override("zh-hans"):
            assert zone_name(facts) == '<span class="word">北京时间</span>，UTC+8'


def test_a_zone_whose_clocks_are_set_meanwhile_has_both_offsets():
    facts = SimpleNamespace(
        starts_on=date(2027, 11, 6),
        ends_on=date(2027, 11, 7),
        zone=ZoneInfo("America/New_York"),
        time_zone="America/New_York",
    )

    assert zone_name(facts) == "America/New York, UTC-4, later UTC-5"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2026-05-20T09:00", "2026-05-20T09:30", ("09:00", "09:30")),
        ("2026-05-20T22:00", "2026-05-21T01:30", ("22:00", "01:30 next day")),
        ("2026-05-20T22:00", "2026-05-21T00:00", ("22:00", "24:00")),
        ("2026-05-20T22:00", "2026-05-22T08:00", ("22:00", "22 May 2026, 08:00")),
        (
            "2027-11-06T23:30",
            "2027-11-07T03:00",
            ("23:30 (UTC-4)", "03:00 next day (UTC-5)"),
        ),
        ("2027-11-07T01:30", "2027-11-07T01:30+", ("01:30 (UTC-4)", "01:30 (UTC-5)")),
    ],
)
def test_a_span_of_hours_says_another_day_and_another_offset(first, last, shown):
    zone = ZoneInfo("America/New_York")
    starts, ends = (
        datetime.fromisoformat(text.rstrip("+")).replace(tzinfo=zone, fold=text.count("+"))
        for text in (first, last)
    )

    assert clock_span(starts, ends) == shown
    if shown[1] == "01:30 next day":
        with override("zh-hans"):
            assert clock_span(starts, ends) == ("22:00", "次日01:30")
