"""The page cache: ready bodies of public pages, outermost of all middleware.

A view marked `@public_page(scopes)` answers with its scopes attached; the middleware keeps the
answer with the version of those scopes, compressed once, and compares versions on the next request.
A hit runs no view, no other middleware and no query. Bounded in bytes, least recently used first
out.

While one thread draws a page that others ask for as well, they get the page as it was, when that
was right a few seconds ago, or wait for the new one. While the database is away, kept pages stay.
"""

import gzip
import re
import time
from collections import OrderedDict
from functools import wraps
from threading import Event, Lock

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import http_date
from django.utils.translation import get_language_from_path, override

from conference import stamps
from conference.reader_headers import best_encoding, is_since, names_tag

MAX_BYTES = 12 * 1024 * 1024
MAX_PAGE_BYTES = 4 * 1024 * 1024  # not compressed
MAX_KEY_LENGTH = 2_000  # an agenda of 200 sessions has its page
LEAST_COMPRESSED = 500  # bytes; shorter bodies fit one packet anyway
_COMPRESSIBLE = re.compile(
    r"text/|image/svg|application/(?:[a-z0-9.-]+[+.])?(?:json|xml|javascript)"
)
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=5"

PREVIOUS_MAY_SHOW = 5.0  # seconds after a change, while the new page is being drawn
DRAWING_WAITS = 5.0  # seconds at most, for another thread's drawing
FAILED_HOLDS = 5.0  # seconds until a page that could not be drawn again is tried again

# What the cache itself says of a page, and what must not depend on who asked first.
OWN_HEADERS = {"content-length", "content-encoding", "vary", "etag", "cache-control"}
OWN_HEADERS |= {"last-modified", "expires", "date", "set-cookie"}
# What a 304 repeats of its page: leave to read it from elsewhere.
IN_A_304 = ("access-control-", "cross-origin-resource-policy", "timing-allow-origin")


def public_page(scopes):
    """Mark a view as public: `scopes(**url kwargs)` names the scopes its pages are made from.

    A page whose look changes by itself (now and next, an opening registration) sets
    `response.fresh_until` to that aware moment, and `response.changed_at` to the last such moment
    that has passed (None: none has), so that its Last-Modified is the same on every worker.

    A body that lies ready elsewhere (a file) sets `response.is_kept_elsewhere` and takes no place.

    Where the address names no language, the page is drawn in the default one, whoever asks.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            # The version is taken before the view reads: a publish meanwhile makes the page stale
            # at once instead of hiding old content under the new version.
            page_scopes = tuple(scopes(**kwargs))
            reading = stamps.current()
            if stamps.is_database_away():
                # Asking it again would only let the reader wait twice.
                raise stamps.DatabaseAway("The stamps could not be read.")
            drawing = getattr(request, "page_drawing", None)
            if drawing is not None:
                page = drawing.begin(reading)
                if page is not None:
                    response = HttpResponse()
                    response.kept_page = page
                    return response
            if get_language_from_path(request.path_info):
                response = view(request, *args, **kwargs)
            else:
                with override(settings.LANGUAGE_CODE):
                    response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.streaming:
                response.page_scopes, response.page_reading = page_scopes, reading
            return response

        # There is no form to forge: who sends something here is told that it is for reading (405),
        # and not that a form was too old.
        wrapped.csrf_exempt = True
        return wrapped

    return decorate


# --- What is kept ----------------------------------------------------------------------------


class Page:
    """A public page ready to be sent, in as many encodings as were asked for."""

    __slots__ = (
        "_bodies",
        "_checked",
        "_head",
        "_head_of_304",
        "_held_until",
        "changed_at",
        "fresh_until",
        "is_compressible",
        "mark",
        "scopes",
        "size",
        "version",
    )

    def __init__(self, reading, scopes, headers, body, *, fresh_until=None, changed_at=None):
        """`headers` [(name, value)] are the page's own; times are unix seconds."""
        self.scopes, self.fresh_until = tuple(scopes), fresh_until
        self.version, raised_at = reading.of(self.scopes)
        # Of this page, whatever its encoding. The next change by the clock is a part of it,
        # because what stands before that change differs from what stands after.
        self.mark = f"{self.version}{int(fresh_until or 0):x}"
        # A clock of another machine that goes ahead must not make a time to come.
        self.changed_at = int(min(max(raised_at, changed_at or 0), time.time()))
        own = {name: value for name, value in headers if name.lower() not in OWN_HEADERS}
        self.is_compressible = len(body) >= LEAST_COMPRESSED and bool(
            _COMPRESSIBLE.match(own.get("Content-Type", ""))
        )
        self._checked, self._held_until = reading, 0.0
        self._bodies = {"": body}
        shared = {
            "ETag": f'"{self.mark}"',
            "Cache-Control": CACHE_CONTROL,
            "Last-Modified": http_date(self.changed_at),
            "Vary": "Accept-Encoding",
        }
        repeated = {k: v for k, v in own.items() if k.lower().startswith(IN_A_304)}
        self._head, self._head_of_304 = own | shared, repeated | shared
        self.measure()

    def is_current(self, reading) -> bool:
        if self.fresh_until is not None and time.time() >= self.fresh_until:
            return False
        if self._checked is reading:
            return True
        if reading.of(self.scopes)[0] != self.version:
            return False
        self._checked = reading
        return True

    def may_show_while_drawn(self, reading) -> bool:
        """Whether it was right until a moment ago."""
        now, ends = time.time(), []
        if self.fresh_until is not None and now >= self.fresh_until:
            ends.append(self.fresh_until)
        version, raised_at = reading.of(self.scopes)
        if version != self.version:
            ends.append(raised_at)
        return bool(ends) and now - min(ends) < PREVIOUS_MAY_SHOW

    def hold(self):
        """Show it a little longer, although it should have been drawn again."""
        self._held_until = time.monotonic() + FAILED_HOLDS

    @property
    def is_held(self) -> bool:
        return time.monotonic() < self._held_until

    def compress(self, encoding: str):
        """Keep it as its first reader takes it, and no plain body that nobody asked for."""
        if encoding and self.is_compressible:
            self._bodies = {encoding: COMPRESS[encoding](self._bodies[""])}
            self.measure()

    def encoded(self, encoding: str) -> bytes:
        """The body in an encoding ("" as it is), made once. Threads may make it twice at worst."""
        body = self._bodies.get(encoding)
        if body is None:
            kept, body = next(iter(self._bodies.items()))
            plain = EXPAND[kept](body) if kept else body
            body = COMPRESS[encoding](plain) if encoding else plain
            self._bodies = self._bodies | {encoding: body}
            store.grown(self)
        return body

    def measure(self):
        self.size = sum(map(len, self._bodies.values())) + 2_000

    def answer(self, request) -> HttpResponse:
        """The page, without its body to HEAD, or 304 to a reader who has it already."""
        meta = request.META
        encoding = ""
        if self.is_compressible:
            encoding = best_encoding(meta.get("HTTP_ACCEPT_ENCODING", ""))
        if self._is_known(meta):
            response = HttpResponseNotModified(headers=self._head_of_304)
        else:
            body = self.encoded(encoding)
            is_head = request.method == "HEAD"
            response = HttpResponse(b"" if is_head else body, headers=self._head)
            response.headers["Content-Length"] = str(len(body))
            if encoding:
                response.headers["Content-Encoding"] = encoding
        if encoding:
            response.headers["ETag"] = f'"{self.mark}-{encoding}"'
        return response

    def _is_known(self, meta) -> bool:
        tags = meta.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            return names_tag(tags, self.mark)
        since = meta.get("HTTP_IF_MODIFIED_SINCE")
        return since is not None and is_since(since, self.changed_at)


# Quality 5 of Brotli takes as long as gzip and saves about a fifth of the bytes.
COMPRESS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
EXPAND = {"br": brotli.decompress, "gzip": gzip.decompress}


class PageStore:
    """Pages by key, bounded in bytes; safe between threads."""

    def __init__(self, max_bytes=MAX_BYTES):
        self.max_bytes, self.bytes = max_bytes, 0
        self._pages, self._lock = OrderedDict(), Lock()

    def get(self, key):
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        return page

    def put(self, key, page):
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.bytes += page.size
            self._shrink()

    def drop(self, key):
        with self._lock:
            self._drop(key)

    def grown(self, page):
        """A page has taken another encoding, whether it is still kept or not."""
        with self._lock:
            before = page.size
            page.measure()
            if any(kept is page for kept in self._pages.values()):
                self.bytes += page.size - before
                self._shrink()

    def clear(self):
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _shrink(self):
        while self.bytes > self.max_bytes:
            self._drop(next(iter(self._pages)))

    def _drop(self, key):
        page = self._pages.pop(key, None)
        if page is not None:
            self.bytes -= page.size


store = PageStore()


# --- Drawing ---------------------------------------------------------------------------------


class Drawing:
    """One request's part in the drawing of a page. One thread draws, the others take its page."""

    _under_way: dict[tuple, "Drawing"] = {}
    _lock = Lock()

    def __init__(self, key, previous):
        self.key, self.previous = key, previous
        self.page, self._done = None, Event()
        self._is_first = False

    def begin(self, reading):
        """None when this request must draw the page itself, else the page to give.

        Asked by the view's own wrapper: only there is it known that the page is everybody's.
        """
        if self._is_first:
            return None
        with self._lock:
            other = self._under_way.setdefault(self.key, self)
        if other is self:
            self._is_first = True
            # Another thread may have drawn it between this one's look into the store and now.
            page = store.get(self.key)
            return page if page is not None and page.is_current(reading) else None
        if self.previous is not None and self.previous.may_show_while_drawn(reading):
            return self.previous
        other._done.wait(DRAWING_WAITS)
        page = other.page
        return page if page is not None and page.is_current(reading) else None

    def end(self, page):
        self.page = page
        if self._is_first:
            with self._lock:
                del self._under_way[self.key]
        self._done.set()


class PageCacheMiddleware:
    """Answers public pages from the store; see the module's docstring.

    It stands before everything else, so what it keeps has all headers that the others set. What
    they refuse or redirect (a strange host, plain http on an https site) it never answers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        previous = store.get(key)
        if previous is not None:
            if previous.is_held:
                return previous.answer(request)
            if previous.is_current(stamps.current()):
                return previous.answer(request)
            if stamps.is_database_away():
                return previous.answer(request)
        drawing = request.page_drawing = Drawing(key, previous)
        page = None
        try:
            response = self.get_response(request)
            page = getattr(response, "kept_page", None) or self._keep(key, request, response)
        finally:
            drawing.end(page)
        if page is None and previous is not None:
            if response.status_code >= 500:
                previous.hold()
                return previous.answer(request)
            store.drop(key)
        return response if page is None else page.answer(request)

    @staticmethod
    def _keep(key, request, response):
        scopes = getattr(response, "page_scopes", None)
        if scopes is None or response.cookies or len(response.content) > MAX_PAGE_BYTES:
            return None
        until = getattr(response, "fresh_until", None)
        # A page that changes by the clock and does not say when it last did may have done so now.
        last = getattr(response, "changed_at", None if until is None else "unknown")
        # Where the address names no language, neither does the page.
        is_named = get_language_from_path(request.path_info)
        headers = [
            (name, value)
            for name, value in response.items()
            if is_named or name.lower() != "content-language"
        ]
        page = Page(
            response.page_reading,
            scopes,
            headers,
            response.content,
            fresh_until=until.timestamp() if until else None,
            changed_at=time.time() if last == "unknown" else last and last.timestamp(),
        )
        page.compress(best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")))
        if not settings.DEBUG and not getattr(response, "is_kept_elsewhere", False):
            store.put(key, page)
        return page


def key_of(request):
    """What one kept page belongs to; None for what no page is kept of."""
    if request.method not in ("GET", "HEAD"):
        return None
    path, query = request.path, request.META.get("QUERY_STRING", "")
    if len(path) + len(query) > MAX_KEY_LENGTH:
        return None
    try:
        request.get_host()
    except DisallowedHost:
        return None  # refused further in, in the site's own words
    return request.scheme, path, query
