"""What other sites load: the page for an iframe, the element's data and script, and oEmbed."""

from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.conf import settings

from conference import stamps
from conference.program.release.publishing import publish
from tests.factories import (
    make_conference,
    make_role,
    make_room,
    make_session,
    make_track,
)
from tests.pages import links, of_class, parsed, words

pytestmark = pytest.mark.django_db

BASE = "/en/conferences/ai-2026/"
EMBED = f"{BASE}embed/"
DATA = f"{EMBED}program.json"


@pytest.fixture
def conference():
    conference = make_conference(slug="ai-2026", short_name_zh="研讨会", short_name_en="AI 2026")
    hall = make_room(conference, slug="hall", name_zh="主会场", name_en="Main hall")
    side = make_room(conference, slug="side", name_zh="侧厅", name_en="Side room")
    track = make_track(conference, slug="teaching", name_zh="教学", name_en="Teaching")
    opening = make_session(conference, "09:00", room=hall, title_en="Opening", title_zh="开幕")
    make_role(opening)
    forum = make_session(
        conference, "10:00", "12:00", kind="sub-forum", room=side, track=track, title_en="Forum"
    )
    make_session(conference, "10:00", kind="talk", parent=forum, title_en="", title_zh="只有中文")
    make_session(conference, "13:00", room=hall, title_en="Gone", status="cancelled")
    make_session(conference, title_en="Some time")
    publish(conference)
    stamps.forget()
    return conference


@pytest.fixture
def searched(conference):
    """One word in the summary of the first session and in a later one's title."""
    make_session(conference, "08:00", title_en="Welcome", summary_en="About robots")
    forum = conference.sessions.get(title_en="Forum")
    make_session(conference, "11:00", "12:00", kind="talk", parent=forum, title_en="Robots in law")
    publish(conference)
    stamps.forget()


def test_an_embedded_search_is_ranked_as_the_page_is(client, searched):
    embedded = client.get(f"{EMBED}?q=robots")
    titles = [words(link) for link in of_class(embedded, "session-title")]
    page = client.get(f"{BASE}schedule/?q=robots")

    assert titles == ["Robots in law", "Welcome"]
    assert [words(title) for title in of_class(page, "session-title")] == titles
    found = client.get(f"{DATA}?q=robots").json()["found"]
    assert [row["title"] for row in found] == titles
    assert found[0]["forum"] == "Forum"
    assert "talks" not in found[0]


def test_an_embedded_program_that_nobody_searches_is_by_day(client, searched):
    assert "found" not in client.get(DATA).json()
    assert "found" not in client.get(f"{DATA}?room=hall").json()
    assert client.get(f"{DATA}?q=nothing").json()["found"] == []


# --- The element's data --------------------------------------------------------------------------


def test_the_data_is_the_program_by_day_for_any_origin(client, conference):
    response = client.get(DATA, headers={"origin": "https://elsewhere.example"})
    found = response.json()

    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    [day] = found["days"]
    assert [s["title"] for s in day["sessions"]] == ["Opening", "Forum", "Gone"]
    assert day["sessions"][1]["talks"][0]["title"] == {"text": "只有中文", "lang": "zh-Hans"}
    assert [s["title"] for s in found["untimed"]] == ["Some time"]
    assert day["sessions"][2]["cancelled"] is True
    assert day["sessions"][0]["url"].startswith(f"{settings.PUBLIC_URL}{BASE}sessions/")


def test_the_data_is_filtered_as_the_schedule_is(client, conference):
    for query, titles in (
        ("room=hall", ["Opening", "Gone"]),
        ("track=teaching", ["Forum"]),
        ("day=2026-05-20", ["Opening", "Forum", "Gone"]),
    ):
        found = client.get(f"{DATA}?{query}").json()
        assert [s["title"] for d in found["days"] for s in d["sessions"]] == titles
        assert found["url"] == f"{settings.PUBLIC_URL}{BASE}schedule/?{query}"


def test_an_unknown_filter_is_told_to_any_origin(client, conference):
    response = client.get(f"{DATA}?room=nowhere")

    assert response.status_code == 404
    assert response.json() == {"error": "There is no such room in this program."}
    assert response["Access-Control-Allow-Origin"] == "*"


def test_an_unknown_program_is_told_to_any_origin(client, db):
    response = client.get(DATA.replace("ai-2026", "nothing"))

    assert response.status_code == 404
    assert response.json()["error"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_each_language_has_its_own(client, conference):
    found = client.get(DATA.replace("/en/", "/zh-hans/")).json()

    assert found["lang"] == "zh-Hans"
    assert found["zone"] == "北京时间，UTC+8"
    assert found["days"][0]["sessions"][0]["title"] == "开幕"


@pytest.mark.parametrize("path", [EMBED, DATA])
def test_an_embed_costs_two_queries_and_none_while_it_is_kept(
    client, conference, django_assert_num_queries, path
):
    for count in (1, 3):
        for number in range(count):
            make_session(conference, f"{14 + count + number}:00")
        publish(conference)
        stamps.forget()

        with django_assert_num_queries(2):  # the stamps and the release
            client.get(path)
        with django_assert_num_queries(0):
            assert client.get(path).status_code == 200


# --- The page for an iframe ----------------------------------------------------------------------


def test_the_page_may_be_framed_by_all_and_nothing_else_may(client, conference):
    framed, home = client.get(EMBED), client.get(BASE)

    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors 'none'" in home["Content-Security-Policy"]
    assert home["X-Frame-Options"] == "DENY"
    assert not framed.cookies


def test_a_kept_page_may_still_be_framed(client, conference):
    first, kept = client.get(EMBED), client.get(EMBED)

    for name in ("Content-Security-Policy", "X-Frame-Options"):
        assert kept.get(name) == first.get(name)


def test_the_page_has_no_header_and_its_links_leave_the_frame(client, conference):
    response = client.get(EMBED)

    assert not parsed(response).xpath("//header | //nav | //form | //script[not(@src)]")
    assert set(parsed(response).xpath("//a/@target")) == {"_top"}
    assert all(href.startswith("http") for href in links(response).values())
    assert [words(e) for e in of_class(response, "session-title")][:2] == ["Opening", "Forum"]


def test_the_page_takes_filters_and_a_theme(client, conference):
    response = client.get(f"{EMBED}?room=hall&theme=dark&theme=x")
    dark = client.get(f"{EMBED}?theme=dark")
    unknown = client.get(f"{EMBED}?room=nowhere")

    assert [words(e) for e in of_class(response, "session-title")] == ["Opening", "Gone"]
    assert parsed(dark).xpath("/html/@data-theme") == ["dark"]
    assert parsed(response).xpath("/html/@data-theme") == []
    assert unknown.status_code == 404
    assert "There is no such room" in unknown.content.decode()
    assert "frame-ancestors *" in unknown["Content-Security-Policy"]


def test_the_script_is_for_any_site_and_answers_304(client, db):
    first = client.get("/embed.js")
    again = client.get("/embed.js", headers={"if-none-match": first["ETag"]})

    assert first["Content-Type"] == "text/javascript; charset=utf-8"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert again.status_code == 304
    assert not first.cookies


@pytest.mark.parametrize("path", [DATA, "/embed.js", "/oembed"])
def test_a_script_that_asks_with_validators_may_read_it(client, conference, path):
    """A browser asks first (OPTIONS) where a script sends If-None-Match itself."""
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    response = client.options(path, headers=asked)

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_the_script_is_small(client, db):
    response = client.get("/embed.js", headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 6_000


# --- oEmbed --------------------------------------------------------------------------------------


def oembed(client, path, **query):
    address = path if "://" in path else settings.PUBLIC_URL + path
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return client.get(f"/oembed?url={quote(address, safe='')}{more}")


def test_oembed_offers_the_iframe(client, conference):
    response = oembed(client, f"{BASE}schedule/?room=hall&utm=1")

    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json() == {
        "version": "1.0",
        "type": "rich",
        "title": "AI 2026",
        "provider_name": "Lectern",
        "provider_url": f"{settings.PUBLIC_URL}/",
        "cache_age": 3600,
        "width": 720,
        "height": 640,
        "html": f'<iframe src="{settings.PUBLIC_URL}{EMBED}?room=hall" width="720" height="640" '
        'title="AI 2026" loading="lazy"></iframe>',
    }


def test_oembed_speaks_the_language_of_the_address(client, conference):
    found = oembed(client, "/zh-hans/conferences/ai-2026/").json()

    assert found["title"] == "研讨会"
    assert f'src="{settings.PUBLIC_URL}/zh-hans/' in found["html"]


def test_oembed_as_xml(client, conference):
    response = oembed(client, BASE, format="xml")

    root = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert {child.tag: child.text for child in root}["type"] == "rich"
    assert root.find("html").text.startswith("<iframe src=")


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ({"maxwidth": 400, "maxheight": 300}, (400, 300)),
        ({"maxwidth": 4000, "maxheight": 1}, (720, 1)),
        ({"maxwidth": 0, "maxheight": "x"}, (1, 640)),
        ({"maxwidth": "-5", "maxheight": "9" * 40}, (720, 640)),
    ],
)
def test_oembed_fits_into_what_there_is(client, conference, query, size):
    found = oembed(client, BASE, **query).json()

    assert (found["width"], found["height"]) == size


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/conferences/nothing/", 404),
        (f"{BASE}venue/", 404),
        ("/en/", 404),
        ("/admin/program/session/", 401),
        ("/en/desk/ai-2026/", 401),
        ("/en/r/token/", 401),
        ("https://evil.example/en/conferences/ai-2026/", 404),
        ("http://[::1", 404),
        ("javascript:alert(1)", 404),
        ("//evil.example/", 404),
        ("/fr/conferences/ai-2026/", 404),
        ("/" + "a" * 3_000, 404),
    ],
)
def test_oembed_refuses_what_is_no_public_program_of_ours(client, conference, path, status):
    response = oembed(client, path)

    assert response.status_code == status
    assert response.json()["error"]


def test_oembed_refuses_what_it_cannot_answer(client, conference):
    assert client.get("/oembed").status_code == 400
    assert client.get("/oembed?url=").status_code == 400
    assert oembed(client, BASE, format="yaml").status_code == 501
    assert client.post("/oembed").status_code == 405


def test_oembed_does_not_tell_of_a_draft(client):
    make_conference(slug="ai-2026")

    assert oembed(client, BASE).status_code == 404


def test_oembed_escapes_what_organizers_and_readers_write(client):
    conference = make_conference(slug="ai-2026", short_name_en='"><script>')
    publish(conference)
    stamps.forget()

    html = oembed(client, f"{BASE}?q=%22%3E%3Cscript%3E").json()["html"]

    assert "<script>" not in html
    assert html.count('"') == 10
