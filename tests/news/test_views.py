"""The news of a conference: the list, its pages, an article, and what is not public."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine

from conference.news.models import Article
from conference.page_cache import store
from conference.program.release.publishing import publish
from tests.factories import make_article, make_conference, make_session

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LATER = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER, tick=False) as travelled:
        yield travelled


@pytest.fixture
def conference():
    conference = make_conference(slug="spring", name_zh="春季研讨会", name_en="Spring Symposium")
    make_session(conference, "09:00")
    publish(conference)
    conference.refresh_from_db()
    return conference


def text_of(response):
    return " ".join(response.content.decode().split())


def feed_of(client, language="en"):
    response = client.get(f"/{language}/conferences/spring/news/feed.xml")
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


# --- The list ------------------------------------------------------------------------------------


def test_the_list_has_the_newest_first(client, conference):
    make_article(conference, slug="old", title_en="Old", published_on=date(2026, 5, 1))
    make_article(conference, slug="new", title_en="New", lead_en="A lead")

    page = text_of(client.get("/en/conferences/spring/news/"))

    assert page.index('<a href="/en/conferences/spring/news/new/">New</a>') < page.index(">Old</a>")
    assert "20 May 2026" in page and "A lead" in page
    assert "<title>News · Spring Symposium · Lectern</title>" in page


def test_the_list_without_articles_says_so(client, conference):
    assert "There is no news yet." in text_of(client.get("/en/conferences/spring/news/"))


def test_the_list_goes_on_over_pages(client, conference):
    for n in range(21):
        make_article(conference, title_en=f"Article {n:02}.", published_on=date(2026, 5, 1 + n))

    first = text_of(client.get("/en/conferences/spring/news/"))
    second = text_of(client.get("/en/conferences/spring/news/?page=2"))

    assert "Article 20." in first and "Article 00." not in first and 'href="?page=2"' in first
    assert "Article 00." in second and 'href="?page=1"' in second


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_not_there_is_not_found(client, conference, page):
    assert client.get(f"/en/conferences/spring/news/?page={page}").status_code == 404


# --- Who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "overrides",
    [
        {"is_public": False},
        {"published_on": date(2026, 6, 2)},
    ],
)
def test_an_article_that_is_not_public_leaks_nowhere(client, conference, overrides):
    make_article(conference, slug="secret", title_en="Secret", **overrides)

    assert client.get("/en/conferences/spring/news/secret/").status_code == 404
    assert "Secret" not in text_of(client.get("/en/conferences/spring/news/"))
    assert feed_of(client).findall(f"{ATOM}entry") == []


def test_the_news_of_a_conference_that_is_not_public_is_not_found(client):
    conference = make_conference(slug="draft")
    make_article(conference, slug="secret")

    for address in ("", "secret/", "feed.xml"):
        assert client.get(f"/en/conferences/draft/news/{address}").status_code == 404


def test_an_article_of_another_conference_is_not_found_here(client, conference):
    other = make_conference(slug="autumn")
    make_session(other, "09:00")
    publish(other)
    make_article(other, slug="theirs")

    assert client.get("/en/conferences/spring/news/theirs/").status_code == 404


def test_an_article_appears_on_its_day(client, conference, clock):
    make_article(conference, slug="soon", published_on=date(2026, 6, 2))
    address = "/en/conferences/spring/news/"
    clock.move_to(datetime(2026, 6, 1, 15, 59, tzinfo=UTC))
    before = text_of(client.get(address))

    clock.move_to(datetime(2026, 6, 1, 16, 1, tzinfo=UTC))  # 00:01 in Shanghai

    assert "The symposium was held" not in before
    assert "The symposium was held" in text_of(client.get(address))
    assert client.get(f"{address}soon/").status_code == 200


def test_no_page_prints_a_name_of_the_draft(client, conference):
    make_article(conference, slug="a")
    conference.name_en = conference.short_name_en = "Secret new name"
    conference.save()

    for address in ("", "a/", "feed.xml"):
        page = text_of(client.get(f"/en/conferences/spring/news/{address}"))
        assert "Secret" not in page and "Spring Symposium" in page


# --- An article ----------------------------------------------------------------------------------


def test_an_article_is_shown_whole(client, conference):
    make_article(
        conference,
        slug="held",
        title_en="Held & told",
        body_en="## Morning\n\n**Bold** [link](https://example.org/)",
        written_by="Li",
        edited_by="Wang",
        source="News center",
    )

    page = text_of(client.get("/en/conferences/spring/news/held/"))

    for shown in (
        "<h1>Held &amp; told</h1>",
        "<h2>Morning</h2>",
        "<strong>Bold</strong>",
        'href="https://example.org/"',
        "Written by Li",
        "Edited by Wang",
        "Source: News center",
        "<title>Held &amp; told · Spring Symposium · Lectern</title>",
    ):
        assert shown in page


def test_a_missing_language_falls_back_and_says_so(client, conference):
    make_article(conference, slug="held", title_zh="召开", title_en="", body_en="Only English")

    english = text_of(client.get("/en/conferences/spring/news/held/"))
    chinese = text_of(client.get("/zh-hans/conferences/spring/news/held/"))

    assert '<span lang="zh-Hans">召开</span>' in english
    assert '<div lang="en"><p>Only English</p></div>' in chinese


def test_an_article_cannot_run_a_script(client, conference):
    make_article(
        conference,
        slug="held",
        title_en="<script>alert(1)</script>",
        body_en="<script>alert(2)</script>[x](javascript:alert(3))",
    )

    for address in ("", "held/"):
        page = text_of(client.get(f"/en/conferences/spring/news/{address}"))
        assert "<script>alert" not in page and 'href="javascript' not in page


@pytest.mark.django_db(transaction=True)
def test_an_edit_shows_at_once(client, conference):
    article = make_article(conference, slug="held")
    address = "/en/conferences/spring/news/held/"
    client.get(address)
    article.title_en = "Another title"
    article.save()

    assert "Another title" in text_of(client.get(address))

    article.delete()
    assert client.get(address).status_code == 404


# --- The feed ------------------------------------------------------------------------------------


def test_the_feed_holds_the_articles(client, conference):
    make_article(
        conference, slug="held", title_en='A "title" & more', lead_en="Lead", body_en="**Text**"
    )

    feed = feed_of(client)

    link = "http://127.0.0.1:8000/en/conferences/spring/news/held/"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert {child.tag.removeprefix(ATOM): child.text for child in entry} == {
        "title": 'A "title" & more',
        "id": link,
        "link": None,
        "published": "2026-05-20T00:00:00+08:00",
        "updated": "2026-06-01T12:00:00+08:00",  # written later than its day
        "summary": "Lead",
        "content": "<p><strong>Text</strong></p>",
    }
    assert feed.findtext(f"{ATOM}title") == "News · Spring Symposium"
    assert feed.findtext(f"{ATOM}updated") == "2026-06-01T12:00:00+08:00"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Spring Symposium"


def test_the_feed_speaks_its_language(client, conference):
    make_article(conference, title_zh="研讨会召开")

    feed = feed_of(client, "zh-hans")

    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "zh-Hans"
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "研讨会召开"


def test_an_empty_feed_is_valid(client, conference):
    feed = feed_of(client)

    assert feed.findtext(f"{ATOM}updated").startswith("2026-06-01T12:00:00")


def test_the_feed_has_no_character_that_xml_cannot_carry(client, conference):
    make_article(conference, title_en="A\x0bB\x1f", body_en="C\x02D\ufffe")

    assert feed_of(client).findtext(f"{ATOM}entry/{ATOM}title") == "AB"


# --- Queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 400])
@pytest.mark.parametrize(
    ("address", "queries"), [("", 3), ("a0/", 2), ("feed.xml", 2), ("?page=last", 3)]
)
def test_each_page_has_its_number_of_queries(
    client, conference, count, address, queries, django_assert_num_queries
):
    address = address.replace("last", str((count + 19) // 20))
    Article.objects.bulk_create(
        Article(
            conference=conference,
            slug=f"a{n}",
            title_en=f"Article {n}",
            published_on=date(2026, 5, 20) - timedelta(days=n),
            is_public=True,
        )
        for n in range(count)
    )
    client.get("/en/conferences/spring/venue/")  # reads the stamps and the program
    store.clear()

    with django_assert_num_queries(queries):
        assert client.get(f"/en/conferences/spring/news/{address}").status_code == 200
    with django_assert_num_queries(0):
        client.get(f"/en/conferences/spring/news/{address}")
