"""The press that makes starred words bold saves what is being written first."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from conference.program.models import Session
from tests.factories import make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_words_are_made_bold_in_the_text_as_it_is_written_now(signed_in, conference):
    row = make_session(conference, title_en="Talk", abstract_en="Bring *your own badge*")
    page = signed_in(reverse("admin:both_languages", args=[conference.pk]))
    box = page.locator(f"[name='program.session.{row.pk}.abstract:en:0']")

    box.fill("Bring *your own badge* today")
    page.get_by_role("button", name="Make them bold").click()

    expect(page.locator(".messagelist")).to_contain_text("1 text was saved.")
    expect(box).to_have_value("Bring **your own badge** today")
    assert Session.objects.get().abstract_en == "Bring **your own badge** today"
