"""Texts side by side in a browser: each is saved as it is left, and nobody's is overwritten."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from conference.models import Room
from tests.factories import make_room

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_text_is_saved_as_it_is_left(signed_in, conference):
    room = make_room(conference, name_zh="报告厅", name_en="")
    page = signed_in(reverse("admin:both_languages", args=[conference.pk]))
    box = page.locator(f"[name='conference.room.{room.pk}.name:en:0']")
    state = box.locator("xpath=..").get_by_role("status")

    box.fill("Hall")
    box.press("Tab")
    expect(state).to_have_text("Saved")
    assert Room.objects.get().name_en == "Hall"

    Room.objects.update(name_en="Of somebody else")
    box.fill("Mine")
    box.press("Tab")
    expect(state).to_contain_text("Of somebody else")
    assert Room.objects.get().name_en == "Of somebody else"
    state.get_by_role("button", name="Save mine").click()
    expect(state).to_have_text("Saved")
    assert Room.objects.get().name_en == "Mine"


def test_what_a_cut_line_kept_from_the_site_is_sent_again(signed_in, conference):
    """Also where the text arrived and its answer did not: it is not taken for somebody else's."""
    room = make_room(conference, name_zh="报告厅", name_en="")
    page = signed_in(reverse("admin:both_languages", args=[conference.pk]))
    box = page.locator(f"[name='conference.room.{room.pk}.name:en:0']")
    state = box.locator("xpath=..").get_by_role("status")

    def answer_is_lost(route):
        route.fetch()
        route.abort()

    page.route("**/admin/texts/**", answer_is_lost)
    box.fill("Hall")
    box.press("Tab")
    expect(state).to_contain_text("Not saved yet: the site cannot be reached")
    assert Room.objects.get().name_en == "Hall"
    box.fill("Great Hall")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(state).to_contain_text("Not saved yet")
    expect(box).to_be_focused()

    page.unroute_all()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(state).to_have_text("Saved")
    assert Room.objects.get().name_en == "Great Hall"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Everything on this page is saved.")
