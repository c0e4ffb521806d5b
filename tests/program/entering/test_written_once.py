"""What an import remembers of its file."""

import pytest

from conference.program.models import ImportedRow
from tests.factories import make_conference
from tests.program.entering.entered import agenda, enter, plan

pytestmark = [pytest.mark.django_db, pytest.mark.once(reason="counts rows of one import")]


def test_each_row_is_remembered_in_one_record():
    conference = make_conference(slug="spring")
    reading = agenda(("9:00-9:30", "目录的用途", "张样例", "示例大学", "201室"))

    enter(reading, conference)

    assert {row.history.count() for row in ImportedRow.objects.all()} == {1}
    assert plan(reading, conference).changes_nothing


def test_what_is_taken_as_suggested_makes_the_plan_of_the_same_answers():
    conference = make_conference(slug="spring")
    rows = [("9:00", "目录的用途", "张样例", "示例大学", "201室"), ("10:00", "索引", "", "", "")]

    taken = plan(agenda(*rows), conference, accept=True)
    given = {ask.key: ask.answer for ask in taken.asks if ask.is_accepted}

    assert given
    assert plan(agenda(*rows), conference, answers=given).fingerprint() == taken.fingerprint()
