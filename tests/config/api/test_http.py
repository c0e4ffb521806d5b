"""The API as HTTP: validators, methods, languages, problems that speak."""

import json

import pytest
from django.test import Client

from tests.config.api.asking import API, HERE, check, one_of_each, publish_again

pytestmark = pytest.mark.django_db


def test_every_answer_has_validators_and_may_be_read_from_other_sites(client, conference):
    for path, _name in one_of_each(conference):
        response = client.get(path)

        assert response["Content-Type"] == "application/json"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response["Access-Control-Expose-Headers"]
        assert response["Vary"] == "Accept-Encoding"
        assert response.get("X-Lectern-Release") == ("1" if HERE in path else None)
        again = client.get(path, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"


def test_a_publish_changes_the_etag(client, conference):
    before = client.get(f"{HERE}sessions/")["ETag"]

    publish_again(conference, "Untimed", title_en="Named")

    response = client.get(f"{HERE}sessions/", headers={"if-none-match": before})
    assert response.status_code == 200
    assert response["X-Lectern-Release"] == "2"


def test_the_answer_is_the_same_for_every_language_and_accept_header(client, conference):
    from conference import page_cache

    bodies, kinds = set(), set()
    for accept in ("application/json", "text/html", "image/png", "*/*", "application/xml;q=0.9"):
        for language in ("zh-CN", "en", "de"):
            page_cache.store.clear()
            headers = {"accept": accept, "accept-language": language}
            response = client.get(f"{HERE}program/", headers=headers)
            bodies.add(response.content)
            kinds.add((response["Content-Type"], response.get("Content-Language")))

    assert (len(bodies), len(kinds)) == (1, 1)


def test_methods(conference):
    client = Client(enforce_csrf_checks=True)
    for path, _name in one_of_each(conference):
        head, options = client.head(path), client.options(path)
        assert (head.status_code, head.content) == (200, b"")
        assert (options.status_code, options.content) == (204, b"")
        assert options["Allow"] == options["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "If-None-Match" in options["Access-Control-Allow-Headers"]
        for method in ("post", "put", "patch", "delete"):
            refused = getattr(client, method)(path)
            assert refused.status_code == 405
            assert refused["Allow"] == "GET, HEAD, OPTIONS"
            assert refused["Content-Type"] == "application/problem+json"
            check(json.loads(refused.content), "Problem")


@pytest.mark.parametrize(
    "tail",
    [
        *("nothing/", "conferences/no-such/", "conferences/ai-2026/nothing/"),
        *("conferences/ai-2026/sessions/ZZZZZZ/", "conferences/ai-2026/people/ZZZZZZ/"),
        *("conferences/ai-2026/rooms/no/", "conferences/ai-2026/tracks/no/"),
        *("conferences/ai-2026/releases/0/", f"conferences/ai-2026/releases/{'9' * 40}/"),
        *("conferences//", "/", "conferences/会议/"),
    ],
)
def test_what_is_not_there_is_a_problem_that_speaks(client, conference, tail):
    response = client.get(f"{API}{tail}", headers={"accept-language": "zh-CN"})

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"
    found = json.loads(response.content)
    check(found, "Problem")
    assert found["code"] == "not-found"
    assert found["detail"].isascii()


def test_a_failure_of_ours_is_a_problem_too(client, conference, monkeypatch):
    monkeypatch.setattr("config.api.views.published_program", lambda slug: 1 / 0)
    client.raise_request_exception = False

    response = client.get(f"{HERE}rooms/")

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(response.content)["code"] == "server-error"


def test_an_address_without_its_slash_leads_there(client, conference):
    response = client.get("/api/v1/conferences/ai-2026/sessions?limit=1")

    assert response.status_code == 301
    assert response["Location"] == f"{HERE}sessions/?limit=1"
