"""A screen in the hall: it runs alone, follows what is published and outlives the network."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from conference.program.publishing import publish, withdraw
from conference.program.pushing import push
from tests.factories import make_conference, make_role, make_room, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/en/display/ai-2026/hall/"
DATA = "**/data.json"
WITHIN = 10_000  # ms; the promise
TITLE = ".slot-now .session-title .lead"


def zone_of_noon():
    """A zone where it is about noon now: no test of an afternoon runs into midnight."""
    hours = 12 - timezone.now().hour
    return f"Etc/GMT{-hours:+d}"


def minutes(count):
    """A moment so far from now, on whole minutes."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=count)


@pytest.fixture
def conference():
    """Two sessions of an hour, one after the other; the first began half an hour ago."""
    zone = zone_of_noon()
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    conference = make_conference(
        slug="ai-2026",
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=4),
        time_zone=zone,
    )
    hall = make_room(conference, slug="hall", name_zh="主会场", name_en="Main hall")
    first = make_session(conference, minutes(-30), minutes(30), room=hall, title_en="First")
    make_role(first)
    make_session(conference, minutes(40), minutes(70), room=hall, title_en="Second")
    publish(conference)
    return conference


@pytest.fixture
def opened(browser, live_server):
    """`opened(path)`: a page whose network may fail without failing the test; no script may."""
    contexts, errors = [], []

    def open_one(path=ADDRESS, *, width=1920, height=1080, at=None, **options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(WITHIN)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: "Policy" in m.text and errors.append(m.text))
        if at is not None:
            page.clock.install(time=at)
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


def shows(page, text, *, timeout=WITHIN):
    page.locator(TITLE, has_text=re.compile(f"^{text}$")).wait_for(timeout=timeout)


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

    shows(page, "Renamed")


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
    page.locator(".slot-now", has_text="The program is not public").wait_for(timeout=20_000)
    publish(conference)

    shows(page, "First")


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
    conference.sessions.filter(title_en="First").update(title_en="Renamed")
    publish(conference)
    with page.expect_event("load"):
        page.clock.fast_forward("00:04")
        shows(page, "Renamed")
        page.clock.fast_forward("00:13")
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
    page = opened(at=timezone.now())
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


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1080, 1920)])
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
