"""The news of a conference as an Atom feed (RFC 4287)."""

import re

from django.template.loader import render_to_string

from conference.markdown import render

# What XML 1.0 cannot carry, even escaped.
UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

MOST_ENTRIES = 50


def news_feed(request, conference, articles) -> str:
    """The newest articles, newest first, in the active language."""
    entries = [
        {"article": article, "html": render(str(article.body))}
        for article in articles[:MOST_ENTRIES]
    ]
    newest = entries[0]["article"].published_at if entries else conference.first_published_at
    context = {
        "conference": conference,
        "entries": entries,
        "updated": newest.astimezone(conference.zone),
    }
    return UNPRINTABLE.sub("", render_to_string("news/feed.xml", context, request=request))
