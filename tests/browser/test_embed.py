"""The program on a foreign site with a strict policy of its own, on another origin."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from conference.program.release.publishing import publish
from tests.conftest import PATIENCE
from tests.factories import make_conference, make_role, make_room, make_session, make_track

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def conference():
    conference = make_conference(slug="ai-2026", short_name_zh="研讨会", short_name_en="AI 2026")
    hall = make_room(conference, slug="hall", name_zh="主会场", name_en="Main hall")
    side = make_room(conference, slug="side", name_zh="侧厅", name_en="Side room")
    track = make_track(conference, slug="teaching")
    opening = make_session(conference, "09:00", room=hall, title_zh="开幕", title_en="Opening")
    make_role(opening)
    make_session(conference, "10:00", room=side, track=track, title_en="Forum")
    make_session(conference, "11:00", room=hall, title_en="Gone", status="cancelled")
    publish(conference)
    return conference


@pytest.fixture
def foreign(browser, live_server):
    """`foreign(body)`: the body on a page of another origin that trusts us and nobody else."""
    us, pages, complaints, contexts = live_server.url, [], [], []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {us}; connect-src {us}; frame-src {us}",
            )
            self.end_headers()
            self.wfile.write(pages[-1].encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def opened(body, *, width=1024, **options):
        pages.append(
            f'<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">'
            f"<title>A host</title><body>{body.replace('{us}', us)}</body></html>"
        )
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: "Policy" in m.text and complaints.append(m.text))
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        return page

    opened.complaints = complaints
    yield opened
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()
    assert complaints == []


SCRIPT = '<script src="{us}/embed.js" async></script>'


def titles(page):
    page.locator("lectern-schedule .title").first.wait_for()
    return page.locator("lectern-schedule .title").all_inner_texts()


def test_the_element_shows_the_program_under_a_strict_policy(foreign, conference):
    page = foreign(f'{SCRIPT}<lectern-schedule conference="ai-2026"></lectern-schedule>')

    assert titles(page) == ["Opening", "Forum", "Gone"]
    assert page.locator("lectern-schedule h3").inner_text() == "Wednesday 20 May 2026"
    assert page.locator("lectern-schedule .gone .tag").inner_text().strip() == "Cancelled"
    link = page.locator("lectern-schedule .title").first.get_attribute("href")
    assert re.search(r"/en/conferences/ai-2026/sessions/\w{6}/$", link)
    assert page.context.cookies() == []


def test_the_element_follows_its_attributes(foreign, conference):
    page = foreign(
        f'{SCRIPT}<lectern-schedule conference="ai-2026" room="hall"></lectern-schedule>'
    )
    assert titles(page) == ["Opening", "Gone"]

    page.evaluate(
        "() => { const e = document.querySelector('lectern-schedule');"
        "e.setAttribute('lang', 'zh-CN'); e.removeAttribute('room');"
        "e.setAttribute('track', 'teaching'); e.setAttribute('theme', 'dark'); }"
    )
    page.locator("lectern-schedule h3", has_text="2026年5月20日").wait_for()

    assert len(titles(page)) == 1
    assert page.locator("lectern-schedule .box").get_attribute("lang") == "zh-Hans"


def test_an_element_that_finds_nothing_offers_the_page_and_another_try(foreign, conference):
    page = foreign(f'{SCRIPT}<lectern-schedule conference="nothing"></lectern-schedule>')

    page.locator("lectern-schedule [role=alert]").wait_for()
    href = page.locator("lectern-schedule a").get_attribute("href")
    assert href.endswith("/en/conferences/nothing/schedule/")
    page.evaluate(
        "document.querySelector('lectern-schedule').setAttribute('conference', 'ai-2026')"
    )
    assert titles(page) == ["Opening", "Forum", "Gone"]


@pytest.mark.parametrize("width", [320, 1280])
def test_neither_form_scrolls_sideways(foreign, conference, width):
    page = foreign(
        f'{SCRIPT}<lectern-schedule conference="ai-2026"></lectern-schedule>'
        '<iframe src="{us}/en/conferences/ai-2026/embed/" width="280" title="AI 2026"></iframe>',
        width=width,
    )
    titles(page)
    page.frame_locator("iframe").locator(".session-title").first.wait_for()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame = page.frames[1]
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_frame_is_as_tall_as_what_it_shows(foreign, conference):
    page = foreign(
        f'<iframe src="{{us}}/en/conferences/ai-2026/embed/" width="400" height="100" title="A">'
        f"</iframe>{SCRIPT}"
    )
    page.wait_for_function("() => document.querySelector('iframe').height > 200")

    height = page.frames[1].evaluate("document.body.getBoundingClientRect().height")
    assert abs(float(page.get_attribute("iframe", "height")) - height) <= 1
    assert page.context.cookies() == []


def test_a_frame_that_was_there_before_the_script_is_asked(foreign, conference):
    page = foreign(
        '<iframe src="{us}/en/conferences/ai-2026/embed/" width="400" height="100" title="A">'
        "</iframe>"
    )
    page.frame_locator("iframe").locator(".session-title").first.wait_for()
    page.wait_for_timeout(500)
    assert page.get_attribute("iframe", "height") == "100"

    page.evaluate(
        """us => {
          const script = document.createElement("script");
          script.src = `${us}/embed.js`;
          document.body.append(script);
        }""",
        page.frames[1].url.partition("/en/")[0],
    )

    page.wait_for_function("() => document.querySelector('iframe').height > 200")


def test_a_frame_far_below_is_tall_before_its_reader_comes(foreign, conference):
    page = foreign(
        f'{SCRIPT}<svg width="10" height="20000"></svg>'
        '<iframe src="{us}/en/conferences/ai-2026/embed/" width="400" height="100" title="A">'
        "</iframe>"
    )

    page.wait_for_function("() => document.querySelector('iframe').height > 200")


def test_the_text_style_of_the_page_around_stays_outside(foreign, conference):
    page = foreign(f'<lectern-schedule conference="ai-2026"></lectern-schedule>{SCRIPT}', width=320)
    titles(page)

    page.evaluate(
        """() => Object.assign(document.querySelector("lectern-schedule").style, {
          textTransform: "uppercase", whiteSpace: "nowrap", letterSpacing: "1em",
          textAlign: "center", textIndent: "5em", fontStyle: "italic", lineHeight: "0.5",
        })"""
    )

    names = ["textTransform", "whiteSpace", "letterSpacing", "textAlign", "textIndent", "fontStyle"]
    style = page.locator("lectern-schedule .title").first.evaluate(
        "(element, names) => names.map(name => getComputedStyle(element)[name])", names
    )
    assert style == ["none", "normal", "normal", "start", "0px", "normal"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_other_page_of_ours_can_be_framed(foreign, conference, live_server):
    page = foreign('<iframe src="{us}/en/conferences/ai-2026/schedule/" title="A"></iframe>')
    page.wait_for_timeout(1_500)

    assert "frame-ancestors 'none'" in foreign.complaints.pop()
    assert page.frame_locator("iframe").locator("text=Opening").count() == 0


def test_a_message_of_a_stranger_changes_no_frame(foreign, conference):
    page = foreign(
        '<iframe src="{us}/en/conferences/ai-2026/embed/" height="100" title="A"></iframe>'
        f"{SCRIPT}"
    )
    page.wait_for_function("() => document.querySelector('iframe').height > 200")
    before = page.get_attribute("iframe", "height")

    page.evaluate("window.postMessage({ lecternHeight: 5 }, '*')")
    page.wait_for_timeout(200)

    assert page.get_attribute("iframe", "height") == before
