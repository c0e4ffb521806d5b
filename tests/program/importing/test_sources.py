"""Files shaped as pretalx, frab, Pentabarf, wafer and a hub write them: what becomes of each."""

from datetime import date
from pathlib import Path

import pytest

from conference.markdown import render
from conference.models import Room
from conference.people.models import Person
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Session, SessionLink
from tests.factories import make_conference

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "schedules"
NAMES = sorted(path.name for path in FILES.iterdir())
DAYS = {
    "pentabarf.xml": (date(2026, 2, 7), date(2026, 2, 8), "Europe/Brussels"),
    "frab.json": (date(2026, 3, 28), date(2026, 3, 29), "Europe/Berlin"),
    "pretalx.json": (date(2026, 5, 20), date(2026, 5, 21), "Asia/Shanghai"),
    "wafer.xml": (date(2026, 7, 1), date(2026, 7, 1), "Africa/Johannesburg"),
    "flat.json": (date(2026, 12, 27), date(2026, 12, 28), "Europe/Berlin"),
    "hub.json": (date(2026, 12, 27), date(2026, 12, 30), "Europe/Berlin"),
}


def take(name, **options):
    starts_on, ends_on, zone = DAYS[name]
    make_conference(slug="other-system", starts_on=starts_on, ends_on=ends_on, time_zone=zone)
    return again(name, **options)


def again(name, **options):
    return import_schedule(
        read_schedule((FILES / name).read_bytes()), slug="other-system", **options
    )


def clock(session):
    zone = session.conference.zone
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    return f"{starts:%m-%d %H:%M} {ends:%m-%d %H:%M}"


def told(title):
    session = Session.objects.get(title_en=title)
    people = [str(role.participation) for role in session.roles.all()]
    return session.kind, clock(session), str(session.room or ""), people


@pytest.mark.parametrize("name", NAMES)
def test_imported_again_it_changes_nothing(name):
    take(name)
    before = Session.history.count(), Person.history.count(), SessionLink.history.count()

    plan = again(name)

    assert plan.lines == []
    assert plan.changes_nothing
    assert (Session.history.count(), Person.history.count(), SessionLink.history.count()) == before


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_in_bulk_is_what_saving_writes(name):
    take(name)

    for row in [*Session.objects.all(), *Person.objects.all()]:
        before = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        row.save()
        row.refresh_from_db()
        assert before == {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


@pytest.mark.parametrize("name", NAMES)
def test_a_dry_run_tells_the_same_and_writes_nothing(name):
    preview = take(name, dry_run=True)
    assert not Session.objects.exists() and not Room.objects.exists()
    assert not Person.history.exists()

    assert again(name).lines == preview.lines


@pytest.mark.parametrize("name", NAMES)
def test_it_makes_a_conference_of_its_own(name):
    plan = import_schedule(read_schedule((FILES / name).read_bytes()), slug="new-one", create=True)

    starts_on, ends_on, _zone = DAYS[name]
    assert (plan.conference.starts_on, plan.conference.ends_on) == (starts_on, ends_on)


def test_pentabarf():
    plan = take("pentabarf.xml")

    people = ["The Staff", "Ada Lovelace"]
    assert told("Welcome") == ("keynote", "02-07 09:30 02-07 09:55", "Aula", people)
    # One in the night, listed under the day before; and its duration ends in seconds.
    assert told("Late at night") == ("talk", "02-08 01:00 02-08 02:30", "Aula", [])
    welcome = Session.objects.get(title_en="Welcome")
    assert (welcome.number, welcome.summary_en) == (101, "Opening words & more.")
    assert welcome.abstract_en == (
        "See [the site](https://example.org/a_b):\n\n- one\n- two \\* three"
    )
    assert "<li>two * three</li>" in render(welcome.abstract_en)
    assert [(k.kind, k.url, k.title_en, k.is_released) for k in welcome.links.all()] == [
        ("web", "https://example.org/video.webm", "Video recording", False),
        ("slides", "https://example.org/welcome.pdf", "Slides", False),
    ]
    # It lasts no time there; a step of the file's clock is five minutes.
    assert told("Doors open")[1] == "02-08 10:00 02-08 10:05"
    assert plan.skipped == []
    assert plan.not_taken == {
        "type “devroom”": 1,
        "link without a full address": 1,
        "conference: venue": 1,
        "conference: city": 1,
    }
    assert plan.notes == [
        "1 session lasts no time in the file. A new one gets 5 minutes: "
        "“Doors open” (day 2, room Aula, event 103)",
        "The file names no time zone: its times are read as those of Europe/Brussels.",
    ]
    assert set(Room.objects.values_list("name_en", flat=True)) == {"Aula", "Empty room"}


def test_frab():
    plan = take("frab.json")

    people = ["Erika Mustermann", "Max Mustermann"]
    # Two hours across the hour that the clock leaves out.
    assert told("Night of the clock") == ("talk", "03-29 00:30 03-29 03:30", "Saal 1", people)
    # One day, two hours and a half: three parts begin with days where others have two.
    assert told("Building for a day") == ("talk", "03-29 10:00 03-30 12:30", "Saal 2", [])
    session = Session.objects.get(number=5001)
    assert session.summary_en == "Sixty minutes are lost\nKurz."
    assert session.abstract_en == "Lang & **breit**"
    assert plan.not_taken == {"logo": 1, "do_not_record": 1}
    assert session.language == "de"
    assert plan.skipped == []


def test_pretalx():
    plan = take("pretalx.json")

    session = Session.objects.get(code="AB3DE9")
    assert session.title.as_list() == ["教学机器", "Teaching machines"]
    assert (session.language, session.kind, clock(session)) == (
        *("zh", "talk"),
        "05-21 05:30 05-21 06:30",
    )
    assert session.abstract_en == "Some **Markdown** with a [link](https://example.org/)"
    assert [str(r.participation) for r in session.roles.all()] == ["Ada Lovelace"]
    ada = Person.objects.get(family_name_en="Lovelace")
    assert (str(ada.guid)[-2:], ada.biography_en) == ("21", "Wrote *programs*.")
    other = Session.objects.get(title_en="Overlapping")
    assert other.number == 12 and len(other.code) == 6 and other.language == "zh"
    assert [str(r.participation) for r in other.roles.all()] == ["王伟"]
    assert [clash.code for clash in plan.clashes if clash.is_error] == ["room"]
    # Sessions name rooms by name alone: of two of one name the first has them.
    rooms = Room.objects.order_by("position")
    assert [(str(room), room.capacity, room.sessions.count()) for room in rooms] == [
        ("Hall", 120, 2),
        ("Hall", None, 0),
    ]
    assert plan.conference.tracks.get().color == "#ff0000"
    assert plan.notes == [
        "The file's times are of Europe/Berlin; here they are shown in Asia/Shanghai."
    ]
    assert plan.not_taken == {
        "room: description": 1,
        "text in the language “de”": 1,
        "person: avatar": 1,
        "person: url": 1,
        "url": 1,
        "recording_license": 1,
        "feedback_url": 1,
        "origin_url": 1,
        "answers": 1,
        "code of another form (a new one is made)": 1,
        "conference: colors": 1,
        "conference: logo": 1,
    }


def test_wafer():
    plan = take("wafer.xml")

    assert told("First talk") == (
        *("talk", "07-01 09:00 07-01 09:45", "Red room"),
        ["Grace Hopper"],
    )
    assert told("Tea") == ("break", "07-01 09:45 07-01 10:00", "Red room", [])
    assert plan.skipped == []
    assert plan.not_taken == {"url": 1, "conf_url": 1, "full_conf_url": 1, "released": 1}


def test_a_hub():
    plan = take("hub.json")

    assert told("Welcome everybody") == (
        *("talk", "12-27 10:30 12-27 11:15", "Saal One"),
        ["Nobody Special", "Jane Doe"],
    )
    assert told("All day long") == ("talk", "12-27 12:00 12-28 12:00", "Saal One", [])
    assert told("Same id, another title")[1] == "12-27 13:00 12-27 13:30"
    assert [link.url for link in SessionLink.objects.all()] == ["https://example.org/more"]
    assert plan.not_taken == {
        "time zone “Mars/Olympus”, which is not known": 1,
        "track: color": 1,  # blue
        "person: links": 1,
        "link without a full address": 1,
        "origin_system": 1,
    }
    assert [clash.code for clash in plan.clashes if clash.is_error] == ["room"]


def test_a_flat_list_of_sessions():
    """The second schedule.json: sessions beside the conference, which point to rooms and tracks."""
    plan = take("flat.json")

    people = ["Ada Lovelace", "Grace Hopper"]
    assert told("Opening ceremony") == ("ceremony", "12-27 10:30 12-27 11:00", "Hall 1", people)
    assert told("After midnight") == ("talk", "12-28 00:15 12-28 00:55", "Stage", [])
    opening = Session.objects.get(title_en="Opening ceremony")
    assert str(opening.guid) == "270fa44c-0000-577f-8ca3-33e8d4a8c2a7"
    assert (opening.track.slug, opening.track.name_en, opening.track.color) == (
        *("art-beauty", "Art & Beauty", "#f9b000"),
    )
    assert {link.url for link in opening.links.all()} == {
        "https://example.net/@handle",
        "https://hub.example.org/media/opening.pdf",
    }
    assert Person.objects.get(family_name_en="Lovelace").biography_en == r"Wrote \*programs\*."
    assert [(str(room), room.capacity) for room in Room.objects.order_by("position")] == [
        ("Hall 1", 3025),
        ("Stage", None),
    ]
    assert plan.skipped == [] and plan.notes == []
    assert plan.not_taken == {
        "room: features": 1,
        "track: colors": 1,  # the one for dark pages
        "person: role": 1,
        "schedule: made_by": 1,
        "conference: languages": 1,
    }
