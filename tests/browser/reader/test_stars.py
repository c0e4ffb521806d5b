"""Stars: kept on the device, counted, told when they overlap."""

import pytest

from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.browser.reader.entries import MY, SCHEDULE, code_of, entry, is_starred, opened_at, star
from tests.factories import at, make_participation, make_person, make_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
