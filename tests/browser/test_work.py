"""The page of background work: it tells by itself how far it is, and when it is ready."""

import pytest
from playwright.sync_api import expect

from conference.attendance.lists.in_background import ask_for
from conference.work import leases, worker
from tests.browser.accounts import let_in
from tests.factories import make_conference, make_member, make_registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(results):
    conference = make_conference(slug="spring")
    make_registration(conference)
    by = make_member(conference, "exporter")
    return ask_for(conference, "registrations", "csv", by=by, via="desk", session=None)


def test_the_page_follows_the_work_and_ends_with_its_file(open_page, job):
    page = open_page(width=360)
    let_in(page, job.by, f"/en/desk/spring/work/{job.token}/")
    said, cancel = page.locator("#work"), page.get_by_role("button", name="Cancel")
    expect(said).to_contain_text("It waits for its turn.")
    taken = leases.take()
    expect(said).to_contain_text("The rows are being counted.")
    cancel.focus()

    leases.renew(taken, done=2, total=8)

    expect(said).to_contain_text("2 of 8 rows")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "2")
    expect(cancel).to_be_focused()  # what moves leaves the button under a finger alone
    leases.give_back(taken)
    assert worker.work_once() == job
    save = page.get_by_role("link", name="Save the file")
    expect(save).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("It is ready.")
    with page.expect_download() as download:
        save.click()
    assert download.value.suggested_filename.endswith(".csv")
