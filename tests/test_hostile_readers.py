"""What readers, robots and broken programs ask of the public addresses: each gets its answer.

tests/test_hostile_input.py looks for failures at every address; here the answers are known.
"""

import re
from datetime import UTC, datetime
from itertools import cycle, islice

import pytest
import time_machine
from django.test import Client

from conference import page_cache
from tests.hostile import Attack, every_address
from tests.pages import parsed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once(reason="headers are read before anything is asked of the database"),
]

CHINESE, ENGLISH = "这个网址下没有内容", "There is nothing at this address"
NOT_PUBLIC = re.compile(r"^/(admin|i18n)/|/desk/")


@pytest.fixture
def world(shared_world):
    return shared_world


def public_paths(world):
    """One path of each public address, in both languages."""
    for address in every_address():
        path = address.at(world)
        if not NOT_PUBLIC.search(path):
            yield path
            if path.startswith("/en/"):
                yield f"/zh-hans/{path.removeprefix('/en/')}"


def body(response):
    return b"".join(response) if response.streaming else response.content


ACCEPTS = (
    *(
        "*/*;q=0",
        "text/html;q=0",
        "x",
        ";;;,,,",
        "a/b" * 3_400,
        "text/html;q=9e999",
        "*/*, " * 2_000,
    ),
    *("application/json;q=1.0001", "text/*;q=-1", "\x7f", "image/*"),
)


def test_an_odd_accept_header_changes_nothing_or_is_refused(world):
    client, wrong = Client(raise_request_exception=False), []
    accepts = cycle(ACCEPTS)
    for path in public_paths(world):
        asked = client.get(path)
        body(asked)  # a file is closed when it is read
        usual = asked.status_code
        for accept in islice(accepts, 2):
            answer = client.get(path, headers={"Accept": accept})
            body(answer)
            if answer.status_code not in (usual, 400):
                wrong.append((path, accept[:40], answer.status_code, usual))

    assert wrong == []


def test_head_says_what_get_says_without_the_words(world):
    client, wrong = Client(raise_request_exception=False), []
    for path in public_paths(world):
        get, head = client.get(path), client.head(path)
        body(get)
        same = ("Content-Type", "ETag", "Location", "Cache-Control")
        if head.status_code != get.status_code or body(head):
            wrong.append((path, head.status_code, get.status_code))
        wrong += [(path, name) for name in same if head.get(name) != get.get(name)]

    assert wrong == []


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "DELETE", "PUT", "PATCH", "PROPFIND"])
def test_a_method_for_nothing_is_refused_or_told(world, method):
    """Never a page as if it had been a GET, never a failure, and no word of forms."""
    client, wrong = Client(raise_request_exception=False, enforce_csrf_checks=True), []
    allowed = {405, 404} | ({200, 204} if method == "OPTIONS" else set())
    for path in public_paths(world):
        answer = client.generic(method, path)
        if answer.status_code not in allowed:
            wrong.append((path, answer.status_code))
        if answer.status_code == 405 and not answer.get("Allow"):
            wrong.append((path, "names no method that is allowed"))
        body(answer)

    assert wrong == []


FORMS = re.compile(
    r"/(invitations|letters|r|u|i)/|/register/(lost/)?$|/station/[^/]+/|/here/[^/]+/[^/]+/$"
)


def test_what_is_sent_to_a_page_to_read_is_told_that_and_nothing_of_forms(world):
    client, wrong = Client(enforce_csrf_checks=True, raise_request_exception=False), []
    paths = [path for path in public_paths(world) if not FORMS.search(path)]
    for path in paths:
        answer = client.post(path, {"a": "b"})
        if (answer.status_code, "GET" in answer.get("Allow", "")) != (405, True):
            wrong.append((path, answer.status_code))

    assert len(paths) > 80
    assert wrong == []


NOWHERE = (
    *("{}conferences//here/", "{}/conferences/here/", "{}conferences/here//schedule/"),
    *("{}conferences/nowhere/", "{}conferences/nowhere/schedule/", "{}conferences/nowhere/my/"),
    *("{}conferences/here/sessions/ZZZZZZ/", "{}conferences/here/speakers/ZZZZZZ/"),
    *("{}conferences/here/sessions/ZZZZZZ/session.ics", "{}conferences/here/releases/999999/"),
    *("{}conferences/here/tracks/none.ics", "{}conferences/nowhere/schedule.ics"),
    *("{}news/none/", "{}conferences/here/news/none/", "{}alliances/none/", "{}display/nowhere/"),
    *("{}conferences/here/sessions/ZZZZZZ/card.png", "{}conferences/nowhere/offline.json"),
    *("{}conferences/HERE/", "{}conferences/%2e%2e/", "{}conferences/here/%00/"),
)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nothing_is_told_in_the_language_of_the_address(world, language):
    client, wrong = Client(raise_request_exception=False), []
    wanted, other = (ENGLISH, CHINESE) if language == "en" else (CHINESE, ENGLISH)
    for pattern in NOWHERE:
        for accepted in ("fr", "zh-CN", "en"):
            path = pattern.format(f"/{language}/")
            answer = client.get(path, headers={"Accept-Language": accepted})
            text = body(answer).decode()
            if answer.status_code != 404 and "%00" not in path:
                wrong.append((path, answer.status_code))
            elif answer.status_code == 404 and (wanted not in text or other in text):
                wrong.append((path, accepted, text[:80]))

    assert wrong == []


def at(client, path):
    """GET of a path as it stands; the client would take '//x/' for the host x."""
    return client.get("/", PATH_INFO=path.encode().decode("latin-1"))


@pytest.mark.parametrize(
    ("path", "languages"),
    [
        *(("/fr/", 2), ("//en/conferences/here/", 2), ("//evil.example/en/", 2), ("/./en/", 2)),
        *(("/fr/conferences/here/", 2), ("/中/", 2), ("/english/", 2), ("/en_US/", 2)),
        *(("/EN/", 1), ("/en-gb/", 1), ("/en/../en/", 1), ("/en//", 1), ("/zh-hans//", 1)),
    ],
)
def test_a_language_that_is_none_is_told_and_the_page_leads_home(world, path, languages):
    client = Client(raise_request_exception=False)

    answer = at(client, path)

    text = answer.content.decode()
    assert answer.status_code == 404
    assert (CHINESE in text) + (ENGLISH in text) == languages
    homes = parsed(answer).xpath("//section//a/@href")
    assert homes and {client.get(home).status_code for home in homes} == {200}


@pytest.mark.parametrize(
    ("path", "home"), [("/en", "/en/"), ("/zh-hans", "/zh-hans/"), ("/zh-CN/", "/zh-hans/")]
)
def test_a_habit_of_writing_leads_to_the_language(world, path, home):
    answer = Client().get(path)

    assert (answer.status_code // 100, answer["Location"]) == (3, home)


ODD = {
    "Accept": "application/json",
    "Accept-Encoding": "br",
    "Accept-Language": "zh-CN",
    "Forwarded": "host=evil.example",
    "Host": "127.0.0.1:1",
    "Origin": "https://evil.example",
    "Range": "bytes=0-3",
    "Referer": "https://evil.example/",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
}


def test_who_asks_first_changes_the_page_of_nobody(world):
    everybody, odd = (Client(raise_request_exception=False) for _who in range(2))
    odd.force_login(world.organizer)
    odd.cookies["django_language"] = "zh-hans"
    kept = 0

    with time_machine.travel(datetime(2026, 5, 1, 12, 1, tzinfo=UTC), tick=False):
        for path in public_paths(world):
            if path.endswith("card.png"):
                continue  # slow to draw
            page_cache.store.clear()
            expected = told(everybody.get(path))
            for method in ("GET", "HEAD"):
                page_cache.store.clear()
                body(odd.generic(method, path, headers=ODD))
                kept += page_cache.store.bytes > 0
                assert told(everybody.get(path)) == expected, (method, path)

    assert kept > 2 * 70


def told(response):
    """What an answer holds, without what is made for each: tokens of forms."""
    text = re.sub(rb'(csrfmiddlewaretoken|name="form_id") *"? value="[^"]*"', b"", body(response))
    kept = {k: v for k, v in response.items() if k not in ("Set-Cookie", "Date")}
    return response.status_code, kept, text


HEADERS = (
    {"If-None-Match": "*"},
    {"If-None-Match": 'W/"x", ' * 1_200},
    {"If-None-Match": '"\\"'},
    {"If-None-Match": ",,,"},
    {"If-Modified-Since": "Thu, 01 Jan 0000 00:00:00 GMT"},
    {"If-Match": '"no"'},
    {"If-Range": "x", "Range": "bytes=5-1"},
)


def test_conditional_headers_are_answered_or_ignored(world):
    client, wrong = Client(raise_request_exception=False), []
    headers = cycle(HEADERS)
    for path in public_paths(world):
        asked = client.get(path)
        body(asked)
        usual = asked.status_code
        # A page in both languages is asked with one half in each; the second follows the first.
        is_twofold = path.startswith(("/en/", "/zh-hans/"))
        for header in islice(headers, -(-len(HEADERS) // 2) if is_twofold else len(HEADERS)):
            answer = client.get(path, headers=header)
            body(answer)
            if answer.status_code not in (usual, 304, 400, 412, 416):
                wrong.append((path, header, answer.status_code))

    assert wrong == []


def test_filters_that_name_nothing_are_no_failure(world):
    attack = Attack()
    values = ("x", "%00", "9" * 400, "ZZZZZZ," * 500, "a" * 5_000, "%F0%9F%98%80", "[]", "-1")
    for path in public_paths(world):
        for value in islice(cycle(values), 3):
            query = "&".join(f"{n}={value}" for n in ("day", "room", "track", "s", "q", "kind"))
            attack.ask("GET", f"{path}?{query}")

    assert attack.count > 150
    assert not attack.faults, "\n".join(attack.faults[:20])


@pytest.mark.parametrize("tail", ["my/", "my.ics"])
@pytest.mark.parametrize("joint", [",", "&s="])
def test_ten_thousand_codes_are_refused_or_cut_without_a_query_each(
    world, tail, joint, django_assert_max_num_queries
):
    codes = joint.join(f"A{n:05}" for n in range(10_000))
    client = Client(raise_request_exception=False)

    with django_assert_max_num_queries(3):
        answer = client.get(f"/en/conferences/here/{tail}?s={codes}")

    assert answer.status_code in (200, 400, 414)
    assert len(body(answer)) < 2_000_000


def test_a_refusal_by_its_address_asks_nothing_of_the_database(world, django_assert_num_queries):
    client = Client(raise_request_exception=False)

    with django_assert_num_queries(0):
        for path in ("/fr/", "//en/", "/en/nothing/", "/en/conferences/here/\0/", "/api/v2/"):
            assert at(client, path).status_code in (400, 404)
