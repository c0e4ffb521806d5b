"""How a span of days is said in each language."""

from datetime import date

import pytest
from django.utils.translation import override

from conference.wording.days import date_range


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        ("2025-04-18", "2025-04-18", "18 April 2025", "2025年4月18日"),
        ("2026-11-22", "2026-11-23", "22–23 November 2026", "2026年11月22日至23日"),
        (
            "2026-12-31",
            "2027-01-01",
            "31 December 2026 – 1 January 2027",
            "2026年12月31日至2027年1月1日",
        ),
    ],
)
def test_a_span_of_days_is_said_once(first, last, english, chinese):
    days = date.fromisoformat(first), date.fromisoformat(last)

    assert date_range(*days) == english
    with override("zh-hans"):
        assert date_range(*days) == chinese
