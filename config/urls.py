"""The site's addresses. Each app brings its own; public pages live under their language.

/health/live and /health/ready are answered earlier, by config.serving.health.HealthMiddleware.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from conference.invitations import invitation
from conference.program.embed import views as embed_views
from config.office import passwords
from config.public import crawlers, languages, media, news, offline, pages

handler400 = "config.public.errors.bad_request"
handler403 = "config.public.errors.permission_denied"
handler404 = "config.public.errors.page_not_found"
handler500 = "config.public.errors.server_error"

urlpatterns = [
    path("", languages.to_preferred_language),
    # However people write it; the reverser cannot read an inline (?i).
    re_path(
        r"^[zZ][hH](?:-(?:[cC][nN]|[tT][wW]|[hH][kK]))?(?:/(?P<rest>.*))?$", languages.to_chinese
    ),
    # Asked for by every browser on pages that name no icon, the stock admin's among them.
    path(
        "favicon.ico",
        require_safe(RedirectView.as_view(url=f"{settings.STATIC_URL}img/lectern.svg")),
    ),
    re_path(
        r"^media/public/(?P<name>[0-9a-f]{64}\.webp)$", media.public_image, name="public_image"
    ),
    re_path(
        r"^media/public/(?P<name>[0-9a-f]{64})-(?P<side>160|320|640)\.webp$",
        media.smaller_image,
        name="smaller_image",
    ),
    re_path(
        r"^media/public/(?P<name>[0-9a-f]{64}\.(?:pdf|docx|xlsx|pptx))$",
        media.public_document,
        name="public_document",
    ),
    path("robots.txt", crawlers.robots),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemaps/site.xml", crawlers.sitemap_of_site, name="sitemap_of_site"),
    path(
        "sitemaps/conferences/<slug:slug>.xml",
        crawlers.sitemap_of_conference,
        name="sitemap_of_conference",
    ),
    path("embed.js", embed_views.embed_script, name="embed_script"),
    path("oembed", embed_views.oembed, name="oembed"),
    path("sw.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.site_manifest, name="manifest"),
    path("api/v1/", include("config.api.urls")),
    path("i18n/setlang/", languages.switch, name="set_language"),
    *passwords.urls,
    path("admin/", admin.site.urls),
]

conference_patterns = [
    path("", pages.conference_home, name="home"),
    path("manifest.webmanifest", offline.conference_manifest, name="manifest"),
    path("offline.json", offline.kept, name="offline"),
]

urlpatterns += i18n_patterns(
    path("", pages.site_home, name="home"),
    path("offline/", offline.offline_page, name="offline"),
    path("news/", news.site_news, name="site_news"),
    path("news/feed.xml", news.site_feed, name="site_feed"),
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("conferences/<slug:slug>/", include((conference_patterns, "conference"))),
    path("conferences/<slug:slug>/", include("conference.program.urls")),
    path("conferences/<slug:slug>/", include("conference.news.urls")),
    path("display/<slug:slug>/", include("conference.program.screens.urls")),
    path("papers/<slug:slug>/", include("conference.program.papers.urls")),
    path("alliances/", include("alliance.urls")),
    path("desk/<slug:slug>/work/", include("conference.work.urls")),
    path("", include("conference.letters.urls")),
    path("", include("conference.attendance.urls")),
)
