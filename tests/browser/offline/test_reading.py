"""Reading without a network, in a browser whose network is really cut."""

import re

import pytest
from django.utils import timezone

from conference.program.models import Session
from conference.program.release.publishing import publish
from conference.stamps import conference_scope, raise_stamps
from tests.browser.offline.device import HOME, SCHEDULE, bar, cut_off, kept_addresses, visited
from tests.browser.waits import deploy, until
from tests.factories import at, make_reply_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def code_of(title):
    return Session.objects.get(title_en=title).code


def test_after_one_visit_the_program_is_read_without_a_network(open_page, conference):
    page = visited(open_page)
    assert not page.locator("#saved-bar").count()
    cut_off(page)

    page.reload()

    assert re.fullmatch(r"Saved copy of \d\d:\d\d\. There is no connection\. Try again", bar(page))
    assert page.locator(".session-title").all_inner_texts() == ["First", "Second"]
    style = "getComputedStyle(document.querySelector('.session-title')).fontWeight"
    assert int(page.evaluate(style)) > 400  # its style sheet is there
    page.get_by_role("link", name="First").click()
    page.wait_for_url("**/sessions/**")
    assert page.locator("h1").inner_text() == "First"
    assert bar(page).startswith("Saved copy of")
    for tail in ("", "speakers/", "venue/", "my/", "changes/"):
        page.goto(HOME + tail)
        assert bar(page).startswith("Saved copy of")


def test_it_speaks_chinese_as_well(open_page, conference):
    page = visited(open_page, SCHEDULE.replace("/en/", "/zh-hans/"), language="zh-hans")
    cut_off(page)

    page.reload()

    assert re.fullmatch(r"这是\d\d:\d\d保存的副本。 当前没有网络连接。 重试", bar(page))
    page.goto("/zh-hans/alliances/nothing/")
    assert page.locator("h1").inner_text() == "没有网络连接"
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_an_old_copy_says_its_day(open_page, conference):
    page = visited(open_page)
    save_at(page, 2026, 4, 18, 4, 30)
    cut_off(page)

    page.reload()

    assert bar(page).startswith("Saved copy of 18 May")


def test_a_copy_tells_the_two_half_past_two_of_a_night_apart(open_page, conference):
    page = visited(open_page, timezone_id="Europe/Berlin")
    cut_off(page)
    told = []
    for utc in (0, 1, 2):
        save_at(page, 2026, 9, 25, utc, 30)
        page.reload()
        told.append(bar(page).partition(". ")[0])

    assert [text.removeprefix("Saved copy of 25 October at ") for text in told] == [
        *("02:30 (UTC+2)", "02:30 (UTC+1)", "03:30"),
    ]


def save_at(page, *utc):
    """Make the kept schedule one that was kept then; months count from 0."""
    page.evaluate(
        """async ([url, utc]) => {
            const name = (await caches.keys()).find((name) => name.startsWith("lectern-pages"));
            const cache = await caches.open(name);
            const kept = await cache.match(url);
            const headers = new Headers(kept.headers);
            headers.set("X-Saved", String(Date.UTC(...utc)));
            await cache.put(url, new Response(await kept.text(), { headers }));
        }""",
        [SCHEDULE, utc],
    )


def test_when_the_network_answers_its_page_is_shown(open_page, conference):
    page = visited(open_page)
    Session.objects.filter(title_en="First").update(title_en="First, renamed")
    publish(conference)

    page.goto(SCHEDULE)

    assert page.locator(".session-title").first.inner_text() == "First, renamed"
    assert not page.locator("#saved-bar").count()
    page.locator("body[data-kept='2']").wait_for(state="attached")
    # The pages that were not opened were renewed in the background.
    cut_off(page)
    page.goto(f"{HOME}sessions/{code_of('First, renamed')}/")
    assert page.locator("h1").inner_text() == "First, renamed"
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.locator("#saved-bar").wait_for(state="detached")


def test_on_a_hanging_network_the_copy_waits_no_longer_than_seconds(open_page, conference):
    page = visited(open_page)
    Session.objects.filter(title_en="First").update(title_en="First, renamed")
    publish(conference)
    held = []
    page.context.route(
        lambda url: url.endswith("/schedule/"),
        lambda route: held.append(route),
    )

    page.goto(SCHEDULE, timeout=15_000)

    assert "The connection is slow." in bar(page)
    assert page.locator(".session-title").first.inner_text() == "First"
    for route in held:
        route.continue_()
    page.get_by_text("The page has changed meanwhile.").wait_for()
    page.context.unroute_all()
    page.get_by_role("button", name="Show the new one").click()
    page.get_by_role("link", name="First, renamed").first.wait_for()
    assert not page.locator("#saved-bar").count()


def test_a_gateway_that_says_the_site_is_away_does_not_hide_the_copy(open_page, conference):
    page = visited(open_page)
    page.context.route(
        lambda url: url.endswith("/schedule/"), lambda route: route.fulfill(status=503, body="")
    )

    page.goto(SCHEDULE)

    assert bar(page).startswith("Saved copy of")


def test_what_is_not_kept_says_so_and_lists_what_is(open_page, conference):
    page = visited(open_page)
    cut_off(page)

    page.goto("/en/conferences/elsewhere/schedule/")

    assert page.locator("h1").inner_text() == "No connection"
    page.get_by_role("link", name=re.compile("^Schedule · ")).click()
    page.wait_for_url(f"**{SCHEDULE}")
    assert bar(page).startswith("Saved copy of")


def test_an_agenda_that_was_starred_without_a_network_is_read_without_it(open_page, conference):
    page = visited(open_page)
    cut_off(page)
    page.reload()
    page.get_by_role("button", name="Keep “Second” in my agenda").click()

    page.get_by_role("link", name="My agenda (1)").first.click()

    page.wait_for_url("**/my/?s=*")
    titles = page.locator(".session-title")
    assert [t.inner_text() for t in titles.all() if t.is_visible()] == ["Second"]


def test_nothing_of_ones_own_is_kept(open_page, conference):
    now = timezone.now()
    make_reply_form(
        conference, opens_at=now - timezone.timedelta(days=1), closes_at=now + timezone.timedelta(1)
    )
    page = visited(open_page)
    for path in (f"{HOME}register/", "/admin/login/", "/en/desk/here/", f"{HOME}schedule.ics"):
        if path.endswith(".ics"):
            page.evaluate("(path) => fetch(path)", path)
        else:
            page.goto(path)
    page.goto(SCHEDULE)

    kept = kept_addresses(page)

    assert SCHEDULE in kept
    # Behind "/r/" the page that shows one's own copy, and that names nobody.
    private = re.compile(r"/admin|/desk|/register/|/r/.|\.ics|/i18n")
    assert [path for path in kept if private.search(path)] == []
    assert any(path.startswith("/static/css/") for path in kept)


def test_a_page_that_is_gone_is_forgotten(open_page, conference):
    page = visited(open_page)
    conference.releases.update(withdrawn_at=at("09:00"))
    raise_stamps(conference_scope("here"))

    answer = page.goto(SCHEDULE)

    assert answer.status == 404
    until(page, "async (url) => !(await caches.match(url))", SCHEDULE)


def test_switched_off_nothing_is_kept_and_the_worker_ends(
    open_page, conference, settings, monkeypatch
):
    page = visited(open_page)
    deploy(settings, monkeypatch, OFFLINE=False)

    page.goto(SCHEDULE)

    page.locator("body[data-kept=off]").wait_for(state="attached")
    page.goto(SCHEDULE)
    page.locator("body[data-kept=off]").wait_for(state="attached")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    assert page.evaluate("caches.keys()") == []


def test_what_a_gateway_keeps_away_is_asked_for_again(open_page, conference):
    """The site is being restarted while the program is kept: no holes."""
    page = open_page(service_workers="allow")
    venue = f"**{HOME}venue/"
    page.context.route(venue, lambda route: route.fulfill(status=502))
    page.goto(SCHEDULE)
    until(page, "async (url) => Boolean(await caches.match(url))", f"{HOME}changes/")
    assert f"{HOME}venue/" not in kept_addresses(page)

    page.context.unroute_all()

    def is_kept_after_another_page():  # the first try may still be under way when it is opened
        page.reload()
        page.wait_for_load_state("networkidle")
        return page.evaluate("async (url) => Boolean(await caches.match(url))", f"{HOME}venue/")

    assert any(is_kept_after_another_page() for _ in range(10))


def test_a_full_device_shows_the_site_all_the_same(open_page, conference):
    page = visited(open_page)
    page.context.new_cdp_session(page).send(
        "Storage.overrideQuotaForOrigin", {"origin": page.evaluate("origin"), "quotaSize": 1}
    )
    page.evaluate("caches.delete('lectern-files')")

    page.reload()

    assert page.locator(".session-title").all_inner_texts() == ["First", "Second"]
    style = "getComputedStyle(document.querySelector('.session-title')).fontWeight"
    assert int(page.evaluate(style)) > 400  # its style sheet is there
    assert not page.locator("#saved-bar").count()


def test_a_browser_can_install_the_site(open_page, conference):
    """Chromium's own list of what is missing, by its debugging protocol."""
    page = visited(open_page)
    session = page.context.new_cdp_session(page)

    missing = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Every window of a test is a private one.
    assert [error for error in missing if error["errorId"] != "in-incognito"] == []
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith(f"{HOME}manifest.webmanifest")
