"""The station decides by itself: on a network that is slow, cut or lying, and after a reload."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conference.attendance.checkin import check_in
from conference.attendance.checkpoints import arrival_checkpoint
from conference.attendance.models import CheckIn, Registration, Station
from tests.browser.desk.hand import CODES, scan
from tests.browser.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASES = json.loads((Path(__file__).parents[2] / "attendance/desk/door.json").read_text())


def begin(page, address):
    page.goto(address)
    page.fill("#by", "Wang Min")
    page.click("#begin [type=submit]")
    expect(page.locator("#q")).to_be_focused()


def outcome(page):
    return page.locator("#outcome .outcome")


def test_each_scan_is_decided_at_once_and_the_servers_word_corrects_it(device, address):
    page, held = device, []
    begin(page, address)
    rules = "async (cases) => { const { decide } = await import(document.querySelector("
    rules += "'[href*=\"station/rules\"]').href); return cases.map((c) => decide(c.asked)); }"
    assert page.evaluate(rules, CASES) == [case["answer"] for case in CASES]

    def lie(route):
        route.fulfill(status=200, content_type="text/html", body="<p>Welcome to Wi-Fi")

    page.route("**/scans/", lie)
    page.route("**/list/", lie)
    scan(page, CODES[0])
    expect(outcome(page)).to_have_attribute("data-result", "admitted")
    expect(page.locator(".outcome-who")).to_have_text("曾志伟")
    scan(page, CODES[0], CODES[1], "ZZZZZ99999")
    expect(outcome(page)).to_contain_text("To be judged")
    expect(page.locator("#log li")).to_have_count(4)
    expect(page.locator("#waits")).to_have_text("4 waiting to be sent")
    expect(page.locator("#line-on")).to_contain_text("No connection")
    assert CheckIn.objects.count() == 0

    # At the other door, meanwhile; and then the network comes back.
    conference = Station.objects.get().conference
    arrival = arrival_checkpoint(conference)
    check_in(CODES[1], conference=conference, checkpoint=arrival, by=None, client_id="other")
    page.unroute("**/list/")
    page.unroute("**/scans/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waits")).to_have_text("Everything is sent")
    expect(page.locator("#corrections")).to_contain_text("Corrected by the server")
    expect(page.locator("#corrections")).to_contain_text("欧阳修")
    expect(outcome(page)).to_contain_text("Nobody has this code")
    found = CheckIn.objects.filter(station="Gate 1").order_by("pk")
    assert [(row.result, row.reason, row.typed_by) for row in found] == [
        ("admitted", "", "Wang Min"),
        ("already", "", "Wang Min"),
        ("already", "", "Wang Min"),
        ("refused", "unknown_code", "Wang Min"),
    ]

    page.route("**/scans/", lambda route: held.append(route))  # 3 s, or for ever
    page.keyboard.type(CODES[2][:4])
    expect(page.locator("#found")).to_contain_text("Anna Müller")
    page.fill("#q", CODES[2][1:5])  # a code counts from its beginning
    expect(page.locator("#found")).not_to_contain_text("Anna Müller")
    page.fill("#q", "")
    page.keyboard.type("anna mueller")
    page.locator("#found .btn").click()
    expect(outcome(page)).to_contain_text("Anna Müller")
    expect(outcome(page)).to_have_attribute("data-result", "admitted")
    page.click("#outcome .outcome-acts .btn")
    page.click("#outcome .outcome-acts .btn")
    expect(outcome(page)).to_have_attribute("data-result", "undone")


def test_a_reload_without_a_network_loses_nothing_and_a_revoke_ends_it(device, address):
    page = device
    begin(page, address)
    until(page, "async () => (await caches.keys()).some((n) => n.startsWith('lectern-station-'))")
    until(page, "async () => Boolean((await navigator.serviceWorker.ready).active)")
    page.context.set_offline(True)
    scan(page, CODES[0])
    expect(outcome(page)).to_have_attribute("data-result", "admitted")

    page.reload()

    expect(page.locator("#waits")).to_have_text("1 waiting to be sent")
    expect(page.locator("#log li")).to_have_count(1)
    scan(page, CODES[0])
    expect(outcome(page)).to_have_attribute("data-result", "already")
    second = page.context.new_page()
    second.goto(address)
    expect(second.locator("#waits")).to_have_text("2 waiting to be sent")
    kept = page.evaluate(
        """async () => {
          const db = await new Promise((resolve) => {
            const asked = indexedDB.open("lectern-station");
            asked.onsuccess = () => resolve(asked.result);
          });
          const all = (name) => new Promise((resolve) => {
            const asked = db.transaction(name).objectStore(name).getAll();
            asked.onsuccess = () => resolve(asked.result);
          });
          const [lists, scans] = [await all("lists"), await all("scans")];
          const text = new TextDecoder().decode(lists[0].sealed);
          const cached = [];
          for (const name of await caches.keys()) {
            for (const { url } of await (await caches.open(name)).keys()) cached.push(url);
          }
          return JSON.stringify([text, scans, cached, Object.values(localStorage)]);
        }"""
    )
    assert "曾志伟" not in kept
    assert address.split("/")[3] not in kept
    page.context.set_offline(False)
    expect(page.locator("#waits")).to_have_text("Everything is sent")
    expect(second.locator("#waits")).to_have_text("Everything is sent")
    assert [row.result for row in CheckIn.objects.order_by("pk")] == ["admitted", "already"]

    Station.objects.update(revoked_at=timezone.now())
    scan(page, CODES[1])
    expect(page.locator("#alert")).to_contain_text("This station is closed")
    expect(page.locator("#alert")).to_contain_text("1 scans were not sent")
    expect(page.locator("#work")).to_be_hidden()


def test_a_walk_in_is_added_once_with_or_without_a_network_and_papers_are_typed_in(device, address):
    page = device
    begin(page, address)
    page.route("**/walk-ins/", lambda route: route.abort())
    page.keyboard.type("王小明")
    page.click("#found .btn")
    page.fill("#walk-in-organization", "Sample University")
    page.press("#walk-in-organization", "Enter")
    expect(outcome(page)).to_contain_text("The code for the badge comes")
    expect(page.locator("#waits")).to_have_text("1 waiting to be sent")
    page.unroute("**/walk-ins/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waits")).to_have_text("Everything is sent")
    new = Registration.objects.get(source="walk-in")
    expect(page.locator(".badge-code")).to_have_text(f"{new.code[:5]} {new.code[5:]}")
    expect(page.locator(".badge-qr")).to_be_visible()

    page.click("#walk-in-open")
    page.fill("#walk-in-name", "曾 志伟")
    page.press("#walk-in-name", "Enter")
    expect(page.locator("#walk-in-doubles")).to_contain_text("Sample University")
    page.click("#walk-in-doubles .btn-primary")
    expect(outcome(page)).to_have_attribute("data-result", "admitted")

    page.click("#change")
    page.check("[name=mode][value=paper]")
    page.press("#by", "Enter")
    page.fill(
        "#sheet-at", yesterday := str(timezone.now() - timedelta(days=1))[:16].replace(" ", "T")
    )
    page.fill("#sheet-note", "The printer had stopped")
    page.fill("#q", "欧阳")
    page.press("#q", "Enter")
    expect(outcome(page)).to_contain_text("欧阳修")
    expect(page.locator("#waits")).to_have_text("Everything is sent")
    late = CheckIn.objects.latest("pk")
    local = late.scanned_at.astimezone(late.conference.zone)
    assert (late.method, late.note) == ("paper", "The printer had stopped")
    assert f"{local:%Y-%m-%dT%H:%M}" == yesterday
    assert [(row.result, row.registration.name) for row in CheckIn.objects.order_by("pk")] == [
        ("admitted", "王小明"),
        ("admitted", "曾志伟"),
        ("admitted", "欧阳修"),
    ]


def test_a_code_of_something_else_at_a_kiosk_is_told_and_never_shows_who_was_there(device, address):
    page = device
    page.goto(address)
    page.fill("#by", "Wang Min")
    page.check("[name=mode][value=kiosk]")
    page.press("#by", "Enter")
    expect(page.locator("#kiosk-welcome")).to_be_visible()
    scan(page, CODES[0])
    expect(outcome(page)).to_contain_text("曾志伟")

    page.keyboard.type("https://example.org/pay")
    page.keyboard.press("Enter")
    expect(outcome(page)).to_contain_text("no code of a badge")
    expect(outcome(page)).not_to_contain_text("曾志伟")
    scan(page, CODES[1])  # not glued to what was read before
    expect(outcome(page)).to_contain_text("欧阳修")
    expect(page.locator("#waits")).to_have_text("Everything is sent")
    assert list(CheckIn.objects.values_list("method", flat=True)) == ["kiosk", "kiosk"]


def test_the_screen_of_a_station_is_shown_on_a_device_that_is_a_station_already(device, address):
    arrival = Station.objects.get().conference.checkpoints.get(session=None)
    arrival.by_themselves = True
    arrival.save()
    page = device
    page.goto(address)
    until(page, "async () => Boolean((await navigator.serviceWorker.ready).active)")
    page.reload()  # from here on its worker answers for it
    until(page, "() => Boolean(navigator.serviceWorker.controller)")

    with page.context.expect_page() as opened:
        page.click("#screen")

    expect(opened.value.locator("h1")).to_have_text("Arrival")
    expect(opened.value.locator("svg")).to_be_visible()
