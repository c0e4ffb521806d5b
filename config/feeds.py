"""The news of all conferences of the site as one Atom feed."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from conference.news.feeds import FEED_TYPE, MOST_ENTRIES, Feed, news_feed
from conference.news.models import Article
from conference.open_data import open_data
from conference.page_cache import public_page
from conference.program.published import published_facts, title_in
from conference.stamps import SITE
from config.quarter_hours import turning_each_quarter_hour

SINCE = datetime(2025, 1, 1, tzinfo=UTC)  # of a site without any news: only that it stands still


@open_data
@require_safe
@public_page(lambda: (SITE,))
def site_feed(request):
    """One query; conferences by the names that they published."""
    now = timezone.now()
    rows = (
        Article.objects.published(on=now.astimezone(UTC).date())
        .with_edits()
        .annotate(facts=published_facts())
        .select_related("conference")[:MOST_ENTRIES]
    )
    feed = Feed(reverse("site_feed"), reverse("home"), SINCE, author="Lectern")
    text = news_feed(request, feed, [(row, title_in(row.facts)) for row in rows])
    return turning_each_quarter_hour(HttpResponse(text, content_type=FEED_TYPE), now)
