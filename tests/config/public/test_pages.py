"""The home of the site, what each home says of news, and the place of pages beside the program."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference import stamps
from tests.config.public.homes import BEFORE, main_of, publish_now, text_of
from tests.factories import (
    make_alliance,
    make_article,
    make_conference,
)
from tests.forgetting import forget_everything

pytestmark = pytest.mark.django_db


# --- The site's home ---


def test_the_site_lists_public_conferences_alliances_and_news(client, conference):
    past = make_conference(
        slug="ai-2025",
        name_en="Symposium 2025",
        starts_on=date(2025, 4, 18),
        ends_on=date(2025, 4, 18),
    )
    make_conference(slug="draft", name_en="Unpublished symposium")
    for public in (conference, past):
        publish_now(public)
    make_alliance(name_en="Alliance for Teaching Reform")
    make_alliance(name_en="Unpublished alliance", is_public=False)
    make_article(past, title_en="The symposium was held", published_on=date(2025, 4, 27))
    make_article(past, title_en="An article for later", published_on=date(2026, 6, 1))
    stamps.forget()

    with time_machine.travel(BEFORE, tick=False):
        page = main_of(client.get("/en/"))

    upcoming, _past_heading, rest = page.partition(">Past</h2>")
    assert "Symposium on AI in Higher Education" in upcoming
    assert "Symposium 2025" not in upcoming
    assert "Symposium 2025" in rest
    assert "Alliance for Teaching Reform" in rest
    assert "The symposium was held" in rest
    for hidden in ("Unpublished", "for later"):
        assert hidden not in page


def test_a_new_site_says_that_nothing_is_announced(client):
    assert "No conference is announced at present." in text_of(client.get("/en/"))


def test_the_site_shows_names_as_published(client, conference):
    make_article(conference, published_on=date(2026, 4, 1))
    publish_now(conference)
    conference.name_en = "Draft name"
    conference.save()
    forget_everything()

    with time_machine.travel(BEFORE, tick=False):
        page = text_of(client.get("/en/"))

    assert "Symposium on AI in Higher Education" in page
    assert "Draft name" not in page


def test_a_conference_is_past_by_its_own_calendar(client, conference):
    conference.time_zone = "America/Los_Angeles"
    conference.save()
    publish_now(conference)

    # Midnight of the day after has come in Shenyang and London, not yet in Los Angeles.
    with time_machine.travel(datetime(2026, 5, 21, 3, 0, tzinfo=UTC), tick=False):
        assert ">Past</h2>" not in text_of(client.get("/en/"))
    with time_machine.travel(datetime(2026, 5, 21, 7, 1, tzinfo=UTC), tick=False):
        assert ">Past</h2>" in text_of(client.get("/en/"))


def test_the_sites_home_costs_four_queries_for_any_number_of_rows(client):
    for number in (1, 3):
        while len(list(published_slugs())) < number:
            conference = make_conference()
            make_article(conference, published_on=date(2026, 4, 1))
            make_alliance()
            publish_now(conference)
        forget_everything()

        with CaptureQueriesContext(connection) as queries:
            client.get("/en/")
        assert len(queries) == 4
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/")
        assert len(queries) == 0


def published_slugs():
    from conference.models import Conference

    return Conference.objects.published().values_list("slug", flat=True)


# --- The place of pages that do not see the program ---


def test_news_stand_in_the_conference_as_published(client, conference):
    make_article(conference, published_on=date(2026, 4, 1))
    publish_now(conference)
    conference.name_en = "Draft name"
    conference.save()
    forget_everything()

    with time_machine.travel(BEFORE, tick=False):
        page = text_of(client.get("/en/conferences/ai-2026/news/"))

    assert '<a class="brand" href="/en/conferences/ai-2026/">Symposium on AI' in page
    assert "Draft name" not in page
    assert "Program version 1" in page


def test_homes_show_the_newest_news_of_theirs(client, conference):
    other = make_conference(slug="other", name_en="The other symposium")
    quiet = make_conference(slug="quiet", name_en="A symposium without news")
    for public in (conference, other, quiet):
        publish_now(public)
    for number in range(6):
        when = date(2026, 4, 10 + number)
        make_article(conference, slug=f"n{number}", title_en=f"New {number}", published_on=when)
        make_article(
            other, slug=f"o{number}", title_en=f"Old {number}", published_on=date(2026, 3, 1)
        )
        make_alliance(slug=f"a{number}", name_en=f"Alliance {number}", founded_at=conference)
    make_article(
        other, slug="draft", title_en="New 8", published_on=date(2026, 4, 30), is_public=False
    )

    def shown(path):
        forget_everything()
        with time_machine.travel(BEFORE, tick=False), CaptureQueriesContext(connection) as queries:
            page = client.get(path).content.decode()
        assert len(queries) == (4 if path == "/en/" else 3)
        return page, re.findall(r'/news/([a-z0-9]+)/"', page)

    page, news = shown("/en/")
    assert news == ["n5", "n4", "n3", "n2"]
    for slug in ("ai-2026", "other", "quiet"):
        assert page.count(f'href="/en/conferences/{slug}/"') == 1

    page, news = shown("/en/conferences/ai-2026/")
    assert news == ["n5", "n4", "n3", "n2"]
    assert [page.count(f'href="/en/alliances/a{n}/"') for n in range(6)] == [1] * 6
    assert shown("/en/conferences/other/")[1] == ["o5", "o4", "o3", "o2"]
    assert shown("/en/conferences/quiet/")[1] == []
