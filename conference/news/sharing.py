"""What news say of themselves when they are shared, and as schema.org NewsArticle."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.bilingual import best_of, joined
from conference.news.models import Article
from conference.sharing import (
    Picture,
    Shared,
    alternates,
    breadcrumbs,
    conference_id,
    excerpt,
    known,
    words,
)


def share_list(path: str, page, *, of: str = "") -> Shared:
    """One page of a list of news at `path`, described by its newest titles; `of` says whose."""
    titles = joined((article.title for article in page), pgettext("between titles", "; "))
    of = "" if titles.is_fallback else of
    return Shared(
        title=_("News"),
        names_place=True,
        description=excerpt(f"{of}{titles}" if titles else _("There is no news yet.")),
        query=f"page={page.number}" if page.number > 1 else "",
        nodes=(breadcrumbs((_("News"), path)),),
    )


def share_article(article: Article, body_html) -> Shared:
    slug = article.conference.slug
    path = reverse("news:article", args=[slug, article.slug])
    picture = None
    if article.image:
        picture = Picture(
            reverse("public_image", args=[article.image.name.rpartition("/")[2]]),
            alt=str(article.image_caption or article.title),
            width=0,
            height=0,
            media_type="image/webp",
        )
    description = excerpt(best_of(article.lead, words(body_html)))
    return Shared(
        title=str(article.title),
        description=description,
        kind="article",
        picture=picture,
        published_at=article.published_at,
        updated_at=article.updated_at,
        nodes=(
            news_article(article, path, description, picture),
            breadcrumbs((_("News"), reverse("news:list", args=[slug])), (str(article.title), path)),
        ),
    )


def news_article(article: Article, path: str, description: str, picture=None) -> dict:
    """Who wrote it is said where it is known; a publisher is not claimed."""
    slug = article.conference.slug
    return known(
        type="NewsArticle",
        headline=str(article.title),
        alternativeHeadline=alternates(article.title),
        description=description,
        url=settings.PUBLIC_URL + path,
        mainEntityOfPage=settings.PUBLIC_URL + path,
        inLanguage=article.title.lang,
        datePublished=article.published_at.isoformat(),
        dateModified=article.updated_at.isoformat(),
        image=[picture.absolute] if picture else [],
        author=_person(article.written_by),
        editor=_person(article.edited_by),
        about={
            "@type": "Event",
            "@id": conference_id(slug),
            "url": settings.PUBLIC_URL + _home(slug),
        },
    )


def _person(name):
    return {"@type": "Person", "name": name} if name else {}


def _home(slug):
    return reverse("conference:home", args=[slug])
