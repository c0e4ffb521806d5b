"""The Atom feeds, held against the rules of RFC 4287 by checks of our own."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from conference import stamps
from conference.program.release.publishing import publish
from tests.factories import at, make_article, make_conference, make_session
from tests.forgetting import forget_everything

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
NEWS, CHANGES = "conferences/spring/news/feed.xml", "conferences/spring/changes/feed.xml"
SITE = "news/feed.xml"
HOSTILE = "</title> <b>&amp; ]]> \x0b\ufffe \U0001f600"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def conference():
    conference = make_conference(slug="spring", name_zh="春季研讨会", name_en="Spring Symposium")
    make_session(conference, "09:00")
    publish_now(conference, at=at("08:00"), note="First <draft> & more")
    return conference


def publish_now(conference, **options):
    publish(conference, **options)
    conference.refresh_from_db()
    forget_everything()


def valid_feed(client, tail, language="en"):
    """The feed, after the rules that every Atom document keeps (RFC 4287, sections 4.1 and 4.2)."""
    path = f"/{language}/{tail}"
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(LANG) == {"en": "en", "zh-hans": "zh-Hans"}[language]
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    whole = f"{settings.PUBLIC_URL}{path}"
    assert feed.findtext(f"{ATOM}id") == whole
    assert links(feed, "self") == [whole]
    assert len(links(feed, "alternate")) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1
        assert len(entry.findall(f"{ATOM}published")) <= 1
        assert entry.findtext(f"{ATOM}title").strip()
        assert len(links(entry, "alternate")) == 1
        for text in entry.iter(f"{ATOM}content", f"{ATOM}summary"):
            assert text.get("type", "text") in ("text", "html")
            assert len(text) == 0  # escaped: no element of its own
        for moment in (entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")):
            assert moment is None or datetime.fromisoformat(moment).tzinfo
        assert entry.findtext(f"{ATOM}updated") <= feed.findtext(f"{ATOM}updated")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(settings.PUBLIC_URL in found for found in ids)
    return feed


def links(element, rel):
    return [
        link.get("href")
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == rel
    ]


def entries(feed):
    return feed.findall(f"{ATOM}entry")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("tail", [NEWS, CHANGES, SITE])
def test_every_feed_is_valid_atom(client, conference, tail, language):
    make_article(
        conference,
        title_zh="",
        title_en=HOSTILE,
        lead_en=HOSTILE,
        body_en=f"{HOSTILE}\n\n**Bold** <i>",
        written_by="Li & Wang",
    )
    make_article(conference, published_on=date(2026, 5, 1))
    forget_everything()

    feed = valid_feed(client, tail, language)

    assert len(entries(feed)) == (1 if tail == CHANGES else 2)
    for link in links(feed, "alternate") + [links(e, "alternate")[0] for e in entries(feed)]:
        assert client.get(link.removeprefix(settings.PUBLIC_URL)).status_code == 200


@pytest.mark.parametrize("tail", [NEWS, SITE])
def test_a_feed_without_articles_is_valid_and_stands_still(client, conference, tail):
    first = valid_feed(client, tail)
    forget_everything()

    assert entries(first) == []
    assert etree.tostring(valid_feed(client, tail)) == etree.tostring(first)


def test_an_edit_raises_the_moment_and_keeps_the_identity(client, conference, clock):
    article = make_article(conference, slug="held", published_on=date(2026, 5, 20))
    forget_everything()
    before = valid_feed(client, NEWS)
    clock.move_to(datetime(2026, 6, 2, 4, 0, tzinfo=UTC))
    article.title_en = "The symposium was held well"
    article.save()
    forget_everything()

    after = valid_feed(client, NEWS)

    (old,), (new,) = entries(before), entries(after)
    assert old.findtext(f"{ATOM}id") == new.findtext(f"{ATOM}id")
    assert old.findtext(f"{ATOM}published") == new.findtext(f"{ATOM}published")
    assert new.findtext(f"{ATOM}updated") == "2026-06-02T12:00:00+08:00"
    assert after.findtext(f"{ATOM}updated") == "2026-06-02T12:00:00+08:00"


def test_what_was_written_before_its_day_is_as_old_as_its_day(client, conference, clock):
    clock.move_to(datetime(2026, 5, 1, 4, 0, tzinfo=UTC))
    make_article(conference, published_on=date(2026, 5, 20))
    clock.move_to(NOW)
    forget_everything()

    (entry,) = entries(valid_feed(client, NEWS))

    assert entry.findtext(f"{ATOM}updated") == "2026-05-20T00:00:00+08:00"


def test_a_change_is_told_as_html_that_shows_the_words(client, conference):
    session = conference.sessions.get()
    session.title_en = "Future <b> & data"
    session.save()
    publish_now(conference, at=at("09:00"), note="Moved <br> & renamed")

    newest = entries(valid_feed(client, CHANGES))[0]

    summary = newest.find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    shown = [p.text_content() for p in html.fragments_fromstring(summary.text)]
    assert shown[0] == "Moved <br> & renamed"
    assert "Future <b> & data" in shown[1]
    assert newest.findtext(f"{ATOM}updated") == "2026-05-20T09:00:00+08:00"


def test_a_feed_that_did_not_change_is_not_sent_again(client, conference):
    make_article(conference)
    forget_everything()
    for tail in (NEWS, CHANGES, SITE):
        first = client.get(f"/en/{tail}")
        again = client.get(f"/en/{tail}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    make_article(conference, title_en="One more")
    stamps.forget()
    assert client.get(f"/en/{NEWS}", headers={"If-None-Match": first["ETag"]}).status_code == 200


# --- The whole site ------------------------------------------------------------------------------


def test_the_sites_feed_holds_the_news_of_every_public_conference(client, conference):
    autumn = make_conference(slug="autumn", name_en="Autumn Symposium")
    hidden = make_conference(slug="hidden", name_en="Hidden Symposium")
    make_session(autumn, "09:00")
    publish_now(autumn)
    make_article(conference, title_en="Spring news", published_on=date(2026, 5, 1))
    make_article(autumn, title_en="Autumn news", published_on=date(2026, 5, 2))
    make_article(autumn, title_en="For later", published_on=date(2026, 6, 3))
    make_article(autumn, title_en="Not public", is_public=False)
    make_article(hidden, title_en="Hidden news")
    autumn.name_en = "Draft name"
    autumn.save()
    forget_everything()

    feed = valid_feed(client, SITE)

    assert [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}author/{ATOM}name"))
        for entry in entries(feed)
    ] == [("Autumn news", "Autumn Symposium"), ("Spring news", "Spring Symposium")]
    assert feed.findtext(f"{ATOM}title") == "News · Lectern"


def test_the_sites_feed_costs_the_same_for_any_number_of_articles(client):
    for number in (1, 3):
        conference = make_conference()
        make_session(conference, "09:00")
        make_article(conference, title_en=f"Article {number}")
        publish_now(conference)

        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/{SITE}")
        with CaptureQueriesContext(connection) as again:
            client.get(f"/en/{SITE}")
        assert (len(queries), len(again)) == (3, 0)
