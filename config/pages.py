"""The few public pages that join apps: the site's home, a conference's home, what crawlers ask."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import override
from django.views.decorators.http import require_safe

from alliance.models import Alliance
from conference.bilingual import Text
from conference.models import Conference
from conference.news.models import Article
from conference.page_cache import public_page
from conference.program.addresses import place_of
from conference.program.choosing import Offer
from conference.program.pages import render_home
from conference.program.published import published_facts, published_program, title_in
from conference.stamps import SITE, conference_scope
from config.sharing import share_site

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
    now = timezone.now()
    conferences = [_public_conference(row, now) for row in _public_rows()]
    upcoming = [c for c in conferences if not c.is_past]
    articles = (
        Article.objects.published(on=now.astimezone(UTC).date())
        .annotate(facts=published_facts())
        .select_related("conference")[:NEWS_ON_A_HOME]
    )
    context = {
        "upcoming": sorted(upcoming, key=lambda c: (c.starts_on, c.slug)),
        "past": sorted(
            (c for c in conferences if c.is_past), key=lambda c: c.starts_on, reverse=True
        ),
        "alliances": Alliance.objects.published(),
        "articles": [(article, title_in(article.facts)) for article in articles],
    }
    context["shared"] = share_site(context["upcoming"], context["past"])
    response = render(request, "conference/site_home.html", context)
    # Days begin and end at another hour in each conference's zone, always on a quarter hour.
    response.fresh_until = _next_quarter_hour(now)
    return response


def _public_rows():
    return Conference.objects.published().only("slug").annotate(facts=published_facts("pk"))


def _public_conference(row, now):
    """What the site's home shows of a conference, from its current release."""
    facts = row.facts
    starts_on = datetime.fromisoformat(facts["starts_on"]).date()
    ends_on = datetime.fromisoformat(facts["ends_on"]).date()
    today = now.astimezone(ZoneInfo(facts["time_zone"])).date()
    return SimpleNamespace(
        slug=row.slug,
        name=Text(*facts["name"]),
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


def _next_quarter_hour(now):
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + timedelta(
        minutes=15
    )


# --- A conference's home ---


@require_safe
@public_page(lambda slug: (SITE, conference_scope(slug)))
def conference_home(request, slug):
    """Two queries beside the program's: one for what hangs on the conference, one for its news."""
    program, now = published_program(slug), timezone.now()
    today = now.astimezone(program.conference.zone).date()
    articles = Article.objects.published(on=today).filter(conference__slug=slug)
    alliances, registration = _beside(slug, program.conference.zone)
    return render_home(
        request,
        program,
        at=now,
        articles=articles[:NEWS_ON_A_HOME],
        alliances=alliances,
        registration=registration,
    )


def _beside(slug, zone):
    """(alliances founded at the conference, the Offer of its reply form or None). One query."""
    rows = Conference.objects.filter(slug=slug).values_list(
        "reply_form__opens_at",
        "reply_form__closes_at",
        "founded_alliances__slug",
        "founded_alliances__name_zh",
        "founded_alliances__name_en",
        "founded_alliances__name_zh_is_rendering",
        "founded_alliances__is_public",
    )
    alliances, offer = [], None
    for opens_at, closes_at, alliance, name_zh, name_en, is_rendering, is_public in rows:
        if opens_at:
            offer = Offer(opens_at.astimezone(zone), closes_at.astimezone(zone))
        if is_public:
            alliances.append(
                SimpleNamespace(
                    slug=alliance, name=Text(name_zh, name_en), name_zh_is_rendering=is_rendering
                )
            )
    return sorted(alliances, key=lambda a: a.slug), offer


# --- Crawlers ---


@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/desk/",
        "Disallow: /*/r/",
        "",
        f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@public_page(lambda: (SITE,))
def sitemap(request):
    """The main public pages, each with its twin; sessions and speakers are linked from there."""
    now = timezone.now()
    names = [("home", [])]
    for slug in Conference.objects.published().order_by("slug").values_list("slug", flat=True):
        names += [
            (name, [slug])
            for name in (
                "conference:home",
                "program:schedule",
                "program:speakers",
                "program:venue",
                "program:changes",
                "news:list",
            )
        ]
    names += [
        (name, [slug])
        for slug in Alliance.objects.published().values_list("slug", flat=True)
        for name in ("alliance:home", "alliance:members")
    ]
    articles = Article.objects.published(on=now.astimezone(UTC).date()).select_related("conference")
    names += [("news:article", [a.conference.slug, a.slug]) for a in articles]
    pages = [_in_each_language(name, args) for name, args in names]
    response = render(
        request, "conference/sitemap.xml", {"pages": pages}, content_type="application/xml"
    )
    response.fresh_until = _next_quarter_hour(now)
    return response


def _in_each_language(name, args):
    found = []
    for code, lang in (("zh-hans", "zh-Hans"), ("en", "en")):
        with override(code):
            found.append((lang, settings.PUBLIC_URL + reverse(name, args=args)))
    return found
