"""One's own page without a network: the copy on the phone, which nobody reads without the link."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from conference.attendance.registering import issue_link
from conference.models import Conference
from tests.browser.offline.device import cut_off, kept_addresses
from tests.factories import make_registration, today_there

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERYTHING = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            found.push(request.url, await (await cache.match(request)).text());
        }
    }
    return found.join(" ");
}"""


def test_ones_own_page_is_read_without_a_network_and_by_nobody_without_its_link(
    open_page, conference
):
    tomorrow = today_there() + timedelta(days=1)
    Conference.objects.filter(pk=conference.pk).update(ends_on=tomorrow)
    person = make_registration(conference, name="曾志伟", email="zeng@example.org")
    token = issue_link(person)
    page = open_page(f"/en/r/{token}/", service_workers="allow")
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("[data-own-said]")).not_to_be_empty()
    everything = page.evaluate(EVERYTHING)
    assert [secret for secret in (token, "曾志伟", person.code) if secret in everything] == []
    cut_off(page)

    page.reload()

    expect(page.locator("#saved-bar")).to_have_text(re.compile(r"Saved copy of \d\d:\d\d\."))
    expect(page.locator(".own-code")).to_have_text(person.code)
    expect(page.locator(".own-qr")).to_be_visible()
    expect(page.get_by_text("Withdraw the registration")).to_have_count(0)
    issue_link(person)
    page.context.set_offline(False)
    page.reload()  # where the answer is slow, the copy is shown for the last time
    page.wait_for_function(
        "() => caches.open('lectern-own').then((kept) => kept.keys()).then((all) => !all.length)"
    )
    page.reload()
    expect(page.locator(".own-code")).to_have_count(0)
    assert not [address for address in kept_addresses(page) if "own-copy" in address]
