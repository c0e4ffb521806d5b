"""Sessions of a schedule as a reader finds and stars them."""

from datetime import date

from conference.program.models import Session

SCHEDULE = "/en/conferences/here/schedule/"
MY = "/en/conferences/here/my/"
NEXT_DAY = date(2026, 5, 21)


def code_of(title):
    return Session.objects.get(title_en=title).code


def entry(page, title):
    """The entry of the schedule: its element, not that of a part."""
    return page.locator(f"[data-code='{code_of(title)}']")


def star(page, title):
    return page.get_by_role("button", name=f"Keep “{title}” in my agenda")


def is_starred(page, title):
    return star(page, title).get_attribute("aria-pressed") == "true"


def opened_at(open_page, moment, path=SCHEDULE, **options):
    page = open_page(**options)
    page.clock.install(time=moment)
    page.goto(path)
    page.locator(".reader-tools").wait_for(state="attached")
    return page
