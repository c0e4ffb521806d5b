"""The words of a home, and the moment at which it is read."""

from datetime import date

from conference import stamps
from conference.program.release.publishing import publish
from tests.factories import at

BEFORE = at("12:00", day=date(2026, 5, 1))


def text_of(response):
    return " ".join(response.content.decode().split())


def main_of(response):
    """What people read; the head tells machines the same, and scripts bring words of their own."""
    return text_of(response).partition("<main")[2].partition("</main>")[0]


def publish_now(conference):
    publish(conference, at=BEFORE)
    conference.refresh_from_db()
    stamps.forget()
