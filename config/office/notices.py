"""News that may be printed as the notice to participants in a handbook: those that readers see."""

from django.utils import timezone

from conference.bilingual import Text
from conference.markdown import render
from conference.models import Conference
from conference.news.models import Article, day_has_begun
from conference.program.papers.sources import Notice


def notices_of(conference: Conference, slug: str) -> list[Notice]:
    """The articles whose day has come, newest first, those of a conference that is still a draft
    too: its handbook is. One query.
    """
    rows = Article.objects.filter(
        day_has_begun(timezone.now(), conference.time_zone), conference=conference, is_public=True
    )
    if slug:
        rows = rows.filter(slug=slug)
    return [_notice(article) for article in rows.order_by("-published_on", "-pk")]


def _notice(article: Article) -> Notice:
    texts = {
        side: "\n\n".join(
            filter(None, (getattr(article, f"lead_{side}"), getattr(article, f"body_{side}")))
        )
        for side in ("zh", "en")
    }
    return Notice(
        article.slug,
        Text(article.title_zh, article.title_en),
        article.published_on,
        Text(render(texts["zh"]), render(texts["en"])),
    )
