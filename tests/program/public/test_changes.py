"""What changed since the last release, as readers and their feeds are told."""

import pytest
from django.conf import settings

from tests.factories import at
from tests.program.public.reading import HOME, publish_now, text_of

pytestmark = pytest.mark.django_db


def test_changes_are_told_without_what_only_organizers_see(client, conference, program):
    session = conference.sessions.get(title_en="Tea break")
    session.title_en, session.position = "Long tea break", 99
    session.starts_at = at("09:50")
    session.save()
    conference.sessions.filter(title_en="First sub-forum").update(position=98)
    publish_now(conference, note="The tea break moves.")

    page = text_of(client.get(f"{HOME}changes/"))
    feed = client.get(f"{HOME}changes/feed.xml").content.decode()

    assert page.index("Version 2") < page.index("Version 1")
    assert "The tea break moves." in page
    assert "<del>2026-05-20 09:45</del> → <ins>2026-05-20 09:50</ins>" in page
    assert "<del>Tea break</del> → <ins>Long tea break</ins>" in page
    assert "First sub-forum" not in page
    assert "osition" not in page.partition("<body")[2]
    assert "The first version of the program." in page
    assert "moved: Long tea break" in feed
    assert feed.count("<entry>") == 2


def test_the_feed_of_changes_has_the_marks_of_its_language(client, conference, program):
    conference.sessions.filter(title_en="Tea break").update(title_zh="午后茶歇")
    publish_now(conference)

    feed = client.get(f"/zh-hans/{HOME.removeprefix('/en/')}changes/feed.xml").content.decode()

    assert "：午后茶歇" in feed


def test_an_earlier_release_stays_readable(client, conference, program):
    conference.sessions.filter(title_en="Tea break").update(title_en="Coffee break")
    publish_now(conference)

    first = text_of(client.get(f"{HOME}releases/1/"))
    second = text_of(client.get(f"{HOME}releases/2/"))

    assert "Tea break</a>" in first
    assert "Coffee" not in first
    assert "This is an earlier version of the program" in first
    assert "Coffee break</a>" in second
    assert "This is an earlier version" not in second


def test_the_atom_feed_is_well_formed(client, conference, program):
    from lxml import etree

    conference.sessions.filter(title_en="Tea break").update(title_en="Tea & \u200bcake <b>")
    publish_now(conference, note="a\x0bb")

    feed = etree.fromstring(client.get(f"{HOME}changes/feed.xml").content)

    space = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.find("a:id", space).text == f"{settings.PUBLIC_URL}{HOME}changes/feed.xml"
    assert len(feed.findall("a:entry", space)) == 2
    assert feed.find("a:entry/a:updated", space).text
