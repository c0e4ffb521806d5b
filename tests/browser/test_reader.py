"""What a reader's own device adds: now and next, own time, stars, agendas, changes since."""

from datetime import UTC, date, timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.browser.waits import follow
from tests.conference.wording.test_clocks import clock_cases
from tests.factories import (
    SHENYANG,
    at,
    make_conference,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCHEDULE = "/en/conferences/here/schedule/"
MY = "/en/conferences/here/my/"
NEXT_DAY = date(2026, 5, 21)


@pytest.fixture
def conference():
    conference = make_conference(slug="here", ends_on=NEXT_DAY)
    hall = make_room(conference, slug="hall", name_en="Great Hall")
    side = make_room(conference, slug="side", name_en="Side Room")
    make_session(conference, "09:00", "10:00", room=hall, title_en="First", title_zh="第一场")
    make_session(conference, "10:00", "11:00", room=hall, title_en="Second", title_zh="第二场")
    forum = make_session(
        conference, "13:30", "15:30", kind="sub-forum", room=side, title_en="Forum"
    )
    make_session(conference, "13:30", "14:30", kind="talk", parent=forum, title_en="Talk one")
    make_session(conference, "14:30", "15:30", kind="talk", parent=forum, title_en="Talk two")
    make_session(conference, "14:00", "15:00", room=hall, title_en="Across")
    make_session(conference, at("09:00", day=NEXT_DAY), room=hall, title_en="Last")
    publish(conference)
    return conference


def code_of(title):
    return Session.objects.get(title_en=title).code


def entry(page, title):
    """The entry of the schedule: its element, not that of a part."""
    return page.locator(f"[data-code='{code_of(title)}']")


def star(page, title):
    return page.get_by_role("button", name=f"Keep “{title}” in my agenda")


def is_starred(page, title):
    return star(page, title).get_attribute("aria-pressed") == "true"


# --- Now and next ---


def states(page):
    """{title: 'now' or 'next'} of what the page marks."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.state')].map((tag) => [
            tag.parentElement.querySelector('.session-title, .talk-title').textContent,
            tag.textContent]))"""
    )


def strip(page):
    return " ".join(page.locator(".now-strip").inner_text().split())


def opened_at(open_page, moment, path=SCHEDULE, **options):
    page = open_page(**options)
    page.clock.install(time=moment)
    page.goto(path)
    page.locator(".reader-tools").wait_for(state="attached")
    return page


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

    page.route("**/program*.js", answer)
    with page.expect_request(lambda request: request.method == "HEAD"):
        page.goto(SCHEDULE)

    page.wait_for_function(
        "(wanted) => document.querySelectorAll('.state').length === wanted", arg=len(shown)
    )
    page.wait_for_timeout(200)
    assert states(page) == shown


# --- The reader's own time ---


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
    assert first.locator(".own-time").count() == 1  # remembered
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
        "cases => cases.map(([zone, at]) => window.LecternClocks.told(zone, at))",
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


# --- Stars ---


def test_stars_are_kept_counted_and_told_when_they_overlap(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "First").click()
    star(page, "Second").click()
    assert not page.locator(".overlap").count()  # they touch

    star(page, "Forum").click()
    star(page, "Talk one").click()
    assert not page.locator(".overlap").count()  # its own sub-forum
    star(page, "Across").focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.getAttribute('aria-label')").endswith(
        "“Across” in my agenda"
    )
    assert entry(page, "Across").locator(".overlap").inner_text() == (
        "At the same time: Forum, Talk one"
    )
    assert "Across" in entry(page, "Talk one").locator(".overlap").inner_text()
    assert page.get_by_role("status").get_by_text("At the same time").count() == 1
    page.get_by_role("link", name="My agenda (5)").first.wait_for()

    page.reload()
    assert is_starred(page, "First")
    star(page, "First").click()
    assert not is_starred(page, "First")
    # The session's own page knows them as well.
    page.goto(f"/en/conferences/here/sessions/{code_of('Across')}/")
    assert is_starred(page, "Across")
    assert "Forum" in page.locator(".overlap").inner_text()


def test_what_scripts_say_in_the_other_language_is_marked(open_page, conference):
    Session.objects.filter(title_en="Forum").update(title_en="", title_zh="分论坛")
    publish(conference)
    page = opened_at(open_page, at("14:10"))
    assert page.locator(".now-strip [lang='zh-Hans']").all_inner_texts() == ["分论坛"]

    forum = Session.objects.get(title_zh="分论坛")
    page.locator(f"[data-code='{forum.code}'] > .star-button").click()
    star(page, "Across").click()

    warning = entry(page, "Across").locator(".overlap")
    assert warning.locator("[lang='zh-Hans']").all_inner_texts() == ["分论坛"]


def test_a_speakers_page_has_their_stars(open_page, conference):
    speaker = make_participation(conference, make_person())
    make_role(conference.sessions.get(title_en="Talk one"), speaker)
    make_role(conference.sessions.get(title_en="Across"), speaker)
    conference.sessions.filter(title_en="Across").update(starts_at=at("16:00"), ends_at=at("17:00"))
    publish(conference)
    page = open_page(f"/en/conferences/here/speakers/{speaker.code}/")

    star(page, "Talk one").click()

    assert is_starred(page, "Talk one")
    assert not is_starred(page, "Across")


def test_an_overlap_that_a_release_made_is_told_on_every_page(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "First").click()
    star(page, "Second").click()
    assert not page.locator(".overlap").count()
    Session.objects.filter(title_en="Second").update(starts_at=at("09:30"), room=None)
    publish(conference)

    page.reload()

    assert entry(page, "First").locator(".overlap").inner_text() == "At the same time: Second"
    page.goto(f"/en/conferences/here/sessions/{code_of('First')}/")
    assert page.locator(".overlap").inner_text() == "At the same time: Second"


def test_a_talk_does_not_overlap_its_own_sub_forum_on_its_page(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "Forum").click()
    page.goto(f"/en/conferences/here/sessions/{code_of('Talk one')}/")

    star(page, "Talk one").click()

    assert not page.locator(".overlap").count()


def test_only_my_sessions_are_shown_on_demand(open_page, conference):
    page = open_page(SCHEDULE)
    assert not page.get_by_role("button", name="Only my sessions").count()  # none yet
    star(page, "Talk two").click()
    star(page, "Last").click()

    page.get_by_role("button", name="Only my sessions").click()

    def shown():
        titles = page.locator(".session-title, .talk-title")
        return [title.inner_text() for title in titles.all() if title.is_visible()]

    assert shown() == ["Forum", "Talk two", "Last"]
    assert not page.locator(".band", has_text="09:00").first.is_visible()
    star(page, "Talk two").click()
    assert shown() == ["Last"]
    page.get_by_role("button", name="Only my sessions").click()
    assert len(shown()) == 7


def test_two_windows_stay_in_step(open_page, conference):
    page = open_page(SCHEDULE)
    other = page.context.new_page()
    other.goto(SCHEDULE)

    star(page, "First").click()

    other.locator("[aria-pressed='true'][aria-label*='First']").wait_for()
    star(other, "First").click()
    page.locator("[aria-pressed='false'][aria-label*='First']").wait_for()


def test_a_browser_that_keeps_nothing_says_so(open_page, conference):
    page = open_page()
    page.add_init_script(
        """Storage.prototype.setItem = () => { throw new DOMException("full"); };
        Storage.prototype.getItem = () => { throw new DOMException("denied"); };"""
    )
    page.goto(SCHEDULE)

    star(page, "First").click()

    assert is_starred(page, "First")
    page.get_by_text("This browser keeps nothing").wait_for()
    assert code_of("First") in page.get_by_role("link", name="My agenda (1)").first.get_attribute(
        "href"
    )


def test_what_another_program_left_in_the_storage_breaks_nothing(open_page, conference):
    page = open_page(SCHEDULE)
    for left in ("[1]", "null", "{", '"x"'):
        page.evaluate("(text) => localStorage.setItem('lectern:here:stars', text)", left)
        page.reload()
        star(page, "First").wait_for()
        assert not is_starred(page, "First")


def test_paper_has_no_buttons_and_nothing_of_the_minute(open_page, conference):
    page = opened_at(open_page, at("14:10"))
    star(page, "Across").click()
    star(page, "Talk two").click()
    entry(page, "Across").locator(".state").wait_for()
    page.goto(f"{MY}?s={code_of('First')}")
    page.locator(".mine-bar", has_text="comes from a link").wait_for()

    page.emulate_media(media="print")
    assert not page.locator(".mine-bar").is_visible()
    page.goto(SCHEDULE)
    entry(page, "Across").locator(".state").wait_for(state="attached")

    for made in (".star-button", ".state", ".overlap", ".now-strip", ".reader-buttons"):
        assert [part.is_visible() for part in page.locator(made).all() if part.is_visible()] == []


def test_what_is_chosen_is_told_apart_in_a_readers_own_colors(open_page, conference):
    page = open_page(f"{SCHEDULE}?day=2026-05-20", forced_colors="active")
    looks = """([part, property]) => [...document.querySelectorAll(part)].map(
        (link) => [link.hasAttribute("aria-current"), getComputedStyle(link)[property]])"""

    for part, property in (
        (".day-tabs a", "backgroundColor"),
        (".site-nav a", "borderBottomColor"),
    ):
        links = page.evaluate(looks, [part, property])
        chosen = {look for is_chosen, look in links if is_chosen}
        others = {look for is_chosen, look in links if not is_chosen}
        assert len(chosen) == len(others) == 1
        assert chosen != others


def test_a_cancelled_session_that_was_starred_is_told(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "First").click()
    star(page, "Across").click()
    Session.objects.filter(title_en="First").update(status="cancelled")
    publish(conference)

    page.reload()

    page.get_by_text("Cancelled in your agenda: First").wait_for()


def test_stars_are_large_enough_for_a_finger(open_page, conference):
    page = open_page(SCHEDULE, width=360, has_touch=True, is_mobile=True)
    for title in ("First", "Talk one"):
        box = star(page, title).bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 360


# --- The page of an agenda ---


def test_an_agenda_goes_to_another_device_by_its_link(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "First").click()
    star(page, "Forum").click()
    page.goto(MY)
    page.wait_for_url("**/my/?s=*")
    assert page.locator(".my-line .session-title").all_inner_texts() == ["First", "Forum"]
    page.get_by_role("img", name="QR code of this agenda's link").wait_for()
    link = page.get_by_label("Link to this agenda").input_value()
    path = link.split("/en/", 1)[1]

    other = open_page(f"/en/{path}")
    other.get_by_text("This agenda comes from a link").wait_for()
    assert not is_starred(other, "First")
    other.get_by_role("button", name="Keep on this device").click()

    other.get_by_text("Kept on this device.").wait_for()
    other.goto(SCHEDULE)
    assert is_starred(other, "First")
    assert is_starred(other, "Forum")
    assert not is_starred(other, "Last")


def test_an_agenda_of_a_link_is_added_to_ones_own_or_replaces_it(open_page, conference):
    for choice, kept in (("Add to my agenda", ["First", "Last"]), ("Replace my agenda", ["Last"])):
        page = open_page(SCHEDULE)
        star(page, "First").click()
        page.goto(f"{MY}?s={code_of('Last')}")

        page.get_by_role("button", name=choice).click()

        page.goto(SCHEDULE)
        starred = page.locator(".star-button[aria-pressed='true']")
        assert [
            name.removeprefix("Keep “").removesuffix("” in my agenda")
            for name in starred.evaluate_all("(all) => all.map((one) => one.ariaLabel)")
        ] == kept


def test_taking_a_star_off_ones_agenda_can_be_taken_back(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "First").click()
    star(page, "Last").click()
    page.goto(MY)
    page.wait_for_url("**/my/?s=*")

    star(page, "First").click()
    page.get_by_text("Your agenda has changed.").wait_for()
    assert page.locator(".my-line").count() == 2  # it stands there still
    page.get_by_role("link", name="Show it as it is now").click()

    page.wait_for_url(f"**/my/?s={code_of('Last')}")
    assert page.locator(".my-line").count() == 1


def test_the_link_is_copied(open_page, conference):
    page = open_page(
        f"{MY}?s={code_of('First')}", permissions=["clipboard-read", "clipboard-write"]
    )

    page.get_by_role("button", name="Copy the link").click()

    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{MY}?s={code_of('First')}")


def test_an_agenda_needs_no_scripts(open_page, conference):
    page = open_page(MY, width=360, java_script_enabled=False)
    page.get_by_text("Choose from a list").click()
    page.get_by_role("checkbox", name="First").check()
    page.get_by_role("checkbox", name="Across").check()

    follow(page.get_by_role("button", name="Show my agenda"))

    assert page.locator(".my-line .session-title").all_inner_texts() == ["First", "Across"]
    page.get_by_role("img", name="QR code of this agenda's link").wait_for()
    page.get_by_role("link", name="Subscribe in my calendar").wait_for()
    assert not page.locator(".star-button").count()
    page.emulate_media(media="print")
    assert not page.get_by_role("img", name="QR code of this agenda's link").is_visible()


# --- Changed since ---


def test_a_first_visit_is_told_of_no_changes(open_page, conference):
    publish_a_move(conference)
    page = open_page(SCHEDULE)
    star(page, "First").wait_for()

    assert not page.locator(".news-bar").count()


def publish_a_move(conference):
    Session.objects.filter(title_en="Last").update(
        starts_at=at("10:00", day=NEXT_DAY), ends_at=at("10:30", day=NEXT_DAY)
    )
    Session.objects.filter(title_en="Second").update(title_en="Second, renamed")
    publish(conference)


def test_what_changed_between_two_visits_is_listed_once(open_page, conference):
    page = open_page(SCHEDULE)
    star(page, "Last").click()
    publish_a_move(conference)

    page.reload()

    bar = page.get_by_role("region", name="Changed since you last looked")
    bar.wait_for()
    assert bar.locator(".tag").all_inner_texts() == ["Moved", "Changed"]
    assert bar.locator(".change-what").all_inner_texts() == ["★ Last", "Second, renamed"]
    assert bar.locator("dt").all_inner_texts() == ["Time", "Title"]
    assert bar.locator("dd").all_inner_texts() == [
        "09:00–09:30 → 10:00–10:30",
        "Second → Second, renamed",
    ]
    assert entry(page, "Last").locator(".changed-mark").inner_text() == "Changed"
    assert not entry(page, "First").locator(".changed-mark").count()
    page.reload()
    bar.wait_for()  # until it is seen

    bar.get_by_role("button", name="Seen").click()
    assert not page.locator(".changed-mark").count()
    with page.expect_response(lambda response: response.url.endswith("/schedule/")):
        page.reload()
    star(page, "First").wait_for()
    assert not page.locator(".news-bar").count()


def test_the_changes_are_asked_only_when_the_release_is_another(open_page, conference):
    page = open_page(SCHEDULE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    star(page, "First").wait_for()

    assert not [url for url in asked if "since" in url]


def test_the_homes_block_renews_itself_when_its_time_is_over(open_page):
    """The server draws it; the page asks again when a session in it has begun or ended."""
    now = timezone.now().replace(microsecond=0)
    today = now.astimezone(SHENYANG).date()
    day = timedelta(days=1)
    conference = make_conference(slug="today", starts_on=today - day, ends_on=today + day)
    half = timedelta(minutes=30)
    make_session(conference, now - half, now + half, title_en="Running")
    make_session(conference, now + half, now + 3 * half, title_en="Coming")
    publish(conference)
    home = "/en/conferences/today/"
    page = open_page()
    page.clock.install(time=now)
    page.goto(home)
    block = page.locator("section.now, [data-now-next]").first
    block.get_by_role("link", name="Running").wait_for()

    # Only the reader's clock goes on here, so the server draws the same once more.
    with page.expect_response(f"**{home}"):
        page.clock.run_for(32 * 60 * 1000)

    page.locator("section.now .star-button, [data-now-next] .star-button").first.wait_for()
