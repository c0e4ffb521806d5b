"""Where a file has other dates than the conference, one press says which hold."""

from datetime import date

import pytest

from tests.factories import make_conference
from tests.program.entering.entered import agenda, enter, plan

pytestmark = pytest.mark.django_db

ROWS = [("09:00-09:30", "目录的用途", "李小河", "示例大学02", "报告厅")]  # on 20 May


@pytest.mark.parametrize(
    "answer, days, starts",
    [
        ("take", (date(2026, 5, 20), date(2026, 5, 20)), date(2026, 5, 20)),
        ("extend", (date(2026, 5, 20), date(2026, 6, 2)), date(2026, 5, 20)),
        ("shift", (date(2026, 6, 1), date(2026, 6, 2)), date(2026, 6, 1)),
        ("untimed", (date(2026, 6, 1), date(2026, 6, 2)), None),
    ],
)
def test_the_dates_that_hold(answer, days, starts):
    conference = make_conference(starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 2))
    [ask] = plan(agenda(*ROWS), conference).open_asks

    enter(agenda(*ROWS), conference, answers={ask.key: answer})

    conference.refresh_from_db()
    session = conference.sessions.get()
    assert (conference.starts_on, conference.ends_on) == days
    held = session.starts_at and session.starts_at.astimezone(conference.zone).date()
    assert held == starts
    assert plan(agenda(*ROWS), conference).changes_nothing
