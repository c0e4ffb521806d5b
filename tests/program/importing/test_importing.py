"""Schedules of other systems: what is taken, what is told, what is refused."""

import copy
import gzip
import json
import re
import time
import uuid
from datetime import date, timedelta
from xml.sax.saxutils import escape, quoteattr

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from conference.models import Conference, Room, Track
from conference.people.models import Person
from conference.program.draft.moving import set_status
from conference.program.feeds.interchange import schedule_json, schedule_xml
from conference.program.importing import ImportRefused, import_schedule, limits, read_schedule
from conference.program.models import Participation, Session, SessionRole
from conference.program.release.addresses import public_addresses
from conference.program.release.published import read_release
from conference.program.release.publishing import publish
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

GUID = "11111111-2222-3333-4444-00000000000{}"


def event(number=1, **overrides):
    """A session as pretalx writes it into schedule.json."""
    return {
        "guid": GUID.format(number),
        "code": f"ABCDE{number}",
        "id": 100 + number,
        "date": f"2026-05-20T{8 + number:02}:00:00+08:00",
        "start": f"{8 + number:02}:00",
        "duration": "00:30",
        "room": "Main hall",
        "slug": f"demo-{number}-talk",
        "url": "https://example.org/talk/",
        "title": f"Talk {number}",
        "subtitle": "",
        "track": "Teaching",
        "type": "Talk",
        "language": "en",
        "abstract": "In short",
        "description": "At **length**",
        "persons": [{"guid": GUID.format(9), "id": 7, "public_name": "Ada Lovelace"}],
        "links": [],
        "attachments": [],
    } | overrides


def document(*events, **conference):
    days = {}
    for row in events or (event(),):
        rooms = days.setdefault(str(row.get("date"))[:10], {})
        rooms.setdefault(row.get("room"), []).append(row)
    return {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "pretalx", "version": "2026.1"},
        "schedule": {
            "version": "1.2",
            "conference": {
                "acronym": "demo",
                "title": "Demo conference",
                "start": "2026-05-20",
                "end": "2026-05-21",
                "daysCount": 2,
                "timeslot_duration": "00:05",
                "time_zone_name": "Asia/Shanghai",
                "tracks": [{"name": "Teaching", "slug": "teaching", "color": "#00FF00"}],
                "rooms": [
                    {"name": "Main hall", "guid": GUID.format(8), "capacity": 300},
                ],
                "days": [
                    {"index": index, "date": day, "rooms": rooms}
                    for index, (day, rooms) in enumerate(sorted(days.items()), start=1)
                ],
            }
            | conference,
        },
    }


def as_xml(schedule, prolog='<?xml version="1.0" encoding="utf-8"?>'):
    """The same document as schedule.xml."""
    facts = schedule["schedule"]["conference"]
    out = [prolog, "<schedule>", f"<version>{schedule['schedule']['version']}</version>"]
    out.append("<conference>")
    for key in ("acronym", "title", "start", "end", "time_zone_name"):
        out.append(f"<{key}>{escape(facts[key])}</{key}>")
    for track in facts["tracks"]:
        out.append("<track " + " ".join(f"{k}={quoteattr(v)}" for k, v in track.items()) + "/>")
    out.append("</conference>")
    guids = {room["name"]: room["guid"] for room in facts["rooms"]}
    for day in facts["days"]:
        out.append(f'<day index="{day["index"]}" date="{day["date"]}">')
        for name, events in day["rooms"].items():
            out.append(f"<room name={quoteattr(name)} guid={quoteattr(guids[name])}>")
            for row in events:
                out.append(f'<event guid="{row["guid"]}" id="{row["id"]}" code="{row["code"]}">')
                for key in (
                    *("room", "title", "subtitle", "type", "date", "start", "duration"),
                    *("abstract", "track", "language", "description", "url"),
                ):
                    out.append(f"<{key}>{escape(row[key])}</{key}>")
                out.append("<persons>")
                for person in row["persons"]:
                    out.append(
                        f'<person id="{person["id"]}" guid="{person["guid"]}">'
                        f"{escape(person['public_name'])}</person>"
                    )
                out.append("</persons><recording><license/><optout>false</optout></recording>")
                out.append("</event>")
            out.append("</room>")
        out.append("</day>")
    return "".join([*out, "</schedule>"]).encode()


def read(schedule):
    return read_schedule(json.dumps(schedule).encode())


def take(schedule, **options):
    return import_schedule(read(schedule), slug="spring", **options)


@pytest.fixture
def conference():
    return make_conference(
        slug="spring",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 21),
        time_zone="Asia/Shanghai",
    )


def counts(report):
    return {
        subject: {what: count for what, count in counter.items() if count}
        for subject, counter in report.counts.items()
    }


# --- What is taken -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_schedule_becomes_a_draft(conference, form):
    raw = json.dumps(document()).encode() if form == "json" else as_xml(document())

    report = import_schedule(read_schedule(raw), slug="spring")

    session = Session.objects.get()
    assert {
        "guid": str(session.guid),
        "number": session.number,
        "code": session.code,
        "kind": session.kind,
        "title": session.title.as_list(),
        "summary": session.summary.as_list(),
        "abstract": session.abstract.as_list(),
        "language": session.language,
        "times": (session.starts_at, session.ends_at),
        "room": (str(session.room), str(session.room.guid), session.room.slug),
        "track": (str(session.track), session.track.slug, session.track.color),
        "people": [(str(r.participation), r.role) for r in session.roles.all()],
        "is_public": session.conference.is_public,
    } == {
        "guid": GUID.format(1),
        "number": 101,
        "code": "ABCDE1",
        "kind": "talk",
        "title": ["", "Talk 1"],
        "summary": ["", "In short"],
        "abstract": ["", "At **length**"],
        "language": "en",
        "times": (at("09:00"), at("09:30")),
        "room": ("Main hall", GUID.format(8), "main-hall"),
        "track": ("Teaching", "teaching", "#00ff00"),
        "people": [("Ada Lovelace", "speaker")],
        "is_public": False,
    }
    person = Person.objects.get()
    assert (str(person.guid), person.given_name_en, person.family_name_en, person.sort_name) == (
        GUID.format(9),
        "Ada",
        "Lovelace",
        "lovelace ada",
    )
    assert counts(report) == {
        "rooms": {"new": 1},
        "tracks": {"new": 1},
        "people": {"new": 1},
        "sessions": {"new": 1},
    }


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_second_import_changes_nothing(conference, form):
    schedule = document(event(1), event(2, title="研讨", persons=[]))
    raw = json.dumps(schedule).encode() if form == "json" else as_xml(schedule)
    import_schedule(read_schedule(raw), slug="spring")
    before = (list(Session.history.values_list("pk")), list(Person.history.values_list("pk")))

    report = import_schedule(read_schedule(raw), slug="spring")

    assert report.changes_nothing and report.lines == []
    assert before == (
        list(Session.history.values_list("pk")),
        list(Person.history.values_list("pk")),
    )
    assert counts(report)["sessions"] == {"unchanged": 2}


def test_what_moved_is_moved_and_told(conference):
    take(document())
    later = event(date="2026-05-21T14:00:00+08:00", room="Room 2", title="Another title")

    report = take(document(later))

    session = Session.objects.get()
    assert session.starts_at == at("14:00", day=date(2026, 5, 21))
    assert (session.title_en, str(session.room)) == ("Another title", "Room 2")
    assert [line for line in report.lines if "Another title" in line] == [
        "~ session: Another title: title (English): Talk 1 → Another title; "
        "starts: 2026-05-20 09:00 → 2026-05-21 14:00; "
        "ends: 2026-05-20 09:30 → 2026-05-21 14:30; room: Main hall → Room 2"
    ]
    assert session.code == "ABCDE1"


def test_a_file_in_each_language_fills_both_sides(conference):
    take(document())
    chinese = event(
        title="报告一", abstract="简介", description="详细", room="主会场", track="教学"
    )
    chinese["persons"][0]["public_name"] = "阿达"
    schedule = document(
        chinese,
        rooms=[{"name": "主会场", "guid": GUID.format(8)}],
        tracks=[{"name": "教学", "slug": "teaching"}],
    )

    take(schedule)

    session = Session.objects.get()
    assert session.title.as_list() == ["报告一", "Talk 1"]
    assert session.abstract.as_list() == ["详细", "At **length**"]
    assert session.room.name.as_list() == ["主会场", "Main hall"]
    assert session.track.name.as_list() == ["教学", "Teaching"]
    assert session.roles.get().participation.person.name.as_list() == ["阿达", "Ada Lovelace"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("AI赋能高等教育", "zh"),
        ("On 仁 (ren)", "en"),
        ("2026", "en"),
        ("人工智能ChatGPT应用", "zh"),
    ],
)
def test_the_side_of_a_text_is_read_from_its_letters(conference, text, side):
    take(document(event(title=text)))

    assert getattr(Session.objects.get(), f"title_{side}") == text


def test_people_follow_the_file_and_chairs_stay(conference):
    take(document())
    session = Session.objects.get()
    chair = make_role(session, role="chair").participation
    other = {"guid": GUID.format(7), "id": 8, "public_name": "Grace Hopper"}

    report = take(document(event(persons=[other])))

    assert {(str(r.participation), r.role) for r in session.roles.all()} == {
        (str(chair), "chair"),
        ("Grace Hopper", "speaker"),
    }
    assert counts(report)["sessions"] == {"changed": 1}


def test_a_person_of_the_directory_is_found_again_and_not_renamed(conference):
    person = make_person(
        guid=uuid.UUID(GUID.format(9)), name_zh="", family_name_en="King", given_name_en="Ada"
    )

    take(document())

    person.refresh_from_db()
    assert person.name_en == "Ada King"
    assert Participation.objects.get().person == person


def test_people_without_a_guid_are_one_person_in_each_import(conference):
    rows = [event(n, persons=[{"id": 7, "public_name": "Ada Lovelace"}]) for n in (1, 2)]

    take(document(*rows))
    take(document(*rows))

    assert Person.objects.count() == 1
    assert SessionRole.objects.count() == 2


def test_people_of_one_name_with_two_ids_are_two(conference):
    take(
        document(
            event(
                persons=[
                    {"id": 1, "public_name": "王伟"},
                    {"id": 2, "public_name": "王伟"},
                ]
            )
        )
    )

    assert Person.objects.count() == 2


def speakers(title):
    roles = SessionRole.objects.filter(session__title_en=title).order_by("position")
    return [str(role.participation) for role in roles]


def test_an_id_of_several_people_is_told_apart_by_their_names(conference):
    """As in files that were put together from those of several systems."""
    rows = [
        event(1, persons=[{"id": 44, "public_name": "Daniel F"}]),
        event(2, persons=[{"id": 44, "public_name": "mavo"}, {"id": 45, "public_name": "Eve"}]),
        event(3, persons=[{"id": -1, "public_name": "Jane"}, {"id": -1, "public_name": "Joan"}]),
    ]

    take(document(*rows))

    assert [speakers(f"Talk {n}") for n in (1, 2, 3)] == [
        ["Daniel F"],
        ["mavo", "Eve"],
        ["Jane", "Joan"],
    ]
    assert Person.objects.count() == 5
    assert take(document(*rows)).changes_nothing


def test_an_id_that_gets_a_second_person_keeps_the_first(conference):
    rows = [event(1, persons=[{"id": 44, "public_name": "Daniel F"}]), event(2, persons=[])]
    take(document(*rows))
    rows[1]["persons"] = [{"id": 44, "public_name": "mavo"}]

    plan = take(document(*rows))

    assert counts(plan)["people"] == {"new": 1, "unchanged": 1}
    assert plan.lines == ["+ person: mavo", "~ session: Talk 2: people: – → mavo"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"id": 7}, {"guid": GUID.format(9), "code": "ABCDEF"}),
        ({"guid": GUID.format(9), "code": "ABCDEF"}, {"id": 7}),
        ({"code": "ABCDEF", "id": 7}, {"id": 7}),
        ({"id": 7}, {"id": 1007}),
        ({}, {"id": 7}),
    ],
)
def test_a_person_whose_ids_changed_is_known_by_the_session(conference, first, second):
    """schedule.xml and schedule.json of one system write other ids of a person."""
    others = [{"id": 900 + n, "public_name": "Ada Lovelace"} for n in (1, 2)]
    rows = [
        event(1, persons=[{"public_name": "Ada Lovelace"} | first]),
        event(2, persons=others[:1]),
        event(3, persons=others[1:]),
    ]
    take(document(*rows))
    before = set(Person.objects.values_list("pk", "guid"))
    rows[0]["persons"] = [{"public_name": "Ada Lovelace"} | second]

    plan = take(document(*rows))

    assert plan.changes_nothing
    assert set(Person.objects.values_list("pk", "guid")) == before and len(before) == 3


def test_sessions_that_the_file_does_not_know_are_left_alone(conference):
    own = make_session(conference, "15:00", title_en="Group photo", kind="photo")

    report = take(document())

    assert report.left_alone == [own]
    assert Session.objects.count() == 2


def test_numbers_and_codes_that_are_taken_give_way(conference):
    make_session(conference, number=101, code="ABCDE1")

    take(document())

    imported = Session.objects.get(guid=GUID.format(1))
    assert imported.number == 102 and imported.code != "ABCDE1"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Keynote", "keynote"),
        ("lecture", "talk"),
        ("Podium", "panel"),
        ("Lunch", "meal"),
        ("sub-forum", "sub-forum"),
        ("Quiz show", "talk"),
    ],
)
def test_kinds_of_other_systems_are_understood(conference, kind, expected):
    report = take(document(event(type=kind)))

    assert Session.objects.get().kind == expected
    assert ("type “Quiz show”" in report.not_taken) is (kind == "Quiz show")


def test_what_is_not_taken_is_told_with_its_place(conference):
    row = event(
        do_not_record=True,
        recording_license="CC",
        language="Elvish",
        answers=[{"question": 1}, {"question": 2}],
        links=[{"url": "javascript:alert(1)"}, {"title": "Nowhere"}],
        feedback_url="",
    )
    row["persons"][0] |= {"avatar": "https://example.org/ada.png", "answers": []}

    plan = take(document(row, logo="https://example.org/logo.png"))

    assert plan.not_taken == {
        "person: avatar": 1,
        "language “elvish”": 1,
        "url": 1,
        "do_not_record": 1,
        "recording_license": 1,
        "answers": 2,
        "link without a full address": 2,
        "conference: logo": 1,
    }
    assert plan.leftovers["answers"].places == ["day 1, room Main hall, event 101"]
    assert plan.leftovers["conference: logo"].places == []


RECORDING = "https://media.example.org/talk"


@pytest.mark.parametrize("form", [json.dumps, None], ids=["json", "xml"])
def test_a_recording_comes_along_and_waits_for_its_speaker(conference, form):
    schedule = document(event(recording={"license": "CC-BY", "optout": False, "url": RECORDING}))
    if form:
        raw = form(schedule).encode()
    else:
        inner = f"<license>CC-BY</license><optout>false</optout><url>{RECORDING}</url>"
        written = as_xml(schedule).decode()
        raw = written.replace("<license/><optout>false</optout>", inner).encode()

    plan = import_schedule(read_schedule(raw), slug="spring")

    (link,) = Session.objects.get().links.all()
    assert (link.kind, link.url, link.is_released) == ("recording", RECORDING, False)
    assert plan.not_taken == {"recording: license": 1, "url": 1}


@pytest.mark.parametrize(
    ("overrides", "left"),
    [
        (
            {"recording": {"url": RECORDING, "optout": True}},
            {"recording: url", "recording: optout"},
        ),
        ({"recording": {"url": RECORDING, "optout": "true"}}, None),
        ({"recording": {"url": RECORDING}, "do_not_record": True}, None),
        ({"recording": {"url": "javascript:alert(1)"}}, {"recording: url"}),
        ({"recording": {"url": "ftp://example.org/x.webm"}}, {"recording: url"}),
        ({"recording": {"url": [RECORDING]}}, {"recording: url"}),
        ({"recording": ["x"]}, {"recording: url"}),
        ({"recording": {"url": "", "license": "", "optout": False}}, set()),
    ],
)
def test_a_recording_that_is_not_to_be_shown_is_told_and_left(conference, overrides, left):
    plan = take(document(event(**overrides)))

    assert not Session.objects.get().links.exists()
    told = {what for what in plan.not_taken if what.startswith("recording")}
    assert "recording: url" in told if left is None else told == left


def test_a_recording_that_stands_among_the_links_is_one_link(conference):
    links = [{"url": RECORDING, "title": "Watch", "type": "video"}]
    take(document(event(links=links, recording={"url": RECORDING})))

    (link,) = Session.objects.get().links.all()
    assert (link.kind, link.title_en) == ("recording", "Watch")


@pytest.mark.parametrize(
    "written", [{"de": "Lehre", "zh-hans": "教学", "en": "Teaching"}, "Teaching"]
)
def test_names_in_several_languages_are_one_track_and_one_kind(conference, written):
    both = {"zh-hans": "教学", "en": "Teaching"}
    kind = {"de": "Vortragsreihe", "en": "Keynote"}
    rows = [event(1, track=both, type=kind), event(2, persons=[], track=written, type=kind)]

    take(document(*rows, tracks=[{"name": both, "color": "#00ff00"}]))

    (track,) = Track.objects.all()
    assert (track.name_zh, track.name_en, track.color) == ("教学", "Teaching", "#00ff00")
    assert list(Session.objects.values_list("track", "kind")) == [(track.pk, "keynote")] * 2


def test_a_talk_of_our_own_finds_its_sub_forum_in_the_draft(published):
    path = public_addresses("spring")
    raw = schedule_json(read_release(published.releases.get()), path)
    forum = Session.objects.get(kind="sub-forum")
    talk = forum.talks.get()
    Session.objects.filter(pk=talk.pk).delete()  # as if it had never been there

    import_schedule(read_schedule(raw), slug="spring")

    assert forum.talks.get().guid == talk.guid


def unpublished(conference):
    """The same site without the conference's program, as if it stood on another server."""
    conference.releases.all().delete()
    SessionRole.objects.all().delete()
    Session.objects.filter(parent__isnull=False).delete()
    Session.objects.all().delete()
    Participation.objects.all().delete()


def own_files(conference):
    """{language: bytes} of the only release."""
    files, program = {}, read_release(conference.releases.get())
    for language in ("zh-hans", "en"):
        with translation.override(language):
            files[language] = schedule_json(program, public_addresses(conference.slug))
    return files


def forums():
    return [
        (
            *(forum.title_zh, forum.title_en, f"{forum.starts_at:%H:%M}", f"{forum.ends_at:%H:%M}"),
            forum.room.name_en,
            [talk.title_en for talk in forum.talks.order_by("starts_at")],
        )
        for forum in Session.objects.filter(kind="sub-forum").order_by("starts_at", "number")
    ]


@pytest.fixture
def parallel(conference):
    """Two sub-forums side by side, one of them again on the second day."""
    for name, titles in (("East", ("One", "Two")), ("West", ("Three", "Four"))):
        room = make_room(conference, name_en=name)
        for day in (20, 21) if name == "West" else (20,):
            forum = make_session(
                conference,
                starts_at=at("13:00", day=date(2026, 5, day)),
                ends_at=at("15:30", day=date(2026, 5, day)),
                kind="sub-forum",
                title_en=f"Forum {name}",
                title_zh=f"论坛 {name}",
                room=room,
            )
            for hour, title in zip(("13:00", "14:30"), titles, strict=True):
                starts_at = at(hour, day=date(2026, 5, day))
                make_session(
                    conference,
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=15),
                    parent=forum,
                    kind="talk",
                    title_en=f"{title} {day}",
                    title_zh="",
                )
    publish(conference)
    return conference


def test_sub_forums_of_our_own_are_made_again_from_their_talks(parallel):
    files = own_files(parallel)
    talks = set(Session.objects.filter(kind="talk").values_list("guid", "number", "code"))
    unpublished(parallel)

    plan = import_schedule(read_schedule(files["en"]), slug="spring")

    expected = [
        ("", "Forum East", "05:00", "06:45", "East", ["One 20", "Two 20"]),
        ("", "Forum West", "05:00", "06:45", "West", ["Three 20", "Four 20"]),
        ("", "Forum West", "05:00", "06:45", "West", ["Three 21", "Four 21"]),
    ]
    assert sorted(forums()) == sorted(expected)
    assert set(Session.objects.filter(kind="talk").values_list("guid", "number", "code")) == talks
    assert [c.message for c in plan.clashes if c.is_error] == []
    assert plan.left_alone == []
    assert "+ session: Forum East (2026-05-20 13:00–14:45 · East)" in plan.lines

    again = import_schedule(read_schedule(files["en"]), slug="spring")
    assert again.changes_nothing and again.left_alone == []
    import_schedule(read_schedule(files["zh-hans"]), slug="spring")
    assert sorted({row[:2] for row in forums()}) == [
        ("论坛 East", "Forum East"),
        ("论坛 West", "Forum West"),
    ]
    assert import_schedule(read_schedule(files["en"]), slug="spring").changes_nothing
    publish(parallel)
    assert import_schedule(read_schedule(own_files(parallel)["en"]), slug="spring").changes_nothing


def test_a_dry_run_of_new_sub_forums_is_the_import(parallel):
    raw = own_files(parallel)["en"]
    unpublished(parallel)
    plans = [
        import_schedule(read_schedule(raw), slug="spring", dry_run=dry_run)
        for dry_run in (True, True, False)
    ]

    assert plans[0].fingerprint() == plans[1].fingerprint()  # whatever is random of new rows
    assert plans[0].lines == plans[1].lines == plans[2].lines
    assert len(plans[0].clashes) == len(plans[2].clashes)


def test_a_talk_of_our_own_follows_into_another_sub_forum(parallel):
    raw = own_files(parallel)["en"]
    talk = Session.objects.get(title_en="Two 20")
    talk.parent = Session.objects.get(title_en="Forum West", talks__title_en="Three 20")
    talk.save()

    plan = import_schedule(read_schedule(raw), slug="spring")

    talk.refresh_from_db()
    assert talk.parent.title_en == "Forum East"
    assert plan.lines == ["~ session: Two 20: part of: Forum West → Forum East"]


def test_a_sub_forum_of_our_own_follows_its_new_name(parallel):
    raw = own_files(parallel)["en"].replace(b"Forum East", b"Forum of the East")

    plan = import_schedule(read_schedule(raw), slug="spring")

    assert plan.lines == [
        "~ session: Forum of the East: title (English): Forum East → Forum of the East"
    ]
    assert import_schedule(read_schedule(raw), slug="spring").changes_nothing


@pytest.mark.parametrize("turn", [1, -1])
def test_a_talk_finds_its_sub_forum_wherever_it_stands_in_the_file(conference, turn):
    rows = [
        event(1, title="Forum", type="sub-forum", duration="3:00", persons=[]),
        event(2, title="Early talk", subtitle="Forum", date="2026-05-20T09:00:00+08:00"),
        event(3, subtitle="Forum"),
    ]
    schedule = document(*rows[::turn])
    schedule["generator"] = {"name": "lectern"}

    take(schedule)

    forum = Session.objects.get(kind="sub-forum")
    assert [talk.title_en for talk in forum.talks.order_by("starts_at")] == ["Early talk", "Talk 3"]
    assert take(schedule).changes_nothing


def test_places_are_named_for_the_first_three(conference):
    rows = [event(n, persons=[], do_not_record=True) for n in range(1, 6)]

    left = take(document(*rows)).leftovers["do_not_record"]

    assert left.places == [f"day 1, room Main hall, event {100 + n}" for n in (1, 2, 3)]
    assert (left.count, left.more) == (5, 2)


def held(title="Towel yoga"):
    """[(day and time, room, guid is the file's, number)] of each time it is held."""
    zone = Conference.objects.get().zone
    rows = Session.objects.filter(title_en=title).order_by("starts_at")
    return [
        (
            f"{row.starts_at.astimezone(zone):%d %H:%M}",
            str(row.room),
            str(row.guid) == GUID.format(1),
            row.number,
        )
        for row in rows
    ]


def test_what_is_held_several_times_is_taken_each_time(conference):
    """As hubs and wikis write it: one guid and one id for all of them."""
    yoga = {"guid": GUID.format(1), "id": 8, "code": "", "title": "Towel yoga", "persons": []}
    first = event(1, **yoga)
    rows = [
        event(1, **yoga, date="2026-05-21T09:00:00+08:00"),
        first,
        event(1, **yoga, room="Garden"),
        first,
        event(2, id=9),
    ]

    plan = take(document(*rows))

    expected = [
        *(("20 09:00", "Garden", True, 8), ("20 09:00", "Main hall", False, 10)),
        ("21 09:00", "Main hall", False, 11),
    ]
    assert held() == expected
    assert plan.notes == [
        "2 sessions have the guid or id of another one of the file, as what is held several times "
        "has. Each becomes a session of its own: “Towel yoga” (day 1, room Main hall, event 8); "
        "“Towel yoga” (day 2, room Main hall, event 8)"
    ]
    assert [str(row) for row in plan.skipped] == [
        "day 1, room Main hall, event 8 “Towel yoga”: it stands in the file twice, the first time "
        "in day 1, room Main hall, event 8"
    ]

    assert take(document(*rows[::-1])).changes_nothing  # whatever their order in the file
    rows[0] |= {"date": "2026-05-21T10:00:00+08:00"}
    assert take(document(*rows)).lines == [
        "~ session: Towel yoga: starts: 2026-05-21 09:00 → 2026-05-21 10:00; "
        "ends: 2026-05-21 09:30 → 2026-05-21 10:30"
    ]
    assert Session.objects.count() == 4


@pytest.mark.parametrize(
    ("step", "minutes"), [("00:15", 15), ("00:05:00", 5), ("02:00", 5), ("", 5)]
)
def test_a_session_that_lasts_no_time_gets_a_step(conference, step, minutes):
    rows = [event(1, duration="0:00", title="Doors open"), event(2)]

    plan = take(document(*rows, timeslot_duration=step))

    doors = Session.objects.get(title_en="Doors open")
    assert (doors.ends_at - doors.starts_at).seconds == minutes * 60
    assert plan.skipped == []
    assert plan.notes == [
        "1 session lasts no time in the file. A new one gets "
        f"{minutes} minutes: “Doors open” (day 1, room Main hall, event 101)"
    ]
    assert take(document(*rows, timeslot_duration=step)).changes_nothing


def test_the_length_that_an_organizer_gave_stays_where_the_file_has_none(conference):
    take(document(event(1, duration="0:00")))
    Session.objects.update(ends_at=at("10:00", day=date(2026, 5, 20)))

    assert take(document(event(1, duration="0:00"))).changes_nothing
    take(document(event(1, duration="0:00", date="2026-05-20T10:00:00+08:00")))

    session = Session.objects.get()
    assert (session.starts_at, session.ends_at) == (
        at("10:00", day=date(2026, 5, 20)),
        at("11:00", day=date(2026, 5, 20)),
    )


def test_an_id_of_the_file_is_kept_for_the_session_that_has_it(conference):
    """Those without one come first in time, and take no number that another one wants."""
    rows = [event(1, id=None), event(2, id=1), event(3, id=2**31 - 1), event(4, id=2**31)]

    take(document(*rows))

    numbers = dict(Session.objects.values_list("title_en", "number"))
    assert numbers == {"Talk 1": 2, "Talk 2": 1, "Talk 3": 2**31 - 1, "Talk 4": 3}


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.example.org/slides", "https://www.example.org/slides"),
        ("/media/slides.pdf?1", "https://cfp.example.org/media/slides.pdf?1"),
        ("//cdn.example.org/a.pdf", "https://cdn.example.org/a.pdf"),
        (" https://example.org/ ", "https://example.org/"),
    ],
)
def test_an_address_without_its_beginning_is_completed(conference, written, address):
    schedule = document(event(attachments=[{"url": written, "title": "Slides"}]))
    schedule["schedule"]["base_url"] = "https://cfp.example.org/2026/"

    plan = take(schedule)

    assert [link.url for link in Session.objects.get().links.all()] == [address]
    assert plan.not_taken == {"url": 1}


def test_an_address_in_the_place_of_a_title_is_a_link(conference):
    raw = as_xml(document()).replace(
        b"</event>", b"<links><link>https://example.org/wiki</link></links></event>"
    )

    plan = import_schedule(read_schedule(raw), slug="spring")

    assert [(k.url, str(k.title)) for k in Session.objects.get().links.all()] == [
        ("https://example.org/wiki", "")
    ]
    assert "link without a full address" not in plan.not_taken


@pytest.mark.parametrize("written", ["slides.pdf", "javascript:alert(1)", "/slides.pdf", "Slides"])
def test_an_address_that_leads_nowhere_is_told(conference, written):
    plan = take(document(event(links=[written])))

    assert plan.not_taken == {"url": 1, "link without a full address": 1}


def test_a_file_that_was_taken_away_in_frab_is_no_link(conference):
    plan = take(document(event(attachments=[{"url": "/attachments/original/missing.png"}])))

    assert plan.not_taken == {"url": 1} and plan.links_waiting == 0


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_stands_beside_the_conference_is_told(conference, form):
    schedule = document()
    raw = as_xml(schedule).replace(
        b"<schedule>", b"<schedule><sponsors><sponsor>A</sponsor></sponsors>"
    )
    if form == "json":
        schedule["schedule"]["sponsors"] = {"sponsor": "A"}
        raw = json.dumps(schedule | {"speakers": [1, 2]}).encode()

    plan = import_schedule(read_schedule(raw), slug="spring")

    beside = {"schedule: speakers": 2} if form == "json" else {}
    assert plan.not_taken == beside | {"schedule: sponsors": 1, "url": 1}


def test_events_of_a_day_without_rooms_are_taken(conference):
    raw = as_xml(document()).replace(b'<room name="Main hall" guid="', b'<x guid="')
    raw = re.sub(rb"<x guid=[^>]*>(.*)</room></day>", rb"\1</day>", raw)

    import_schedule(read_schedule(raw), slug="spring")

    assert str(Session.objects.get().room) == "Main hall"


def test_a_file_without_sessions_says_so(conference):
    assert take(document(days=[])).notes == ["The file holds no sessions."]


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("Malauke & Johann Schlaufe & Bea Titude / kollektiv-eigenklang", 40, 20),
        ("The Institute of Everything and of " + "Something " * 7 + "Else", 54, 54),
    ],
)
def test_a_long_name_has_two_parts_to_stand_in(conference, name, given, family):
    take(document(event(persons=[{"id": 1, "public_name": name}])))

    person = Person.objects.get()
    parts = person.given_name_en, person.family_name_en
    assert " ".join(parts) == name
    assert parts == (given, family) or tuple(map(len, parts)) == (given, family)
    assert take(document(event(persons=[{"id": 1, "public_name": name}]))).changes_nothing


@pytest.mark.parametrize("name", ["x" * 61, "王" * 61, "two words " * 13])
def test_a_name_too_long_for_both_parts_is_told(conference, name):
    plan = take(document(event(persons=[{"id": 1, "public_name": name}])))

    assert not Person.objects.exists()
    told = next(iter(plan.not_taken))
    assert told.startswith("person with a name longer than")


def test_html_becomes_plain_text(conference):
    take(document(event(abstract="<p>One &amp; two</p><ul><li>three</li></ul>", description="")))

    assert Session.objects.get().summary_en == "One & two\nthree"


def test_a_subtitle_opens_the_summary(conference):
    take(document(event(subtitle="A subtitle")))

    assert Session.objects.get().summary_en == "A subtitle\nIn short"


def test_texts_that_are_too_long_are_cut_and_told(conference):
    report = take(document(event(title="x" * 400, abstract="y" * 3_000, description="")))

    session = Session.objects.get()
    assert len(session.title_en) == 300
    assert (session.summary_en, len(session.abstract_en)) == ("", 3_000)
    assert report.not_taken["text beyond 300 characters"] == 1


def test_times_without_an_offset_are_local(conference):
    schedule = document(event(1), event(2))
    first, second = schedule["schedule"]["conference"]["days"][0]["rooms"]["Main hall"]
    first["date"], second["date"] = "2026-05-20T09:00:00", None

    take(schedule)

    assert list(Session.objects.order_by("number").values_list("starts_at", flat=True)) == [
        at("09:00"),
        at("10:00"),
    ]


def test_clashes_of_the_draft_are_told(conference):
    report = take(document(event(1), event(2, date="2026-05-20T09:10:00+08:00", persons=[])))

    assert [clash.code for clash in report.clashes if clash.is_error] == ["room"]


def test_whoever_is_in_two_places_at_once_in_the_file_is_meant_so_and_told(conference):
    first = event(1)
    schedule = document(
        first, event(2, date=first["date"], room="Room B", persons=first["persons"])
    )

    report = take(schedule)

    assert [clash.code for clash in report.clashes if clash.is_error] == []
    assert "person" in [clash.code for clash in report.clashes]
    assert any("several sessions at once in the file" in note for note in report.notes)
    assert conference.participations.get().may_overlap
    assert take(schedule).changes_nothing
    assert publish(conference).number == 1


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


# --- Our own files -------------------------------------------------------------------------------


@pytest.fixture
def published(conference):
    room, second = make_room(conference, name_en="Room"), make_room(conference, name_en="Room")
    track = make_track(conference)
    forum = make_session(
        conference, "13:00", "15:00", kind="sub-forum", title_en="Sub-forum", room=room
    )
    talk = make_session(
        conference,
        "13:00",
        parent=forum,
        kind="talk",
        track=track,
        abstract_en="**Bold** text\n\n- one\n- two",
        abstract_zh="**重点：**文字",
        summary_en="In short",
    )
    make_role(talk, make_participation(conference))
    make_role(forum, make_participation(conference, make_person(name_zh="主持")), "chair")
    make_session(conference, "09:00", room=second, is_plenary=True)
    cancelled = make_session(conference, "10:00")
    set_status([cancelled], "cancelled")
    publish(conference)
    return conference


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("make", [schedule_json, schedule_xml])
def test_our_own_files_change_nothing(published, make, language):
    program = read_release(published.releases.get())
    with translation.override(language):
        raw = make(program, public_addresses("spring"))

    report = import_schedule(read_schedule(raw), slug="spring")

    assert report.lines == []
    assert report.changes_nothing
    assert report.not_taken == {}


def test_our_own_file_into_another_conference_of_the_site(parallel):
    """Guids are one session's on a site: the copy has its own, and is found again by them."""
    raw = own_files(parallel)["en"]
    copy_of_it = make_conference(
        slug="copy",
        starts_on=date(2026, 5, 20),
        ends_on=date(2026, 5, 21),
        time_zone="Asia/Shanghai",
    )
    before = list(Session.objects.filter(conference=parallel).values())

    plan = import_schedule(read_schedule(raw), slug="copy")

    (note,) = plan.notes
    assert note == (
        "6 sessions have the guids of sessions of another conference of this site. Here they get "
        "their own: “One 20”; “Three 20”; “Two 20”; … (spring)"
    )
    told = ("title_en", "starts_at", "ends_at", "number", "code")
    talks = Session.objects.filter(kind="talk").order_by("number")
    assert list(talks.filter(conference=copy_of_it).values_list(*told)) == list(
        talks.filter(conference=parallel).values_list(*told)
    )
    assert list(Session.objects.filter(conference=parallel).values()) == before
    again = import_schedule(read_schedule(raw), slug="copy")
    assert again.changes_nothing and again.notes == []
    moved = raw.replace(b"2026-05-20T14:30", b"2026-05-20T14:40").replace(b"14:30", b"14:40")
    assert len(import_schedule(read_schedule(moved), slug="copy").lines) == 3


def test_our_own_file_makes_the_conference_anew(published):
    raw = schedule_json(read_release(published.releases.get()), public_addresses("spring"))
    sessions = {
        s.code: (s.guid, s.number, s.starts_at, s.status, s.title.in_side("en"))
        for s in Session.objects.exclude(kind="sub-forum")
    }
    unpublished(published)
    published.delete()

    import_schedule(read_schedule(raw), slug="spring", create=True)

    assert {
        s.code: (s.guid, s.number, s.starts_at, s.status, s.title.in_side("en"))
        for s in Session.objects.exclude(kind="sub-forum")
    } == sessions
    assert Session.objects.get(kind="sub-forum").talks.count() == 1


# --- What is refused -----------------------------------------------------------------------------


def refused(raw):
    with pytest.raises(ImportRefused) as caught:
        read_schedule(raw)
    return str(caught.value)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "This is neither a schedule.json nor a schedule.xml."),
        (b"{}", "The file has no “schedule” with a “conference” in it."),
        (b'{"schedule": []}', "The file has no “schedule” with a “conference” in it."),
        (b"<schedule/>", "The file has no “schedule” with a “conference” in it."),
        (b"<rss><conference/></rss>", "The file has no “schedule” with a “conference” in it."),
        (b"{" * 100_000, "The file is not valid JSON: see line 1, column 2."),
        (b'{"a":' * 100_000, "The file is nested too deeply."),
        (b'{"schedule": ' + b"[" * 100_000, "The file is nested too deeply."),
        (b'{"schedule": NaN}', "The file is not valid JSON: “NaN” is no number."),
        (b'{"a": 1, "a": 2}', "The file is not valid JSON: “a” stands twice in one object."),
        (b'{"a": ' + b"9" * 5_000 + b"}", "The file holds a number that is too long."),
        (b'{"schedule": \xff}', "The file's letters cannot be read. Save it as UTF-8."),
        (b"<schedule>" + b"<a>" * 1_000, "The file is nested too deeply."),
        (b"<schedule>\xff</schedule>", "The file's letters cannot be read. Save it as UTF-8."),
        (b"<?xml version='1.0' encoding='x-no'?><schedule/>", "The file's letters cannot be read."),
        (b"<a>" + b"y" * 11_000_000 + b"</a>", "The file holds a text that is too long."),
        (
            b"<schedule><conference>&nbsp;</conference></schedule>",
            "The file is not valid XML: see line 1, column 29.",
        ),
        (b"<schedule>\n<version>1</schedule>", "The file is not valid XML: see line 2, column 22."),
        (b"\n<!DOCTYPE html><html><br></html>", "This is a web page, not a schedule."),
        (b"<html><body>404</body></html>", "This is a web page, not a schedule."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "This is a calendar (.ics)."),
        (gzip.compress(b"{}"), "The file is packed. Unpack it first."),
        (b"PK\x03\x04 and so on", "The file is packed. Unpack it first."),
        (b'{"schedule": {"conference": {"days": {}}}}', "“days” is not a list."),
        (b'{"schedule": {"conference": {"days": [1]}}}', "“day 1” is not an object."),
        (
            b'{"schedule": {"conference": {"days": [{"rooms": [1]}]}}}',
            "“day 1, rooms” is not an object.",
        ),
        (b'{"schedule": {"conference": {"days": [{"rooms": {"a": 1}}]}}}', "is not a list."),
        (b'{"schedule": {"conference": {"days": []}}}', "The file names no day."),
    ],
)
def test_what_is_no_schedule_is_refused(raw, sentence):
    assert sentence in refused(raw)


def test_json_that_is_nested_too_deeply_is_refused():
    schedule = document()
    inner = schedule["schedule"]
    for _n in range(50):
        inner["x"] = {}
        inner = inner["x"]

    assert refused(json.dumps(schedule).encode()) == "The file is nested too deeply."


@pytest.mark.parametrize(("levels", "is_read"), [(35, True), (36, False), (200, False)])
def test_xml_that_is_nested_too_deeply_is_refused(levels, is_read):
    deep = "<b>" * levels + "words" + "</b>" * levels  # inside five elements of the schedule
    raw = as_xml(document()).decode().replace("At **length**", deep).encode()

    if is_read:
        (talk,) = read_schedule(raw).events
        assert talk.abstract.en == "words"
    else:
        assert refused(raw) == "The file is nested too deeply."


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)


@pytest.mark.parametrize(
    "prolog",
    [
        LAUGHS,
        '<!DOCTYPE schedule SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1/">]>',
        "<!DOCTYPE schedule>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(prolog, encoding):
    raw = as_xml(document(), prolog).decode().encode(encoding)

    assert refused(raw) == "The file declares a document type. Remove the DOCTYPE line."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<schedule>", b'<schedule xmlns="https://example.org/schedule">'),
        (b"<?xml", b"\n \r\n<?xml"),
    ],
)
def test_a_namespace_and_lines_before_the_beginning_are_no_matter(conference, old, new):
    import_schedule(read_schedule(as_xml(document()).replace(old, new)), slug="spring")

    assert Session.objects.get().title_en == "Talk 1"


def test_what_no_system_writes_is_counted_in_few_lines(conference):
    invented = {f"key-{n}": "x" for n in range(30_000)}

    started = time.process_time()
    plan = take(document(event(**invented)))

    assert time.process_time() - started < 5
    assert len(plan.not_taken) == 201
    assert sum(plan.not_taken.values()) == 30_001  # with its url


def test_an_element_of_many_attributes_is_refused_at_once():
    attributes = " ".join(f'key-{n}="x"' for n in range(50_000))
    raw = as_xml(document()).replace(b"<event ", f"<event {attributes} ".encode())

    started = time.process_time()

    assert refused(raw) == "The file holds too many values."
    assert time.process_time() - started < 3


def test_comments_and_other_encodings_are_read(conference):
    prolog = '<?xml version="1.0" encoding="utf-16"?><!-- made by hand -->'
    raw = as_xml(document(event(title="研讨")), prolog).decode().encode("utf-16")

    import_schedule(read_schedule(raw), slug="spring")

    assert Session.objects.get().title_zh == "研讨"


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 1_000)

    assert refused(b"{" + b" " * 1_000) == "The file is larger than 20 MB."


def test_too_many_sessions_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_EVENTS", 1)

    with pytest.raises(ImportRefused, match="more than 1 sessions"):
        read(document(event(1), event(2)))


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({"title": ""}, "it has no title"),
        ({"date": "tomorrow", "start": "nine"}, "it has no date and time that can be read"),
        ({"date": "0001-01-01T00:00:00+08:00", "start": ""}, "it has no date and time"),
        ({"date": "9999-12-31T23:00:00-12:00", "start": ""}, "it has no date and time"),
        ({"duration": "", "end": "2026-05-20T09:00:00+08:00"}, "it ends before it starts"),
        ({"duration": "half an hour"}, "it has the duration “half an hour”, which must be hours"),
        ({"duration": "1:75"}, "it has the duration “1:75”"),
        ({"duration": -30}, "it has the duration “-30”"),
        ({"duration": "2000:00"}, "it has the duration “2000:00”"),
        ({"guid": None, "id": None, "code": "", "slug": None}, "it has neither a guid nor an id"),
        (
            {"guid": GUID.format(1), "title": "Talk 1", "date": "2026-05-20T09:00:00+08:00"},
            "it stands in the file twice, the first time in day 1, room Main hall, event 101",
        ),
    ],
)
def test_a_session_that_cannot_be_is_listed_and_the_others_are_taken(conference, overrides, reason):
    plan = take(document(event(1), event(2, persons=[], **overrides)))

    (skipped,) = plan.skipped
    assert reason in skipped.reason
    assert re.fullmatch(r"day \d, room Main hall, event (102|2)", skipped.place)
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"persons": [1]}, "“day 1, room Main hall, event 101, persons” is not an object."),
        ({"persons": "Ada"}, "“day 1, room Main hall, event 101, persons” is not a list."),
        ({"links": {"url": "x"}}, "“day 1, room Main hall, event 101, links” is not a list."),
        ({"attachments": [7]}, "“day 1, room Main hall, event 101, links” is not an object."),
        ({"persons": [{"name": "A"}] * 201}, "event 101 has more than 200 people."),
        ({"links": ["https://example.org/"] * 101}, "event 101 has more than 100 links."),
    ],
)
def test_a_wrong_shape_is_refused_where_it_stands(overrides, sentence):
    assert sentence in refused(json.dumps(document(event(**overrides))).encode())


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


def test_a_refusal_writes_nothing(conference):
    rows = event(1), event(2, persons="nobody")

    with pytest.raises(ImportRefused):
        take(document(*rows))

    assert Session.objects.count() == Room.objects.count() == Person.objects.count() == 0


def test_odd_characters_are_left_out(conference):
    row = event(title="A\x00B\ud800C\x1fD", abstract="x\x0by", room="Main\x00 hall")

    take(document(row))

    session = Session.objects.get()
    assert (session.title_en, session.summary_en) == ("ABCD", "x\ny")
    assert str(session.room) == "Main hall"


UNSEEN = "\u202e\u2066\ufeff"


@pytest.mark.parametrize("write", [lambda schedule: json.dumps(schedule).encode(), as_xml])
def test_unseen_marks_of_a_file_are_left_out_wherever_they_stand(conference, write):
    hall = f"Main{UNSEEN} hall"
    row = event(
        title=f"A{UNSEEN}B",
        abstract=f"In{UNSEEN} short",
        description=f"At {UNSEEN}length",
        room=hall,
        track=f"Teach{UNSEEN}ing",
        persons=[{"id": 7, "guid": GUID.format(9), "public_name": f"Ada {UNSEEN}Lovelace"}],
        links=[{"title": f"Sl{UNSEEN}ides", "url": "https://example.org/s"}],
    )
    schedule = document(row, rooms=[{"name": hall, "guid": GUID.format(8)}])

    import_schedule(read_schedule(write(schedule)), slug="spring")

    session = Session.objects.get()
    assert (session.title_en, session.summary_en) == ("AB", "In short")
    assert session.abstract_en == "At length"
    assert (str(session.room), str(session.track)) == ("Main hall", "Teaching")
    assert str(Person.objects.get()) == "Ada Lovelace"
    assert not {link.title_en for link in session.links.all()} - {"Slides"}


def test_control_characters_of_a_file_are_left_out_and_told():
    schedule = read(document(event(title="A\x07B"), event(2, room="H\x9fall")))

    assert schedule.leftovers.counts()["control characters in a text"] == 3
    assert [row.title.en for row in schedule.events] == ["AB", "Talk 2"]


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30, "abc", None, 1.5, True])
def test_an_id_that_is_no_number_of_ours_gets_one(conference, number):
    take(document(event(id=number)))

    assert Session.objects.get().number == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
EVENT_PATHS = sorted(event())
CONFERENCE_PATHS = ["days", "rooms", "tracks", "start", "end", "time_zone_name", "title", "acronym"]


@given(st.sampled_from(EVENT_PATHS), json_values)
def test_any_value_in_a_session_is_read_or_refused(name, value):
    schedule = copy.deepcopy(document())
    (day,) = schedule["schedule"]["conference"]["days"]
    day["rooms"]["Main hall"][0][name] = value

    try:
        import_schedule(read(schedule), slug="anything", create=True, dry_run=True)
    except ImportRefused as refusal:
        assert str(refusal)


@given(st.sampled_from(CONFERENCE_PATHS), json_values)
def test_any_value_in_the_conference_is_read_or_refused(name, value):
    schedule = document(**{name: value})

    try:
        import_schedule(read(schedule), slug="anything", create=True, dry_run=True)
    except ImportRefused as refusal:
        assert str(refusal)


# --- Queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_an_import_without_changes_costs_the_same_for_many(
    conference, count, django_assert_num_queries
):
    rows = [
        event(n, persons=[{"guid": GUID.format(n + 3), "public_name": f"Person {n}"}])
        for n in range(1, count + 1)
    ]
    take(document(*rows))
    schedule = read(document(*rows))

    with django_assert_num_queries(14):
        import_schedule(schedule, slug="spring")
