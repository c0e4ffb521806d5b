"""The page cache: ready bodies of public pages, outside sessions and sign-in.

A view marked `@public_page(scopes)` answers with its scopes attached; the middleware keeps the body
with the version of those scopes, compressed once, and compares versions on the next request. A hit
runs no view and no query. Bounded in bytes, least recently used first out.
"""

import gzip
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from conference.stamps import version_of

MAX_BYTES = 48 * 1024 * 1024
MAX_PAGE_BYTES = 4 * 1024 * 1024
MAX_KEY_LENGTH = 1_000
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=5"


def public_page(scopes):
    """Mark a view as public: `scopes(**url kwargs)` names the scopes its pages are made from.

    A page whose look changes by itself (now and next, an opening registration) sets
    `response.fresh_until` to that aware moment.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            # The version is taken before the view reads: a publish meanwhile makes the page stale
            # at once instead of hiding old content under the new version.
            page_scopes = tuple(scopes(**kwargs))
            version = version_of(page_scopes)
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.streaming:
                response.page_scopes, response.page_version = page_scopes, version
            return response

        return wrapped

    return decorate


@dataclass(slots=True)
class Page:
    version: str
    scopes: tuple
    headers: list
    body: bytes
    gzipped: bytes | None
    fresh_until: float | None = None
    size: int = field(init=False)

    def __post_init__(self):
        self.size = len(self.body) + len(self.gzipped or b"") + 500

    def is_current(self):
        return (
            self.fresh_until is None or time.time() < self.fresh_until
        ) and self.version == version_of(self.scopes)


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
            while self.bytes > self.max_bytes:
                self._drop(next(iter(self._pages)))

    def clear(self):
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _drop(self, key):
        page = self._pages.pop(key, None)
        if page is not None:
            self.bytes -= page.size


store = PageStore()


class PageCacheMiddleware:
    """Answers public pages from the store; see the module's docstring."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = self._key(request)
        if key is None:
            return self.get_response(request)
        page = store.get(key)
        if page is None or not page.is_current():
            response = self.get_response(request)
            page = self._keep(key, response)
            if page is None:
                return response
        return self._answer(request, page)

    @staticmethod
    def _key(request):
        if request.method not in ("GET", "HEAD"):
            return None
        try:
            request.get_host()
        except DisallowedHost:
            return None  # refused further in, in the site's own words
        key = request.get_full_path()
        return key if len(key) <= MAX_KEY_LENGTH else None

    @staticmethod
    def _keep(key, response):
        scopes = getattr(response, "page_scopes", None)
        if scopes is None or response.cookies or len(response.content) > MAX_PAGE_BYTES:
            return None
        body = response.content
        gzipped = gzip.compress(body, 6, mtime=0) if len(body) > 500 else None
        fresh_until = getattr(response, "fresh_until", None)
        skip = {"content-length", "vary", "etag", "cache-control"}
        page = Page(
            version=response.page_version,
            scopes=scopes,
            headers=[(k, v) for k, v in response.items() if k.lower() not in skip],
            body=body,
            gzipped=gzipped if gzipped and len(gzipped) < len(body) else None,
            fresh_until=fresh_until.timestamp() if fresh_until else None,
        )
        if not settings.DEBUG:
            store.put(key, page)
        return page

    @staticmethod
    def _answer(request, page):
        zipped = page.gzipped is not None and "gzip" in request.headers.get("Accept-Encoding", "")
        mark = f"{page.version}{int(page.fresh_until or 0):x}"
        etag = f'"{mark}-gz"' if zipped else f'"{mark}"'
        wanted = [
            tag.removeprefix("W/").strip('"').removesuffix("-gz")
            for tag in parse_etags(request.headers.get("If-None-Match", "")[:2_000])
        ]
        if mark in wanted or "*" in wanted:
            response = HttpResponseNotModified()
        else:
            response = HttpResponse(page.gzipped if zipped else page.body)
            if zipped:
                response["Content-Encoding"] = "gzip"
            response["Content-Length"] = str(len(response.content))
        for name, value in page.headers:
            response[name] = value
        response["ETag"] = etag
        response["Cache-Control"] = CACHE_CONTROL
        patch_vary_headers(response, ["Accept-Encoding"])
        return response
