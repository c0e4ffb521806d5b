"""What every test can rely on: a clean cache, English, one browser, and where it ran."""

import gc
import json
import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import translation

from conference import page_cache, site_identity, stamps
from conference.program.release import published
from conference.typesetting import Print

hypothesis.settings.register_profile(
    "lectern",
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=50,
    # A busy machine is slow, not wrong.
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("lectern")

# However long a run takes, no page asks for the stamps because of its name.
site_identity.LATELY = float("inf")
# Nor does a statement more count in a test that took longer than two seconds before it.
stamps.RE_READ_AFTER = 600.0


def must(name):
    """Whether REQUIRE_<name> turns a skip for a missing program into a failure."""
    return bool(os.environ.get(f"REQUIRE_{name}"))


def skip_or_fail(name, reason):
    if must(name):
        pytest.fail(f"REQUIRE_{name} is set, but {reason}")
    pytest.skip(reason)


@pytest.fixture
def plain_prints(monkeypatch):
    """Papers are not set as PDF: their texts stand in the answer, readable and at no cost. For the
    walks over all addresses.
    """

    def as_text(_template, data, **_options):
        return Print(json.dumps(data, ensure_ascii=False).encode(), frozenset())

    monkeypatch.setattr("conference.program.papers.pdf.typeset", as_text)
    monkeypatch.setattr("conference.attendance.certificates.printing.typeset", as_text)
    monkeypatch.setattr("conference.printable.typeset", as_text)
    for where in ("conference.attendance.badges.drawing", "conference.attendance.badges.orders"):
        monkeypatch.setattr(f"{where}.draw", lambda _template, data, **_options: str(data).encode())


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    """One row of everything (tests/hostile.py), made once for a module whose tests each undo their
    own changes as usual. For walks that judge answers, not what is in the rows.
    """
    from tests.hostile import make_world

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def drawn_admin(django_db_setup, django_db_blocker):
    """The whole admin in both languages (`admin_walk.Drawn`), drawn once for all that judge it."""
    from tests.admin_walk import draw

    with django_db_blocker.unblock(), transaction.atomic():
        drawn = draw()
        transaction.set_rollback(True)
    return drawn


DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# Rooms and files whose tests ask the same of both databases: what is drawn from the published
# document or from rows that both give alike, one text that both keep alike, what a file, a form or
# a page says, and the admin's pages one after the other. What makes the document, what is counted,
# found, done at once, and what no value may break is asked of each (program/release, attendance,
# people/test_merging.py, every test with transactions of its own, test_hostile_input.py).
ALIKE = tuple(
    f"{Path(__file__).parent.joinpath(*room.split('/'))}{'' if room.endswith('.py') else os.sep}"
    for room in (
        *("program/public", "program/embed", "program/screens", "program/feeds"),
        *("program/sharing", "program/admin", "program/importing", "program/entering"),
        *("conference/admin", "config/office", "alliance/admin", "attendance/admin", "news"),
        *("people/test_admin.py", "people/test_making.py", "people/test_merging_pages.py"),
        *("config/api", "config/public/test_errors.py", "config/public/test_offline.py"),
        *("alliance/test_views.py", "test_admin_site.py", "test_unknown_values.py"),
        *("attendance/desk/test_programs.py", "attendance/replies/test_sheets.py"),
    )
)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests that cannot reach the database are `bare`: they say the same on every one. Those of
    rooms that are alike on both are `once`, and so are the longest lists of all: those of one and
    of three rows are asked on both. Those that start a whole server and wait for it come first,
    while the other runs have work for the processors.
    """
    for item in items:
        database = item.get_closest_marker("django_db")
        is_at_once = "transactional_db" in item.fixturenames or (
            database and database.kwargs.get("transaction")
        )
        if not is_at_once and (str(item.path).startswith(ALIKE) or is_longest(item)):
            item.add_marker(pytest.mark.once(reason="asks the same of both"))
        if not database and DATABASE_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.bare)
    yield
    items.sort(key=lambda item: item.get_closest_marker("served") is None)


def is_longest(item):
    """Whether a list of 400 rows costs what one of one costs."""
    values = getattr(item, "callspec", None)
    return bool(values) and 400 in map(values.params.get, ("count", "people", "n"))


def pytest_collection_finish():
    """What is loaded by now stays to the end: the collector, a tenth of all work, need not look
    through it again, nor after each few hundred objects. `python -m tests` is told.
    """
    if told := os.environ.get("LECTERN_COLLECTED"):
        Path(told).touch()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True)
def _alone():
    """No test sees the pages, counters or language that another left behind."""
    stamps._reading = stamps.Reading({})  # of a site whose stamps nobody has raised
    with translation.override(settings.LANGUAGE_CODE):
        yield
    cache.clear()
    page_cache.store.clear()
    stamps.forget()
    published.forget_programs()


@pytest.fixture
def results(settings, tmp_path):
    """The folder of finished files, of this test alone."""
    folder = tmp_path / "results"
    kept = settings.STORAGES["results"]
    options = kept["OPTIONS"] | {"location": folder}
    settings.STORAGES = settings.STORAGES | {"results": kept | {"OPTIONS": options}}
    return folder


# --- The browser -----------------------------------------------------------------------------

PATIENCE = 60_000  # ms until a busy machine counts as a wrong answer; it measures nothing
# What the driver itself switches off (a second list would replace the first), and two that cost a
# quarter of a browser run: the address bar's own pages, and a process in store for the next page.
WITHOUT = [
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
]
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(WITHOUT)}",
]


@pytest.fixture(scope="session")
def browser():
    """A running chromium; skipped, with the reason, where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        skip_or_fail("BROWSER", "no chromium was found in PATH (apt install chromium)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    # Playwright's own loop makes Django believe it runs inside an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser, live_server):
    """`open_page(path, width=1280, language="en", **context options)`: a page of the site.

    Without the worker that keeps the program for offline reading, unless the test asks for it
    (`service_workers="allow"`): it fetches every page in the background, and shows its copy where
    a slow machine takes too long.

    The test fails when any page it opened logged an error: a script's, or a refusal of the
    content security policy.
    """
    contexts, complaints = [], []

    def complain(message):
        source = message.location.get("url", "")
        # An answer of 4xx is the test's own to judge when it is the page itself.
        # So is a line that it cut.
        own = "status of 4" in message.text or "net::ERR_FAILED" in message.text
        is_the_page = source == message.page.url and own
        if message.type == "error" and not is_the_page:
            complaints.append(f"{source}: {message.text}")

    def opened(path="", *, width=1280, height=900, language="en", **options):
        options.setdefault("service_workers", "block")
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale={"en": "en-US", "zh-hans": "zh-CN"}[language],
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if path:
            page.goto(path)
        return page

    yield opened

    for context in contexts:
        context.close()
    assert complaints == []


# --- Where it ran ----------------------------------------------------------------------------


def pytest_terminal_summary(terminalreporter):
    """Name the database and what failed, also to `python -m tests`, which ran more than one."""
    terminalreporter.write_line(f"Database: {settings.DATABASE_NAME}")
    target = os.environ.get("LECTERN_RAN_ON")
    if target and terminalreporter.stats.get("passed"):
        Path(target).write_text(settings.DATABASE_NAME)
    if listed := os.environ.get("LECTERN_FAILED"):
        stats = terminalreporter.stats
        failed = [report.nodeid for key in ("failed", "error") for report in stats.get(key, ())]
        Path(listed).write_text("".join(f"{name}\n" for name in dict.fromkeys(failed)), "utf-8")
