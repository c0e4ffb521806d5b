"""The desk on a network that does not answer: scans wait, are counted, arrive once."""

import pytest
from django.db import connection

from conference.attendance.models import Admission, CheckIn
from tests.browser.desk.hand import CODES, all_sent, results, scan, sign_in
from tests.factories import make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_without_a_network_scans_wait_are_counted_and_arrive_once(at_broken_desk):
    page = at_broken_desk
    page.fill("#q", "anna")
    page.locator(".found .btn-sign").wait_for()
    broken = [
        # A gateway's page, a server's page, a login to the hall's network, an answer that is lost.
        lambda route: route.abort(),
        lambda route: route.fulfill(status=502, content_type="text/html", body="<p>Bad gateway"),
        lambda route: route.fulfill(status=500, content_type="text/html", body="<p>Error"),
        lambda route: route.fulfill(
            status=200, content_type="text/html", body="<p>Welcome to Wi-Fi"
        ),
        lambda route: (route.fetch(), route.abort()),
    ]
    page.clock.install()

    def fail(route):
        (broken.pop(0) if broken else lambda r: r.continue_())(route)

    page.route("**/check-in/", fail)

    page.click(".found .btn-sign")
    scan(page, CODES[0], CODES[1])
    page.wait_for_function("() => document.querySelector('.is-trouble')")
    assert page.inner_text("#queue-state").startswith("3 scans wait to be sent.")
    for _pause in range(8):
        page.clock.run_for(9_000)
        page.wait_for_load_state("networkidle")
    all_sent(page)

    assert sorted(results()) == sorted(
        (name, "admitted") for name in ("Anna Müller", "曾志伟", "欧阳修")
    )
    assert broken == []


def test_what_waits_keeps_its_place_and_time_and_outlives_a_reload(at_broken_desk, conference):
    forum = make_session(conference, "10:00", kind="sub-forum", title_en="AI literacy")
    page = at_broken_desk
    page.reload()
    page.route("**/check-in/", lambda route: route.abort())
    scan(page, CODES[0])
    page.locator(".is-trouble").wait_for()
    page.click(".desk-place summary")
    page.select_option("#place-checkpoint", forum.code)
    page.wait_for_url(f"**?checkpoint={forum.code}")
    scan(page, CODES[1])
    page.locator("#queue-state", has_text="2 scans wait").wait_for()
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))

    page.unroute("**/check-in/")
    page.reload()
    all_sent(page)

    assert warned == ["beforeunload"]
    scans = CheckIn.objects.order_by("pk")
    assert [str(each.checkpoint) for each in scans] == ["Arrival", "AI literacy"]
    assert all(each.scanned_at <= each.received_at for each in scans)


def test_signed_out_meanwhile_nothing_is_lost(at_broken_desk):
    page = at_broken_desk
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    scan(page, CODES[0], CODES[1])
    page.locator("#queue-state", has_text="You are signed out.").wait_for()
    assert page.locator("#queue-sign-in a").is_visible()

    sign_in(page.context.new_page(), page.user)  # in another tab, which also changes the token
    page.evaluate("dispatchEvent(new Event('focus'))")
    all_sent(page)

    assert Admission.objects.count() == 2
