"""A line that is cut in the middle: whom a liaison typed stands there again, and counts once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.attendance import links
from conference.attendance.models import Registration
from tests.factories import make_reply_form, make_unit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.once(reason="what a browser sends"),
]


def test_what_was_typed_comes_back_and_is_kept_once(open_page, conference):
    form = make_reply_form(conference)
    question = form.questions.create(kind="text", label_en="Train")
    unit = make_unit(conference, closes_at=timezone.now() + timedelta(days=1))
    page = open_page(f"/en/u/{links.token_of(unit)}/")
    page.fill("[name=person-1-name]", "李明")
    page.locator(".unit-more summary").nth(1).click()
    page.fill(f"[name=person-1-question_{question.pk}]", "G8013")
    page.check("[name=agreed]")

    def cut(route):
        """The server has it, and its answer is lost."""
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/u/**", cut)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Put them on the list").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/u/**")
    page.go_back()

    assert page.input_value("[name=person-1-name]") == "李明"
    assert page.locator(".unit-more").nth(1).get_attribute("open") is not None
    assert page.locator("[name=agreed]").is_checked()
    page.get_by_role("button", name="Put them on the list").click()
    page.wait_for_url("**done=named**")
    row = Registration.objects.get()
    assert (row.name, row.answers) == ("李明", {str(question.pk): "G8013"})
