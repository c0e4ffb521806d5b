"""Lists that are ordered, searched or told page by page, read without a network."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conference.news.models import Article
from conference.news.views import ON_A_PAGE
from conference.program.release.publishing import publish
from tests.browser.offline.device import HOME, SCHEDULE, cut_off, visited
from tests.factories import (
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_session,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SPEAKERS = f"{HOME}speakers/"

READ = """() => [...document.querySelectorAll(
    "#content :is(.found a, h2, .person-head, .letters a, .orders [aria-current])")]
    .filter((part) => part.checkVisibility())
    .map((part) => [part.tagName, part.className, part.textContent.trim(),
        part.getAttribute("href") && part.href])"""


@pytest.fixture
def conference():
    conference = make_conference(slug="here", name_zh="研讨会", name_en="Symposium")
    first = make_session(conference, "09:00", "10:00", title_en="First", title_zh="第一场")
    make_role(first, make_participation(conference, make_person()))
    university = make_organization()
    for family, given, name_zh in (
        *(("Ouyang", "Yangli", "欧阳样例"), ("Zeng", "Zhiwei", "曾志伟"), ("Müller", "Ann", "")),
        *((f"Chen{letter}", "Bo", "") for letter in "abcdefghij"),
    ):
        person = make_person(
            name_zh=name_zh,
            family_name_en=family,
            given_name_en=given,
            organization=university if name_zh else None,
        )
        make_participation(conference, person)
    publish(conference)
    return conference


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_speakers_are_searched_and_ordered_without_a_network_as_with_one(
    open_page, conference, language
):
    path = SPEAKERS.replace("/en/", f"/{language}/")
    queries = (
        *("?q=ouyang", "?q=muller", "?q=northeastern", "?q=nobody", "?q=zzw&order=name"),
        *("?order=name", "?order=organization", "?order=organization&q=chen"),
    )
    page = open_page(path)
    online = {}
    for query in queries:
        page.goto(path + query)
        online[query] = page.evaluate(READ)
    page = visited(open_page, path.replace("speakers/", "schedule/"), width=360)

    cut_off(page)

    for query in queries:
        page.goto(path + query)
        expect(page.locator(".found, .people-group").first).to_be_attached()
        assert page.evaluate(READ) == online[query], query
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_form_and_the_orders_work_on_the_kept_list(open_page, conference):
    page = visited(open_page, width=360)
    cut_off(page)
    page.goto(SPEAKERS)

    page.get_by_role("link", name="By name").click()
    expect(page.locator(".people-group").first).to_be_visible()
    page.fill("#speakers-q", "<b>$& wang")
    page.press("#speakers-q", "Enter")
    expect(page.locator(".found")).to_have_text("People found for “<b>$& wang”: 0 Show everybody")
    page.fill("#speakers-q", "wang xingwei")
    page.press("#speakers-q", "Enter")
    expect(page.locator(".found")).to_contain_text("“wang xingwei”: 1")
    expect(page).to_have_url(f"{page.url.split('?')[0]}?order=name&q=wang+xingwei")
    expect(page.locator(".people-group h2")).to_have_text(["W"])
    page.get_by_role("link", name="As listed").click()
    expect(page.locator(".found")).to_be_visible()
    expect(page.locator(".people-group")).to_have_count(0)
    page.get_by_role("link", name="Show everybody").click()
    expect(page.locator(".speakers > li")).to_have_count(14)


def test_where_what_a_search_needs_was_not_kept_the_list_says_so(open_page, conference):
    page = visited(open_page)
    page.evaluate(
        """async () => { for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const { url } of await cache.keys()) {
                if (url.endsWith("offline.json")) await cache.delete(url);
            } } }"""
    )
    cut_off(page)

    page.goto(f"{SPEAKERS}?q=wang")

    expect(page.locator(".found")).to_contain_text("Everybody is shown")
    expect(page.locator(".speakers > li")).to_have_count(14)


def test_an_address_passed_on_with_a_mark_of_its_sender_is_the_kept_page(open_page, conference):
    page = visited(open_page)
    cut_off(page)

    for path in (HOME, SCHEDULE, SPEAKERS, f"{HOME}venue/"):
        page.goto(f"{path}?from=timeline&isappinstalled=0")
        expect(page.locator("#saved-bar")).to_contain_text("Saved copy of")
        expect(page.locator("body")).to_have_attribute("data-conference", "here")
        expect(page.locator("#saved-bar")).not_to_contain_text("The beginning of the list")


def test_a_further_part_of_the_news_says_that_its_beginning_is_shown(open_page, conference):
    yesterday = (timezone.now() - timedelta(days=1)).date()
    values = {"conference": conference, "published_on": yesterday, "is_public": True}
    Article.objects.bulk_create(
        Article(slug=f"news-{number}", title_en=f"News {number}", **values)
        for number in range(ON_A_PAGE + 1)
    )
    page = visited(open_page)
    paths = (f"{HOME}news/", "/en/news/")
    for path in paths:
        page.goto(path)
    cut_off(page)

    for path in paths:
        page.goto(path)
        page.get_by_role("link", name="Older").click()

        expect(page.locator("#saved-bar")).to_contain_text("The beginning of the list is shown")
        expect(page.locator(".rows > li")).to_have_count(ON_A_PAGE)
