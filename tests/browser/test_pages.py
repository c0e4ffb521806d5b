"""A conference's home, its sessions and people in a real browser: axe, large type, portraits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import Highlight
from conference.program.models import ExpectedTotal
from conference.program.release.publishing import publish
from tests.browser.judging import DESK, PHONE, judged
from tests.browser.waits import follow
from tests.factories import (
    make_alliance,
    make_article,
    make_conference,
    make_host,
    make_link,
    make_organization,
    make_participation,
    make_person,
    make_photo,
    make_reply_form,
    make_role,
    make_room,
    make_session,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def conference():
    """A conference in twelve days with everything that its pages can show."""
    now = timezone.now()
    starts = (now + timedelta(days=12)).replace(hour=1, minute=0, second=0, microsecond=0)
    conference = make_conference(
        slug="ai-2026",
        name_zh="辽宁省人工智能赋能高等教育高质量发展研讨会暨现代产业学院建设推进会",
        name_zh_is_rendering=True,
        venue_zh="国际学术交流中心",
        starts_on=starts.date(),
        ends_on=starts.date(),
        contact_email="symposium@example.org",
        description_en="What teachers tried, and what came of it.",
    )
    make_host(conference, "sponsor")
    Highlight.objects.create(conference=conference, kind="policy", name_zh="若干措施")
    Highlight.objects.create(conference=conference, kind="practice", name_en="A model course")
    make_reply_form(conference, opens_at=now - timedelta(days=1), closes_at=starts)
    make_article(conference, published_on=(now - timedelta(days=2)).date())
    make_alliance(name_en="Alliance for Teaching Reform", founded_at=conference)
    make_photo(conference)
    people = [
        make_participation(
            conference, make_person(organization=make_organization(), position_en="Vice President")
        ),
        make_participation(conference, make_person(name_zh="", family_name_en="Chen")),
    ]
    rooms = [make_room(conference, floor_en="Second floor", directions_en="On the left")] * 2
    hour = timedelta(hours=1)
    keynote = make_session(conference, starts, starts + hour, room=rooms[0], language="zh")
    make_role(keynote, people[0])
    make_link(keynote, title_en="The slides")
    for number, title in enumerate(("AI literacy", "Industry colleges")):
        forum = make_session(
            conference,
            starts + hour,
            starts + 3 * hour,
            kind="sub-forum",
            title_en=title,
            room=make_room(conference),
            seats=80,
        )
        make_role(forum, people[number], role="chair")
        make_session(
            conference,
            starts + hour,
            starts + 2 * hour,
            kind="talk",
            title_en=f"Cancelled talk {number}",
            parent=forum,
            status="cancelled",
        )
        ExpectedTotal.objects.create(
            conference=conference,
            session=forum,
            category="expert",
            total=8,
            label_zh="专家",
            label_en="experts",
        )
    publish(conference)
    return conference


def addresses(conference, language):
    home = f"/{language}/conferences/ai-2026/"
    sessions = conference.sessions
    yield from (f"/{language}/", home)
    for session in (
        sessions.get(kind="keynote"),
        sessions.get(title_en="AI literacy"),
        sessions.get(title_en="Cancelled talk 0"),
    ):
        yield f"{home}sessions/{session.code}/"
    codes = ",".join(sessions.values_list("code", flat=True))
    yield from (f"{home}schedule/?kind=keynote&q=a", f"{home}schedule/?q=nothing-like-this")
    yield f"{home}my/?s={codes}"
    yield from (f"{home}speakers/", f"{home}speakers/?order=name&q=a")
    yield f"{home}speakers/?order=organization"
    yield f"{home}speakers/{conference.participations.first().code}/"


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("zh-hans", DESK)])
def test_axe_finds_nothing(open_page, conference, language, size):
    page = open_page(**size, language=language, bypass_csp=True)

    found = []
    for address in addresses(conference, language):
        page.emulate_media(color_scheme="light")
        page.goto(address)
        found += judged(page, address, (size, "light"), (size, "dark"))

    assert found == []


def test_twice_the_type_size_loses_nothing(open_page, conference):
    """WCAG 1.4.4, on a phone: no sideways scroll, and nothing beyond the edge."""
    cut = """() => [...document.querySelectorAll("main *")]
        .filter((e) => !e.closest(".visually-hidden, svg, pre"))
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
        .map((e) => e.outerHTML.slice(0, 120))"""
    page = open_page(width=360, language="zh-hans", bypass_csp=True)
    for language in ("en", "zh-hans"):
        for address in addresses(conference, language):
            page.goto(address)
            page.add_style_tag(content=":root { font-size: 200% }")
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
            assert page.evaluate(cut) == [], address


def test_what_stands_alone_can_be_tapped(open_page, conference):
    """WCAG 2.5.8: 24 px, but for links inside a sentence."""
    too_small = """() => [...document.querySelectorAll("main :is(a, button, input, summary)")]
        .filter((e) => getComputedStyle(e).display !== "inline")
        .filter((e) => e.getClientRects().length && !e.closest(".visually-hidden"))
        .filter((e) => { const box = e.getBoundingClientRect();
                         return box.height < 24 || box.width < 24 })
        .map((e) => e.outerHTML)"""
    page = open_page(width=360)
    for address in addresses(conference, "en"):
        page.goto(address)
        assert page.evaluate(too_small) == [], address


def test_a_sub_forum_is_chosen_on_its_page_and_in_the_form(open_page, conference):
    forum = conference.sessions.get(title_en="AI literacy")
    page = open_page(f"/en/conferences/ai-2026/sessions/{forum.code}/", java_script_enabled=False)
    assert page.locator(".seats").inner_text() == "80 of 80 seats left"

    follow(page.get_by_role("link", name="Choose this sub-forum"))

    assert page.locator("input[name=sessions]:checked").get_attribute("value") == forum.code


def test_the_home_is_light(open_page, conference):
    """150 KB cold, with everything that it loads."""
    page = open_page(width=360)
    session = page.context.new_cdp_session(page)
    sizes = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    page.goto("/en/conferences/ai-2026/", wait_until="networkidle")

    assert len(sizes) > 2
    assert sum(sizes) < 150_000
