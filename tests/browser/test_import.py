"""A schedule of another system in a real browser: from its file to the public page."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from conference.program.models import Session
from conference.program.release.publishing import publish
from tests.browser.test_main_job import signed_in
from tests.browser.waits import follow
from tests.factories import make_conference, make_role, make_session
from tests.program.importing.files import document, event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What its style sheets import is not read again: axe would look for it beside the page.
OPTIONS = {"preload": False}
LAB = "Sendezentrumsbühne:Freifunk-Flunkyground-Assembly"  # no place to break it on a phone
TITLES = ("Reading with machines", "Grading by dialog", "A lab for everybody")


@pytest.fixture
def conference():
    """A published one: a session that the file does not know, and one that it moves."""
    conference = make_conference(slug="ai-2026", name_en="AI Symposium")
    make_role(make_session(conference, "08:00", title_en="Registration opens"))
    publish(conference)
    return conference


@pytest.fixture
def schedule():
    rows = [
        event(
            n,
            title=title,
            room="Hall" if n < 3 else LAB,
            type="Quiz show" if n == 3 else "Talk",
        )
        for n, title in enumerate(TITLES, start=1)
    ]
    rows.append(event(4, title="", persons=[]))
    return {
        "name": "schedule.json",
        "mimeType": "application/json",
        "buffer": json.dumps(document(*rows)).encode(),
    }


def reviewed(page, schedule):
    """From the list of sessions to the preview."""
    page.goto("/admin/program/session/")
    page.get_by_role("main").get_by_role("link", name="Import an agenda").click()
    page.set_input_files("#id_schedule", schedule)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("heading", name="1 session cannot be taken").wait_for()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_preview_can_be_used_by_everybody(open_page, conference, schedule, width, scheme):
    page = signed_in(
        open_page, conference, "editor", width=width, color_scheme=scheme, bypass_csp=True
    )

    reviewed(page, schedule)

    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    results = Axe().run(page, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def test_a_file_becomes_a_public_program(open_page, conference, schedule):
    organizer = signed_in(open_page, conference, "organizer")
    reviewed(organizer, schedule)

    # Nothing is written before it is confirmed.
    assert Session.objects.count() == 1
    for title in TITLES:
        assert (
            organizer.locator("details", has_text="Sessions").get_by_text(title).first.is_visible()
        )
    organizer.get_by_role("button", name="Import into the draft").click()

    organizer.get_by_text("3 sessions are new").wait_for()
    reader = open_page("/en/conferences/ai-2026/schedule/")
    assert reader.get_by_text(TITLES[0]).count() == 0  # a draft stays one
    organizer.get_by_role("link", name="Review and publish").click()
    organizer.get_by_role("button", name="Publish").click()
    organizer.wait_for_url(lambda address: "/publish/" not in address)

    reader.reload()
    for title in TITLES:
        assert reader.locator(".session-title", has_text=title).count() == 1
    follow(reader.get_by_role("link", name=TITLES[0]).first)
    reader.get_by_role("heading", name=TITLES[0]).wait_for()
    assert reader.get_by_text("Ada Lovelace").count() >= 1
    assert reader.get_by_text("Hall").count() >= 1
