"""Reading without a network, in a browser whose network is really cut."""

import re
import time
from datetime import date

import pytest
from django.utils import timezone

from conference.folding import fold, tables, words
from conference.program.models import ExpectedTotal, Session
from conference.program.release.publishing import publish
from conference.stamps import conference_scope, raise_stamps
from tests.browser.waits import deploy, until
from tests.factories import (
    at,
    make_conference,
    make_organization,
    make_participation,
    make_person,
    make_reply_form,
    make_role,
    make_room,
    make_session,
)
from tests.program.public.test_matching import matching_cases, place_cases, said_of, said_parts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/en/conferences/here/"
SCHEDULE = f"{HOME}schedule/"


@pytest.fixture
def conference():
    conference = make_conference(slug="here")
    first = make_session(conference, "09:00", "10:00", title_en="First", title_zh="第一场")
    make_role(first, make_participation(conference, make_person()))
    make_session(conference, "10:00", "11:00", title_en="Second", title_zh="第二场")
    publish(conference)
    return conference


def code_of(title):
    return Session.objects.get(title_en=title).code


def visited(open_page, path=SCHEDULE, **options):
    """A page whose program is kept on the device."""
    page = open_page(path, service_workers="allow", **options)
    wait_until_kept(page)
    return page


def wait_until_kept(page):
    page.locator("body[data-kept]").wait_for(state="attached")


def bar(page):
    return " ".join(page.locator("#saved-bar").inner_text().split())


def cut_off(page):
    page.context.set_offline(True)


def kept_addresses(page):
    return page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) {
                    const url = new URL(request.url);
                    found.push(url.pathname + url.search);
                }
            }
            return found;
        }"""
    )


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


def seen(page, expected):
    """The titles in sight, once they are the expected ones."""
    script = """(expected) => expected === [...document.querySelectorAll(
        ".session-title, .talk-title")].filter((title) => title.checkVisibility()).map(
        (title) => title.textContent.trim()).join("|")"""
    page.wait_for_function(script, arg="|".join(expected))


def test_days_filters_and_search_work_without_a_network(open_page):
    conference = make_conference(slug="here", ends_on=date(2026, 5, 21))
    hall = make_room(conference, slug="hall", name_en="Main Hall")
    make_role(
        make_session(conference, "09:00", "10:00", title_en="First", room=hall, language="en"),
        make_participation(conference, make_person()),
    )
    forum = make_session(conference, "10:00", "12:00", kind="sub-forum", title_en="Forum")
    make_session(conference, "10:00", "11:00", kind="talk", parent=forum, title_en="AI and law")
    make_session(conference, "11:00", "12:00", kind="talk", parent=forum, title_en="Courses")
    make_session(conference, at("09:00", day=date(2026, 5, 21)), title_en="Last")
    publish(conference)
    page = visited(open_page, width=360)
    cut_off(page)

    for query, expected in {
        "?q=courses": ["Courses"],
        "?q=ai": ["AI and law"],  # not the hall
        "?q=wangxingwei": ["First"],
        "?q=hall": ["First"],
        "?kind=talk": ["Forum", "AI and law", "Courses"],
        "?day=2026-05-21": ["Last"],
        "?day=2026-05-20&room=hall": ["First"],
        "?language=en": ["First"],
        "?q=nothing": [],
    }.items():
        page.goto(SCHEDULE + query)
        seen(page, expected)
    assert page.get_by_text("No session matches.").is_visible()

    page.goto(f"{SCHEDULE}?kind=keynote")
    seen(page, ["First", "Last"])
    page.locator(".day-tabs a").last.click()
    page.wait_for_url("**?day=2026-05-21&kind=keynote")
    seen(page, ["Last"])
    assert page.locator(".chosen [role=status]").inner_text() == "Sessions shown: 1"
    assert page.locator(".day-tabs [aria-current]").count() == 1
    page.get_by_text("Search and filter").click()
    assert page.input_value("#filter-kind") == "keynote"
    page.fill("#filter-q", "AI")
    page.select_option("#filter-kind", "")
    page.select_option("#filter-day", "")
    page.press("#filter-q", "Enter")
    page.wait_for_url("**?q=AI")
    seen(page, ["AI and law"])
    assert "Forum" in page.locator("#content .results .label").inner_text()
    page.get_by_role("link", name="Show everything").first.click()
    seen(page, ["First", "Forum", "AI and law", "Courses", "Last"])


def test_what_a_device_searches_by_agrees_with_the_server(open_page, conference):
    signs = [*range(0x20, 0x0250), *range(0x0400, 0x0530), *range(0x1E00, 0x1F00)]
    signs += [*range(0x2000, 0x2070), *range(0x3000, 0x3100), *range(0xFF00, 0xFFE7)]
    texts = [f"A{chr(sign)}中{chr(sign)}" for sign in signs]
    cases, ranked = matching_cases(), place_cases()
    page = open_page(SCHEDULE)

    folded, typed, found, places = page.evaluate(
        """({texts, cases, ranked, tables}) => {
            const { fold, wordsOf, says, placeOf } = window.LecternSearch;
            return [texts.map((text) => fold(text, tables)),
                cases.map(({typed}) => wordsOf(typed, tables)),
                cases.map(({said, typed}) =>
                    wordsOf(typed, tables).every((word) => says(said, word))),
                ranked.map(({parts, typed}) => placeOf(parts, wordsOf(typed, tables)))];
        }""",
        {
            "texts": texts,
            "tables": tables(),
            "cases": [{"typed": case["typed"], "said": lines_of(said_of(case))} for case in cases],
            "ranked": [
                {"typed": case["typed"], "parts": list(map(lines_of, said_parts(case)))}
                for case in ranked
            ],
        },
    )

    assert folded == [fold(text) for text in texts]
    assert typed == [list(dict.fromkeys(words(case["typed"]))) for case in cases]
    assert found == [case["is_found"] for case in cases]
    assert places == [-1 if case["place"] is None else case["place"] for case in ranked]


def lines_of(said):
    return [said.plain, said.pinyin, said.initials]


def test_a_search_without_a_network_names_people_and_organizations(open_page):
    conference = make_conference(slug="here")
    person = make_participation(conference, make_person(organization=make_organization()))
    make_role(make_session(conference, "09:00", "10:00", title_en="First"), person)
    make_session(conference, "10:00", "11:00", title_en="Robots")
    ExpectedTotal.objects.create(
        conference=conference, category="expert", total=3, label_en="experts"
    )
    publish(conference)
    queries = ("wang", "northeastern", "robots")
    page = visited(open_page, width=360)
    read = """() => [...document.querySelectorAll("#content :is(h2, .found a, .session-title)")]
        .filter((part) => part.checkVisibility()).map((part) =>
            [part.tagName, part.textContent, part.getAttribute("href") && part.pathname])"""
    online = {}
    for query in queries:
        page.goto(f"{SCHEDULE}?q={query}")
        online[query] = page.evaluate(read)

    cut_off(page)

    for query in queries:
        page.goto(f"{SCHEDULE}?q={query}")
        page.locator("#content .results").wait_for(state="attached")
        assert page.evaluate(read) == online[query]


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
    private = re.compile(r"/admin|/desk|/register/|/r/|\.ics|/i18n")
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


class Worker:
    """What the browser itself says of the workers of a page, by its debugging protocol."""

    def __init__(self, page):
        self.page, self.states = page, {}
        session = page.context.new_cdp_session(page)
        session.on("ServiceWorker.workerVersionUpdated", self._note)
        session.send("ServiceWorker.enable")

    def _note(self, event):
        self.states.update({row["versionId"]: row["status"] for row in event["versions"]})

    def wait_for(self, *states):
        """Until the workers, the oldest first, are in these states."""
        ends = time.monotonic() + 20
        while tuple(self.states[key] for key in sorted(self.states, key=int)) != states:
            assert time.monotonic() < ends, f"not {states}: {self.states}"
            self.page.wait_for_timeout(50)


@pytest.fixture
def updated(open_page, conference, monkeypatch):
    """A page of the old version of the site, whose new worker is installed and waits."""
    page = visited(open_page)
    worker = Worker(page)
    monkeypatch.setattr("config.public.offline.code_version", lambda: "f" * 64)
    page.evaluate("navigator.serviceWorker.ready.then((all) => all.update())")
    worker.wait_for("activated", "installed")
    return page, worker


def test_while_somebody_reads_a_new_version_of_the_site_waits(updated):
    """Taken over while a page is being opened, that page would stay empty (Chromium)."""
    page, worker = updated

    page.evaluate(
        """async () => {
            const found = await navigator.serviceWorker.getRegistration("/");
            found.waiting.postMessage({ type: "take over" });
        }"""
    )

    for path in (HOME, SCHEDULE, f"{HOME}speakers/", f"{HOME}venue/", SCHEDULE):
        assert page.goto(path).ok
    worker.wait_for("activated", "installed")


def test_a_new_version_of_the_site_takes_over_when_nobody_looks(updated):
    """Without a window nothing is ever hidden: the browser's word is put in its mouth."""
    page, worker = updated
    newest = page.context.service_workers[-1]
    newest.evaluate(
        "() => { Clients.prototype.matchAll = async () => [{ visibilityState: 'hidden' }]; }"
    )

    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { get: () => true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )

    worker.wait_for("redundant", "activated")


def test_a_new_version_of_the_site_drops_what_the_old_one_kept(updated):
    page, worker = updated
    old = [name for name in page.evaluate("caches.keys()") if not name.endswith("f" * 12)]
    old = [name for name in old if "pages" in name]

    page.goto("about:blank")  # the last page of the site is closed
    worker.wait_for("redundant", "activated")
    page.goto(SCHEDULE)

    assert len(old) == 1
    until(page, "async (old) => !(await caches.keys()).includes(old)", old[0])
    assert f"{HOME}venue/" in kept_addresses(page)
    cut_off(page)
    page.reload()
    assert bar(page).startswith("Saved copy of")


def test_a_worker_leaves_alone_what_a_newer_one_keeps(open_page, conference):
    """A new version is being installed while the old one is told of a page."""
    page = visited(open_page)
    page.evaluate(
        "caches.open('lectern-pages-newer').then((all) => all.put('/en/', new Response()))"
    )

    page.goto(SCHEDULE)
    wait_until_kept(page)

    assert "lectern-pages-newer" in page.evaluate("caches.keys()")


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
