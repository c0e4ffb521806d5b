"""The page cache: hits without queries, versions that follow their scopes, bounded bytes."""

import gzip
import time
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import brotli
import pytest
import time_machine
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.query import ValuesListIterable
from django.http import HttpResponse, HttpResponseServerError
from django.test import RequestFactory
from django.utils.http import http_date
from django.utils.translation import get_language
from hypothesis import example, given
from hypothesis import strategies as st

from conference import page_cache, stamps
from conference.models import Stamp
from conference.page_cache import (
    Page,
    PageCacheMiddleware,
    PageStore,
    best_encoding,
    names_tag,
    public_page,
)
from conference.stamps import Reading, note_deploy, raise_stamps
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "页面 <page>" * 600


class Site:
    """A site of one public page that counts how often it was drawn; `draw` may be replaced."""

    def __init__(self):
        self.drawn = []
        view = public_page(lambda slug: [f"conference:{slug}"])(self._view)
        self.middleware = PageCacheMiddleware(lambda r: view(r, slug=r.GET.get("slug", "a")))

    def _view(self, request, slug):
        self.drawn.append(slug)
        return self.draw(request)

    def draw(self, request):
        return HttpResponse(BODY)

    def __call__(self, slug="a", *, method="get", path="/en/page/", **headers):
        request = getattr(RequestFactory(), method)(path, {"slug": slug}, headers=headers)
        return self.middleware(request)


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def later(monkeypatch):
    """`later(seconds)`: as if so much time had passed since the stamps were read."""
    now = time.monotonic

    def pass_(seconds):
        monkeypatch.setattr(stamps.time, "monotonic", lambda: now() + seconds)

    return pass_


# --- Versions --------------------------------------------------------------------------------


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


# --- Conditional requests --------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        *('"{0}"', 'W/"{0}"', '"x", "{0}-gzip"', '"x","y" , W/"{0}-br"', "*", " * "),
        *("{0}", "W/{0}", 'junk, "{0}"', '"{0}-gz"', '"' + "x" * 3_000 + '", "{0}"'),
    ],
)
def test_a_matching_etag_is_answered_304_without_a_body(site, form, django_assert_num_queries):
    first = site()
    tag = first["ETag"].strip('"')

    with django_assert_num_queries(0):
        response = site(if_none_match=form.format(tag))

    assert response.status_code == 304
    assert response.content == b""
    assert {name: first[name] for name in ("ETag", "Cache-Control", "Vary", "Last-Modified")} == {
        name: response[name] for name in ("ETag", "Cache-Control", "Vary", "Last-Modified")
    }
    assert "Content-Type" not in response
    assert "Content-Length" not in response


@pytest.mark.parametrize(
    "form",
    [
        *('"old", broken', "", '"', '"{0}x"', '"x{0}"', '"{0}-zip"', "W/", '"", *'),
        *('"{0} "', '"' + "x" * 9_000 + '", "{0}"', "\0{0}"),
    ],
)
def test_another_etag_gets_the_page(site, form):
    tag = site()["ETag"].strip('"')

    assert site(if_none_match=form.format(tag)).status_code == 200


@given(st.text(max_size=200), st.sampled_from(["-br", "-gzip", ""]), st.booleans())
@example('"a\\"', "", True)
def test_whatever_stands_before_it_a_quoted_tag_in_a_list_is_found(junk, suffix, is_weak):
    mark = "0123456789abcdef01230"
    tag = f'{"W/" * is_weak}"{mark}{suffix}"'
    balanced = junk.replace('"', "")

    assert names_tag(f"{balanced}, {tag}", mark)
    assert names_tag(f'"{balanced}", {tag} ,{balanced}', mark)
    assert names_tag(f"{junk}, {tag}", "f" * 21) is False


def test_since_the_change_a_reader_with_its_time_gets_304(site):
    first = site()
    changed = first["Last-Modified"]
    earlier = http_date(time.time() - 86_400 * 400)
    for when, status in [
        (changed, 304),
        (http_date(time.time() + 60), 304),
        (earlier, 200),
        ("yesterday", 200),
        ("", 200),
        ("Thu, 99 Jan 2026 00:00:00 GMT", 200),
        (changed + "x" * 500, 200),
    ]:
        assert site(if_modified_since=when).status_code == status, when


def test_a_tag_counts_more_than_a_time(site):
    now = http_date(time.time() + 60)
    tag = site()["ETag"]

    assert site(if_none_match='"old"', if_modified_since=now).status_code == 200
    assert site(if_none_match=tag, if_modified_since="yesterday").status_code == 304


# --- Last-Modified ---------------------------------------------------------------------------


def deployed(at):
    Stamp.objects.update_or_create(
        scope=stamps.code_scope(), defaults={"value": 1, "raised_at": at}
    )
    stamps.forget()


def test_the_last_change_is_the_later_of_the_newest_raise_and_the_deploy(site):
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    deployed(noon)
    assert site()["Last-Modified"] == "Fri, 01 May 2026 12:00:00 GMT"

    raise_stamps("conference:a", "conference:b")
    Stamp.objects.filter(scope="conference:a").update(raised_at=noon + timedelta(hours=1))
    Stamp.objects.filter(scope="conference:b").update(raised_at=noon - timedelta(hours=1))
    stamps.forget()

    assert site("a")["Last-Modified"] == "Fri, 01 May 2026 13:00:00 GMT"
    assert site("b")["Last-Modified"] == "Fri, 01 May 2026 12:00:00 GMT"


def test_every_worker_says_the_same_also_after_a_restart(site):
    raise_stamps("conference:a")
    first = site(accept_encoding="br")
    page_cache.store.clear()
    stamps.forget()

    second = Site()(accept_encoding="br")

    assert second["Last-Modified"] == first["Last-Modified"]
    assert second["ETag"] == first["ETag"]


def test_the_time_of_the_deploy_stays_through_restarts_and_moves_with_the_code(monkeypatch):
    def migrated():
        note_deploy(using="default")
        return Stamp.objects.get(scope__startswith="code:")

    first = migrated()
    assert migrated().raised_at == first.raised_at

    monkeypatch.setattr(stamps, "code_version", lambda: "f" * 64)
    second = migrated()
    assert second.scope == "code:" + "f" * 20
    assert second.raised_at > first.raised_at

    monkeypatch.undo()
    assert migrated().raised_at > second.raised_at  # brought back: its pages are new again


def test_migrate_notes_the_deploy():
    assert Stamp.objects.filter(scope=stamps.code_scope()).exists()


def test_without_that_note_the_newest_file_tells_the_time(site):
    Stamp.objects.all().delete()
    stamps.forget()

    assert site()["Last-Modified"] == http_date(stamps.changed_on_disk_at())


def test_a_page_that_changes_by_the_clock_says_so(site):
    opens = datetime(2026, 5, 20, 9, tzinfo=UTC)

    def draw(request):
        response = HttpResponse(BODY)
        is_open = datetime.now(UTC) >= opens
        response.fresh_until = None if is_open else opens
        response.changed_at = opens if is_open else None
        return response

    site.draw = draw
    deployed(opens - timedelta(days=3))

    with time_machine.travel(opens - timedelta(seconds=2), tick=False):
        before = site()
    with time_machine.travel(opens + timedelta(hours=1), tick=False):
        after = site(if_modified_since=before["Last-Modified"])

    assert before["Last-Modified"] == "Sun, 17 May 2026 09:00:00 GMT"
    assert (after.status_code, after["Last-Modified"]) == (200, "Wed, 20 May 2026 09:00:00 GMT")
    assert before["ETag"] != after["ETag"]


def test_a_page_that_does_not_say_when_it_last_changed_may_have_done_so_now(site):
    def draw(request):
        response = HttpResponse(BODY)
        response.fresh_until = datetime.now(UTC) + timedelta(minutes=10)
        return response

    site.draw = draw
    deployed(datetime(2026, 5, 1, tzinfo=UTC))

    with time_machine.travel("2026-05-20 09:00:00+00:00", tick=False):
        assert site()["Last-Modified"] == "Wed, 20 May 2026 09:00:00 GMT"


def test_no_time_lies_ahead(site):
    deployed(datetime.now(UTC) + timedelta(hours=3))

    assert site(if_modified_since=http_date(time.time())).status_code == 304


# --- Encodings -------------------------------------------------------------------------------


def test_bodies_are_compressed_once_and_say_so(site, monkeypatch):
    plain = site()
    made = []
    for name, compress in list(page_cache.COMPRESS.items()):
        monkeypatch.setitem(
            page_cache.COMPRESS, name, lambda b, n=name, c=compress: made.append(n) or c(b)
        )

    for _ in range(3):
        zipped, smaller = site(accept_encoding="gzip"), site(accept_encoding="br, gzip")

    assert gzip.decompress(zipped.content) == brotli.decompress(smaller.content) == plain.content
    assert (zipped["Content-Encoding"], smaller["Content-Encoding"]) == ("gzip", "br")
    assert {r["ETag"][-4:].strip('"') for r in (zipped, smaller)} == {"zip", "-br"}
    assert zipped["Content-Length"] == str(len(zipped.content))
    assert {r["Vary"] for r in (plain, zipped, smaller)} == {"Accept-Encoding"}
    assert made == ["gzip", "br"]
    assert site.drawn == ["a"]


@pytest.mark.parametrize("first", ["br", "gzip", ""])
def test_whoever_asked_first_every_encoding_holds_the_same(site, first):
    site(accept_encoding=first)
    expand = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}

    for encoding in ("gzip", "", "br"):
        assert expand[encoding](site(accept_encoding=encoding).content).decode() == BODY
    assert site.drawn == ["a"]


def test_a_short_body_is_sent_as_it_is(site):
    site.draw = lambda request: HttpResponse("short")

    response = site(accept_encoding="br, gzip")

    assert response.content == b"short"
    assert "Content-Encoding" not in response


@pytest.mark.parametrize(
    ("kind", "is_smaller"),
    [
        *(("text/html; charset=utf-8", True), ("text/calendar; charset=utf-8", True)),
        *(("application/json", True), ("application/atom+xml; charset=utf-8", True)),
        *(
            ("application/vnd.c3voc.schedule+xml", True),
            ("image/svg+xml", True),
            ("text/javascript", True),
        ),
        *(("image/png", False), ("application/octet-stream", False), ("application/zip", False)),
    ],
)
def test_only_texts_are_compressed(site, kind, is_smaller):
    site.draw = lambda request: HttpResponse(BODY, content_type=kind)

    for _ in range(2):
        assert ("Content-Encoding" in site(accept_encoding="br, gzip")) == is_smaller


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;Q=0.5", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.4, gzip;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=0.000, br;q=0.0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("identity;q=0.5, gzip;q=0.2", ""),
        ("identity;q=0, gzip;q=0.2", "gzip"),
        ("identity;q=0", ""),  # all that is left; 406 would help nobody
        ("br;q=high, gzip", "gzip"),
        ("br;q=1.5", ""),
        ("notbr, brr", ""),
        (";;;,,,;q=1", ""),
    ],
)
def test_the_encoding_is_the_one_liked_best(header, encoding):
    assert best_encoding(header) == encoding


@given(
    st.dictionaries(
        st.sampled_from(["br", "gzip", "identity", "deflate", "zstd"]), st.integers(0, 1000)
    ),
    st.randoms(),
)
def test_no_refused_encoding_is_sent_and_none_liked_less(weights, random):
    parts = [f"{name};q={weight / 1000:.3f}" for name, weight in weights.items()]
    random.shuffle(parts)

    found = best_encoding(", ".join(parts))

    if found:
        assert weights[found] > 0
    ours = {name: weights.get(name, 0) for name in ("br", "gzip")}
    if max(ours.values()) > weights.get("identity", 0):
        assert ours[found] == max(ours.values())


@given(st.text(max_size=300))
def test_no_accept_encoding_breaks_it(header):
    assert best_encoding(header) in ("br", "gzip", "")


# --- Whose page it is ------------------------------------------------------------------------


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


# --- The store -------------------------------------------------------------------------------


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


# --- A database out of reach -----------------------------------------------------------------


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


# --- Many at once ----------------------------------------------------------------------------


class Slow:
    """A view whose drawing stands still until it is let go."""

    def __init__(self):
        self.began, self.go_on = Event(), Event()

    def __call__(self, request):
        self.began.set()
        assert self.go_on.wait(60)
        return HttpResponse(BODY + str(request.META.get("mark", "")))


@pytest.fixture
def slow(site):
    site.draw = view = Slow()
    yield view
    view.go_on.set()


def started(act):
    """(thread, list that gets what the act returns)."""
    found = []

    def run():
        try:
            found.append(act())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, found


def test_a_page_that_many_ask_for_at_once_is_drawn_once(site, slow, monkeypatch):
    monkeypatch.setattr(page_cache, "DRAWING_WAITS", 60.0)  # however slow the machine is
    readers = [started(site) for _ in range(8)]
    assert slow.began.wait(60)
    time.sleep(0.2)  # the others have come to wait by now
    slow.go_on.set()

    for thread, _found in readers:
        thread.join(60)
    assert site.drawn == ["a"]
    assert {found[0].content.decode() for _thread, found in readers} == {BODY}


def test_who_waits_does_not_hold_up_the_readers_of_other_pages(site, slow, monkeypatch):
    monkeypatch.setattr(page_cache, "DRAWING_WAITS", 60.0)  # however slow the machine is
    first, waiting = started(site), started(site)
    assert slow.began.wait(60)
    site.draw = lambda request: HttpResponse("another")

    assert site("b").content == b"another"

    slow.go_on.set()
    for thread, found in (first, waiting):
        thread.join(60)
        assert found[0].content.decode() == BODY


def test_a_page_drawn_since_the_store_was_asked_is_not_drawn_again(site, monkeypatch):
    site()
    get, not_yet = page_cache.store.get, [None]
    monkeypatch.setattr(page_cache.store, "get", lambda key: not_yet.pop() if not_yet else get(key))

    assert site().content.decode() == BODY

    assert site.drawn == ["a"]


def test_right_after_a_publish_the_others_get_the_page_as_it_was(site):
    before = site()
    raise_stamps("conference:a")
    site.draw = slow = Slow()
    thread, found = started(site)
    assert slow.began.wait(60)

    assert site().content == before.content

    slow.go_on.set()
    thread.join(60)
    assert found[0]["ETag"] != before["ETag"]
    assert site()["ETag"] == found[0]["ETag"]
    assert len(site.drawn) == 2


def test_a_page_that_changed_long_ago_is_waited_for(site, monkeypatch):
    monkeypatch.setattr(page_cache, "DRAWING_WAITS", 60.0)
    deployed(datetime.now(UTC) - timedelta(hours=1))
    old = site()
    raise_stamps("conference:a")
    Stamp.objects.filter(scope="conference:a").update(
        raised_at=datetime.now(UTC) - timedelta(minutes=1)
    )
    site.draw = slow = Slow()
    readers = [started(site), started(site)]
    assert slow.began.wait(60)
    time.sleep(0.1)
    slow.go_on.set()

    for thread, found in readers:
        thread.join(60)
        assert found[0]["ETag"] != old["ETag"]
    assert len(site.drawn) == 2


def test_when_the_drawing_fails_the_others_draw_themselves(site):
    began, go_on = Event(), Event()

    def draw(request):
        if not began.is_set():
            began.set()
            assert go_on.wait(60)
            return HttpResponseServerError("broken")
        return HttpResponse(BODY)

    site.draw = draw
    readers = [started(site)]
    assert began.wait(60)
    readers += [started(site), started(site)]
    time.sleep(0.2)
    go_on.set()

    for thread, _found in readers:
        thread.join(60)
    assert sorted(found[0].status_code for _thread, found in readers) == [200, 200, 500]
    assert page_cache.Drawing._under_way == {}


def test_nobody_waits_longer_than_is_bearable(site, slow, monkeypatch):
    monkeypatch.setattr(page_cache, "DRAWING_WAITS", 0.05)
    thread, _found = started(site)
    assert slow.began.wait(60)
    site.draw = lambda request: HttpResponse(BODY)

    assert site().status_code == 200

    slow.go_on.set()
    thread.join(60)


def test_one_thread_reads_the_stamps_and_the_others_go_on(site, later, monkeypatch):
    site()
    began, go_on, reads = Event(), Event(), []
    iterate = ValuesListIterable.__iter__

    def wait(self):
        reads.append(1)
        began.set()
        assert go_on.wait(60)
        return iterate(self)

    monkeypatch.setattr(ValuesListIterable, "__iter__", wait)
    later(stamps.RE_READ_AFTER + 0.1)
    thread, _found = started(site)
    assert began.wait(60)

    assert site().status_code == 200  # and not after twenty seconds

    go_on.set()
    thread.join(60)
    assert reads == [1]


def test_a_change_during_a_reading_is_seen_by_the_next_answer(site, later, monkeypatch):
    site()
    iterate = ValuesListIterable.__iter__

    def overtaken(self):
        rows = list(iterate(self))
        monkeypatch.setattr(ValuesListIterable, "__iter__", iterate)
        raise_stamps("conference:a")  # commits after the rows were read
        return iter(rows)

    monkeypatch.setattr(ValuesListIterable, "__iter__", overtaken)
    later(stamps.RE_READ_AFTER + 0.1)
    site()
    site()

    assert site.drawn == ["a", "a"]


def test_publishing_and_reading_at_once_leaves_everybody_with_the_newest(site):
    results = at_once(*[lambda: raise_stamps("conference:a")] * 3, *[site] * 5)

    assert not [r for r in results if isinstance(r, Exception)]
    newest = stamps.version_of(["conference:a"])
    assert site()["ETag"].strip('"').startswith(newest)
