"""The heads of public pages: what search engines, messengers and feed readers are told."""

import json
import re

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from lxml import html

from conference import page_cache, stamps
from conference.bilingual import Text
from conference.permissions import Role
from conference.program.release.publishing import publish
from tests.factories import (
    DAY,
    at,
    make_alliance,
    make_article,
    make_conference,
    make_host,
    make_member,
    make_membership,
    make_organization,
    make_participation,
    make_person,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.forgetting import forget_everything

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="cards and marks of pages that other tests read from each"),
]

HOME = "conferences/ai-2026/"
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028\u2029 \"'"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at("12:00"), tick=False):
        yield


@pytest.fixture
def conference():
    return make_conference(
        slug="ai-2026", short_name_zh="研讨会", short_name_en="AI 2026", venue_en="Academic Center"
    )


@pytest.fixture
def pages(conference):
    """[tail below the language] of every public page of a small site."""
    make_host(conference)
    hall = make_room(conference, slug="hall")
    session = make_session(conference, "09:00", room=hall, track=make_track(conference))
    role = make_role(session, make_participation(conference))
    make_article(
        conference, slug="held", lead_zh="会议已召开。", lead_en="It was held.", published_on=DAY
    )
    alliance = make_alliance(slug="reform", founded_at=conference)
    make_membership(alliance, make_organization(name_en="A University"))
    publish_now(conference)
    return [
        *("", "news/", "alliances/reform/", "alliances/reform/members/"),
        *(
            HOME + tail
            for tail in (
                *("", "schedule/", "speakers/", "venue/", "changes/", "releases/1/", "news/"),
                "register/",
                *("news/held/", f"sessions/{session.code}/"),
                f"speakers/{role.participation.code}/",
            )
        ),
    ]


def publish_now(conference):
    publish(conference)
    conference.refresh_from_db()
    forget_everything()


def head_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return html.document_fromstring(response.content.decode()).find("head")


def meta(head, name):
    found = head.xpath(f"meta[@name='{name}' or @property='{name}']/@content")
    assert len(found) <= 1, (name, found)
    return found[0] if found else None


def canonical(head):
    return head.xpath("link[@rel='canonical']/@href")


def alternates(head):
    links = head.xpath("link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in links}


def nodes(head):
    """The objects of the page's one data block."""
    (text,) = head.xpath("script[@type='application/ld+json']/text()")
    found = json.loads(text)
    assert set(found) == {"@context", "@graph"}
    return found["@graph"]


def typed(head, kind):
    return [node for node in nodes(head) if node["@type"] == kind]


# --- Every page ----------------------------------------------------------------------------------


def test_every_page_says_what_it_is_in_its_language(client, pages):
    described = {}
    for tail in pages:
        for code, lang in (("en", "en"), ("zh-hans", "zh-Hans")):
            head = head_of(client, f"/{code}/{tail}")
            own = f"{settings.PUBLIC_URL}/{code}/{tail}"
            english = f"{settings.PUBLIC_URL}/en/{tail}"
            assert canonical(head) == [own]
            assert alternates(head) == {
                "zh-Hans": f"{settings.PUBLIC_URL}/zh-hans/{tail}",
                "en": english,
                "x-default": english if tail else f"{settings.PUBLIC_URL}/",
            }
            assert meta(head, "og:url") == own
            assert meta(head, "og:locale") == {"en": "en_US", "zh-Hans": "zh_CN"}[lang]
            assert meta(head, "og:title")
            assert meta(head, "og:title") == meta(head, "twitter:title")
            description = meta(head, "description")
            assert description == meta(head, "og:description")
            assert 5 <= len(description) <= 200, description
            assert meta(head, "robots") is None
            assert nodes(head)
            described[code, tail] = description
    assert sorted(set(described.values())) == sorted(described.values())


def test_every_picture_that_a_page_names_is_there(client, pages):
    pictures = set()
    for tail in pages:
        head = head_of(client, f"/en/{tail}")
        picture = meta(head, "og:image")
        assert picture == meta(head, "twitter:image")
        assert (picture is None) == (HOME not in tail)
        if picture:
            assert meta(head, "og:image:alt")
            pictures.add(picture)

    assert len(pictures) == 3  # of the conference, the session and the speaker
    for picture in pictures:
        assert picture.endswith("?v=1")
        response = client.get(picture.removeprefix(settings.PUBLIC_URL))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert response.content.startswith(b"\x89PNG\r\n")


def test_a_publish_changes_the_address_of_the_pictures(client, conference, pages):
    conference.venue_en = "Another Center"
    conference.save()
    publish_now(conference)

    head = head_of(client, f"/en/{HOME}")

    assert meta(head, "og:image") == f"{settings.PUBLIC_URL}/en/{HOME}card.png?v=2"


def test_the_conference_is_named_as_the_site_of_its_pages(client, pages):
    head = head_of(client, f"/zh-hans/{HOME}schedule/")

    assert meta(head, "og:site_name") == "研讨会"
    assert meta(head, "og:title") == "议程 · 研讨会"
    assert meta(head_of(client, "/en/"), "og:site_name") == "Lectern"


def test_feeds_are_found_from_every_page(client, pages):
    for tail in pages:
        head = head_of(client, f"/en/{tail}")
        feeds = head.xpath("link[@type='application/atom+xml']/@href")
        wanted = (
            [f"/en/{HOME}news/feed.xml", f"/en/{HOME}changes/feed.xml"]
            if HOME in tail
            else ["/en/news/feed.xml"]
        )
        assert feeds == wanted, tail
        for feed in feeds:
            assert client.get(feed).status_code == 200


# --- One address a page --------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["utm_source=x", "fbclid=1&page=1", "%3Cscript%3E", "lang=zh"])
def test_what_was_added_to_an_address_is_no_part_of_it(client, pages, query):
    for tail in ("", HOME, f"{HOME}venue/", f"{HOME}news/", "alliances/reform/"):
        head = head_of(client, f"/en/{tail}?{query}")
        assert canonical(head) == [f"{settings.PUBLIC_URL}/en/{tail}"]
        assert query not in "".join(alternates(head).values())


def test_a_filtered_schedule_points_to_the_whole_one_and_is_not_listed(client, pages):
    head = head_of(client, f"/en/{HOME}schedule/?room=hall")

    assert canonical(head) == [f"{settings.PUBLIC_URL}/en/{HOME}schedule/"]
    assert meta(head, "robots") == "noindex"


def test_a_page_of_a_list_is_a_page_of_its_own(client, conference, pages):
    for number in range(25):
        make_article(conference, title_en=f"Article {number}", published_on=DAY)
    page_cache.store.clear()
    stamps.forget()

    head = head_of(client, f"/en/{HOME}news/?page=2&utm_source=x")

    assert canonical(head) == [f"{settings.PUBLIC_URL}/en/{HOME}news/?page=2"]
    assert alternates(head)["zh-Hans"] == f"{settings.PUBLIC_URL}/zh-hans/{HOME}news/?page=2"


def test_an_old_release_is_not_listed(client, conference, pages):
    conference.venue_en = "Another Center"
    conference.save()
    publish_now(conference)

    assert meta(head_of(client, f"/en/{HOME}releases/1/"), "robots") == "noindex"
    assert meta(head_of(client, f"/en/{HOME}releases/2/"), "robots") is None


def test_a_preview_and_an_error_tell_nobody_where_they_are(client, conference, pages):
    client.force_login(make_member(conference, Role.ORGANIZER))
    preview = reverse("admin:program_preview_home", args=[conference.pk, "en"])
    head = head_of(client, preview)
    missing = html.document_fromstring(client.get("/en/conferences/none/").content).find("head")

    for told in (head, missing):
        assert canonical(told) == []
        assert alternates(told) == {}
        assert told.xpath("meta[starts-with(@property, 'og:')]") == []
        assert told.xpath("script[@type='application/ld+json']") == []


# --- Data blocks ---------------------------------------------------------------------------------


def test_hostile_texts_stay_inside_the_data(client, conference):
    session = make_session(
        conference, "09:00", title_zh="", title_en=HOSTILE, summary_en=HOSTILE, abstract_en=HOSTILE
    )
    person = make_participation(conference, printed_name_en=HOSTILE, printed_title_en=HOSTILE)
    make_role(session, person)
    make_article(conference, slug="held", title_en=HOSTILE, lead_en=HOSTILE, published_on=DAY)
    make_alliance(slug="reform", name_en=HOSTILE, description_en=HOSTILE)
    conference.name_en = HOSTILE
    conference.save()
    publish_now(conference)

    for tail in (
        *("", f"{HOME}", f"{HOME}sessions/{session.code}/", f"{HOME}speakers/{person.code}/"),
        *(f"{HOME}news/held/", "alliances/reform/", "alliances/reform/members/"),
    ):
        text = client.get(f"/en/{tail}").content.decode()
        (block,) = [
            part.partition("</script>")[0]
            for part in text.split('<script type="application/ld+json">')[1:]
        ]
        assert not set(block) & set("<>&\u2028\u2029"), tail
        assert HOSTILE.strip()[:20] in json.dumps(json.loads(block), ensure_ascii=False), tail
        assert "<script>alert" not in text


def test_the_article_is_news_about_its_conference(client, conference, pages):
    head = head_of(client, f"/en/{HOME}news/held/")

    (news,) = typed(head, "NewsArticle")
    own = f"{settings.PUBLIC_URL}/en/{HOME}news/held/"
    assert news == {
        "@type": "NewsArticle",
        "headline": "The symposium was held",
        "alternativeHeadline": "研讨会召开",
        "description": "It was held.",
        "url": own,
        "mainEntityOfPage": own,
        "inLanguage": "en",
        "datePublished": "2026-05-20T00:00:00+08:00",
        "dateModified": "2026-05-20T12:00:00+08:00",
        "about": {
            "@type": "Event",
            "@id": f"{settings.PUBLIC_URL}/en/{HOME}#conference",
            "url": f"{settings.PUBLIC_URL}/en/{HOME}",
        },
    }
    assert meta(head, "og:type") == "article"
    assert meta(head, "article:published_time") == "2026-05-20T00:00:00+08:00"


def test_an_alliance_is_an_organization_with_its_members(client, pages):
    own = f"{settings.PUBLIC_URL}/zh-hans/alliances/reform/"
    (home,) = nodes(head_of(client, "/zh-hans/alliances/reform/"))
    alliance, crumbs = nodes(head_of(client, "/zh-hans/alliances/reform/members/"))

    base = {
        "@type": "Organization",
        "name": "教学改革联盟",
        "alternateName": "Alliance for Teaching Reform",
        "url": own,
    }
    member = {"@type": "Organization", "name": "东北大学", "alternateName": "A University"}
    assert alliance == base | {"member": [member]}
    assert home == base | {
        "event": {
            "@type": "Event",
            "@id": f"{settings.PUBLIC_URL}/en/{HOME}#conference",
            "name": "研讨会",
            "url": f"{settings.PUBLIC_URL}/zh-hans/{HOME}",
        }
    }
    assert [step["name"] for step in crumbs["itemListElement"]] == ["教学改革联盟", "成员单位"]


def test_the_site_lists_what_is_to_come(client, pages):
    site, event = nodes(head_of(client, "/en/"))

    assert site["@type"] == "WebSite"
    assert event["@id"] == f"{settings.PUBLIC_URL}/en/{HOME}#conference"
    assert (event["startDate"], event["endDate"]) == ("2026-05-20", "2026-05-20")


def test_the_way_to_a_page_is_told_step_by_step(client, pages):
    session = next(tail for tail in pages if "/sessions/" in tail)

    (crumbs,) = typed(head_of(client, f"/en/{session}"), "BreadcrumbList")

    home = f"{settings.PUBLIC_URL}/en/{HOME}"
    assert [
        (step["position"], step["name"], step["item"]) for step in crumbs["itemListElement"]
    ] == [
        (1, "AI 2026", home),
        (2, "Schedule", f"{home}schedule/"),
        (3, "The future of educational big data", f"{settings.PUBLIC_URL}/en/{session}"),
    ]


# --- One language at a time ----------------------------------------------------------------------


@pytest.fixture
def half_translated():
    """(the conference, its session): what people wrote stands here in English, there in Chinese."""
    conference = make_conference(
        slug="ai-2026",
        venue_zh="学术中心",
        city_en="Shenyang",
        description_zh="会议介绍",
        directions_zh="乘地铁",
    )
    make_host(conference, organization=make_organization(name_zh="东北大学", name_en=""))
    make_host(conference, organization=make_organization(name_zh="", name_en="A University"))
    session = make_session(
        conference,
        "09:00",
        room=make_room(conference, name_en=""),
        summary_zh="中文摘要",
        abstract_en="In English",
    )
    for english in ({}, {"family_name_en": "", "given_name_en": ""}):
        person = make_person(position_zh="副校长", biography_zh="简介", **english)
        make_role(session, make_participation(conference, person))
    make_article(conference, slug="held", published_on=DAY, lead_zh="已召开", body_en="It was held")
    alliance = make_alliance(slug="reform", founding_act_zh="成立", description_en="What it is for")
    make_membership(alliance, make_organization(name_zh="某校", name_en=""))
    make_membership(alliance, make_organization(name_zh="", name_en="B University"))
    publish(conference, note=Text(zh="调整"))
    forget_everything()
    return conference, session


def described(client, path):
    """Every description of a page: of its head and of its data."""
    head = head_of(client, path)
    found = [meta(head, name) for name in ("description", "og:description", "twitter:description")]
    return [*found, *(node["description"] for node in nodes(head) if "description" in node)]


def test_a_description_holds_one_language(client, half_translated):
    _conference, session = half_translated
    code = session.roles.first().participation.code
    tails = ["", "schedule/", "speakers/", "venue/", "changes/", "releases/1/", "register/"]
    tails += ["news/", "news/held/", f"sessions/{session.code}/", f"speakers/{code}/"]
    paths = ["", "news/", "alliances/reform/", "alliances/reform/members/"]

    both = {
        path: told
        for path in [f"/en/{p}" for p in (*paths, *(HOME + t for t in tails))]
        for told in described(client, path)
        if re.search("[\u4e00-\u9fff]", told) and re.search("[A-Za-z]", told)
    }

    assert both == {}


def test_a_description_takes_the_text_that_is_in_the_readers_language(client, half_translated):
    _conference, session = half_translated
    page = f"{HOME}sessions/{session.code}/"

    chinese, english = described(client, f"/zh-hans/{page}"), described(client, f"/en/{page}")

    assert {told.rpartition("。")[2] for told in chinese} == {"中文摘要"}
    assert {told.rpartition(". ")[2] for told in english} == {"In English"}


def test_what_exists_in_the_other_language_alone_describes_itself(client):
    conference = make_conference(slug="ai-2026", name_en="", description_zh="会议介绍")
    make_session(conference, title_en="", summary_zh="中文摘要")
    publish_now(conference)

    told = {path: described(client, f"/en/{path}")[0] for path in ("", f"{HOME}speakers/")}

    assert told == {"": "人工智能与高等教育研讨会", f"{HOME}speakers/": "人工智能与高等教育研讨会"}
