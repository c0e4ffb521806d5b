"""Two who enter files at the same moment: one after the other, and the second is told."""

import pytest

from conference.program.entering import ImportRefused, ImportStale, enter_reviewed
from tests.factories import make_conference
from tests.program.entering.entered import agenda, plan
from tests.threads import at_once


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmed_at_once_the_second_is_shown_anew():
    conference = make_conference()
    one = agenda(("09:00-09:30", "目录的用途", "李小河", "示例大学02", "报告厅"))
    other = agenda(("09:00-09:30", "索引的用途", "李小河", "示例大学02", "报告厅"))

    def confirmed(reading):
        seen = plan(reading, conference).fingerprint()
        return lambda: enter_reviewed(reading, conference, reviewed=seen, by=None)

    results = at_once(confirmed(one), confirmed(other))

    told = [r for r in results if isinstance(r, ImportStale | ImportRefused)]
    assert len(told) == 1, results
    assert conference.sessions.count() == 1 and conference.participations.count() == 1
    if isinstance(told[0], ImportStale):
        assert told[0].plan.count_of("people", "new") == 0
