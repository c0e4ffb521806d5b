"""Identifiers, zones and files that other systems write otherwise."""

import io
import json
import zipfile

import pytest

from conference.models import Conference, Room
from conference.program.importing import ImportRefused, import_schedule, read_schedule
from conference.program.importing.zones import zone_named
from conference.program.models import Session
from tests.factories import make_conference, make_room
from tests.program.test_importing import GUID, document, event

pytestmark = pytest.mark.django_db


def take(schedule, **options):
    return import_schedule(read_schedule(json.dumps(schedule).encode()), slug="spring", **options)


def hall(name, **facts):
    return {"name": name, "guid": GUID.format(8)} | facts


def test_two_rooms_of_one_guid_are_two_rooms():
    make_conference(slug="spring")
    schedule = document(
        event(1, room="East"), event(2, room="West"), rooms=[hall("East"), hall("West")]
    )

    take(schedule)

    assert [str(s.room) for s in Session.objects.order_by("number")] == ["East", "West"]
    assert take(schedule).changes_nothing
    assert Room.objects.count() == 2


def test_a_room_alone_with_its_guid_is_renamed():
    make_room(make_conference(slug="spring"), name_en="Hall", guid=GUID.format(8))

    take(document(event(room="Great hall"), rooms=[hall("Great hall")]))

    assert Room.objects.get().name_en == "Great hall"


def test_a_new_room_keeps_the_slug_and_floor_of_our_own_file():
    make_conference(slug="spring")
    schedule = document(
        event(room="East"), rooms=[hall("East", slug="e-1", description="3rd floor")]
    )
    schedule["generator"]["name"] = "lectern"

    take(schedule)

    room = Room.objects.get()
    assert (room.slug, room.floor_en) == ("e-1", "3rd floor")


def test_zero_is_an_id():
    make_conference(slug="spring")
    schedule = document(event(guid=None, id="0", code="", slug=""))

    plan = take(schedule)

    assert plan.skipped == [] and Session.objects.count() == 1
    assert take(schedule).changes_nothing


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        *(("Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin")),
        *(("China Standard Time", "Asia/Shanghai"), ("Asia/Beijing", "Asia/Shanghai")),
        *(("New York", "America/New_York"), ("Europe/Kiev", "Europe/Kiev"), ("Mars", "")),
    ],
)
def test_zones_are_known_by_what_people_call_them(name, zone):
    assert zone_named(name) == zone


@pytest.mark.parametrize(("named", "told"), [("Berlin", "read as"), ("", "by the offsets")])
def test_a_file_across_a_change_of_the_clocks_keeps_its_clocks(named, told):
    schedule = document(
        event(1, date="2026-03-28T09:00:00+01:00"),
        event(2, date="2026-03-29T09:00:00+02:00"),
        start="2026-03-28",
        end="2026-03-29",
        time_zone_name=named,
    )

    plan = take(schedule, create=True)

    zone = Conference.objects.get().zone
    clocks = [f"{s.starts_at.astimezone(zone):%H:%M}" for s in Session.objects.all()]
    assert (str(zone), clocks) == ("Europe/Berlin", ["09:00", "09:00"])
    assert any(told in note for note in plan.notes)


def test_clocks_that_are_not_the_conferences_are_told():
    make_conference(slug="spring", time_zone="Asia/Shanghai")

    plan = take(document(event(date="2026-05-20T09:00:00+02:00"), time_zone_name=""))

    assert any("are not those of Asia/Shanghai" in note for note in plan.notes)


def packed(name):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        file.writestr(name, "x")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (packed("word/document.xml"), "This is a Word file"),
        (packed("xl/workbook.xml"), "This is a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is a spreadsheet"),
        (b"%PDF-1.7", "This is a PDF"),
        (packed("schedule.json"), "The file is packed"),
    ],
)
def test_an_office_file_is_named_as_what_it_is(raw, kind):
    with pytest.raises(ImportRefused, match=kind):
        read_schedule(raw)
