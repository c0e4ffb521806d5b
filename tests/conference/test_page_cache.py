"""The page cache: hits without queries, versions that follow their scopes, bounded bytes."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from conference import page_cache, stamps
from conference.page_cache import Page, PageCacheMiddleware, PageStore, public_page
from conference.stamps import raise_stamps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site():
    """A site of one public page that counts how often it was drawn."""
    drawn = []

    @public_page(lambda slug: [f"conference:{slug}"])
    def page(request, slug):
        drawn.append(slug)
        return HttpResponse("页面" * 600)

    middleware = PageCacheMiddleware(lambda request: page(request, slug=request.GET["slug"]))

    def get(slug="a", **headers):
        return middleware(RequestFactory().get("/page/", {"slug": slug}, headers=headers))

    get.drawn = drawn
    return get


def test_a_hit_draws_nothing_and_asks_the_database_nothing(site, django_assert_num_queries):
    first = site()

    with django_assert_num_queries(0):
        second = site()

    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert site.drawn == ["a"]


def test_a_kept_page_is_not_given_to_a_strange_host(client):
    before = client.get("/en/")

    assert before.status_code == client.get("/en/").status_code == 200
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400


def test_raising_a_stamp_redraws_its_pages_and_no_others(site):
    before = site("a"), site("b")

    raise_stamps("conference:a")

    after = site("a"), site("b")
    assert site.drawn == ["a", "b", "a"]
    assert before[0]["ETag"] != after[0]["ETag"]
    assert before[1]["ETag"] == after[1]["ETag"]


def test_another_process_sees_a_raised_stamp_within_two_seconds(site, monkeypatch):
    from conference.models import Stamp

    site()
    Stamp.objects.create(scope="conference:a", value=7)  # as if another process had raised it
    site()
    assert site.drawn == ["a"]
    later = stamps.time.monotonic() + stamps.RE_READ_AFTER + 0.1
    monkeypatch.setattr(stamps.time, "monotonic", lambda: later)
    site()
    assert site.drawn == ["a", "a"]


@pytest.mark.parametrize("form", ['"{0}"', 'W/"{0}"', '"x", "{0}-gz"', "*"])
def test_a_matching_etag_is_answered_304_without_a_body(site, form):
    tag = site()["ETag"].strip('"')

    response = site(if_none_match=form.format(tag))

    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"]


def test_another_etag_gets_the_page(site):
    site()

    assert site(if_none_match='"old", broken').status_code == 200


def test_the_body_is_compressed_once_and_says_so(site):
    plain, zipped = site(), site(accept_encoding="br, gzip")

    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["Content-Encoding"] == "gzip"
    assert zipped["ETag"] == plain["ETag"][:-1] + '-gz"'
    assert plain["Vary"] == "Accept-Encoding"
    assert site.drawn == ["a"]


def test_a_page_that_sets_a_cookie_or_fails_is_never_kept():
    @public_page(lambda: ["site"])
    def page(request):
        response = HttpResponse("x")
        if "fail" in request.GET:
            response.status_code = 500
        else:
            response.set_cookie("who", "me")
        return response

    middleware = PageCacheMiddleware(page)

    middleware(RequestFactory().get("/cookie/"))
    middleware(RequestFactory().get("/page/?fail"))
    assert page_cache.store.get("/cookie/") is None
    assert page_cache.store.get("/page/?fail") is None


def test_a_page_is_drawn_again_after_its_phase():
    from datetime import UTC, datetime, timedelta

    drawn = []

    @public_page(lambda: ["site"])
    def page(request):
        drawn.append(1)
        response = HttpResponse("now and next")
        response.fresh_until = datetime.now(UTC) - timedelta(seconds=1)
        return response

    middleware = PageCacheMiddleware(page)

    middleware(RequestFactory().get("/now/"))
    middleware(RequestFactory().get("/now/"))
    assert len(drawn) == 2


def test_the_store_is_bounded_and_drops_the_page_not_used_longest():
    store = PageStore(max_bytes=4_000)
    page = Page("v", ("site",), [], b"x" * 1_000, None)
    for key in "ab":
        store.put(key, page)
    store.get("a")

    store.put("c", page)

    assert store.get("b") is None
    assert store.get("a") and store.get("c")
    assert store.bytes == 3_000


def test_a_rolled_back_change_raises_nothing():
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        raise_stamps("conference:a")
        raise RuntimeError

    from conference.models import Stamp

    assert not Stamp.objects.exists()
