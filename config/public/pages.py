"""The few public pages that join apps: the site's home and a conference's home."""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from alliance.models import Alliance
from conference.bilingual import Text
from conference.models import Conference
from conference.news.models import Article, Attachment, day_has_begun
from conference.page_cache import public_page
from conference.program.public import beside
from conference.program.public.pages import render_home
from conference.program.release.addresses import place_of
from conference.program.release.choosing import Offer
from conference.program.release.published import published_facts, published_program, title_in
from conference.stamps import SITE, of_all_conferences
from config.public.quarter_hours import turning_each_quarter_hour
from config.public.sharing import share_site

NEWS_ON_A_HOME = 4

# Namespaces whose pages stand inside a conference named by `slug`.
IN_A_CONFERENCE = {"conference", "program", "news", "attendance"}


def place(request):
    """Context processor: the conference that the page stands in, for header and footer.

    Program pages bring their own. News and the reply form do not see the program, and the row of a
    conference is its draft, so they get the published name here.
    """
    match = request.resolver_match
    if match is None or match.app_name not in IN_A_CONFERENCE or "slug" not in match.kwargs:
        return {}
    return {"place": SimpleLazyObject(lambda: _published_place(match.kwargs["slug"]))}


def _published_place(slug):
    try:
        return place_of(published_program(slug))
    except Http404:
        return None


# --- The site's home ---


@require_safe
@public_page(lambda: (SITE,))
def site_home(request):
    """Three queries: the conferences, the newest news of them all, and the alliances."""
    now = timezone.now()
    rows = {row.pk: row for row in _public_rows()}
    conferences = [_public_conference(row, now) for row in rows.values()]
    articles = Article.objects.published(at=now, zones=[row.time_zone for row in rows.values()])
    articles = articles.only(*ARTICLE_FIELDS, "conference")[:NEWS_ON_A_HOME]
    upcoming = [c for c in conferences if not c.is_past]
    context = {
        "upcoming": sorted(upcoming, key=lambda c: (c.starts_on, c.slug)),
        "past": sorted(
            (c for c in conferences if c.is_past), key=lambda c: c.starts_on, reverse=True
        ),
        "alliances": Alliance.objects.published(),
        "articles": [
            (article, title_in(rows[article.conference_id].facts))
            for article in _of_conferences(articles, rows)
        ],
    }
    context["shared"] = share_site(context["upcoming"], context["past"])
    response = render(request, "conference/site_home.html", context)
    return turning_each_quarter_hour(response, now)


def _public_rows():
    rows = Conference.objects.published().only("slug", "time_zone")
    return rows.annotate(facts=published_facts("pk"))


def _of_conferences(articles, rows):
    """The articles whose conference was public a moment ago, each with its row."""
    for article in articles:
        if article.conference_id in rows:
            article.conference = rows[article.conference_id]
            yield article


def _public_conference(row, now):
    """What the site's home shows of a conference, from its current release."""
    facts = row.facts
    starts_on = datetime.fromisoformat(facts["starts_on"]).date()
    ends_on = datetime.fromisoformat(facts["ends_on"]).date()
    today = now.astimezone(ZoneInfo(facts["time_zone"])).date()
    return SimpleNamespace(
        slug=row.slug,
        name=Text(*facts["name"], zh_is_rendering=facts["name_is_rendering"]),
        name_is_rendering=facts["name_is_rendering"],
        title=title_in(facts),
        starts_on=starts_on,
        ends_on=ends_on,
        venue=Text(*facts["venue"]),
        city=Text(*facts["city"]),
        logo=facts["logo"],
        is_past=ends_on < today,
        is_running=starts_on <= today <= ends_on,
    )


# What a home shows of an article. Anything else would be one query more.
ARTICLE_FIELDS = (
    *("id", "slug", "title_zh", "title_en", "lead_zh", "lead_en", "image", "published_on"),
)


def _with_news(conferences, *, slug, at, zone):
    """The query of the conference `slug`, its row as often as it has articles among its newest few,
    and once if it has none.
    """
    newest = Article.objects.published(at=at, zones=zone).filter(conference__slug=slug)
    is_on_show = Q(articles__is_public=True) & day_has_begun(at, zone, prefix="articles__")
    # Filtered before it is read, so that both are one join.
    return (
        conferences.annotate(shown=FilteredRelation("articles", condition=is_on_show))
        .filter(Q(shown=None) | Q(shown__in=newest.values("pk")[:NEWS_ON_A_HOME]))
        .annotate(**{f"article_{name}": F(f"shown__{name}") for name in ARTICLE_FIELDS})
    )


def _news_in(rows):
    """The articles in rows of `_with_news`, newest first, each with its row as `conference`."""
    found = []
    for article_id, row in {row.article_id: row for row in rows}.items():
        if article_id is not None:
            values = [getattr(row, f"article_{name}") for name in ARTICLE_FIELDS]
            found.append(Article.from_db(row._state.db, ARTICLE_FIELDS, values))
            found[-1].conference = row
    newest_first = sorted(found, key=lambda a: (a.published_on, a.pk), reverse=True)
    return newest_first[:NEWS_ON_A_HOME]


# --- A conference's home ---


@require_safe
@public_page(of_all_conferences)
def conference_home(request, slug):
    """One query beside the program's, for what hangs on the conference."""
    program, now = published_program(slug), timezone.now()
    return render_home(request, program, at=now, **beside.home(program, now))


FILE_FIELDS = ("id", "position", "title_zh", "title_en", "file", "size")
FOUNDED_FIELDS = ("slug", "name_zh", "name_en", "name_zh_is_rendering", "is_public")


def beside_home(program, at):
    """The newest articles, the alliances founded at the conference, the files to take along, and
    the Offer of its reply form or None. One query.
    """
    slug, zone = program.conference.slug, program.conference.zone
    conferences = Conference.objects.filter(slug=slug).only("slug")
    zone_name = program.conference.time_zone
    its_own = FilteredRelation(
        "attachments", condition=Q(attachments__article=None, attachments__is_public=True)
    )
    conferences = conferences.annotate(own_files=its_own)
    rows = _with_news(conferences, slug=slug, at=at, zone=zone_name).annotate(
        **{f"file_{name}": F(f"own_files__{name}") for name in FILE_FIELDS},
        opens_at=F("reply_form__opens_at"),
        closes_at=F("reply_form__closes_at"),
        **{f"founded_{name}": F(f"founded_alliances__{name}") for name in FOUNDED_FIELDS},
    )
    rows, alliances, files, offer = list(rows), {}, {}, None
    for row in rows:
        if row.file_id:
            values = [getattr(row, f"file_{name}") for name in FILE_FIELDS]
            files[row.file_id] = Attachment.from_db(row._state.db, FILE_FIELDS, values)
        if row.opens_at:
            offer = Offer(row.opens_at.astimezone(zone), row.closes_at.astimezone(zone))
        if row.founded_is_public:
            alliances[row.founded_slug] = SimpleNamespace(
                slug=row.founded_slug,
                name=Text(row.founded_name_zh, row.founded_name_en),
                name_zh_is_rendering=row.founded_name_zh_is_rendering,
            )
    return {
        "articles": _news_in(rows),
        "alliances": [alliances[slug] for slug in sorted(alliances)],
        "attachments": sorted(files.values(), key=lambda f: (f.position, f.pk)),
        "registration": offer,
    }
