"""A date that cannot be read is refused, never replaced by another."""

import pytest

from tests.program.importing.files import document, event, read


@pytest.mark.parametrize(
    "written", ["2026-13-41T09:00:00+02:00", "2026-05-01T99:00", "20 May", "0026-05-01T09:00"]
)
def test_a_session_with_an_unreadable_date_is_left_out_and_told(written):
    schedule = document(event(), event(2))
    rooms = schedule["schedule"]["conference"]["days"][0]["rooms"]
    rooms["Main hall"][1] |= {"date": written, "start": "09:00"}

    file = read(schedule)

    assert [str(event.title) for event in file.events] == ["Talk 1"]
    assert [skip.reason for skip in file.skipped] == [
        f"it has the date “{written}”, which cannot be read"
    ]


@pytest.mark.parametrize("written", [None, "", "2026-05-20"])
def test_a_session_without_a_date_or_with_a_day_has_that_of_its_day(written):
    schedule = document(event())
    rooms = schedule["schedule"]["conference"]["days"][0]["rooms"]
    rooms["Main hall"][0] |= {"date": written, "start": "09:00"}

    (found,) = read(schedule).events

    assert f"{found.starts_at:%Y-%m-%d %H:%M}" == "2026-05-20 09:00"


def test_an_unreadable_day_of_the_conference_is_told():
    file = read(document(event(), start="2026-13-41"))

    assert file.leftovers.counts() == {"url": 1, "conference: start": 1}
