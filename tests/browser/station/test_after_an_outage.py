"""Hundreds of scans wait when the network is back: sent in volleys, shown calmly, and forgotten."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import Admission, CheckIn, Station
from conference.attendance.station.links import make_station
from tests.browser.desk.hand import scan
from tests.browser.waits import until
from tests.factories import make_conference, make_registration
from tests.station_page import OPENED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE, SCANS = 40, 250
NAME, MAIL = "曾志伟", "zeng@secret.example"
CODES = [f"CDEF{number:06}".replace("0", "A").replace("1", "B") for number in range(PEOPLE)]
# As at a door, by the page's own code; what it does is asked of the page itself.
WRITE = (
    f"async (codes) => {{{OPENED}"
    + """\
  const how = { by: "志愿者", checkpoint: "arrival", direction: "in", method: "scanner" };
  for (const code of codes) await scans.add({ ...how, code });
}"""
)
# All that lies on the device, also within bytes.
KEPT = """async () => {
  const opened = await new Promise((resolve) => {
    const asked = indexedDB.open("lectern-station");
    asked.onsuccess = () => resolve(asked.result);
  });
  const rows = {};
  for (const name of opened.objectStoreNames) {
    rows[name] = await new Promise((resolve) => {
      const asked = opened.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => resolve(asked.result);
    });
  }
  opened.close();
  const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
  const read = (_key, value) => (isBytes(value) ? new TextDecoder().decode(value) : value);
  const cached = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      cached.push(request.url, await (await cache.match(request)).text());
    }
  }
  const stored = [Object.entries(localStorage), Object.entries(sessionStorage)];
  const text = JSON.stringify([rows, cached, stored], read);
  return { scans: rows.scans.length, lists: rows.lists.length, text };
}"""

# The next two requests are given up soon, as others are after twenty seconds.
IMPATIENT = """() => {
  const patience = AbortSignal.timeout.bind(AbortSignal);
  let left = 2;
  AbortSignal.timeout = (ms) => patience(left-- > 0 ? 700 : ms);
}"""


@pytest.fixture
def station():
    """(its address, its conference)."""
    conference = make_conference(slug="spring")
    for number, code in enumerate(CODES):
        name = NAME if number == 0 else f"参会者{number}"
        make_registration(conference, name=name, code=code, email=MAIL, phone="+44 7700 900777")
    arrival_checkpoint(conference)
    end = timezone.now() + timedelta(hours=1)
    _station, token = make_station(conference, name="Gate 1", ends_at=end)
    return f"/en/station/{token}/", conference


def signed_in_elsewhere(conference):
    """Everybody, in a few statements."""
    arrival, now = arrival_checkpoint(conference), timezone.now()
    people = list(conference.registrations.order_by("pk"))
    scans = CheckIn.objects.bulk_create(
        CheckIn(
            conference=conference,
            checkpoint=arrival,
            registration=person,
            client_id=f"other-{person.pk}",
            result="admitted",
            scanned_at=now,
            station="Gate 2",
        )
        for person in people
    )
    Admission.objects.bulk_create(
        Admission(registration=one.registration, checkpoint=arrival, check_in=one, signed_in_at=now)
        for one in scans
    )


def test_what_waited_is_sent_in_volleys_and_nothing_of_it_can_be_read_on_the_device(
    device, station
):
    address, conference = station
    page, sizes = device, []
    page.goto(address)
    page.fill("#by", "Wang Min")
    page.click("#begin [type=submit]")
    until(page, "async () => Boolean((await navigator.serviceWorker.ready).active)")
    page.context.set_offline(True)
    page.evaluate(WRITE, [CODES[n % PEOPLE] for n in range(SCANS)])
    expect(page.locator("#waits")).to_have_text(f"{SCANS} waiting to be sent")
    signed_in_elsewhere(conference)

    def sent(route):
        sizes.append(len(route.request.post_data_json["scans"]))
        if len(sizes) == 1:
            route.fetch()  # it arrives, and nobody hears of it
        else:
            route.continue_()

    page.reload()
    expect(page.locator("#waits")).to_have_text(f"{SCANS} waiting to be sent")
    expect(page.locator("#log li")).to_have_count(30)
    page.evaluate(IMPATIENT)
    page.context.route("**/scans/", sent)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waits")).to_have_text("Everything is sent")

    # A volley that nobody answered in time is followed by a smaller one.
    assert sizes == [100, 25, 50, 100, 75]
    assert CheckIn.objects.filter(station="Gate 1", result="already").count() == SCANS
    assert Admission.objects.count() == PEOPLE
    # The device had let all forty in. The newest stand there, the others as a number.
    expect(page.locator("#corrections .outcome")).to_have_count(12)
    expect(page.locator("#more-corrections")).to_contain_text("28 more otherwise")
    kept = page.evaluate(KEPT)
    assert (kept["scans"], kept["lists"]) == (SCANS, 1)
    token = address.split("/")[3]
    secrets = (NAME, "参会者", MAIL, "900777", CODES[0], token, "志愿者")
    assert [text for text in secrets if text in kept["text"]] == []

    page.context.unroute("**/scans/")
    page.context.set_offline(True)
    page.focus("#q")
    scan(page, CODES[0])
    expect(page.locator("#waits")).to_have_text("1 waiting to be sent")
    Station.objects.update(revoked_at=timezone.now())
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#alert")).to_contain_text("1 scans were not sent")
    until(page, f"async () => (await ({KEPT})()).scans === 1")
    kept = page.evaluate(KEPT)
    assert kept["lists"] == 0
    assert [text for text in (*secrets, "Wang Min") if text in kept["text"]] == []
    assert NAME not in page.content()
    assert json.loads(kept["text"])[1]  # the page itself stays, which is nobody's
