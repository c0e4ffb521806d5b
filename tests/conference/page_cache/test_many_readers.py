"""Many readers at once: one draws, nobody waits long, everybody gets the newest."""

import time
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from django.db.models.query import ValuesListIterable
from django.http import HttpResponse, HttpResponseServerError

from conference import page_cache, stamps
from conference.models import Stamp
from conference.stamps import raise_stamps
from tests.conference.page_cache.site import BODY, deployed
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


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
