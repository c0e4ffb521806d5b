"""Days, filters and search without a network agree with the server's."""

from datetime import date

import pytest

from conference.folding import fold, tables
from conference.program.models import ExpectedTotal
from conference.program.public.searching import words_of
from conference.program.release.publishing import publish
from tests.browser.offline.device import SCHEDULE, cut_off, visited
from tests.factories import (
    at,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)
from tests.program.public.test_matching import matching_cases, place_cases, said_of, said_parts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def seen(page, expected):
    """The titles in sight, once they are the expected ones."""
    script = """(expected) => expected === [...document.querySelectorAll(
        ".session-title, .talk-title")].filter((title) => title.checkVisibility()).map(
        (title) => title.textContent.trim()).join("|")"""
    page.wait_for_function(script, arg="|".join(expected))


def test_days_filters_and_search_work_without_a_network(open_page):
    conference = make_conference(slug="here", ends_on=date(2026, 5, 21))
    hall = make_room(conference, slug="hall", name_en="Main Hall")
    make_role(
        make_session(conference, "09:00", "10:00", title_en="First", room=hall, language="en"),
        make_participation(conference, make_person()),
    )
    forum = make_session(conference, "10:00", "12:00", kind="sub-forum", title_en="Forum")
    make_session(conference, "10:00", "11:00", kind="talk", parent=forum, title_en="AI and law")
    make_session(conference, "11:00", "12:00", kind="talk", parent=forum, title_en="Courses")
    make_session(conference, at("09:00", day=date(2026, 5, 21)), title_en="Last")
    publish(conference)
    page = visited(open_page, width=360)
    cut_off(page)

    for query, expected in {
        "?q=courses": ["Courses"],
        "?q=ai": ["AI and law"],  # not the hall
        "?q=wangxingwei": ["First"],
        "?q=hall": ["First"],
        "?kind=talk": ["Forum", "AI and law", "Courses"],
        "?day=2026-05-21": ["Last"],
        "?day=2026-05-20&room=hall": ["First"],
        "?language=en": ["First"],
        "?q=nothing": [],
    }.items():
        page.goto(SCHEDULE + query)
        seen(page, expected)
    assert page.get_by_text("No session matches.").is_visible()

    page.goto(f"{SCHEDULE}?q={'ai ' * 34}")  # refused, as the server does
    seen(page, [])
    assert page.get_by_text("Use at most 100 characters.").is_visible()

    page.goto(f"{SCHEDULE}?kind=keynote")
    seen(page, ["First", "Last"])
    page.locator(".day-tabs a").last.click()
    page.wait_for_url("**?day=2026-05-21&kind=keynote")
    seen(page, ["Last"])
    assert page.locator(".chosen [role=status]").inner_text() == "Sessions shown: 1"
    assert page.locator(".day-tabs [aria-current]").count() == 1
    page.get_by_text("Search and filter").click()
    assert page.input_value("#filter-kind") == "keynote"
    page.fill("#filter-q", "AI")
    page.select_option("#filter-kind", "")
    page.select_option("#filter-day", "")
    page.press("#filter-q", "Enter")
    page.wait_for_url("**?q=AI")
    seen(page, ["AI and law"])
    assert "Forum" in page.locator("#content .results .label").inner_text()
    page.get_by_role("link", name="Show everything").first.click()
    seen(page, ["First", "Forum", "AI and law", "Courses", "Last"])


def test_what_a_device_searches_by_agrees_with_the_server(open_page, conference):
    signs = [*range(0x20, 0x0250), *range(0x0400, 0x0530), *range(0x1E00, 0x1F00)]
    signs += [*range(0x2000, 0x2070), *range(0x3000, 0x3100), *range(0xFF00, 0xFFE7)]
    texts = [f"A{chr(sign)}中{chr(sign)}" for sign in signs]
    cases, ranked = matching_cases(), place_cases()
    page = open_page(SCHEDULE)

    folded, typed, found, places = page.evaluate(
        """async ({texts, cases, ranked, tables}) => {
            const { fold, wordsOf, says, placeOf } =
                await import("/static/js/kept/matching.js");
            return [texts.map((text) => fold(text, tables)),
                cases.map(({typed}) => wordsOf(typed, tables)),
                cases.map(({said, typed}) =>
                    wordsOf(typed, tables).every((word) => says(said, word))),
                ranked.map(({parts, typed}) => placeOf(parts, wordsOf(typed, tables)))];
        }""",
        {
            "texts": texts,
            "tables": tables(),
            "cases": [{"typed": case["typed"], "said": lines_of(said_of(case))} for case in cases],
            "ranked": [
                {"typed": case["typed"], "parts": list(map(lines_of, said_parts(case)))}
                for case in ranked
            ],
        },
    )

    assert folded == [fold(text) for text in texts]
    assert typed == [[word.text for word in words_of(case["typed"])] for case in cases]
    assert found == [case["is_found"] for case in cases]
    assert places == [-1 if case["place"] is None else case["place"] for case in ranked]


def lines_of(said):
    return [said.plain, said.pinyin, said.initials]


def test_a_search_without_a_network_names_people_and_organizations(open_page):
    conference = make_conference(slug="here")
    person = make_participation(conference, make_person(organization=make_organization()))
    make_role(make_session(conference, "09:00", "10:00", title_en="First"), person)
    make_session(conference, "10:00", "11:00", title_en="Robots")
    ExpectedTotal.objects.create(
        conference=conference, category="expert", total=3, label_en="experts"
    )
    publish(conference)
    queries = ("wang", "northeastern", "robots")
    page = visited(open_page, width=360)
    read = """() => [...document.querySelectorAll("#content :is(h2, .found a, .session-title)")]
        .filter((part) => part.checkVisibility()).map((part) =>
            [part.tagName, part.textContent, part.getAttribute("href") && part.pathname])"""
    online = {}
    for query in queries:
        page.goto(f"{SCHEDULE}?q={query}")
        online[query] = page.evaluate(read)

    cut_off(page)

    for query in queries:
        page.goto(f"{SCHEDULE}?q={query}")
        page.locator("#content .results").wait_for(state="attached")
        assert page.evaluate(read) == online[query]
