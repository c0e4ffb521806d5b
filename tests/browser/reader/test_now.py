"""What is on now and next, in words, by the server's clock, and in a reader's own time."""

from datetime import UTC, date, timedelta
from email.utils import format_datetime

import pytest

from conference.program.release.publishing import publish
from tests.browser.reader.entries import SCHEDULE, code_of, entry, opened_at, star
from tests.conference.wording.test_clocks import clock_cases
from tests.factories import at, make_conference, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# --- Now and next --------------------------------------------------------------------------------


def states(page):
    """{title: 'now' or 'next'} of what the page marks."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.state')].map((tag) => [
            tag.parentElement.querySelector('.session-title, .talk-title').textContent,
            tag.textContent]))"""
    )


def strip(page):
    return " ".join(page.locator(".now-strip").inner_text().split())


def test_before_the_event_the_schedule_says_when_it_starts(open_page, conference):
    page = opened_at(open_page, at("09:00") - timedelta(days=5))

    assert strip(page) == "The program starts in 5 days."
    assert states(page) == {}
    assert not page.get_by_role("link", name="Jump to now").count()

    chinese = opened_at(
        open_page,
        at("09:00") - timedelta(minutes=40),
        SCHEDULE.replace("/en/", "/zh-hans/"),
        language="zh-hans",
    )
    assert strip(chinese) == "会议议程40分钟后开始。"


def test_what_runs_is_marked_in_words_and_kept_current_without_a_request(open_page, conference):
    page = opened_at(open_page, at("09:58"))
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    assert states(page) == {"First": "Now", "Second": "Next"}
    assert strip(page) == "Now First Great Hall Next · 10:00 Second Great Hall Jump to now"

    page.clock.fast_forward("03:00")
    assert states(page) == {"Second": "Now", "Forum": "Next"}
    page.clock.fast_forward("01:00:00")  # between two sessions
    assert states(page) == {"Forum": "Next"}
    assert strip(page) == "Next · 13:30 Forum Side Room Jump to now"
    page.clock.fast_forward("03:10:00")  # inside the sub-forum
    assert states(page) == {
        "Forum": "Now",
        "Talk one": "Now",
        "Across": "Now",
        "Talk two": "Next",
        "Last": "Next",
    }
    assert "Next · Thu 21 May 09:00 Last" in strip(page).replace(",", "")
    page.clock.fast_forward("24:00:00")
    assert strip(page) == "The program has ended."
    assert states(page) == {}
    assert asked == []


def test_the_link_to_now_leads_there(open_page, conference):
    page = opened_at(open_page, at("14:10"), height=500)

    page.get_by_role("link", name="Jump to now").click()

    assert page.url.endswith(f"#{code_of('Forum')}")
    page.wait_for_function(  # it is scrolled to smoothly
        "(entry) => { const { y } = entry.getBoundingClientRect(); return 0 <= y && y < 300; }",
        arg=entry(page, "Forum").element_handle(),
    )


def test_a_part_of_the_schedule_tells_nothing_of_the_whole(open_page, conference):
    page = opened_at(open_page, at("12:00"), f"{SCHEDULE}?day=2026-05-20&q=first")

    assert "ended" not in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("day", "clock", "told"),
    [
        ("2026-05-20", "08:00", "Next · 09:00 First Jump to now"),
        ("2026-05-20", "09:30", "Now First Next · 10:00 Second Jump to now"),
        ("2026-05-20", "14:45", "Now Forum Side Room Across Great Hall Jump to now"),
        ("2026-05-20", "15:45", None),
        ("2026-05-21", "09:30", None),
    ],
)
def test_one_days_schedule_tells_of_that_day_alone(open_page, conference, day, clock, told):
    page = opened_at(open_page, at(clock), f"{SCHEDULE}?day={day}")

    if told is None:
        assert not page.locator(".now-strip").is_visible()
    else:
        assert strip(page).replace(" Great Hall", "") == told.replace(" Great Hall", "")


def test_one_days_schedule_is_kept_current(open_page, conference):
    page = opened_at(open_page, at("10:30"), f"{SCHEDULE}?day=2026-05-20")
    assert strip(page).startswith("Now Second")

    page.clock.run_for(timedelta(hours=2).total_seconds() * 1000)
    assert strip(page).startswith("Next · 13:30 Forum")

    page.clock.run_for(timedelta(hours=4).total_seconds() * 1000)
    assert not page.locator(".now-strip").is_visible()


def test_the_address_of_a_filtered_schedule_has_nothing_empty(open_page, conference):
    page = open_page(SCHEDULE)

    page.get_by_text("Search and filter").click()
    page.get_by_label("Title, person or organization").fill("first")
    page.get_by_role("checkbox", name="Great Hall").check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("link", name="Without this filter: “first”").wait_for()

    assert page.url.endswith("/schedule/?q=first&room=hall")


@pytest.mark.parametrize(
    ("wrong_by", "shown"),
    [
        (timedelta(minutes=20), {"First": "Now", "Second": "Next"}),
        (timedelta(hours=2), {"Forum": "Next"}),  # set on purpose
    ],
)
def test_a_clock_that_is_minutes_wrong_is_set_right_by_the_server(
    open_page, conference, wrong_by, shown
):
    page = open_page()
    true = at("09:45")
    page.clock.install(time=true + wrong_by)

    def answer(route):
        if route.request.method != "HEAD":
            return route.continue_()
        date_line = format_datetime(true.astimezone(UTC), usegmt=True)
        return route.fulfill(headers={"Date": date_line})

    page.route("**/js/program/*.js", answer)
    with page.expect_request(lambda request: request.method == "HEAD"):
        page.goto(SCHEDULE)

    page.wait_for_function(
        "(wanted) => document.querySelectorAll('.state').length === wanted", arg=len(shown)
    )
    page.wait_for_timeout(200)
    assert states(page) == shown


# --- The reader's own time -----------------------------------------------------------------------


def test_a_reader_elsewhere_sees_their_own_time_beside_when_they_want(open_page, conference):
    page = open_page(SCHEDULE, timezone_id="America/Los_Angeles")
    first = entry(page, "First")
    assert not page.locator(".own-time").count()

    page.get_by_role("button", name="Show my time too (Pacific").click()

    # 09:00 in Shanghai is 18:00 of the day before, in summer time.
    assert first.locator(".own-time").inner_text().replace(",", "") == (
        "Tue 19 May 18:00–19:00 your time"
    )
    assert first.locator(".clock").inner_text() == "09:00–10:00"
    page.reload()
    first.locator(".own-time").wait_for()  # remembered
    page.get_by_role("button", name="Show my time too").click()
    assert not page.locator(".own-time").count()


def test_summer_time_counts_on_its_days_alone(open_page):
    for slug, day in (("winter", date(2026, 1, 20)), ("summer", date(2026, 7, 20))):
        conference = make_conference(slug=slug, starts_on=day, ends_on=day)
        make_session(conference, at("15:00", day=day), title_en="Talk")
        publish(conference)
    page = open_page(timezone_id="Europe/Berlin")

    shown = []
    for slug in ("winter", "summer"):
        page.goto(f"/en/conferences/{slug}/schedule/")
        page.get_by_role("button", name="Show my time too").click()
        shown.append(page.locator(".own-time").inner_text())

    assert shown == ["08:00–08:30 your time", "09:00–09:30 your time"]


def test_ones_own_two_half_past_twos_are_told_apart(open_page):
    day = date(2026, 10, 25)
    conference = make_conference(slug="night", starts_on=day, ends_on=day)
    make_session(conference, at("08:30", day=day), at("09:30", day=day), title_en="Talk")
    publish(conference)
    page = open_page("/en/conferences/night/schedule/", timezone_id="Europe/Berlin")

    page.get_by_role("button", name="Show my time too").click()

    shown = page.locator(".own-time").inner_text()
    assert shown == "02:30 (UTC+2)–02:30 (UTC+1) your time"


def test_a_device_tells_times_that_come_twice_as_the_server_does(open_page, conference):
    cases = clock_cases()
    page = open_page(SCHEDULE)

    shown = page.evaluate(
        """async (cases) => {
            const { told } = await import("/static/js/shared/clocks.js");
            return cases.map(([zone, at]) => told(zone, at));
        }""",
        [[zone, at.timestamp() * 1000] for zone, at, _shown in cases],
    )

    assert shown == [shown for _zone, _at, shown in cases]


def test_at_home_nothing_is_offered(open_page, conference):
    page = open_page(SCHEDULE, timezone_id="Asia/Shanghai")
    star(page, "First").wait_for()

    assert not page.get_by_role("button", name="Show my time too").count()
    # Another name for the same clock.
    page = open_page(SCHEDULE, timezone_id="Asia/Singapore")
    star(page, "First").wait_for()
    assert not page.get_by_role("button", name="Show my time too").count()
