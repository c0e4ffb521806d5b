"""The public reply form gone back to after it was sent: one person is one registration."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conference.attendance.models import Registration
from tests.factories import make_reply_form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.once(reason="what a browser sends"),
]
TYPED = {"name": "王样例", "organization_name": "样例大学", "title": "教授", "phone": "13800000001"}


def test_back_and_sent_again_is_the_same_reply(open_page, conference):
    make_reply_form(conference, closes_at=timezone.now() + timedelta(days=3))
    page = open_page("/en/conferences/here/register/")

    reached = []
    for _time in range(2):
        for name, text in TYPED.items():  # a browser brings it back, or its person writes it again
            page.fill(f"[name={name}]", text)
        page.check("[name=consent]")
        page.click("main [type=submit]")
        page.wait_for_url("**/r/**")
        reached.append(page.url)
        page.go_back()
        expect(page.locator("[name=consent]")).to_be_visible()

    assert reached[0] == reached[1]
    assert Registration.objects.count() == 1
