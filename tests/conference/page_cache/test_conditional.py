"""Conditional requests: tags, times, and when a page last changed."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.utils.http import http_date
from hypothesis import example, given
from hypothesis import strategies as st

from conference import page_cache, stamps
from conference.models import Stamp
from conference.page_cache import names_tag
from conference.stamps import note_deploy, raise_stamps
from tests.conference.page_cache.site import BODY, Site, deployed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once(reason="headers of a page that is kept"),
]


# --- Conditional requests ------------------------------------------------------------------------


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


# --- Last-Modified -------------------------------------------------------------------------------


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
