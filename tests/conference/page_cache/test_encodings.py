"""Encodings of kept pages: compressed once, the one that a reader likes best."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from conference import page_cache
from conference.page_cache import best_encoding
from tests.conference.page_cache.site import BODY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once(reason="bytes of a page that is kept"),
]


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
