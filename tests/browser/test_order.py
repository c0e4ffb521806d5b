"""Rows in order: dragged with a mouse, and moved by the keyboard."""

import pytest
from playwright.sync_api import expect

from conference.attendance.models import Question
from tests.browser.waits import follow
from tests.factories import make_reply_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_questions_are_put_in_order_with_the_mouse_and_with_the_keyboard(signed_in, conference):
    form = make_reply_form(conference)
    for place, label in enumerate(("Topic", "Hotel", "Diet"), 1):
        form.questions.create(label_en=label, position=place)
    page = signed_in(f"/admin/attendance/replyform/{form.pk}/change/", width=1280)
    save = page.locator("[name=_continue]")

    page.locator("[name=questions-2-DELETE]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("body > [role=status]")).to_have_text("Now in place 2 of 3.")
    follow(save)
    assert in_order(form) == ["Topic", "Diet", "Hotel"]

    page.set_viewport_size({"width": 1280, "height": 1600})
    page.locator("#questions-2 h3").scroll_into_view_if_needed()
    last, first = (page.locator(f"#questions-{n} h3").bounding_box() for n in (2, 0))
    page.mouse.move(last["x"] + 150, last["y"] + 12)
    page.mouse.down()
    page.mouse.move(last["x"] + 150, last["y"], steps=4)
    page.mouse.move(last["x"] + 150, first["y"] + 4, steps=20)
    page.mouse.up()
    expect(page.locator(".inline-related.has_original").first).to_have_id("questions-2")
    follow(save)
    assert in_order(form) == ["Hotel", "Topic", "Diet"]


def in_order(form):
    return [question.label_en for question in Question.objects.filter(form=form)]
