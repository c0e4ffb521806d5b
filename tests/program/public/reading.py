"""Asking for public pages as a reader does."""

from lxml import html

from conference import stamps
from conference.program.release.publishing import publish

HOME = "/en/conferences/ai-2026/"


def publish_now(conference, **options):
    """Publish, and let the next request see it: a test's transaction never commits."""
    release = publish(conference, **options)
    stamps.forget()
    return release


def text_of(response):
    return " ".join(response.content.decode().split())


def code_of(program, title_en):
    return next(s.code for s in program.every_session() if s.title.en == title_en)


def tree(client, tail, language="en", status=200):
    response = client.get(f"/{language}/conferences/ai-2026/{tail}")
    assert response.status_code == status
    return html.document_fromstring(response.content.decode())


def words(element):
    """Its text in one line; what stands in a line of its own is set apart."""
    for block in element.iter("br", "dd", "dt", "p", "div", "h2"):
        block.tail = f" {block.tail or ''}"
    return " ".join(element.text_content().split())
