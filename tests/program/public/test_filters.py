"""What part of the schedule is asked for: what stands above it, and the way back from it."""

from datetime import date

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.translation import override
from lxml import html

from conference.program.public.filters import ScheduleFilter
from conference.program.public.pages import render_schedule
from conference.program.release.document import read
from conference.program.release.drafting import draft_document
from tests.factories import (
    at,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_room,
    make_session,
    make_track,
)
from tests.pages import words

pytestmark = pytest.mark.django_db

NEXT_DAY = date(2026, 5, 21)
EVERYTHING = "day=2026-05-20&room=hall&room=side&track=teaching&kind=talk&language=en&q=C%2B%2B"


@pytest.fixture
def program():
    conference = make_conference(slug="here", ends_on=NEXT_DAY)
    hall = make_room(conference, slug="hall", name_zh="大厅", name_en="Great Hall")
    side = make_room(conference, slug="side", name_zh="侧厅", name_en="")
    track = make_track(conference, slug="teaching", name_zh="教学", name_en="Teaching")
    make_session(conference, "09:00", "10:00", room=hall, title_en="First")
    make_session(
        conference,
        "10:00",
        "11:00",
        room=side,
        kind="talk",
        track=track,
        language="en",
        title_en="Second in C++",
    )
    make_session(conference, at("09:00", day=NEXT_DAY), room=hall, title_en="Last")
    return read(draft_document(conference))


def wanted(program, query):
    return ScheduleFilter.from_query(program, QueryDict(query))


def schedule(program, query="", moment="08:00"):
    request = RequestFactory().get("/", QueryDict(query))
    response = render_schedule(request, program, at=at(moment))
    return html.fromstring(response.content.decode())


def test_each_choice_has_a_way_back_from_it_alone(program):
    rows = [(str(text), query) for text, query in wanted(program, EVERYTHING).chosen()]

    day, rooms = "day=2026-05-20", "room=hall&room=side"
    assert rows == [
        ("“C++”", f"{day}&{rooms}&track=teaching&kind=talk&language=en"),
        ("Great Hall", f"{day}&room=side&track=teaching&kind=talk&language=en&q=C%2B%2B"),
        ("侧厅", f"{day}&room=hall&track=teaching&kind=talk&language=en&q=C%2B%2B"),
        ("Teaching", f"{day}&{rooms}&kind=talk&language=en&q=C%2B%2B"),
        ("Talk", f"{day}&{rooms}&track=teaching&language=en&q=C%2B%2B"),
        ("English", f"{day}&{rooms}&track=teaching&kind=talk&q=C%2B%2B"),
    ]


def test_a_query_says_what_was_asked_and_nothing_empty(program):
    assert wanted(program, EVERYTHING).as_query() == EVERYTHING
    assert wanted(program, "day=&room=&q=+&kind=talk&utm=x").as_query() == "kind=talk"
    assert wanted(program, "").as_query() == ""


def test_what_is_shown_stands_above_the_sessions_and_the_form_gives_way(program):
    page = schedule(program, EVERYTHING)

    (chosen,) = page.find_class("chosen")
    assert words(chosen[0]) == "1 session"
    assert [words(link) for link in chosen.xpath("ul//a")][:2] == [
        "Without this filter: “C++”×",
        "Without this filter: Great Hall×",
    ]
    assert chosen.xpath("ul//a//span[@lang]/text()") == ["侧厅"]
    assert chosen.xpath("ul/li[last()]/a/@href") == [
        "/en/conferences/here/schedule/?day=2026-05-20&room=hall&room=side"
        "&track=teaching&kind=talk&q=C%2B%2B"
    ]
    assert page.xpath("//details[contains(@class, 'filters')]/@open") == []


def test_the_form_stays_open_when_nothing_was_found(program):
    page = schedule(program, "q=physics")

    assert page.find_class("chosen") == []
    assert page.xpath("//details[contains(@class, 'filters')]/@open") == [""]


def test_a_day_alone_is_chosen_by_its_tab(program):
    (chosen,) = schedule(program, "day=2026-05-20").find_class("chosen")

    assert [words(part) for part in chosen] == ["2 sessions", "Show everything"]


def test_more_people_than_fit_are_found_among_the_speakers():
    conference = make_conference(slug="here")
    make_session(conference, "09:00", title_en="Wang day")
    for number in range(8):
        organization = make_organization(name_en=f"Wang {number}", name_zh=f"王{number}")
        make_participation(conference, make_person(organization=organization))

    (found,) = schedule(read(draft_document(conference)), "q=wang").find_class("found")

    links = [(words(a), a.get("href")) for a in found.xpath(".//a") if "?" in a.get("href")]
    assert links == [
        ("and 2 more", "/en/conferences/here/speakers/?q=wang"),
        ("All organizations found", "/en/conferences/here/speakers/?order=organization&q=wang"),
    ]
    assert len(found.find_class("person-name")) == 6


@pytest.mark.parametrize(
    ("query", "moment", "told"),
    [
        ("", "08:00", "Next · 09:00 First Great Hall"),
        ("", "09:30", "Now First Great Hall Next · 10:00 Second in C++ 侧厅"),
        ("", "23:00", "Next · Thu 21 May · 09:00 Last Great Hall"),
        ("day=2026-05-20", "09:30", "Now First Great Hall Next · 10:00 Second in C++ 侧厅"),
        ("day=2026-05-20", "10:30", "Now Second in C++ 侧厅"),
        ("day=2026-05-20", "23:00", None),
        ("day=2026-05-21", "09:30", None),
        ("room=hall", "09:30", None),
        ("day=2026-05-20&q=first", "09:30", None),
    ],
)
def test_now_and_next_stand_where_they_can_be_kept_current(program, query, moment, told):
    with override("en"):
        strips = schedule(program, query, moment).xpath("//section[@data-now]")

    assert [" ".join(strip.text_content().split()) for strip in strips] == ([told] if told else [])
