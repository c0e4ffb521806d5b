"""The conference of a file: its days, its zone, and whether one can be made of it."""

from datetime import date

import pytest

from conference.models import Conference, Room, Track
from conference.people.models import Person
from conference.program.importing import ImportRefused, import_schedule
from conference.program.models import Participation, Session
from tests.program.importing.files import counts, document, event, read, take

pytestmark = pytest.mark.django_db


# --- The conference ------------------------------------------------------------------------------


def test_a_new_conference_takes_the_facts_of_the_file():
    report = take(document(), create=True)

    conference = Conference.objects.get()
    assert report.is_new_conference
    assert (conference.slug, conference.name_en) == ("spring", "Demo conference")
    assert (conference.starts_on, conference.ends_on) == (date(2026, 5, 20), date(2026, 5, 21))
    assert conference.time_zone == "Asia/Shanghai"
    assert [clash for clash in report.clashes if clash.is_error] == []


@pytest.mark.parametrize(
    ("facts", "starts_on"),
    [({}, date(2026, 5, 20)), ({"start": "", "end": None}, date(2026, 5, 19))],
)
def test_the_days_of_a_file_are_those_that_its_conference_names(facts, starts_on):
    """wafer names a day by its start in UTC: in India that is the day before."""
    schedule = document(**facts)
    schedule["schedule"]["conference"]["days"][0]["date"] = "2026-05-19"

    assert take(schedule, create=True).conference.starts_on == starts_on


def test_create_uses_a_conference_that_is_there(conference):
    assert not take(document(), create=True).is_new_conference


@pytest.mark.parametrize(
    ("offset", "zone"),
    [
        ("+08:00", "Asia/Shanghai"),
        ("+02:00", "Etc/GMT-2"),
        ("-05:30", "UTC"),
        ("+00:00", "Etc/GMT+0"),
    ],
)
def test_a_file_without_a_zone_keeps_its_clock(offset, zone):
    row = event(date=f"2026-05-20T09:00:00{offset}")

    take(document(row, time_zone_name=None), create=True)

    assert Conference.objects.get().time_zone == zone


def test_a_dry_run_saves_nothing(conference):
    report = take(document(), dry_run=True)

    assert counts(report)["sessions"] == {"new": 1}
    assert [m.objects.count() for m in (Session, Room, Track, Person, Participation)] == [0] * 5
    assert take(document(), dry_run=True, create=True).lines


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "options", "sentence"),
    [
        ("nowhere", {}, "There is no conference “nowhere”. Add --create to make it."),
        ("Not Good", {"create": True}, "“Not Good” is no short address"),
        ("x" * 61, {"create": True}, "is no short address"),
    ],
)
def test_a_conference_that_cannot_be_is_refused(slug, options, sentence):
    with pytest.raises(ImportRefused, match=sentence[:20]):
        import_schedule(read(document()), slug=slug, **options)
    assert not Conference.objects.exists()


def test_a_schedule_of_years_makes_no_conference():
    schedule = document(event(1), event(2, date="2028-05-20T10:00:00+08:00"))

    with pytest.raises(ImportRefused, match="at most 60 days"):
        take(schedule, create=True)
    assert not Conference.objects.exists()
