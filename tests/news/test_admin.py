"""News in the admin: who writes, who reads, and that no conference sees another's."""

from datetime import date

import pytest
import time_machine

from conference.news.models import Article
from conference.permissions import Role
from tests.factories import DAY, make_article, make_conference, make_member, make_user
from tests.pages import form_data, parsed, words

pytestmark = pytest.mark.django_db

LIST = "/admin/news/article/"
WRITERS = [Role.EDITOR, Role.ORGANIZER]
READERS = [Role.VIEWER]
OTHERS = [Role.DESK, Role.EXPORTER]


@pytest.fixture
def conference():
    return make_conference(slug="spring")


@pytest.fixture
def article(conference):
    return make_article(conference, slug="held", title_en="Held")


def enter(client, conference, role):
    user = make_member(conference, role)
    client.force_login(user)
    return user


def change(article):
    return f"{LIST}{article.pk}/change/"


def data_of(**changes):
    return {
        "title_zh": "",
        "title_en": "News",
        "slug": "news",
        "published_on": "2026-05-20",
        "pictures-TOTAL_FORMS": "0",
        "pictures-INITIAL_FORMS": "0",
    } | changes


@pytest.mark.parametrize("role", WRITERS)
def test_editors_and_organizers_write(client, conference, article, role):
    user = enter(client, conference, role)

    assert client.get(change(article)).status_code == 200
    response = client.post(change(article), data_of(title_en="Changed", slug="held"))

    assert response.status_code == 302
    article.refresh_from_db()
    assert article.title_en == "Changed"
    assert article.history.first().history_user == user


@pytest.mark.parametrize("role", READERS)
def test_a_viewer_reads_and_changes_nothing(client, conference, article, role):
    enter(client, conference, role)

    assert client.get(LIST).status_code == 200
    assert client.get(change(article)).status_code == 200
    assert client.post(change(article), data_of()).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    article.refresh_from_db()
    assert article.title_en == "Held"


@pytest.mark.parametrize("role", OTHERS)
def test_the_desk_and_exporters_have_no_part_in_it(client, conference, article, role):
    enter(client, conference, role)

    assert client.get(LIST).status_code == 403
    assert client.get(change(article)).status_code == 403


def test_a_stranger_finds_nothing(client, conference, article):
    enter(client, make_conference(), Role.ORGANIZER)

    assert "Held" not in client.get(LIST).content.decode()
    for tail in ("change/", "delete/", "history/"):
        assert client.get(f"{LIST}{article.pk}/{tail}").status_code == 404
    client.force_login(make_user())
    assert client.get(LIST).status_code == 403


def test_an_anonymous_visitor_is_sent_to_sign_in(client, article):
    assert client.get(change(article)).url.startswith("/admin/login/?next=")


def test_a_new_article_belongs_to_the_conference_of_its_page(client, conference):
    enter(client, conference, Role.EDITOR)
    other = make_conference()

    address = f"{LIST}add/?conference={conference.pk}"
    assert client.post(address, data_of(conference=other.pk)).status_code == 302
    assert client.post(f"{LIST}add/", data_of(slug="second")).status_code == 302
    assert client.post(f"{LIST}add/?conference={other.pk}", data_of()).status_code == 404

    assert set(Article.objects.values_list("conference__slug", "slug")) == {
        ("spring", "news"),
        ("spring", "second"),
    }


@pytest.mark.parametrize(
    ("titles", "slug"),
    [
        ({"title_en": "Held: what came of it"}, "held-what-came-of-it"),
        ({"title_en": "", "title_zh": "会议举行"}, "news-2026-05-20"),
        ({"title_en": "20 universities"}, "news-20-universities"),
        ({"title_en": "Held"}, "held-2"),
    ],
)
def test_an_empty_short_address_is_made(client, conference, article, titles, slug):
    enter(client, conference, Role.EDITOR)

    for expected in (slug, f"{slug}-2" if slug != "held-2" else "held-3"):
        response = client.post(f"{LIST}add/", data_of(slug="", **titles))
        assert response.status_code == 302
        assert Article.objects.order_by("-pk").first().slug == expected


def test_a_new_article_is_of_today_in_its_conferences_zone(client, conference):
    enter(client, conference, Role.EDITOR)

    with time_machine.travel("2026-05-19T20:00:00Z", tick=False):
        page = client.get(f"{LIST}add/")

    assert form_data(page)["published_on"] == ["2026-05-20"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title_en": ""}, "Give the article a title in Chinese or in English."),
        ({"slug": "held"}, "Another article has this short address."),
        ({"slug": "Bad_slug"}, "Use lower-case letters a-z"),
        ({"slug": "bad slug"}, "Enter a valid “slug”"),
        ({"slug": "x" * 81}, "at most 80 characters"),
        ({"published_on": "soon"}, "Enter a day such as 2026-05-20."),
        ({"body_en": "x" * 50_001}, "at most 50000 characters"),
        ({"title_en": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, conference, article, changes, sentence):
    enter(client, conference, Role.EDITOR)

    response = client.post(f"{LIST}add/", data_of(**changes))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Article.objects.count() == 1


def test_a_refused_page_goes_by_the_name_that_is_saved(client, conference, article):
    enter(client, conference, Role.EDITOR)
    address = f"{LIST}{article.pk}/change/"
    data = form_data(client.get(address), title_en="", title_zh="")

    page = parsed(client.post(address, data | {"_save": "1"}))

    assert words(page.xpath("//h1[not(ancestor::header)]")[0]) == str(article)
    assert words(page.xpath("//div[@class='breadcrumbs']")[0]).endswith(f"› {article}")
    assert str(article) in page.xpath("string(//title)")


def test_the_list_names_what_lacks_a_translation(client, conference):
    enter(client, conference, Role.EDITOR)
    whole = make_article(conference, title_zh="研讨会召开", title_en="Held")
    lacking = make_article(conference, title_zh="研讨会召开", title_en="")

    response = client.get(f"{LIST}?translation=missing")

    assert list(response.context["cl"].result_list) == [lacking]
    assert whole.pk != lacking.pk


def test_an_article_is_found_by_either_title(client, conference):
    enter(client, conference, Role.VIEWER)
    article = make_article(conference, title_zh="联盟揭牌", title_en="Nameplate unveiled")
    make_article(conference, title_zh="其他", title_en="Other")

    for word in ("揭牌", "nameplate"):
        response = client.get(LIST, {"q": word})
        assert list(response.context["cl"].result_list) == [article]


@pytest.mark.parametrize(
    ("overrides", "is_shown"),
    [
        ({}, True),
        ({"is_public": False}, False),
        ({"published_on": date(2999, 1, 1)}, False),
    ],
)
def test_the_page_links_the_article_once_it_is_public(client, overrides, is_shown):
    conference = make_conference(slug="spring", is_public=True)
    enter(client, conference, Role.EDITOR)
    article = make_article(conference, slug="held", **overrides)

    page = client.get(change(article)).content.decode()

    assert ("/conferences/spring/news/held/" in page) is is_shown


@pytest.mark.parametrize("count", [1, 3, 400])
def test_the_list_costs_the_same_for_many(client, conference, count, django_assert_num_queries):
    enter(client, conference, Role.EDITOR)
    Article.objects.bulk_create(
        Article(conference=conference, slug=f"a{n}", title_en="News", published_on=DAY)
        for n in range(count)
    )

    with django_assert_num_queries(12):
        client.get(LIST)
