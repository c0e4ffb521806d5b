"""The schedule: filtered on the server, refusing what cannot be, rooms side by side."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine

from conference.program.models import ExpectedTotal, Session
from tests.factories import DAY, at, make_participation, make_person, make_session
from tests.program.public.reading import HOME, code_of, publish_now, text_of

pytestmark = pytest.mark.django_db


def shown(client, query, language="en"):
    """English titles on the schedule under a query."""
    response = client.get(f"/{language}/conferences/ai-2026/schedule/?{query}")
    assert response.status_code == 200, query
    start = (
        '<ol class="plain results"'
        if "q=" in query and "q=&" not in query
        else '<section class="day"'
    )
    agenda = response.content.decode().partition(start)[2]
    agenda = agenda.partition('<section class="section')[0]
    return [
        title
        for title in (
            "The future of educational big data",
            "Tea break",
            "First sub-forum",
            "Building courses",
            "Second sub-forum",
        )
        if title in agenda
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("day=2026-05-20&room=room-201", ["Second sub-forum"]),
        ("track=teaching", ["First sub-forum", "Building courses"]),
        ("kind=break", ["Tea break"]),
        ("kind=talk", ["First sub-forum", "Building courses"]),
        (
            "language=en",
            ["First sub-forum", "Building courses", "Second sub-forum"],
        ),
        ("q=big+DATA", ["The future of educational big data"]),
        ("q=wang", ["The future of educational big data"]),
        (f"q={quote('东北大学')}", ["The future of educational big data"]),
        (f"q={quote('课程')}", ["First sub-forum", "Building courses"]),
        ("room=&q=&day=&utm_source=mail&kind=keynote", ["The future of educational big data"]),
    ],
)
def test_the_schedule_is_filtered_on_the_server(client, program, query, titles):
    assert shown(client, query) == titles


def test_an_empty_answer_says_so(client, program):
    page = text_of(client.get(f"{HOME}schedule/?q=nothing-like-this"))

    assert "No session matches." in page
    assert '<a href="/en/conferences/ai-2026/schedule/">Show everything</a>' in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("day=2026-05-21", "本次议程中没有这一天。"),
        ("day=tomorrow", "本次议程中没有这一天。"),
        ("room=no-such", "本次议程中没有这个会场。"),
        ("track=%3Cscript%3E", "本次议程中没有这个专题。"),
        ("kind=party", "没有这种类型的议程项。"),
        ("language=fr", "本次议程中没有这种报告语言。"),
    ],
)
def test_an_unknown_filter_is_refused_in_the_readers_language(client, program, query, sentence):
    response = client.get(f"/zh-hans/conferences/ai-2026/schedule/?{query}")

    assert response.status_code == 404
    assert sentence in response.content.decode()
    assert "查看完整议程" in response.content.decode()
    assert b"<script>" not in response.content


@pytest.mark.parametrize(
    "tail",
    [
        "schedule/?q=%00",
        "schedule/?room=%ED%A0%80",
        "my.ics?s=%00",
        "my.ics?s=%FF",
    ],
)
def test_unreadable_parameters_are_refused(client, program, tail):
    assert client.get(f"{HOME}{tail}").status_code == 400


@pytest.mark.parametrize(
    "tail",
    [
        "sessions/ZZZZZZ/",
        "sessions/ZZZZZZ.ics",
        "speakers/ZZZZZZ/",
        "speakers/ZZZZZZ.ics",
        "rooms/no-such.ics",
        "tracks/no-such.ics",
        "releases/2/",
        "releases/0/",
        "releases/99999999999999999999999/",
        "sessions/" + "A" * 5_000 + "/",
        "schedule.pdf",
    ],
)
def test_what_is_not_there_is_404(client, program, tail):
    assert client.get(f"{HOME}{tail}").status_code == 404


def test_an_endless_address_is_refused(client, program):
    assert client.get(f"{HOME}sessions/{'A' * 10_000}/").status_code == 414


def test_a_million_characters_are_refused_or_not_found(client, program):
    for tail in ("schedule/?q=", "schedule/?day=", "my.ics?s="):
        assert 400 <= client.get(f"{HOME}{tail}{'a' * 1_000_000}").status_code < 500


def test_rooms_stand_side_by_side_and_plenaries_across(client, program):
    page = text_of(client.get(f"{HOME}schedule/"))

    assert '<p class="room-head c-2 w-1 r-1 h-1" aria-hidden="true">Main hall</p>' in page
    assert '<p class="room-head c-3 w-1 r-1 h-1" aria-hidden="true">Room 201</p>' in page
    assert '<div class="cell c-2 w-2 r-2 h-1 is-across">' in page
    assert '<div class="cell c-2 w-1 r-4 h-1">' in page
    assert '<div class="cell c-3 w-1 r-4 h-1">' in page
    assert page.count("Asia/Shanghai, UTC+8") == 1


def test_an_agenda_without_times_is_shown_in_its_order(client, conference):
    for position, (title, group) in enumerate(
        [("Opening", ""), ("Forum A", "forums"), ("Forum B", "forums"), ("Closing", "")]
    ):
        make_session(
            conference, title_en=title, title_zh="", position=position, parallel_group=group
        )
    expert = make_participation(
        conference, make_person(name_zh="党跃武", given_name_en="Yuewu"), category="expert"
    )
    ExpectedTotal.objects.create(
        conference=conference, category="expert", total=16, label_en="experts"
    )
    publish_now(conference)

    with time_machine.travel(at("23:00"), tick=False):
        page = text_of(client.get(f"{HOME}schedule/"))
    with time_machine.travel(at("00:00", day=DAY + timedelta(days=1)), tick=False):
        later = text_of(client.get(f"{HOME}schedule/"))

    assert "The program in its order. Times and rooms are to be announced." in page
    places = [page.index(f">{title}</a>") for title in ("Opening", "Forum A", "Forum B", "Closing")]
    assert places == sorted(places)
    assert page.index("2 side by side") < places[1]
    assert page.count('<div class="parallel">') == 1
    assert "16 experts: 1 named, 15 to be announced" in page
    assert "The program in its order. Times and rooms are not stated." in later
    assert "16 experts: 1 named, 15 not named" in later
    assert f"/speakers/{expert.code}/" in page
    assert ">Opening</a>" in text_of(client.get(f"{HOME}schedule/?day=2026-05-20"))
    assert "schedule.ics" in page  # for the day when times are known
    for tail in ("schedule.ics", "schedule.xml", "schedule.json"):
        assert client.get(f"{HOME}{tail}").status_code == 200


def test_a_cancelled_session_stays_and_says_so(client, conference, program):
    Session.objects.filter(title_en="Second sub-forum").update(status="cancelled")
    publish_now(conference)
    code = code_of(program, "Second sub-forum")

    schedule = text_of(client.get(f"{HOME}schedule/"))
    with time_machine.travel(at("08:00"), tick=False):
        page = text_of(client.get(f"{HOME}sessions/{code}/"))

    assert f'<article class="session is-sub-forum is-cancelled" id="{code}"' in schedule
    assert '<span class="tag is-alert">Cancelled</span>' in page
    assert f'<article class="session is-page is-sub-forum is-cancelled" id="{code}"' in page
    assert '<h1 class="session-title">Second sub-forum</h1>' in page
    assert "This is cancelled and will not take place." in page


def test_a_conference_without_sessions_has_sentences(client, conference):
    publish_now(conference)

    assert "The program is being prepared." in text_of(client.get(f"{HOME}schedule/"))
    assert "No speakers have been announced yet." in text_of(client.get(f"{HOME}speakers/"))
    with time_machine.travel(at("08:00"), tick=False):
        assert "The venue is to be announced." in text_of(client.get(f"{HOME}venue/"))
