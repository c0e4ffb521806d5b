"""Rows of a file that exchange what is theirs alone: judged, and written, when all is in."""

import json
import re

import pytest
from lxml import etree

from conference.models import Room, Track
from conference.people.models import Person
from conference.program.feeds.interchange import schedule_json, schedule_xml
from conference.program.importing import import_schedule, read_schedule
from conference.program.models import Session
from conference.program.release.addresses import public_addresses
from conference.program.release.published import read_release
from conference.program.release.publishing import publish
from conference.program.release.pushing import push
from tests.factories import (
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = pytest.mark.django_db

PLACES = ("date", "start", "duration", "room")  # of an event, in both formats


@pytest.fixture
def conference():
    conference = make_conference(slug="spring", name_zh="")
    for n, (clock, title, place, track, family) in enumerate(
        (
            ("09:00", "Opening", "Hall East", "Teaching", "Chen"),
            ("10:00", "Closing", "Hall West", "Research", "Zhao"),
        )
    ):
        session = make_session(
            conference,
            clock,
            title_en=title,
            title_zh="",
            room=make_room(conference, name_en=place, name_zh="", slug=f"room-{n}"),
            track=make_track(conference, name_en=track, name_zh="", slug=f"track-{n}"),
        )
        person = make_person(name_zh="", family_name_en=family, given_name_en="Li")
        make_role(session, make_participation(conference, person))
    publish(conference)
    return conference


@pytest.fixture(params=[schedule_json, schedule_xml], ids=["json", "xml"])
def file(request, conference):
    """The public program as a file, as text."""
    program = read_release(conference.releases.get())
    raw = request.param(program, public_addresses("spring"))
    return raw.decode() if isinstance(raw, bytes) else raw


def exchanged(text, one, other):
    """The text with the two words in each other's place."""
    return re.sub(f"{one}|{other}", lambda found: other if found[0] == one else one, text)


def imported(text):
    return import_schedule(read_schedule(text.encode()), slug="spring")


def facts():
    """{title: (clock, room's short address, track's, who speaks)}, by the rows' numbers."""
    rows = Session.objects.order_by("number").select_related("conference", "room", "track")
    return [
        (
            row.title_en,
            f"{row.starts_at.astimezone(row.conference.zone):%H:%M}",
            row.room.slug,
            row.track.slug,
            [role.participation.person.family_name_en for role in row.roles.all()],
        )
        for row in rows
    ]


def test_sessions_exchange_their_titles(file):
    imported(exchanged(file, "Opening", "Closing"))

    assert facts() == [
        ("Closing", "09:00", "room-0", "track-0", ["Chen"]),
        ("Opening", "10:00", "room-1", "track-1", ["Zhao"]),
    ]


@pytest.mark.parametrize(
    ("model", "one", "other"),
    [(Room, "Hall East", "Hall West"), (Track, "Teaching", "Research")],
    ids=["rooms", "tracks"],
)
def test_places_exchange_their_names(file, model, one, other):
    before = facts()

    plan = imported(exchanged(file, one, other))

    rows = model.objects.order_by("slug").values_list("name_en", flat=True)
    assert list(rows) == [other, one]
    assert facts() == before
    assert plan.changes_nothing is False


def test_sessions_exchange_their_times_rooms_and_speakers(file):
    if file.lstrip().startswith("{"):
        document = json.loads(file)
        events = [
            event
            for day in document["schedule"]["conference"]["days"]
            for room in day["rooms"].values()
            for event in room
        ]
        one, other = events
        for name in one:
            if name not in PLACES:
                one[name], other[name] = other[name], one[name]
        text = json.dumps(document)
    else:
        document = etree.fromstring(file.encode())
        one, other = document.iter("event")
        kept = [{c.tag: c for c in event if c.tag in PLACES} for event in (one, other)]
        parents = [event.getparent() for event in (one, other)]
        for event, places in zip((one, other), reversed(kept), strict=True):
            for child in [c for c in event if c.tag in PLACES]:
                event.remove(child)
            event.extend(places.values())
        parents[0].append(other)
        parents[1].append(one)
        text = etree.tostring(document).decode()

    imported(text)

    assert facts() == [
        ("Opening", "10:00", "room-1", "track-0", ["Chen"]),
        ("Closing", "09:00", "room-0", "track-1", ["Zhao"]),
    ]
    imported(text)
    assert Session.objects.count() == 2
    assert Person.objects.count() == 2


def test_a_push_moves_each_session_to_where_the_next_one_was(conference):
    """All of a day, one behind the other in one room: nothing clashes on the way."""
    room = Room.objects.first()
    for row in Session.objects.all():
        row.room, row.ends_at = room, row.starts_at + (at("10:00") - at("09:00"))
        row.save()
    publish(conference)

    push(conference, minutes=60, at=at("08:30"))

    assert [clock for _title, clock, *_rest in facts()] == ["10:00", "11:00"]
    assert conference.releases.count() == 3
