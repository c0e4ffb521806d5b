"""The page cache: hits without queries, versions that follow their scopes, bounded bytes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.query import ValuesListIterable
from django.http import HttpResponse, HttpResponseServerError
from django.utils.translation import get_language

from conference import page_cache, stamps
from conference.models import Stamp
from conference.page_cache import Page, PageStore
from conference.stamps import Reading, raise_stamps
from tests.conference.page_cache.site import BODY

pytestmark = pytest.mark.django_db(transaction=True)


# --- Versions ------------------------------------------------------------------------------------


def test_a_hit_draws_nothing_and_asks_the_database_nothing(site, django_assert_num_queries):
    first = site()

    with django_assert_num_queries(0):
        second = site()

    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert site.drawn == ["a"]


def test_raising_a_stamp_redraws_its_pages_and_no_others(site):
    before = site("a"), site("b")

    raise_stamps("conference:a")

    after = site("a"), site("b")
    assert site.drawn == ["a", "b", "a"]
    assert before[0]["ETag"] != after[0]["ETag"]
    assert before[1]["ETag"] == after[1]["ETag"]


def test_another_process_sees_a_raised_stamp_within_two_seconds(site, later):
    site()
    Stamp.objects.create(scope="conference:a", value=7)  # as if another process had raised it
    site()
    assert site.drawn == ["a"]
    later(stamps.RE_READ_AFTER + 0.1)
    site()
    assert site.drawn == ["a", "a"]


def test_a_reading_that_finds_nothing_new_keeps_its_pages_without_a_look_at_their_scopes(
    site, later
):
    site()
    before = stamps.current()
    later(stamps.RE_READ_AFTER + 0.1)

    assert stamps.current() is before
    site()
    assert site.drawn == ["a"]


def test_versions_of_made_up_scopes_are_not_remembered():
    raise_stamps("conference:a")
    reading = stamps.current()

    for number in range(50):
        reading.of((f"conference:made-up-{number}",))
    reading.of(("conference:a",))

    assert len(reading._known) == 1


def test_a_rolled_back_change_raises_nothing():
    with pytest.raises(RuntimeError), transaction.atomic():
        raise_stamps("conference:a")
        raise RuntimeError

    assert not Stamp.objects.filter(scope="conference:a").exists()


def test_a_raise_never_sets_the_time_back():
    raise_stamps("conference:a")
    ahead = datetime.now(UTC) + timedelta(hours=1)
    Stamp.objects.update(raised_at=ahead)

    raise_stamps("conference:a")

    stamp = Stamp.objects.get(scope="conference:a")
    assert (stamp.value, stamp.raised_at) == (2, ahead)


# --- Whose page it is ----------------------------------------------------------------------------


def test_a_kept_page_is_not_given_to_a_strange_host(client):
    before = client.get("/en/")

    assert before.status_code == client.get("/en/").status_code == 200
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400


def test_a_page_kept_for_https_is_not_given_to_plain_http(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    from django.test import Client

    secure = {"x-forwarded-proto": "https"}
    for _ in range(2):
        page = Client().get("/en/", headers=secure)
        assert page.status_code == 200
        assert page["Strict-Transport-Security"] == "max-age=60"
        assert Client().get("/en/").status_code == 301


def test_a_kept_page_has_the_headers_of_the_page_that_was_drawn(client):
    first, second = client.get("/en/"), client.get("/en/")

    assert first.headers == second.headers
    for name in (
        *("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"),
        *("Cross-Origin-Opener-Policy", "X-Frame-Options", "Content-Language", "Content-Type"),
    ):
        assert name in second
    assert second["Vary"] == "Accept-Encoding"


def test_head_is_get_without_the_body(client):
    shown = client.get("/en/", headers={"accept-encoding": "br"})

    asked = client.head("/en/", headers={"accept-encoding": "br"})

    assert asked.content == b""
    assert asked.headers == shown.headers
    page_cache.store.clear()
    assert client.head("/en/", headers={"accept-encoding": "br"}).headers == shown.headers


def test_leave_to_read_from_elsewhere_stands_in_hits_and_304s(site):
    site.draw = lambda request: HttpResponse(BODY, headers={"Access-Control-Allow-Origin": "*"})
    first = site()

    for response in (site(), site(if_none_match=first["ETag"])):
        assert response["Access-Control-Allow-Origin"] == "*"


def test_an_address_without_a_language_speaks_none_of_its_readers(site):
    site.draw = lambda request: HttpResponse(
        get_language(), headers={"Vary": "Accept-Language", "Content-Language": "zh-hans"}
    )
    from django.utils.translation import override

    with override("zh-hans"):
        response = site(path="/api/v1/things/")
        page_cache.store.clear()
        under_one = site(path="/zh-hans/things/")

    assert response.content == b"en"
    assert "Content-Language" not in response
    assert response["Vary"] == "Accept-Encoding"
    assert under_one.content == b"zh-hans"


def test_a_page_that_sets_a_cookie_or_fails_is_never_kept(site):
    def draw(request):
        response = HttpResponse("x", status=500 if site.drawn == ["a"] else 200)
        response.set_cookie("who", "me")
        return response

    site.draw = draw

    assert [site().status_code for _ in range(3)] == [500, 200, 200]
    assert site.drawn == ["a"] * 3
    assert page_cache.store.bytes == 0


def test_a_page_that_is_gone_is_forgotten(site):
    site()
    site.draw = lambda request: HttpResponse("gone", status=404)
    raise_stamps("conference:a")

    assert site().status_code == 404
    assert page_cache.store.bytes == 0


def test_a_page_is_drawn_again_after_its_phase(site):
    def draw(request):
        response = HttpResponse("now and next")
        response.fresh_until = datetime.now(UTC) - timedelta(seconds=1)
        return response

    site.draw = draw
    site()
    site()
    assert len(site.drawn) == 2


# --- The store -----------------------------------------------------------------------------------


def page_of(size):
    return Page(Reading({}), ("site",), [], b"x" * size)


def test_the_store_is_bounded_and_drops_the_page_not_used_longest():
    pages = {key: page_of(1_000) for key in "abc"}
    store = PageStore(max_bytes=2 * pages["a"].size + 500)
    for key in "ab":
        store.put(key, pages[key])
    store.get("a")

    store.put("c", pages["c"])

    assert store.get("b") is None
    assert store.get("a") and store.get("c")
    assert store.bytes == 2 * pages["a"].size


def test_a_further_encoding_counts_in_the_bytes_of_the_store(site):
    site(accept_encoding="br")
    before = page_cache.store.bytes
    plain = site()

    assert page_cache.store.bytes == before + len(plain.content)
    page_cache.store.clear()
    assert page_cache.store.bytes == 0


# --- A database out of reach ---------------------------------------------------------------------


@pytest.fixture
def away(monkeypatch, later):
    """`away(error)`: from now on the stamps are due again and reading them fails; how often."""
    tried = []

    def go(error=OperationalError):
        def fail(self):
            tried.append(error)
            raise error("server closed the connection unexpectedly")

        later(stamps.RE_READ_AFTER + 0.1)
        monkeypatch.setattr(ValuesListIterable, "__iter__", fail)
        return tried

    yield go
    monkeypatch.undo()
    stamps._is_away = False


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_kept_pages_outlive_the_database(site, away, caplog, error):
    before = site()
    tried = away(error)

    responses = [site() for _ in range(5)]

    assert {r.content for r in responses} == {before.content}
    assert tried == [error]  # not with every reader
    assert caplog.text.count("cannot be read") == 1


def test_a_page_over_its_phase_stays_too_while_the_database_is_away(site, away):
    def draw(request):
        response = HttpResponse(BODY)
        response.fresh_until = response.changed_at = datetime.now(UTC) - timedelta(seconds=1)
        return response

    site.draw = draw
    site()
    away()

    assert site().status_code == 200
    assert len(site.drawn) == 1


def test_a_page_that_cannot_be_drawn_again_stays_as_it_was(site):
    before = site()
    raise_stamps("conference:a")
    site.draw = lambda request: HttpResponseServerError("broken")

    assert [site().content for _ in range(3)] == [before.content] * 3
    assert len(site.drawn) == 2  # tried once more, then not for a while


def test_the_site_follows_changes_again_when_the_database_is_back(
    site, away, later, monkeypatch, caplog
):
    site()
    away()
    site()
    monkeypatch.undo()
    Stamp.objects.create(scope="conference:a", value=9)
    later(stamps.RE_READ_AFTER + stamps.TRY_AGAIN_AFTER + 1)

    site()

    assert site.drawn == ["a", "a"]
    assert "can be read again" in caplog.text
