"""What changed since the last visit, listed once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.browser.reader.entries import NEXT_DAY, SCHEDULE, entry, star
from tests.factories import SHENYANG, at, make_conference, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
