"""What a reader's headers say: which version of a page is there, which encoding is liked."""

import re
from functools import lru_cache

from django.utils.http import parse_http_date_safe

MAX_TAGS_LENGTH = 8_000  # of If-None-Match; servers take header fields of about that length

_TAG = re.compile(r'(?:[Ww]/)?"([^"]*)"|([^\s,"]+)')
_SUFFIX = re.compile(r"-(?:gz|gzip|br|zstd)\Z")


def names_tag(header: str, mark: str) -> bool:
    """Whether an If-None-Match names the page with this mark, in whatever encoding.

    Compared weakly, as the header asks; tags without quotes count, a proxy may have taken them.
    """
    if mark not in header:
        return header.strip() == "*"
    if len(header) > MAX_TAGS_LENGTH:
        return False
    return any(
        _SUFFIX.sub("", quoted or bare.removeprefix("W/")) == mark
        for quoted, bare in _TAG.findall(header)
    )


@lru_cache(maxsize=256)
def is_since(header: str, moment: int) -> bool:
    """Whether an If-Modified-Since is at or after a moment in unix seconds."""
    since = parse_http_date_safe(header[:100])
    return since is not None and since >= moment


_Q = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.ASCII | re.IGNORECASE)
PREFERRED = ("br", "gzip", "")  # among those the reader likes alike


@lru_cache(maxsize=256)
def best_encoding(header: str) -> str:
    """Our encoding that an Accept-Encoding likes best: "br", "gzip", or "" for none.

    Who refuses everything that we have gets the body as it is.
    """
    liked = {}
    for part in header[:1_000].lower().split(","):
        name, *parameters = part.split(";")
        weight = 1.0
        for parameter in parameters:
            found = _Q.fullmatch(parameter)
            weight = float(found[1]) if found else 0.0  # not understood: not asked for
        name = name.strip().removeprefix("x-")
        if name:
            liked[name] = max(weight, liked.get(name, 0.0))
    others = liked.get("*", 0.0)
    # Unnamed, the plain body is taken, but anything named before it.
    weights = {"": liked.get("identity", others if "*" in liked else 0.001)}
    weights |= {name: liked.get(name, others) for name in ("br", "gzip")}
    best = max(PREFERRED, key=lambda name: weights[name])
    return best if weights[best] > 0 else ""
