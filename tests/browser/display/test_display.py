"""A screen in the hall: it runs alone, follows what is published and outlives the network."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.program.release.publishing import publish, withdraw
from conference.program.release.pushing import push
from tests.browser.display.screen import ADDRESS, DATA, TITLE, minutes, shows, visited
from tests.conftest import PATIENCE
from tests.factories import make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITHIN = 10_000  # ms; the promise


def lose_network(page):
    """Once the page has its data: what is counted comes from there."""
    page.locator("[data-count]", has_text="min left").wait_for()
    page.route(DATA, lambda route: route.abort())


def test_it_goes_from_session_to_session_by_itself_without_a_network(opened, conference):
    page = opened(at=timezone.now())
    shows(page, "First")
    lose_network(page)

    page.clock.fast_forward("31:00")
    shows(page, "Second")
    waiting = page.inner_text("[data-count]")
    page.clock.fast_forward("15:00")
    page.locator("[data-count]", has_text="min left").wait_for()
    page.clock.fast_forward("40:00")
    shows(page, "The program in this room has ended.")

    assert re.match(r"in \d+ min", waiting)
    assert re.match(r"Offline since \d\d:\d\d", page.inner_text("[data-status]"))


def test_it_finds_back_by_itself_when_the_network_is_there_again(opened, conference):
    page = opened(at=timezone.now())
    shows(page, "First")
    lose_network(page)
    page.clock.fast_forward("35:00")
    shows(page, "Second")

    page.unroute(DATA)
    page.clock.fast_forward("00:20")

    # The server's clock counts: by it the first session is still running.
    shows(page, "First")
    page.wait_for_function("() => !document.querySelector('[data-status]').textContent.trim()")


def test_a_device_with_a_wrong_clock_shows_the_right_session(opened, conference):
    page = opened(at=timezone.now() + timedelta(hours=7))

    page.clock.fast_forward("00:02")
    page.locator("[data-count]", has_text="min left").wait_for()

    shows(page, "First")
    shown, now = page.inner_text("[data-clock]"), timezone.now().astimezone(conference.zone)
    assert shown in {f"{now + timedelta(seconds=s):%H:%M}" for s in (-3, 3)}


def test_a_publish_shows_within_ten_seconds(opened, conference):
    page = opened()
    shows(page, "First")

    conference.sessions.filter(title_en="First").update(title_en="Renamed")
    publish(conference)

    shows(page, "Renamed", timeout=WITHIN)


def test_a_push_by_minutes_shows_within_ten_seconds(opened, conference):
    page = opened()
    shows(page, "First")
    ends_at = conference.sessions.get(title_en="First").ends_at + timedelta(minutes=15)

    push(conference, minutes=15)

    shown = f"{ends_at.astimezone(conference.zone):%H:%M}"
    page.locator(".slot-now .time", has_text=shown).wait_for(timeout=WITHIN)


def test_a_withdrawn_program_leaves_the_screen_and_comes_back(opened, conference):
    page = opened()
    shows(page, "First")

    release = conference.releases.get()
    withdraw(release)
    page.locator(".slot-now", has_text="The program is not public").wait_for(timeout=PATIENCE)
    publish(conference)

    shows(page, "First")


def forward_until(page, seen):
    """Let the screen's clock go on by steps that leave the site time to answer, until `seen` is
    filled: a screen waits ten seconds of that clock for an answer.
    """
    for _ in range(60):
        if seen:
            return
        page.clock.fast_forward("00:03")
        page.wait_for_timeout(500)
    assert seen


def test_new_code_loads_the_page_anew_once(opened, conference):
    page = opened(at=timezone.now())
    shows(page, "First")
    loads = []
    page.on("load", lambda: loads.append(1))

    def deployed(route):
        answer = route.fetch()
        if answer.status == 200:
            route.fulfill(response=answer, json=answer.json() | {"code": "another"})
        else:
            route.fulfill(response=answer)

    page.route(DATA, deployed)
    asked = []

    def in_the_way(route):
        asked.append(route.request)
        route.fulfill(body="<p>Back soon</p>")

    # First a proxy still has a page of its own there: the screen stays as it is.
    page.route(f"**{ADDRESS}", in_the_way)
    conference.sessions.filter(title_en="First").update(title_en="Renamed")
    publish(conference)
    page.clock.fast_forward("00:04")
    shows(page, "Renamed")
    forward_until(page, asked)
    assert loads == []

    def new_page(route):
        answer = route.fetch()
        html = re.sub('(data-code-version=)"[0-9a-f]+"', r'\1"another"', answer.text())
        route.fulfill(response=answer, body=html)

    page.unroute(f"**{ADDRESS}")
    page.route(f"**{ADDRESS}", new_page)
    forward_until(page, loads)
    shows(page, "Renamed")
    for _ in range(10):
        page.clock.fast_forward("00:15")
        page.wait_for_timeout(50)

    assert len(loads) == 1
    shows(page, "Renamed")


def test_days_go_by_without_anything_piling_up(opened, conference):
    hall = conference.rooms.get()
    for day in range(1, 4):
        for hour in range(6):
            make_session(
                conference, minutes(1440 * day + 60 * hour), room=hall, title_en=f"{day}-{hour}"
            )
    publish(conference)
    page = visited(opened, at=timezone.now())  # its worker is there
    shows(page, "First")
    lose_network(page)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def kept():
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return {m["name"]: m["value"] for m in metrics}

    page.clock.fast_forward("00:20")
    before = kept()
    seen = set()
    for _ in range(2 * 24 * 3):
        page.clock.fast_forward("30:00")
        seen.add(page.inner_text(TITLE))
    after = kept()

    assert {"Second", "1-0", "2-3", "2-5"} <= seen
    assert after["Nodes"] < before["Nodes"] + 300
    assert after["JSEventListeners"] == before["JSEventListeners"]
    assert after["JSHeapUsedSize"] < before["JSHeapUsedSize"] + 2_000_000


def test_without_scripts_the_page_is_right_and_comes_again(opened, conference):
    page = opened(java_script_enabled=False)

    shows(page, "First")
    assert page.locator("noscript").count() or 'http-equiv="refresh"' in page.content()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1024, 600), (1080, 1920)])
@pytest.mark.parametrize("query", ["", "?view=stage"])
def test_long_titles_fit_the_screen(opened, conference, width, height, query):
    session = conference.sessions.get(title_en="First")
    session.title_en = "A general curriculum for new engineering education and its practice " * 3
    session.title_zh = "面向新工科的人工智能通识课程体系：理念、内容与实施路径" * 3
    session.save()
    publish(conference)

    page = opened(ADDRESS + query, width=width, height=height)
    page.locator(".is-live .slot-now [data-count]", has_text="left").wait_for()

    cut = page.evaluate(
        "[...document.querySelectorAll('[data-slot=now], [data-slot=next]')]"
        ".filter((slot) => slot.scrollHeight > slot.clientHeight + 2).length"
    )
    assert cut == 0
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 4")


def test_a_screen_keeps_no_cookie(opened, conference):
    page = opened()
    shows(page, "First")

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
