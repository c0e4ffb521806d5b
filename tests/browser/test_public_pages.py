"""The public pages in a real browser: phones, no scripts, keyboard, dark, paper."""

import shutil
import subprocess

import pytest

from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.browser.waits import follow
from tests.factories import (
    make_conference,
    make_host,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_NAME = (
    "Symposium on Empowering High-Quality Development of Higher Education with Artificial "
    "Intelligence in Liaoning Province and the Promotion Conference for the Construction of "
    "Modern Industry Colleges"
)
SCHEDULE = "/en/conferences/ai-2026/schedule/"


@pytest.fixture
def program():
    conference = make_conference(
        slug="ai-2026",
        name_zh="辽宁省人工智能赋能高等教育高质量发展研讨会暨现代产业学院建设推进会",
        name_en=LONG_NAME,
        name_zh_is_rendering=True,
        venue_en="Center for International Academic Exchanges",
        venue_zh="国际学术交流中心",
    )
    make_host(conference, "sponsor", organization=make_organization(name_en="A" * 60))
    rooms = [
        make_room(conference, slug=f"room-{n}", name_zh=f"{n} 会议室", name_en=f"Room {n}")
        for n in (1, 2, 3)
    ]
    track = make_track(conference)
    speaker = make_participation(
        conference, make_person(organization=make_organization(), position_en="Vice President")
    )
    keynote = make_session(conference, "09:00", "10:00", room=rooms[0], is_plenary=True)
    make_role(keynote, speaker)
    for room in rooms:
        forum = make_session(
            conference,
            "10:00",
            "12:00",
            kind="sub-forum",
            title_zh="人工智能通识课程建设与师生人工智能素养和应用能力提升",
            title_en="General artificial intelligence curriculum, and the literacy of teachers",
            room=room,
            track=track,
        )
        make_session(conference, "10:00", kind="talk", parent=forum)
    publish(conference)
    return conference


def all_tails(conference):
    yield from ("", "schedule/", "schedule/?kind=keynote", "speakers/", "venue/", "changes/")
    yield from ("releases/1/", "news/", "schedule/?room=no-such")
    yield f"sessions/{conference.sessions.first().code}/"
    yield f"speakers/{conference.participations.get().code}/"


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_no_page_scrolls_sideways_on_a_phone_or_a_desk(open_page, program):
    for language in ("en", "zh-hans"):
        page = open_page(width=360, language=language)
        for tail in ("", *(f"conferences/ai-2026/{tail}" for tail in all_tails(program))):
            if "no-such" in tail:
                continue  # answered 404, which the browser logs as an error
            # Loaded as on a phone and as on a desk; a window that is resized loads nothing anew.
            for loaded, *resized in ((360, 320), (1280, 1024, 768)):
                page.set_viewport_size({"width": loaded, "height": 800})
                page.goto(f"/{language}/{tail}")
                for width in (loaded, *resized):
                    page.set_viewport_size({"width": width, "height": 800})
                    assert not is_too_wide(page), (tail, width)


def test_a_formal_name_leaves_the_page_in_sight_on_a_phone(open_page, program):
    page = open_page(SCHEDULE, width=360)

    assert LONG_NAME.split()[-1] in page.locator(".brand").text_content()
    assert page.locator("main").bounding_box()["y"] < 160


def test_rooms_are_columns_on_a_desk_and_a_list_on_a_phone(open_page, program):
    page = open_page(SCHEDULE, width=1280)
    forums = page.locator(".session.is-sub-forum")

    tops = {box["y"] for box in (forums.nth(n).bounding_box() for n in range(3))}
    plenary = page.locator(".cell.is-across").bounding_box()
    assert len(tops) == 1
    assert plenary["width"] > 3 * forums.first.bounding_box()["width"]

    page.set_viewport_size({"width": 360, "height": 800})
    lefts = {box["x"] for box in (forums.nth(n).bounding_box() for n in range(3))}
    tops = {box["y"] for box in (forums.nth(n).bounding_box() for n in range(3))}
    assert (len(lefts), len(tops)) == (1, 3)
    page.locator(".talks").last.scroll_into_view_if_needed()
    assert page.locator(".day h2").bounding_box()["y"] == 0  # the day stays in sight


def test_whoever_listens_hears_the_time_and_room_of_every_session_of_the_grid(open_page, program):
    page = open_page(SCHEDULE, width=1280)
    forums = page.locator("article.is-sub-forum")
    heard = [forums.nth(n).aria_snapshot() for n in range(3)]

    assert all("10:00" in each for each in heard)
    rooms = [room.name_en for room in program.rooms.all()]
    assert all(any(room in each for room in rooms) for each in heard)
    # The head of the column says it to the eye alone.
    assert forums.first.locator(".session-room").bounding_box()["width"] <= 1


def test_the_program_is_read_searched_and_switched_without_scripts(open_page, program):
    page = open_page(SCHEDULE, width=360, java_script_enabled=False)

    page.get_by_text("Search and filter").click()
    page.get_by_label("Title, person or organization").fill("wang")
    follow(page.get_by_role("button", name="Show"))
    assert page.locator(".session-title").all_inner_texts() == [
        "The future of educational big data"
    ]

    follow(page.get_by_role("link", name="简体中文"))
    assert "/zh-hans/conferences/ai-2026/schedule/?" in page.url
    assert "q=wang" in page.url
    assert page.locator(".session-title").all_inner_texts() == ["教育大数据的未来"]
    assert page.locator("html").get_attribute("lang") == "zh-Hans"

    follow(page.get_by_role("link", name="教育大数据的未来"))
    follow(page.get_by_role("link", name="王兴伟"))
    assert page.locator("h1").inner_text() == "王兴伟"


def test_a_personal_agenda_is_chosen_without_scripts(open_page, program):
    page = open_page(SCHEDULE, width=360, java_script_enabled=False)
    page.locator("main").get_by_role("link", name="My agenda").click()
    page.get_by_text("Choose from a list").click()
    page.get_by_role("checkbox").first.check()

    with page.expect_request("**/my.ics?*") as request:
        page.get_by_role("button", name="My calendar (.ics)").click()

    assert request.value.url.endswith(f"/my.ics?s={program.sessions.first().code}")


def test_the_keyboard_reaches_the_content_first(open_page, program):
    page = open_page(SCHEDULE)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_links_that_can_be_tapped_are_large_enough(open_page, program):
    """WCAG 2.2, 2.5.8 asks for 24 px, but for links inside a sentence; ours have a finger's 44."""
    page = open_page(SCHEDULE, width=360)

    for link in page.locator(".site-nav a, .day-tabs a, summary, .btn").all():
        if link.is_visible():
            assert link.bounding_box()["height"] >= 44
    language = page.locator(".languages a").bounding_box()
    page.mouse.click(language["x"] + 5, language["y"] + language["height"] + 5)
    page.wait_for_url("**/zh-hans/**")


def test_a_large_type_squeezes_nothing(open_page, program):
    """WCAG 1.4.4: twice the size on a phone, and still lines of words."""
    page = open_page(SCHEDULE, width=360, language="zh-hans", bypass_csp=True)

    page.add_style_tag(content=":root { font-size: 200% }")

    assert not is_too_wide(page)
    brand = page.locator(".brand").bounding_box()
    assert brand["width"] > 7 * 32
    assert page.locator(".languages").bounding_box()["y"] >= brand["y"] + brand["height"]


def test_dark_and_paper_have_their_own_colors(open_page, program):
    ground = "getComputedStyle(document.body).backgroundColor"
    light = open_page(SCHEDULE).evaluate(ground)
    page = open_page(SCHEDULE, color_scheme="dark")
    assert page.evaluate(ground) != light

    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not page.locator(".site-head").is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.locator(".print-head").inner_text() == LONG_NAME
    assert page.locator(".site-foot").inner_text().startswith("Program version 1")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_a_long_session_begins_on_the_sheet_of_its_title(open_page, program, tmp_path):
    forum = program.sessions.filter(kind="sub-forum").first()
    Session.objects.bulk_create(
        Session(conference=program, parent=forum, number=100 + n, kind="talk", title_en=f"Talk {n}")
        for n in range(25)
    )
    publish(program)
    page = open_page(f"/en/conferences/ai-2026/sessions/{forum.code}/")

    page.pdf(path=tmp_path / "session.pdf", page_ranges="1")
    first = subprocess.run(
        ["pdftotext", tmp_path / "session.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout
    assert forum.title_en.split()[0] in first
    assert "Talk 1" in first
