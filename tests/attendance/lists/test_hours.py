"""Hours by the organizer's rule, over plain values."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.attendance.hours import OneDay, Rule, hours, number

CASES = json.loads(Path(__file__).with_name("hours.json").read_text())
DECIMAL = ("hours", "most")


def rule_of(told):
    return Rule(**{k: Decimal(str(v)) if k in DECIMAL else v for k, v in told.items()})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_hours_are_those_of_the_rule(case):
    found = hours(rule_of(case["rule"]), [OneDay(*day) for day in case["days"]])

    assert number(found) == case["hours"]


days = st.lists(st.builds(OneDay, st.none() | st.integers(0, 1500), st.integers(0, 20)), max_size=6)
rules = st.builds(
    Rule,
    st.sampled_from(["days", "sessions", "minutes"]),
    st.decimals("0.5", 100, places=1),
    st.integers(1, 1440),
    st.integers(0, 1440),
    st.none() | st.decimals("0.5", 200, places=1),
)


@given(rules, days, days)
def test_one_more_day_never_takes_hours_away(rule, some, more):
    fewer, all_of_them = hours(rule, some), hours(rule, [*some, *more])

    assert 0 <= fewer <= all_of_them
    assert rule.most is None or all_of_them <= rule.most
    if rule.most is None or all_of_them < rule.most:
        assert all_of_them * 2 == (all_of_them * 2).to_integral_value()


@given(rules, days)
def test_days_of_which_nobody_knows_the_minutes_give_none_by_minutes(rule, some):
    unknown = [day._replace(minutes=None) for day in some]

    assert hours(rule._replace(counts="minutes"), unknown) == 0
