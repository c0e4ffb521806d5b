"""The news of a conference: its list, an article, a feed. Public, kept by the page cache."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from conference.bilingual import Text
from conference.day_pages import day_and_its_end, until
from conference.markdown import render as render_markdown
from conference.models import Conference
from conference.news.feeds import FEED_TYPE, Feed, news_feed
from conference.news.models import Article
from conference.news.sharing import share_article, share_list
from conference.open_data import open_data
from conference.page_cache import public_page
from conference.stamps import of_conference

ON_A_PAGE = 20


def public_conference(slug):
    """The public conference; its row is the draft, so pages print no name or text of it."""
    conference = Conference.objects.published().filter(slug=slug).first()
    if conference is None:
        raise Http404
    return conference


def articles_on_show(conference):
    """(the articles of its local day, the moment at which that day ends)."""
    now, zone = timezone.now(), conference.time_zone
    _today, midnight = day_and_its_end(now, conference.zone)
    articles = Article.objects.published(at=now, zones=zone).filter(conference=conference)
    return articles.select_related("conference").with_edits(), midnight


def page_of(articles, request):
    """The page of a list that the address asks for; raises Http404 where there is none."""
    try:
        return Paginator(articles, ON_A_PAGE).page(request.GET.get("page", "1"))
    except InvalidPage:
        raise Http404 from None


@require_safe
@public_page(of_conference)
def article_list(request, slug):
    """Three queries beside the header's."""
    articles, midnight = articles_on_show(public_conference(slug))
    page, path = page_of(articles, request), reverse("news:list", args=[slug])
    feed = reverse("news:feed", args=[slug])
    context = {"page": page, "feed": feed, "shared": share_list(path, page)}
    return until(midnight, render(request, "news/list.html", context))


@require_safe
@public_page(of_conference)
def article(request, slug, article):
    """Two queries beside the header's, one more for its pictures and one for its files."""
    articles, midnight = articles_on_show(public_conference(slug))
    row = articles.with_what_hangs_on_it().filter(slug=article).first()
    if row is None:
        raise Http404
    return until(midnight, render_article(request, row))


def render_article(request, row: Article, *, preview=None):
    """The page of an article. `preview` is the frame in which the team looks at it before it is
    public; then nothing on it offers to share it.
    """
    body_html = Text(render_markdown(row.body_zh), render_markdown(row.body_en))
    context = {
        "article": row,
        "body_html": body_html,
        "pictures": row.pictures.all() if getattr(row, "has_pictures", True) else (),
        "attachments": row.attachments.public() if getattr(row, "has_attachments", True) else (),
    }
    if preview:
        context["place"] = preview
    else:
        context["shared"] = share_article(row, body_html)
    return render(request, "news/article.html", context)


@open_data
@require_safe
@public_page(of_conference)
def feed(request, slug):
    conference = public_conference(slug)
    articles, midnight = articles_on_show(conference)
    own, page = reverse("news:feed", args=[slug]), reverse("news:list", args=[slug])
    since = conference.first_published_at.astimezone(conference.zone)
    text = news_feed(request, Feed(own, page, since), articles)
    return until(midnight, HttpResponse(text, content_type=FEED_TYPE))
