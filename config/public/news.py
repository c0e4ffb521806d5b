"""The news of all conferences of the site: as a page, and as one Atom feed."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from conference.models import Conference
from conference.news.feeds import FEED_TYPE, MOST_ENTRIES, Feed, news_feed
from conference.news.models import Article
from conference.news.sharing import share_list
from conference.news.views import page_of
from conference.open_data import open_data
from conference.page_cache import public_page
from conference.program.release.published import published_facts, title_in
from conference.site_identity import site_name
from conference.stamps import SITE
from config.public.quarter_hours import turning_each_quarter_hour

SINCE = datetime(2025, 1, 1, tzinfo=UTC)  # of a site without any news: only that it stands still


def articles_of_the_site(now):
    """The articles on show, newest first, each with the `facts` that its conference published. One
    query, for the zones in which their days begin.
    """
    zones = Conference.objects.published().zones()
    rows = Article.objects.published(at=now, zones=zones)
    return rows.annotate(facts=published_facts()).select_related("conference")


@require_safe
@public_page(lambda: (SITE,))
def site_news(request):
    """Three queries; conferences by the names that they published."""
    now = timezone.now()
    page = page_of(articles_of_the_site(now).defer("body_zh", "body_en"), request)
    for article in page:
        article.conference_title = title_in(article.facts)
    of = _("News of all conferences") + pgettext("between a role and a name", ": ")
    shared = share_list(reverse("site_news"), page, of=of)
    context = {"page": page, "feed": reverse("site_feed"), "shared": shared}
    return turning_each_quarter_hour(render(request, "news/list.html", context), now)


@open_data
@require_safe
@public_page(lambda: (SITE,))
def site_feed(request):
    """Two queries; conferences by the names that they published."""
    now = timezone.now()
    rows = articles_of_the_site(now).with_edits()[:MOST_ENTRIES]
    feed = Feed(reverse("site_feed"), reverse("site_news"), SINCE, author=site_name())
    text = news_feed(request, feed, [(row, title_in(row.facts)) for row in rows])
    return turning_each_quarter_hour(HttpResponse(text, content_type=FEED_TYPE), now)
