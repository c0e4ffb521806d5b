"""The news of the whole site, as a page: /<lang>/news/."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from lxml import html

from conference.news.models import Article
from conference.program.release.publishing import publish
from tests.factories import make_article, make_conference, make_session
from tests.forgetting import forget_everything

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def spring():
    return make_public(slug="spring", name_zh="春季研讨会", name_en="Spring Symposium")


def make_public(**overrides):
    conference = make_conference(**overrides)
    make_session(conference)
    publish(conference)
    conference.refresh_from_db()
    return conference


def page_of(client, language="en", query=""):
    forget_everything()
    response = client.get(f"/{language}/news/{query}")
    assert response.status_code == 200
    return html.document_fromstring(response.content.decode())


def shown(root):
    """[(date, title, lead or '', conference)] of the page's list."""
    return [
        tuple(" ".join(part.text_content().split()) for part in row)
        for row in root.xpath("//ul[@class='rows']/li")
    ]


def test_the_news_of_all_public_conferences_stand_together_the_newest_first(client, spring):
    autumn = make_public(slug="autumn", name_zh="", name_en="Autumn Symposium")
    make_article(spring, slug="a", title_en="Spring news", published_on=date(2026, 5, 1))
    make_article(autumn, slug="b", title_zh="", title_en="More", published_on=date(2026, 5, 2))
    autumn.name_en = "Draft name"
    autumn.save()

    english, chinese = page_of(client), page_of(client, "zh-hans")

    assert shown(english) == [
        ("2 May 2026", "More", "Autumn Symposium"),
        ("1 May 2026", "Spring news", "Spring Symposium"),
    ]
    assert shown(chinese) == [
        ("2026年5月2日", "More", "Autumn Symposium"),
        ("2026年5月1日", "研讨会召开", "春季研讨会"),
    ]
    assert english.findtext(".//title") == "News · Lectern"
    assert english.xpath("//main//li//a/@href") == [
        "/en/conferences/autumn/news/b/",
        "/en/conferences/spring/news/a/",
    ]
    assert {a.text for a in chinese.xpath("//main//li//*[@lang='en']")} == {
        "More",
        "Autumn Symposium",
    }


def test_the_page_names_its_twin_its_feed_and_is_linked_from_the_home(client, spring):
    make_article(spring)

    root = page_of(client, "zh-hans")

    twins = root.xpath("//link[@rel='alternate'][@hreflang]")
    assert {link.get("hreflang"): link.get("href").rpartition(":8000")[2] for link in twins} == {
        "zh-Hans": "/zh-hans/news/",
        "en": "/en/news/",
        "x-default": "/en/news/",
    }
    assert root.xpath("//main//a[@href='/zh-hans/news/feed.xml']")
    assert root.xpath("//link[@type='application/atom+xml'][contains(@href, '/zh-hans/news/feed')]")
    home = html.document_fromstring(client.get("/zh-hans/").content.decode())
    assert home.xpath("//main//a[@href='/zh-hans/news/']")
    inside = html.document_fromstring(client.get("/en/conferences/spring/venue/").content.decode())
    assert inside.xpath("//footer//a[@href='/en/news/']")


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "There is no news yet."), ("zh-hans", "暂无新闻。")]
)
def test_a_site_without_news_says_so(client, language, sentence):
    root = page_of(client, language)

    assert root.xpath("//p[@class='empty']/text()") == [sentence]
    assert root.xpath("//meta[@name='description']/@content") == [sentence]


def test_what_is_not_public_leaks_not_here(client, spring):
    hidden = make_conference(slug="hidden", name_en="Secret Symposium")
    make_article(hidden, title_en="Secret")
    make_article(spring, title_en="Secret", is_public=False)
    make_article(spring, title_en="Secret", published_on=date(2026, 6, 2))

    assert "Secret" not in html.tostring(page_of(client), encoding="unicode")


def test_an_article_joins_on_its_day_and_leaves_when_it_is_deleted(client, spring, clock):
    article = make_article(spring, title_en="Soon", published_on=date(2026, 6, 2))
    assert shown(page_of(client)) == []

    clock.move_to(datetime(2026, 6, 2, 0, 1, tzinfo=UTC))

    assert "Soon" in client.get("/en/news/").content.decode()
    article.delete()
    assert shown(page_of(client)) == []


def test_the_list_goes_on_over_pages_each_with_an_address_of_its_own(client, spring):
    fill(spring, 41)

    first, last = page_of(client), page_of(client, query="?page=3")

    assert [len(shown(first)), len(shown(last))] == [20, 1]
    assert first.xpath("//a[@rel='next']/@href") == ["?page=2"]
    assert last.xpath("//a[@rel='prev']/@href") == ["?page=2"]
    assert last.xpath("//link[@rel='canonical']/@href")[0].endswith("/en/news/?page=3")
    for none in ("0", "4", "-1", "x", "99999999999999999999"):
        assert client.get(f"/en/news/?page={none}").status_code == 404


def test_its_description_holds_the_titles_of_one_language(client, spring):
    make_article(spring, title_en="The symposium was held", title_zh="")
    make_article(spring, title_en="", title_zh="报名开始")

    def described(language):
        (found,) = page_of(client, language).xpath("//meta[@name='description']/@content")
        return found

    assert described("en") == "News of all conferences: The symposium was held"
    assert described("zh-hans") == "全部会议的新闻：报名开始"
    Article.objects.exclude(title_zh="").delete()
    assert described("zh-hans") == "The symposium was held"


def fill(conference, count):
    Article.objects.bulk_create(
        Article(
            conference=conference,
            slug=f"n{n}",
            title_en=f"Article {n}",
            published_on=date(2026, 5, 1),
            is_public=True,
        )
        for n in range(count)
    )


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_page_costs_two_queries_and_the_stamps_for_any_number_of_articles(
    client, spring, count, django_assert_num_queries
):
    fill(spring, count)
    forget_everything()

    with django_assert_num_queries(4):
        assert client.get("/en/news/").status_code == 200
    with django_assert_num_queries(0):
        client.get("/en/news/")


# --- Whose day it is -----------------------------------------------------------------------------


def links_to_news(client):
    """The pages and feeds that link to the article."""
    forget_everything()
    places = [
        *("/en/", "/en/news/", "/en/news/feed.xml", "/sitemap.xml", "/sitemaps/site.xml"),
        *(f"/en/conferences/spring/{tail}" for tail in ("", "news/", "news/feed.xml")),
        "/sitemaps/conferences/spring.xml",
    ]
    answers = {place: client.get(place) for place in places}
    return {
        place
        for place, answer in answers.items()
        if answer.status_code == 200 and "/conferences/spring/news/held/" in answer.content.decode()
    }


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Asia/Shanghai", datetime(2026, 5, 19, 16, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 5, 20, 4, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 5, 19, 10, 0, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 5, 20, 11, 0, tzinfo=UTC)),
        ("UTC", datetime(2026, 5, 20, 0, 0, tzinfo=UTC)),
    ],
)
def test_an_article_is_on_show_from_its_conferences_midnight_everywhere(
    client, clock, zone, midnight
):
    make_public(slug="elsewhere", time_zone="Europe/Berlin")
    spring = make_public(slug="spring", time_zone=zone)
    article = make_article(spring, slug="held", published_on=date(2026, 5, 20))
    page = "/en/conferences/spring/news/held/"

    clock.move_to(midnight - timedelta(seconds=1))
    before = links_to_news(client), client.get(page).status_code, article.is_on_show()
    clock.move_to(midnight)
    after = links_to_news(client), client.get(page).status_code, article.is_on_show()

    assert before == (set(), 404, False)
    assert after[1:] == (200, True)
    assert after[0] >= {
        *("/en/", "/en/news/", "/en/news/feed.xml"),
        *("/en/conferences/spring/", "/en/conferences/spring/news/"),
        *("/en/conferences/spring/news/feed.xml", "/sitemaps/conferences/spring.xml"),
    }
