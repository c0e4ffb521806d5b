"""What a room's screen shows from one moment to the next, and how it is asked for."""

from datetime import timedelta

import pytest
import time_machine

from conference import stamps
from conference.program.release.addresses import public_addresses
from conference.program.release.published import published_program
from conference.program.release.publishing import publish, withdraw
from conference.program.screens.course import Screen
from conference.program.screens.pieces import qr_of
from tests.factories import (
    DAY,
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.pages import of_class, parsed, words

pytestmark = pytest.mark.django_db

SCREEN = "/en/display/ai-2026/room-201/"
DATA = f"{SCREEN}data.json"


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026", short_name_zh="研讨会", short_name_en="AI 2026")


@pytest.fixture
def hall(conference):
    return make_room(conference, slug="hall", name_zh="主会场", name_en="Main hall")


@pytest.fixture
def room(conference):
    return make_room(conference, slug="room-201", name_zh="201会议室", name_en="Room 201")


def published(conference):
    publish(conference)
    stamps.forget()


def screen(slug="room-201", moved=()):
    program = published_program("ai-2026")
    return Screen(program, program.room(slug), public_addresses("ai-2026"), moved)


def course(slug="room-201", moved=()):
    """[(clock or None, state, now, next)] of a room, sessions by their English title."""
    shown = screen(slug, moved)
    titles = {s.code: s.title.en for s in shown.program.every_session()}
    rows = []
    for frame in shown.frames:
        clock = f"{frame.starts_at:%d %H:%M}" if frame.starts_at else None
        now, then = (
            [titles.get(key.partition(":")[2], key) for key in keys]
            for keys in (frame.now, frame.next)
        )
        rows.append((clock, frame.state, *now, *then))
    return rows


# --- The course of a room ------------------------------------------------------------------------


def test_a_day_goes_from_before_it_to_after_it(conference, room):
    make_session(conference, "09:00", "09:30", room=room, title_en="First")
    make_session(conference, "10:00", "10:30", room=room, title_en="Second")
    published(conference)

    assert course() == [
        (None, "ahead", "message:ahead", "First"),
        ("20 00:00", "soon", "First"),
        ("20 09:00", "running", "First", "Second"),
        ("20 09:30", "soon", "Second"),
        ("20 10:00", "running", "Second"),
        ("20 10:30", "finished", "message:finished"),
        ("21 00:00", "over", "message:over"),
    ]


def test_between_two_days_the_screen_says_that_today_is_over():
    conference = make_conference(slug="ai-2026", ends_on=DAY + timedelta(days=1))
    room = make_room(conference, slug="room-201")
    make_session(conference, "17:00", "18:00", room=room, title_en="Today")
    tomorrow = at("09:00", day=DAY + timedelta(days=1))
    make_session(conference, tomorrow, room=room, title_en="Tomorrow")
    published(conference)

    assert course()[3:5] == [
        ("20 18:00", "done", "message:done", "Tomorrow"),
        ("21 00:00", "soon", "Tomorrow"),
    ]


def test_the_conference_is_over_when_its_last_session_is_also_past_midnight(conference, hall, room):
    make_session(conference, "09:00", "10:00", room=room, title_en="Talk")
    night = at("01:30", day=DAY + timedelta(days=1))
    make_session(conference, "22:00", night, kind="talk", room=hall, title_en="Party")
    published(conference)

    assert course()[-2:] == [
        ("20 10:00", "finished", "message:finished"),
        ("21 01:30", "over", "message:over"),
    ]


def test_a_break_counts_what_is_left_of_it(conference, room):
    make_session(conference, "09:00", room=room, title_en="Before")
    make_session(conference, "09:30", kind="break", title_en="Tea")
    make_session(conference, "10:00", room=room, title_en="After")
    published(conference)

    frame, _until = screen().frame_of(at("09:40"))

    assert ("20 09:30", "break", "Tea", "After") in course()
    assert (frame.count, frame.until) == ("left", at("10:00"))


def test_a_sub_forum_is_shown_by_its_talks_and_by_itself_between_them(conference, room):
    forum = make_session(
        conference, "10:00", "12:00", kind="sub-forum", room=room, title_en="Forum"
    )
    make_session(conference, "10:00", "10:30", kind="talk", parent=forum, title_en="One")
    make_session(conference, "11:00", "11:30", kind="talk", parent=forum, title_en="Two")
    published(conference)

    assert course()[2:6] == [
        ("20 10:00", "running", "One", "Two"),
        ("20 10:30", "running", "Forum", "Two"),
        ("20 11:00", "running", "Two"),
        ("20 11:30", "running", "Forum"),
    ]


def test_a_running_talk_names_its_sub_forum_and_its_chair(client, conference, room):
    forum = make_session(
        conference, "10:00", "12:00", kind="sub-forum", room=room, title_en="Forum"
    )
    make_role(forum, make_participation(conference, make_person(name_zh="赵静")), role="chair")
    make_session(conference, "10:00", kind="talk", parent=forum, title_en="One")
    published(conference)

    with time_machine.travel(at("10:10"), tick=False):
        response = client.get(SCREEN)

    [card] = of_class(response, "is-now")
    assert words(card.xpath(".//*[contains(@class, 'part-of')]")[0]).startswith("Forum")
    assert "赵静" in words(card.xpath(".//*[contains(@class, 'chair')]")[0])


def test_a_plenary_elsewhere_shows_where_nothing_else_is(conference, hall, room):
    make_session(conference, "09:00", "11:00", room=hall, is_plenary=True, title_en="Opening")
    make_session(conference, "11:00", room=room, title_en="Own")
    published(conference)

    assert ("20 09:00", "plenary", "Opening", "Own") in course()
    assert (
        "Plenary session in Main hall"
        in screen().as_json(code="")["pieces"][screen().frame_of(at("09:30"))[0].now[0]]
    )


def test_a_ceremony_elsewhere_says_where_it_is(conference, hall, room):
    make_session(
        conference,
        "09:00",
        "09:15",
        kind="ceremony",
        room=hall,
        is_plenary=True,
        title_en="Opening",
    )
    make_session(conference, "11:00", room=room)
    published(conference)

    shown = screen()

    assert "Main hall" in shown.slots_of(shown.frame_of(at("09:05"))[0])["now"]


def test_a_plenary_elsewhere_never_hides_what_the_room_has(conference, hall, room):
    make_session(conference, "09:00", "11:00", room=hall, is_plenary=True, title_en="Opening")
    make_session(conference, "09:30", "10:00", room=room, title_en="Own")
    published(conference)

    assert not any(state == "plenary" for _clock, state, *_rest in course())
    assert ("20 09:30", "running", "Own") in course()


def test_a_cancelled_session_says_so_and_where_it_went(conference, hall, room):
    make_session(conference, "09:00", room=room, title_en="Data", status="cancelled")
    make_session(conference, "14:00", room=hall, title_en="Data")
    published(conference)

    shown = screen()
    frame, _until = shown.frame_of(at("09:10"))
    piece = shown.slots_of(frame)["now"]

    assert frame.state == "cancelled"
    assert "Cancelled" in piece
    assert "Now 14:00 · Main hall" in piece


def test_a_session_that_took_the_place_of_a_cancelled_one_wins(conference, room):
    make_session(conference, "09:00", room=room, title_en="Gone", status="cancelled")
    make_session(conference, "09:00", room=room, title_en="Instead")
    published(conference)

    assert ("20 09:00", "running", "Instead") in course()


def test_the_old_door_says_where_a_session_moved(client, conference, hall, room):
    session = make_session(conference, "09:00", room=room, title_en="Data")
    make_session(conference, "11:00", room=room, title_en="Other")
    published(conference)
    session.room = hall
    session.save()
    published(conference)

    shown = {}
    for clock in ("07:30", "08:30", "09:10", "09:40"):
        with time_machine.travel(at(clock), tick=False):
            shown[clock] = [words(e) for e in of_class(client.get(SCREEN), "is-moved")]

    assert [bool(rows) for rows in shown.values()] == [False, True, True, False]
    assert "Moved to Main hall" in shown["08:30"][0]


def test_several_things_at_once_stand_beside_each_other(conference):
    foyer = make_room(conference, slug="room-201", holds_several=True)
    make_session(conference, "09:00", room=foyer, title_en="Posters")
    make_session(conference, "09:00", room=foyer, title_en="Demos")
    published(conference)

    assert course()[2] == ("20 09:00", "running", "Posters", "Demos")


def test_past_midnight_the_evening_goes_on(conference, room):
    make_session(conference, "22:00", at("00:30", day=DAY + timedelta(days=1)), room=room)
    late = at("01:00", day=DAY + timedelta(days=1))
    make_session(conference, late, room=room, title_en="Late")
    conference.ends_on = DAY + timedelta(days=1)
    conference.save()
    published(conference)

    frame, _until = screen().frame_of(at("23:50"))
    between, _until = screen().frame_of(at("00:40", day=DAY + timedelta(days=1)))

    assert (frame.state, between.state) == ("running", "soon")
    assert len(frame.next) == 1


def test_a_room_without_times_lists_its_sessions(conference, room):
    make_session(conference, room=room, title_en="Some time")
    published(conference)

    frame, over = screen().frames

    assert (frame.state, over.state) == ("untimed", "over")
    assert len(frame.later) == 1


def test_a_room_without_sessions_says_so(conference, hall, room):
    make_session(conference, "09:00", room=hall)
    published(conference)

    assert course() == [
        (None, "empty", "message:empty"),
        ("21 00:00", "over", "message:over"),
    ]


def test_times_are_the_conferences_own(client):
    conference = make_conference(slug="ai-2026", time_zone="America/New_York")
    room = make_room(conference, slug="room-201")
    make_session(conference, at("09:00", zone=conference.zone), room=room)
    published(conference)

    with time_machine.travel(at("09:10", zone=conference.zone), tick=False):
        response = client.get(SCREEN)

    assert words(of_class(response, "time")[0]).startswith("09:00–09:30")
    assert parsed(response).xpath("//body/@data-zone") == ["America/New_York"]


# --- The page ------------------------------------------------------------------------------------


def test_both_languages_stand_on_the_page_its_own_first(client, conference, room):
    track = make_track(conference, name_zh="教学", name_en="Teaching", color="#1f9f8b")
    session = make_session(conference, "09:00", room=room, track=track)
    make_role(session)
    published(conference)

    with time_machine.travel(at("09:10"), tick=False):
        shown = {
            language: words(
                of_class(client.get(SCREEN.replace("/en/", f"/{language}/")), "is-now")[0]
            )
            for language in ("en", "zh-hans")
        }

    assert shown["en"].index("The future") < shown["en"].index("教育大数据的未来")
    assert shown["zh-hans"].index("教育大数据的未来") < shown["zh-hans"].index("The future")
    assert "Wang Xingwei" in shown["zh-hans"] and "王兴伟" in shown["en"]


def test_the_code_leads_to_the_sessions_page(conference, room, settings):
    session = make_session(conference, "09:00", room=room)
    published(conference)
    shown = screen()

    piece = shown.slots_of(shown.frame_of(at("09:10"))[0])["now"]

    assert qr_of(f"{settings.PUBLIC_URL}/en/conferences/ai-2026/sessions/{session.code}/") in piece


def test_the_page_is_right_at_load_and_stays_kept_until_it_changes(client, conference, room):
    make_session(conference, "09:00", "09:30", room=room, title_en="First")
    make_session(conference, "09:30", "10:00", room=room, title_en="Second")
    published(conference)

    with time_machine.travel(at("09:10"), tick=False) as now:
        first = client.get(SCREEN)
        now.move_to(at("09:31"))
        second = client.get(SCREEN)

    assert "First" in words(of_class(first, "is-now")[0])
    assert "Second" in words(of_class(second, "is-now")[0])
    assert first["ETag"] != second["ETag"]
    assert b'http-equiv="refresh"' in first.content


def test_the_stage_and_an_unknown_view(client, conference, room):
    make_session(conference, "09:00", room=room)
    published(conference)

    for query, view in (("", "door"), ("?view=stage", "stage"), ("?view=%3Cb%3E", "door")):
        assert parsed(client.get(SCREEN + query)).xpath("//body/@data-view") == [view]


@pytest.mark.parametrize("tail", ["", "data.json"])
def test_a_screen_costs_two_queries_and_none_while_it_is_kept(
    client, conference, room, django_assert_num_queries, tail
):
    for count in (1, 3):
        for number in range(count):
            make_session(conference, f"{9 + count * 3 + number:02}:00", room=room)
        published(conference)

        with django_assert_num_queries(3):  # the stamps, the release, what left the room
            client.get(SCREEN + tail)
        with django_assert_num_queries(0):
            assert client.get(SCREEN + tail).status_code == 200


def test_what_is_polled_is_new_after_a_publish_alone(client, conference, room):
    session = make_session(conference, "09:00", room=room)
    published(conference)
    first = client.get(DATA)

    kept = client.get(DATA, headers={"if-none-match": first["ETag"]})
    session.title_en = "Renamed"
    session.save()
    draft = client.get(DATA, headers={"if-none-match": first["ETag"]})
    published(conference)
    fresh = client.get(DATA, headers={"if-none-match": first["ETag"]})

    assert [r.status_code for r in (first, kept, draft, fresh)] == [200, 304, 304, 200]
    assert "Renamed" in fresh.content.decode() and "Renamed" not in first.content.decode()
    assert not fresh.cookies


def test_every_key_of_a_frame_has_its_piece(client, conference, hall, room):
    make_session(conference, "09:00", room=hall, is_plenary=True)
    make_session(conference, "10:00", room=room, status="cancelled")
    make_session(conference, "11:00", room=room)
    make_session(conference, room=room)
    published(conference)

    found = client.get(DATA).json()

    keys = {
        k for f in found["frames"] for slot in ("now", "notice", "next", "later") for k in f[slot]
    }
    assert keys and keys == set(found["pieces"])
    assert [f["from"] for f in found["frames"]] == sorted({f["from"] for f in found["frames"]})


def test_unknown_rooms_and_programs_are_not_found(client, conference, room):
    for tail in ("", "data.json"):
        assert client.get(SCREEN + tail).status_code == 404
    published(conference)
    for path in (
        "/en/display/ai-2026/nowhere/",
        "/en/display/nothing/",
        "/en/display/ai-2026/x/data.json",
    ):
        assert client.get(path).status_code == 404
    assert client.get(SCREEN).status_code == 200

    withdraw(conference.releases.get())
    stamps.forget()

    assert client.get(DATA).status_code == 404


def test_the_list_of_screens_names_each_room(client, conference, hall, room):
    published(conference)

    response = client.get("/en/display/ai-2026/")

    assert response["X-Robots-Tag"] == "noindex"
    for slug in ("hall", "room-201"):
        assert f'/en/display/ai-2026/{slug}/"' in response.content.decode()
        assert f'/en/display/ai-2026/{slug}/?view=stage"' in response.content.decode()
