"""robots.txt and the sitemaps, held against the rules of sitemaps.org by checks of our own."""

import re
from datetime import date, datetime
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from conference import stamps
from conference.program.release.publishing import publish, withdraw
from config.public import crawlers
from tests.factories import (
    at,
    make_alliance,
    make_article,
    make_conference,
    make_participation,
    make_role,
    make_session,
)
from tests.forgetting import forget_everything

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="addresses of pages that other tests read from each"),
]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANGUAGES = ("en", "zh-hans")
BEFORE = at("12:00", day=date(2026, 5, 1))


def publish_now(conference):
    publish(conference, at=BEFORE)
    conference.refresh_from_db()
    stamps.forget()


def read(client, path="/sitemap.xml"):
    with time_machine.travel(BEFORE, tick=False):
        response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    assert len(response.content) <= 50 * 1024 * 1024
    return etree.fromstring(response.content)


def valid(root):
    """The addresses of a sitemap or index, after every rule of the protocol was held."""
    kind, entry = {"urlset": ("urlset", "url"), "sitemapindex": ("sitemapindex", "sitemap")}[
        etree.QName(root).localname
    ]
    assert root.tag == f"{SITEMAP}{kind}"
    addresses = []
    for row in root:
        assert row.tag == f"{SITEMAP}{entry}"
        assert [child.tag for child in row if child.tag.startswith(SITEMAP)] in (
            [f"{SITEMAP}loc"],
            [f"{SITEMAP}loc", f"{SITEMAP}lastmod"],
        )
        address = row.findtext(f"{SITEMAP}loc")
        assert address.startswith(f"{settings.PUBLIC_URL}/") and len(address) < 2_048
        assert address.isascii() and not set(address) & set(" <>\"'")
        if changed := row.findtext(f"{SITEMAP}lastmod"):
            assert datetime.fromisoformat(changed).tzinfo is not None
        addresses.append(address)
    assert 0 < len(addresses) <= 50_000
    assert len(set(addresses)) == len(addresses)
    return addresses


@pytest.fixture
def conference():
    return make_conference(slug="ai-2026")


# --- robots.txt ----------------------------------------------------------------------------------


def test_robots_are_kept_from_what_is_private_and_told_the_map(client):
    text = client.get("/robots.txt").content.decode()
    rules = RobotFileParser()
    rules.parse(text.splitlines())

    for private in ("/admin/", "/en/desk/ai-2026/", "/zh-hans/r/abc/", "/en/invitations/abc/"):
        assert not rules.can_fetch("*", f"{settings.PUBLIC_URL}{private}")
    for public in ("/en/", "/zh-hans/conferences/r/", "/en/conferences/desk/schedule/", "/media/x"):
        assert rules.can_fetch("*", f"{settings.PUBLIC_URL}{public}")
    assert rules.site_maps() == [f"{settings.PUBLIC_URL}/sitemap.xml"]


# --- One map -------------------------------------------------------------------------------------


def test_the_sitemap_names_every_public_page_in_both_languages(client, conference):
    make_conference(slug="draft")
    make_article(conference, slug="the-program", published_on=date(2026, 4, 1))
    make_article(conference, slug="for-later", published_on=date(2026, 5, 2))
    make_alliance(slug="reform")
    make_alliance(slug="hidden", is_public=False)
    forum = make_session(conference, "09:00", "11:00", kind="sub-forum")
    talk = make_session(conference, "09:00", kind="talk", parent=forum)
    speaker = make_role(talk).participation
    guest = make_participation(conference)
    publish_now(conference)
    make_session(conference, "14:00")  # a draft

    root = read(client)

    tails = [
        *("", "news/", "alliances/reform/", "alliances/reform/members/"),
        *(
            f"conferences/ai-2026/{tail}"
            for tail in (
                *("", "schedule/", "speakers/", "venue/", "changes/", "news/"),
                *(f"sessions/{session.code}/" for session in (forum, talk)),
                *(f"speakers/{person.code}/" for person in (speaker, guest)),
                "news/the-program/",
            )
        ),
    ]
    wanted = {
        f"{settings.PUBLIC_URL}/{code}/{tail}" for code in ("en", "zh-hans") for tail in tails
    }
    assert set(valid(root)) == wanted


def test_each_page_names_all_its_languages_and_one_for_everybody_else(client, conference):
    publish_now(conference)

    for url in read(client):
        own = url.findtext(f"{SITEMAP}loc")
        twins = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        tail = re.sub(r"^.*?/(en|zh-hans)/", "", own)
        english = f"{settings.PUBLIC_URL}/en/{tail}"
        assert twins == {
            "zh-Hans": f"{settings.PUBLIC_URL}/zh-hans/{tail}",
            "en": english,
            "x-default": english if tail else f"{settings.PUBLIC_URL}/",
        }


def test_a_page_changed_when_its_release_was_published_and_a_session_when_it_changed(
    client, conference
):
    kept = make_session(conference, "09:00")
    moved = make_session(conference, "10:00")
    publish_now(conference)
    moved.title_en = "Another title"
    moved.save()
    publish(conference, at=at("12:00", day=date(2026, 5, 3)))
    stamps.forget()

    changed = {
        urlsplit(url.findtext(f"{SITEMAP}loc")).path: url.findtext(f"{SITEMAP}lastmod")
        for url in read(client)
    }

    home = "/en/conferences/ai-2026/"
    assert changed[f"{home}schedule/"] == "2026-05-03T04:00:00+00:00"
    assert changed[f"{home}sessions/{kept.code}/"] == "2026-05-01T04:00:00+00:00"
    assert changed[f"{home}sessions/{moved.code}/"] == "2026-05-03T04:00:00+00:00"
    assert changed["/en/"] is None


def test_every_address_of_the_sitemap_answers_as_its_own_canonical(client, conference):
    make_role(make_session(conference, "09:00"))
    make_article(conference, published_on=date(2026, 4, 1))
    make_alliance()
    publish_now(conference)

    addresses = valid(read(client))
    with time_machine.travel(BEFORE, tick=False):
        for address in addresses:
            response = client.get(address.removeprefix(settings.PUBLIC_URL))
            assert response.status_code == 200, address
            assert f'<link rel="canonical" href="{address}">' in response.content.decode()


def test_a_withdrawn_conference_leaves_the_map(client, conference):
    publish_now(conference)
    withdraw(conference.releases.get())
    forget_everything()

    assert not [address for address in valid(read(client)) if "ai-2026" in address]
    assert client.get("/sitemaps/conferences/ai-2026.xml").status_code == 404


def test_the_map_costs_the_same_for_any_number_of_conferences(client):
    for number in (1, 3, 25):
        while published_count() < number:
            conference = make_conference()
            make_role(make_session(conference, "09:00"))
            make_article(conference, published_on=date(2026, 4, 1))
            make_alliance()
            publish_now(conference)
        forget_everything()

        with time_machine.travel(BEFORE, tick=False):
            with CaptureQueriesContext(connection) as queries:
                client.get("/sitemap.xml")
            with CaptureQueriesContext(connection) as again:
                client.get("/sitemap.xml")
        assert len(queries) == (5 if number <= crawlers.MOST_CONFERENCES else 3)
        assert len(again) == 0


def published_count():
    return crawlers.Conference.objects.published().count()


# --- Many maps -----------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", ["MOST_CONFERENCES", "MOST_ADDRESSES"])
def test_a_large_site_has_an_index_of_maps(client, conference, monkeypatch, limit):
    talk = make_session(conference, "09:00")
    make_article(conference, slug="the-program", published_on=date(2026, 4, 1))
    make_alliance(slug="reform")
    publish_now(conference)
    whole = set(valid(read(client)))
    monkeypatch.setattr(crawlers, limit, 0)
    forget_everything()

    index = read(client)

    maps = valid(index)
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert [address.removeprefix(settings.PUBLIC_URL) for address in maps] == [
        "/sitemaps/site.xml",
        "/sitemaps/conferences/ai-2026.xml",
    ]
    assert index[1].findtext(f"{SITEMAP}lastmod") == "2026-05-01T04:00:00+00:00"
    parts = [valid(read(client, urlsplit(address).path)) for address in maps]
    assert set(parts[0]) | set(parts[1]) == whole
    assert any(talk.code in address for address in parts[1])


def test_the_map_of_an_unknown_conference_is_not_found(client, conference):
    for slug in ("ai-2026", "no-such"):
        assert client.get(f"/sitemaps/conferences/{slug}.xml").status_code == 404
