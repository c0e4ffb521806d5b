"""The camera at a station: a badge in sight is a scan, once; who refuses it is told what to do."""

import shutil

import pytest
import segno
from playwright.sync_api import expect

from conference.attendance.models import CheckIn
from tests.browser.desk.hand import CODES
from tests.conftest import CHROMIUM_OPTIONS, PATIENCE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.once(reason="what a browser sees"),
]

WIDTH, HEIGHT, DOT = 640, 480, 12


def picture(text):
    """One frame of a film (YUV4MPEG2) that shows a QR code, black on light gray."""
    rows = [[180] * WIDTH for _line in range(HEIGHT)]
    matrix = list(segno.make(text, error="m", micro=False).matrix_iter(border=4))
    left, top = (WIDTH - len(matrix) * DOT) // 2, (HEIGHT - len(matrix) * DOT) // 2
    for y, line in enumerate(matrix):
        for x, is_dark in enumerate(line):
            for row in rows[top + y * DOT : top + (y + 1) * DOT]:
                row[left + x * DOT : left + (x + 1) * DOT] = [30 if is_dark else 220] * DOT
    gray = bytes([128]) * (WIDTH * HEIGHT // 2)
    return b"FRAME\n" + b"".join(map(bytes, rows)) + gray


def film(path, *texts):
    """A second of each, shown again and again."""
    frames = b"".join(picture(text) * 5 for text in texts)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F5:1 Ip A1:1 C420jpeg\n" + frames)
    return path


@pytest.fixture
def with_camera(browser, tmp_path):
    """A chromium of its own whose camera shows two badges, and a code that is none."""
    shown = film(tmp_path / "badges.y4m", CODES[0], CODES[1], "https://example.org/menu")
    chromium = browser.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=[
            *CHROMIUM_OPTIONS,
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={shown}",
        ],
    )
    yield chromium
    chromium.close()


def test_a_badge_in_sight_of_the_camera_is_one_scan(with_camera, live_server, address):
    context = with_camera.new_context(base_url=live_server.url, locale="en-US")
    context.set_default_timeout(PATIENCE)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.fill("#by", "Wang Min")
    page.click("#begin [type=submit]")

    page.click("#camera")
    expect(page.locator("#camera-trouble")).to_contain_text("may not use the camera")
    context.grant_permissions(["camera"])
    page.press("#camera", "Enter")  # a second tap at once is a slip

    expect(page.locator("#log")).to_contain_text("曾志伟")
    expect(page.locator("#log")).to_contain_text("欧阳修")
    expect(page.locator("#outcome")).to_contain_text("no code of a badge")
    expect(page.locator("#log li")).to_have_count(2)  # each is shown for a second
    page.click("#camera")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(page.locator("#waits")).to_have_text("Everything is sent")
    assert [(row.result, row.method) for row in CheckIn.objects.order_by("pk")] == [
        ("admitted", "camera"),
        ("admitted", "camera"),
    ]
    page.reload()
    assert errors == []
    context.close()


def test_a_full_device_says_so_and_no_guest_leaves_a_kiosk(with_camera, live_server, address):
    context = with_camera.new_context(
        base_url=live_server.url, locale="en-US", permissions=["camera"]
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    page.fill("#by", "Wang Min")
    page.press("#by", "Enter")
    page.route("**/scans/", lambda route: route.abort())
    full = "throw new DOMException('', 'QuotaExceededError')"
    page.evaluate(f"() => {{ IDBObjectStore.prototype.put = () => {{ {full}; }}; }}")
    page.keyboard.type(CODES[2])
    page.keyboard.press("Enter")
    expect(page.locator("#outcome")).to_contain_text("Anna Müller")
    expect(page.locator("#alert")).to_contain_text("This device is full")
    page.unroute("**/scans/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waits")).to_have_text("Everything is sent")

    page.click("#change")
    page.check("[name=mode][value=kiosk]")
    page.press("#by", "Enter")
    expect(page.locator("#outcome")).to_contain_text("曾志伟")
    expect(page.locator("#log")).to_be_hidden()
    expect(page.locator("#outcome .btn")).to_have_count(0)
    page.click("#change")  # a guest's tap
    expect(page.locator("#begin")).to_be_hidden()
    assert CheckIn.objects.filter(method="kiosk").exists()
    context.close()
