"""News as Atom feeds (RFC 4287): of one conference, and of the whole site."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from conference.markdown import render
from conference.news.models import Article

# What XML 1.0 cannot carry, even escaped.
UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

MOST_ENTRIES = 50
FEED_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Feed:
    """`own` and `page` are paths: of the feed, and of the page that shows the same; `since` is when
    the feed began, for one without articles. Without an `author`, who answers for what nobody has
    signed, it is the conference that the request stands in.
    """

    own: str
    page: str
    since: datetime
    author: str = ""


def news_feed(request, feed: Feed, articles) -> str:
    """The newest articles (`with_edits`), newest first, in the active language.

    `articles` is a query of Articles, or a list of (Article, name of its conference).
    """
    rows = [row if isinstance(row, tuple) else (row, "") for row in articles[:MOST_ENTRIES]]
    entries = [_entry(article, conference) for article, conference in rows]
    context = {
        "feed": feed,
        "entries": entries,
        "updated": max((entry["article"].updated_at for entry in entries), default=feed.since),
    }
    return UNPRINTABLE.sub("", render_to_string("news/feed.xml", context, request=request))


def _entry(article: Article, conference):
    return {"article": article, "conference": conference, "html": render(str(article.body))}
