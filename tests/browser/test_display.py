"""A screen in the hall: it runs alone, follows what is published and outlives the network."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from conference.program.release.publishing import publish, withdraw
from conference.program.release.pushing import push
from tests.browser.waits import deploy, until
from tests.conftest import PATIENCE
from tests.factories import make_conference, make_role, make_room, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/en/display/ai-2026/hall/"
DATA = "**/data.json"
WITHIN = 10_000  # ms; the promise
SECONDS_ALONE = 20_000  # ms; a restart on a network that hangs
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
        context.set_default_timeout(PATIENCE)
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


def shows(page, text, *, timeout=PATIENCE):
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


# --- A screen that is started anew ----------------------------------------------------------------


def visited(opened, path=ADDRESS, **options):
    """A screen that ran with a network and has kept what it needs."""
    page = opened(path, **options)
    page.locator("body[data-kept]").wait_for(state="attached")
    page.locator("[data-count]", has_text="min left").wait_for()
    return page


def cut(page):
    page.context.set_offline(True)


def is_kept_page(page):
    return page.locator("body[data-saved]").count() == 1


def kept_addresses(page):
    return page.evaluate(
        """async () => {
            const keys = await (await caches.open("lectern-screens")).keys();
            return keys.map(({ url }) => new URL(url).pathname + new URL(url).search);
        }"""
    )


@pytest.mark.parametrize("query", ["", "?view=stage"])
def test_after_a_power_cut_it_comes_back_without_a_network(opened, conference, query):
    page = visited(opened, ADDRESS + query, at=timezone.now())
    cut(page)
    page.clock.fast_forward("35:00")
    shows(page, "Second")

    page.reload()

    shows(page, "Second")  # what is on by now, not what was when the page was kept
    page.locator("[data-count]", has_text="in ").wait_for()
    page.locator("[data-status]", has_text=re.compile(r"Offline since \d\d:\d\d ")).wait_for()
    size = "parseFloat(getComputedStyle(document.querySelector('.session-title')).fontSize)"
    assert page.evaluate(size) > 40  # its style sheet is there
    page.clock.fast_forward("50:00")
    shows(page, "The program in this room has ended.")


def test_started_anew_it_finds_back_when_the_network_is_there_again(opened, conference):
    page = visited(opened)
    cut(page)
    page.reload()
    shows(page, "First")
    conference.sessions.filter(title_en="First").update(title_en="Renamed")
    publish(conference)

    page.context.set_offline(False)

    shows(page, "Renamed", timeout=PATIENCE)
    page.wait_for_function("() => !document.querySelector('[data-status]').textContent.trim()")


def test_started_anew_with_a_wrong_clock_it_is_right_all_the_same(opened, conference):
    page = visited(opened, at=timezone.now() + timedelta(hours=7))
    cut(page)

    page.reload()

    shows(page, "First")
    page.locator("[data-count]", has_text="min left").wait_for()


def test_a_clock_that_the_power_cut_set_back_goes_on_from_what_was_noted(opened, conference):
    page = visited(opened, at=timezone.now())
    page.clock.fast_forward("31:00")
    shows(page, "Second")
    noted = "caches.match('/en/display/ai-2026/hall/clock').then((all) => all.json())"
    until(page, f"() => {noted}.then(({{ at }}) => at > Date.now() - 60000)")
    cut(page)

    # A cheap device has no clock of its own: it begins where its disk was written last.
    restarted = page.context.new_page()
    restarted.add_init_script("const now = Date.now; Date.now = () => now() - 86400000;")
    restarted.goto(ADDRESS)

    shows(restarted, "Second")


def test_started_anew_while_the_network_answers_it_shows_nothing_of_before(opened, conference):
    page = visited(opened)
    conference.sessions.filter(title_en="First").update(title_en="Renamed")
    publish(conference)

    page.reload(wait_until="commit")

    page.locator("[data-slot=now] .session-title").wait_for()
    assert "Renamed" in page.inner_text("[data-slot=now]")
    assert not is_kept_page(page)


ODD_ANSWERS = {
    "away": {"status": 503, "body": "Service unavailable"},
    "a proxy without its server": {"status": 404, "body": "404 page not found"},
    "broken": {"status": 500, "body": ""},
    "the login of a network": {
        "status": 200,
        "headers": {"Content-Type": "text/html", "Cache-Control": "public"},
        "body": "<html><body class='login'>Welcome to the hotel</body></html>",
    },
    "sent to the login of a network": {
        "status": 302,
        "headers": {"Location": "http://login.example.org/"},
    },
}


@pytest.mark.parametrize("name", ODD_ANSWERS)
def test_an_odd_answer_does_not_take_the_screen_away(opened, conference, name):
    page = visited(opened)
    # What is polled may not even ask another site: the policy of the page forbids it.
    where = (
        f"**{ADDRESS}" if "Location" in ODD_ANSWERS[name].get("headers", {}) else "**/display/**"
    )
    page.context.route(where, lambda route: route.fulfill(**ODD_ANSWERS[name]))

    page.reload()

    shows(page, "First", timeout=PATIENCE)
    assert is_kept_page(page)
    page.context.unroute_all()
    page.wait_for_function(
        "() => !document.querySelector('[data-status]').textContent.trim()", timeout=PATIENCE
    )
    shows(page, "First")


def test_a_style_sheet_that_does_not_come_does_not_break_the_screen(opened, conference):
    """The network goes just after a deploy: between a page and the files it names."""
    page = visited(opened)

    def another_version(route):
        answer = route.fetch()
        html = answer.text().replace("css/display", "css/of-another-version")
        route.fulfill(response=answer, body=html)

    page.context.route(f"**{ADDRESS}", another_version)
    page.context.route("**/of-another-version*", lambda route: route.abort())

    page.reload()

    shows(page, "First")
    assert is_kept_page(page)
    assert page.evaluate("getComputedStyle(document.body).overflow") == "hidden"


def test_started_anew_a_withdrawn_program_stays_unseen_and_comes_back(opened, conference):
    page = visited(opened)
    withdraw(conference.releases.get())

    page.reload()
    page.locator(".slot-now", has_text="The program is not public").wait_for()
    until(
        page,
        "async () => (await caches.match('/en/display/ai-2026/hall/data.json')) === undefined",
    )
    cut(page)
    page.reload()
    page.locator(".slot-now", has_text="The program is not public").wait_for()
    assert "First" not in page.content()
    page.context.set_offline(False)
    publish(conference)

    shows(page, "First", timeout=PATIENCE)


def test_nothing_piles_up_on_the_device(opened, conference):
    page = visited(opened)
    before = kept_addresses(page)
    for number in range(3):
        conference.sessions.filter(starts_at__lt=timezone.now()).update(title_en=f"No {number}")
        publish(conference)
        shows(page, f"No {number}")
        page.reload()
        shows(page, f"No {number}")

    assert sorted(kept_addresses(page)) == sorted(before)
    assert [path for path in before if not path.startswith("/static/")] == [
        path for path in before if path.startswith(ADDRESS)
    ]
    assert {ADDRESS, f"{ADDRESS}data.json", f"{ADDRESS}clock"} < set(before)


def test_switched_off_a_screen_keeps_nothing(opened, conference, settings, monkeypatch):
    page = visited(opened)
    deploy(settings, monkeypatch, OFFLINE=False)

    for _ in range(2):  # the old worker may still put down the page that ends it
        page.reload()
        page.locator("body[data-kept=off]").wait_for(state="attached")
    shows(page, "First")
    with page.expect_response(DATA):
        pass  # a poll later
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    assert page.evaluate("caches.keys()") == []


MISSING = {
    "plain http": ("navigator", "serviceWorker"),
    "a private window": ("window", "caches"),
    "an old tablet": ("navigator", "wakeLock"),
}


@pytest.mark.parametrize("name", MISSING)
def test_a_browser_that_lacks_something_shows_the_screen(opened, conference, name):
    page = opened(path="about:blank")
    where, what = MISSING[name]
    page.add_init_script(
        f"Object.defineProperty({where}, '{what}', {{ get() {{ return undefined; }} }});"
    )

    page.goto(ADDRESS)

    shows(page, "First")
    conference.sessions.filter(title_en="First").update(title_en="Renamed")
    publish(conference)
    shows(page, "Renamed")


def test_a_hanging_network_keeps_a_restart_waiting_for_seconds_alone(opened, conference):
    page = visited(opened)
    held = []
    page.context.route("**/display/**", lambda route: held.append(route))

    page.reload()

    shows(page, "First", timeout=SECONDS_ALONE)
    assert is_kept_page(page)
    page.locator("[data-status]", has_text="Offline since").wait_for(timeout=SECONDS_ALONE)
    assert held


def test_a_zone_that_the_browser_does_not_know_takes_nothing_away(opened, conference):
    page = opened(path="about:blank")
    page.add_init_script(
        """const real = Intl.DateTimeFormat;
        Intl.DateTimeFormat = function (locale, options) {
            if (options.timeZone) throw new RangeError("no such zone");
            return real(locale, options);
        };"""
    )

    page.goto(ADDRESS)

    page.locator("[data-count]", has_text="min left").wait_for()


def test_the_running_clock_tells_the_two_half_past_two_of_a_night_apart(opened, conference):
    shown = []
    for utc in (0, 1, 2):
        page = opened(path="about:blank", at=datetime(2026, 10, 25, utc, 30, tzinfo=UTC))
        page.route(DATA, lambda route: route.abort())  # so that the device's clock counts
        page.route(f"**{ADDRESS}", _in_berlin)
        page.goto(ADDRESS)
        page.locator("[data-clock]", has_text="30").wait_for()
        shown.append(page.locator("[data-clock]").inner_text())

    assert shown == ["02:30 (UTC+2)", "02:30 (UTC+1)", "03:30"]


def _in_berlin(route):
    answer = route.fetch()
    body = re.sub('data-zone="[^"]*"', 'data-zone="Europe/Berlin"', answer.text())
    route.fulfill(response=answer, body=body)
