"""What crawlers ask: robots.txt, and the map of every public page with its twin.

A site of usual size is one sitemap. A large one is an index of sitemaps, one a conference, because
a file holds at most 50,000 addresses (sitemaps.org). Session and speaker codes are taken out of the
releases by the database, so that no document is read into Python.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from alliance.models import Alliance
from conference.bilingual import html_lang_of
from conference.models import Conference
from conference.news.models import Article
from conference.page_cache import public_page
from conference.program.models import Release
from conference.program.release.addresses import TAILS, public_addresses
from conference.stamps import SITE, of_all_conferences
from config.public.quarter_hours import turning_each_quarter_hour

# In one sitemap; each address is there once a language. About 2.5 MB.
MOST_ADDRESSES = 5_000
# More conferences than these make an index without being counted through.
MOST_CONFERENCES = 20
# What sitemaps.org allows a file to hold.
PROTOCOL_LIMIT = 50_000

PAGES = ("home", "schedule", "speakers", "venue", "changes", "news")

XML_TYPE = "application/xml"

# What is somebody's own, or staff's; a crawler that reads no wildcards reads these.
PRIVATE = ("desk/", "r/", "u/", "i/", "invitations/")


@csrf_exempt  # who sends something here is told that it is for reading
@require_safe
def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/"]
    lines += [f"Disallow: /{code}/{tail}" for code, _name in settings.LANGUAGES for tail in PRIVATE]
    lines += ["", f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@dataclass(frozen=True)
class Listed:
    """A page in every language: {code: path}, and when it last changed."""

    paths: dict
    changed: str = ""  # a date or a moment with offset, as W3C writes them

    @property
    def neutral(self) -> str:
        """For readers of other languages; the site's home alone has an address that chooses."""
        own = self.paths[settings.LANGUAGE_CODE]
        return (
            own if own != f"{get_script_prefix()}{settings.LANGUAGE_CODE}/" else get_script_prefix()
        )


# --- The sitemaps --------------------------------------------------------------------------------


@require_safe
@public_page(lambda: (SITE,))
def sitemap(request):
    """Everything in one map, or an index of maps. Four queries for any number of conferences."""
    now = timezone.now()
    conferences = list(_conferences()[: MOST_CONFERENCES + 1])
    if len(conferences) <= MOST_CONFERENCES:
        rows = list(_with_codes(_conferences()))
        pages = [*_site_pages(), *_pages_of(rows, now)]
        if len(pages) * len(settings.LANGUAGES) <= MOST_ADDRESSES:
            return _map(request, pages, now)
    rows = _conferences().values_list("slug", "released_at")
    maps = [(reverse("sitemap_of_site"), "")]
    maps += [(reverse("sitemap_of_conference", args=[slug]), _w3c(at)) for slug, at in rows]
    context = {"maps": [(settings.PUBLIC_URL + path, changed) for path, changed in maps]}
    response = render(request, "conference/sitemap_index.xml", context, content_type=XML_TYPE)
    return turning_each_quarter_hour(response, now)


@require_safe
@public_page(lambda: (SITE,))
def sitemap_of_site(request):
    return _map(request, _site_pages(), timezone.now())


@require_safe
@public_page(of_all_conferences)
def sitemap_of_conference(request, slug):
    now = timezone.now()
    rows = list(_with_codes(_conferences().filter(slug=slug)))
    if not rows:
        raise Http404
    return _map(request, list(_pages_of(rows, now)), now)


def _map(request, pages, now):
    listed = [
        {
            "address": settings.PUBLIC_URL + path,
            "changed": page.changed,
            "twins": [
                (html_lang_of(code), settings.PUBLIC_URL + twin)
                for code, twin in page.paths.items()
            ],
            "neutral": settings.PUBLIC_URL + page.neutral,
        }
        for page in pages
        for path in page.paths.values()
    ][:PROTOCOL_LIMIT]
    response = render(request, "conference/sitemap.xml", {"pages": listed}, content_type=XML_TYPE)
    return turning_each_quarter_hour(response, now)


# --- What is on them -----------------------------------------------------------------------------


class Codes(models.Func):
    """[[code, changed at or null], ...] of a list in a release's document, made by the database.

    `Codes("document", "sessions")`; people have no moment of their own.
    """

    output_field = models.JSONField()

    def __init__(self, document, part):
        super().__init__(document)
        self.part = part

    def copy(self):
        found = super().copy()
        found.part = self.part
        return found

    def as_sqlite(self, compiler, connection, **context):
        document, values = compiler.compile(self.source_expressions[0])
        return (
            "(SELECT json_group_array(json_array(json_extract(value, '$.code'), "
            "json_extract(value, '$.changed_at'))) "
            f"FROM json_each({document}, '$.{self.part}'))"
        ), values

    def as_postgresql(self, compiler, connection, **context):
        document, values = compiler.compile(self.source_expressions[0])
        return (
            "(SELECT jsonb_agg(jsonb_build_array(value->'code', value->'changed_at')) "
            f"FROM jsonb_array_elements({document}->'{self.part}'))"
        ), values


def _conferences():
    """The public conferences with the moment of their current release."""
    current = Release.objects.standing().filter(conference=OuterRef("pk")).order_by("-number")
    return (
        Conference.objects.published()
        .only("slug", "time_zone")
        .annotate(released_at=Subquery(current.values("published_at")[:1]))
        .order_by("slug")
    )


def _with_codes(conferences):
    current = Release.objects.standing().filter(conference=OuterRef("pk")).order_by("-number")
    codes = {}
    for name, part in (("session_codes", "sessions"), ("person_codes", "people")):
        rows = current.annotate(codes=Codes("document", part))
        codes[name] = Subquery(rows.values("codes")[:1], output_field=models.JSONField())
    return conferences.annotate(**codes)


def _pages_of(conferences, now):
    """The pages of some conferences and their news. One query."""
    articles: dict = {}
    rows = (
        Article.objects.published(at=now, zones=[row.time_zone for row in conferences])
        .filter(conference__in=[row.pk for row in conferences])
        .with_edits()
        .select_related("conference")
    )
    for article in rows:
        articles.setdefault(article.conference_id, []).append(article)
    for row in conferences:
        bases, released = public_addresses(row.slug).bases, _w3c(row.released_at)
        yield from (_listed(bases, TAILS[name], released) for name in PAGES)
        for code, changed_at in row.session_codes or ():
            yield _listed(bases, TAILS["session"].format(code), changed_at or released)
        for code, _none in row.person_codes or ():
            yield _listed(bases, TAILS["speaker"].format(code), released)
        for article in articles.get(row.pk, ()):
            yield _listed(bases, f"{TAILS['news']}{article.slug}/", _w3c(article.updated_at))


def _listed(bases, tail, changed):
    return Listed({code: base + tail for code, base in bases.items()}, changed)


def _site_pages():
    """The site's home, its news and the alliances. One query."""
    slugs = Alliance.objects.published().order_by("slug").values_list("slug", flat=True)
    names = [("home", []), ("site_news", [])]
    names += [(name, [slug]) for slug in slugs for name in ("alliance:home", "alliance:members")]
    return [Listed(_in_each_language(name, args)) for name, args in names]


def _in_each_language(name, args):
    paths = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            paths[code] = reverse(name, args=args)
    return paths


def _w3c(moment: datetime | None) -> str:
    return moment.replace(microsecond=0).isoformat() if moment else ""
