"""Identifiers, zones and files that other systems write otherwise."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from conference.models import Conference, Room, Track
from conference.people.models import Person
from conference.permissions import Role
from conference.program.importing import (
    ImportRefused,
    import_schedule,
    plan_import,
    read_schedule,
)
from conference.program.importing.values import made_guid
from conference.program.importing.zones import zone_named
from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.factories import make_conference, make_member, make_room, make_session, make_track
from tests.program.importing.files import GUID, document, event, take

pytestmark = pytest.mark.django_db


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


def person(name, number=9, **facts):
    return {"guid": GUID.format(number), "public_name": name} | facts


def on_stage():
    return [
        [str(role.participation) for role in session.roles.all()]
        for session in Session.objects.order_by("number")
    ]


def test_two_people_of_one_guid_are_two_people():
    make_conference(slug="spring")
    schedule = document(
        event(1, persons=[person("Ada Lovelace")]),
        event(2, persons=[person("Grace Hopper")]),
        event(3, persons=[person("Grace Hopper"), person("Ada Lovelace")]),
    )

    take(schedule)

    assert on_stage() == [["Ada Lovelace"], ["Grace Hopper"], ["Grace Hopper", "Ada Lovelace"]]
    assert Person.objects.count() == 2
    assert take(schedule).changes_nothing


def test_one_guid_in_two_writings_of_a_name_is_one_person():
    make_conference(slug="spring")
    schedule = document(
        event(1, persons=[person("José Muñoz")]), event(2, persons=[person("JOSE MUNOZ")])
    )

    take(schedule)

    assert Person.objects.count() == 1
    assert take(schedule).changes_nothing


def test_two_tracks_of_one_slug_are_two_tracks():
    make_conference(slug="spring")
    schedule = document(
        event(1, track="Security"),
        event(2, track="Ethics"),
        tracks=[{"name": "Security", "slug": "main"}, {"name": "Ethics", "slug": "main"}],
    )

    take(schedule)

    assert [str(s.track) for s in Session.objects.order_by("number")] == ["Security", "Ethics"]
    assert take(schedule).changes_nothing
    assert Track.objects.count() == 2


def test_zero_is_the_id_of_a_person():
    make_conference(slug="spring")
    zero = {"id": 0, "public_name": "Ada Lovelace"}
    take(document(event(1, persons=[zero])))

    take(document(event(1, persons=[zero]), event(2, persons=[zero])))

    assert Person.objects.count() == 1
    (ada,) = Person.objects.all()
    assert ada.guid == made_guid("demo", "person", "0")


def test_zero_as_the_id_of_many_stays_many():
    make_conference(slug="spring")
    people = [{"id": 0, "public_name": name} for name in ("Ada Lovelace", "Grace Hopper")]
    schedule = document(event(1, persons=people))

    take(schedule)

    assert on_stage() == [["Ada Lovelace", "Grace Hopper"]]
    assert take(schedule).changes_nothing


# --- Short addresses ---------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["31c3", "3", "t-31c3", "t", "teaching"])
@pytest.mark.parametrize("tail", ["schedule.json", "schedule.xml"])
def test_a_slug_comes_back_from_our_own_file_as_it_was(client, slug, tail):
    conference = make_conference(slug="31c3-2026")
    track = make_track(conference, slug=slug, name_en="Teaching")
    make_session(conference, "09:00", track=track, room=make_room(conference, slug=slug))
    conference.full_clean()
    track.full_clean()
    publish(conference)
    raw = client.get(f"/en/conferences/31c3-2026/{tail}").content

    assert import_schedule(read_schedule(raw), slug="31c3-2026").changes_nothing
    import_schedule(read_schedule(raw), slug="2027", create=True)

    copy = Conference.objects.get(slug="2027")
    assert copy.tracks.get().slug == slug
    if tail == "schedule.json":
        assert copy.rooms.get().slug == slug


def test_a_slug_of_another_system_that_begins_with_a_digit_is_taken():
    take(
        document(event(track="A"), tracks=[{"name": "A", "slug": "31c3"}]),
        create=True,
    )

    assert Track.objects.get().slug == "31c3"


# --- The conference ----------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["schedule.json", "schedule.xml"])
def test_the_conferences_other_name_comes_back_with_the_file_of_the_other_language(client, tail):
    conference = make_conference(slug="spring", name_zh="春季研讨会", name_en="Spring symposium")
    make_session(conference, "09:00")
    publish(conference)
    chinese, english = (
        read_schedule(client.get(f"/{language}/conferences/spring/{tail}").content)
        for language in ("zh-hans", "en")
    )

    import_schedule(chinese, slug="again", create=True)
    plan = import_schedule(english, slug="again")

    again = Conference.objects.get(slug="again")
    assert (again.name_zh, again.name_en) == ("春季研讨会", "Spring symposium")
    assert [(c.subject, c.fields[0].new) for c in plan.changes if c.subject == "conference"] == [
        ("conference", "Spring symposium")
    ]
    assert import_schedule(english, slug="again").changes_nothing
    assert import_schedule(chinese, slug="again").changes_nothing


def test_an_editor_leaves_the_conferences_name_to_its_organizers(client):
    conference = make_conference(slug="spring", name_zh="春季研讨会", name_en="Spring symposium")
    make_session(conference, "09:00")
    publish(conference)
    file = read_schedule(client.get("/en/conferences/spring/schedule.json").content)
    Conference.objects.filter(pk=conference.pk).update(name_en="")
    conference.refresh_from_db()

    editor, organizer = (make_member(conference, r) for r in (Role.EDITOR, Role.ORGANIZER))
    told = plan_import(file, conference, by=editor)
    assert told.changes_nothing
    assert told.not_taken == {"name of the conference, which organizers set": 1}
    assert not plan_import(file, conference, by=organizer).changes_nothing


def test_a_name_in_both_languages_is_taken_whole():
    take(document(title={"zh-hans": "春季研讨会", "en": "Spring symposium"}), create=True)

    conference = Conference.objects.get()
    assert (conference.name_zh, conference.name_en) == ("春季研讨会", "Spring symposium")


# --- What is not taken -------------------------------------------------------------------------


def test_what_stands_beside_rooms_tracks_and_days_is_told():
    make_conference(slug="spring")
    schedule = document(
        rooms=[hall("Main hall", description="Upstairs", capacity="many", features={"wifi": True})],
        tracks=[{"name": "Teaching", "slug": "No Slug", "color": "red", "description": "All"}],
    )
    schedule["schedule"]["conference"]["days"][0]["title"] = "Opening day"

    plan = take(schedule)

    assert plan.not_taken == {
        "room: description": 1,
        "room: features": 1,
        "room: capacity": 1,
        "track: color": 1,
        "track: slug": 1,
        "track: description": 1,
        "day: title": 1,
        "url": 1,
    }
    assert plan.leftovers["room: description"].places == ["Main hall"]


def test_a_rooms_capacity_follows_the_file():
    conference = make_conference(slug="spring")
    room = make_room(conference, name_en="Main hall", guid=GUID.format(8), capacity=20)

    plan = take(document(rooms=[hall("Main hall", capacity=300)]))

    room.refresh_from_db()
    assert room.capacity == 300
    (change,) = [c for c in plan.changes if c.subject == "rooms"]
    assert [(f.old, f.new) for f in change.fields] == [("20", "300")]
    take(document(rooms=[hall("Main hall")]))
    room.refresh_from_db()
    assert room.capacity == 300


def test_another_name_of_a_person_is_told():
    make_conference(slug="spring")
    take(document(event(persons=[person("Ada Lovelace")])))

    plan = take(document(event(persons=[person("Ada King")])))

    assert plan.leftovers["another name of a person who is known here"].places == ["Ada King"]
    assert str(Person.objects.get()) == "Ada Lovelace"


# --- Clocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offset", "is_told"), [("+01:00", True), ("+02:00", False), ("+08:00", True)]
)
def test_a_zone_that_its_own_times_do_not_agree_with_is_told(offset, is_told):
    plan = take(
        document(event(date=f"2026-05-20T09:00:00{offset}"), time_zone_name="Europe/Berlin"),
        create=True,
    )

    said = [n for n in plan.notes if "The file names the time zone Europe/Berlin, but" in n]
    assert bool(said) is is_told
    assert Session.objects.get().starts_at.isoformat() == (
        datetime.fromisoformat(f"2026-05-20T09:00:00{offset}").astimezone(UTC).isoformat()
    )


def test_a_zone_guessed_from_one_offset_is_told():
    plan = take(
        document(event(date="2026-05-20T09:00:00+05:00"), time_zone_name=""),
        create=True,
    )

    assert plan.notes == [
        "The file names no time zone. Etc/GMT-5 is taken, by the offsets of its times."
    ]
    assert f"{Session.objects.get().starts_at.astimezone(Conference.objects.get().zone):%H:%M}" == (
        "09:00"
    )


def packed(*names):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (packed("word/document.xml"), "This is a Word file"),
        (packed("ppt/presentation.xml", "ppt/embeddings/xl/a.xml"), "This is a presentation"),
        (packed("schedule.json"), "The file is packed."),
        (b"Rar!\x1a\x07\x01\x00", "The file is packed."),
        (b"{\\rtf1\\ansi Program}", "This is a Word file"),
        (b"\x89PNG\r\n\x1a\n", "This is an image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This is an image"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "This is an image"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "This is an image"),
        (b"Day,Start,Title\r\n2026-05-20,09:00,Opening\r\n", r"This is a table \(CSV\)"),
        ("\ufeff时间;标题\n09:00;开幕\n".encode(), r"This is a table \(CSV\)"),
        ("时间,标题\n09:00,开幕\n".encode("gb18030"), r"This is a table \(CSV\)"),
        ("时间\t标题\n09:00\t开幕\n".encode("utf-16"), r"This is a table \(CSV\)"),
        (b'"Day","Title"\n"1","Two\nlines, here"\n', r"This is a table \(CSV\)"),
        (b"BMW,Start\nOpening,09:00\n", r"This is a table \(CSV\)"),
        (b"Dear all, the program follows.\nBest wishes\n", "This is neither a schedule.json"),
        (b"BEGIN:VCALENDAR\r\n", "This is a calendar"),
        (packed("xl/workbook.xml"), "This is a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is a spreadsheet"),
        (b"%PDF-1.7", "This is a PDF"),
        (packed("schedule.json"), "The file is packed"),
    ],
)
def test_an_office_file_is_named_as_what_it_is(raw, kind):
    with pytest.raises(ImportRefused, match=kind):
        read_schedule(raw)
