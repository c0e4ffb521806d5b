"""A large program on a phone: entries out of sight are laid out late, and nobody notices."""

import pytest

from conference.program.release.publishing import publish
from tests.factories import make_conference, make_room, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCHEDULE = "/en/conferences/here/schedule/"
PHONE = 360
LONG = " and what it means for those who teach, learn and decide" * 4


@pytest.fixture
def codes():
    """Of 72 sessions in 12 rooms, in order; every other one is much taller than is guessed."""
    conference = make_conference(slug="here")
    rooms = [make_room(conference, name_en=f"Room {n}") for n in range(12)]
    sessions = [
        make_session(
            conference,
            f"{hour:02}:00",
            f"{hour:02}:50",
            room=room,
            title_en=f"Talk {hour} in {room.name_en}" + LONG * (room.pk % 2),
        )
        for hour in range(8, 14)
        for room in rooms
    ]
    publish(conference)
    return [session.code for session in sessions]


def entry(page, code):
    return page.locator(f"article[data-code='{code}']")


def rests_at(page, code):
    """Where the top of an entry stands once the page has stopped moving, in pixels."""
    page.wait_for_function(
        """code => {
          const top = document.querySelector(`[data-code='${code}']`).getBoundingClientRect().top;
          const stands = window.lastTop === top ? (window.stands || 0) + 1 : 0;
          [window.lastTop, window.stands] = [top, stands];
          return stands > 20;
        }""",
        arg=code,
    )
    return entry(page, code).bounding_box()["y"]


def test_a_jump_ends_at_its_entry(codes, open_page):
    page = open_page(SCHEDULE, width=PHONE)
    page.locator(f".map a[href='#{codes[60]}']").dispatch_event("click")
    assert 0 < rests_at(page, codes[60]) < 300


def test_an_address_of_an_entry_opens_at_it(codes, open_page):
    page = open_page(f"{SCHEDULE}#{codes[60]}", width=PHONE)
    assert 0 < rests_at(page, codes[60]) < 300


def test_entries_out_of_sight_have_names_and_stars(codes, open_page):
    page = open_page(SCHEDULE, width=PHONE)
    page.get_by_role("link", name="Talk 13 in Room 11").wait_for()
    page.get_by_role("button", name="Keep “Talk 13 in Room 11").wait_for()
    entry(page, codes[-1]).locator(".star-button").click()
    entry(page, codes[-1]).locator(".star-button[aria-pressed=true]").wait_for()
    assert page.locator(".star-button").count() == len(codes)
