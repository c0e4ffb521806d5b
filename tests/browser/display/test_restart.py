"""A screen that is started anew: after a power cut, on odd answers, with a wrong clock."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from conference.program.release.publishing import publish, withdraw
from tests.browser.display.screen import ADDRESS, DATA, cut, shows, visited
from tests.browser.waits import deploy, until
from tests.conftest import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECONDS_ALONE = 20_000  # ms; a restart on a network that hangs


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
        f"**{ADDRESS}" if "Location" in ODD_ANSWERS[name].get("headers", {}) else "**/en/display/**"
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
    page.context.route("**/en/display/**", lambda route: held.append(route))

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
