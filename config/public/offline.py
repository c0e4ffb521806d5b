"""Reading without a network: the worker that keeps the program on a reader's device, what it
keeps, the page for what was not kept, and what makes the site installable.

`static/js/worker/main.js` says how the worker behaves; docs/offline.md says it to operators. With
OFFLINE=0 the worker's address answers with one that clears everything away and ends itself.
"""

import json

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from conference.bilingual import HTML_LANG, active_side
from conference.modules import imports_of
from conference.page_cache import public_page
from conference.program.public.kept_filters import kept_filters
from conference.program.release.addresses import public_addresses
from conference.program.release.published import published_program
from conference.site_identity import site_name
from conference.stamps import SITE, code_version, of_conference

# Of a larger program a device keeps the schedule, which tells all of it, and the pages of what
# its reader starred or opened.
MOST_SESSION_PAGES = 120
PAGES = ("schedule", "home", "my", "venue", "speakers", "changes")

SCRIPTS_OF_THE_SHELL = ("js/offline/offline.js", "js/own/kept.js")
FILES_OF_THE_SHELL = (
    *("css/base.css", "css/pieces.css", "css/forms.css", "css/own.css"),
    *dict.fromkeys(
        name for script in SCRIPTS_OF_THE_SHELL for name in (script, *imports_of(script))
    ),
    *("img/lectern.svg", "img/icon-192.png"),
)

# One script of several files: as a module it would not run in every browser that keeps pages, and
# by importScripts() each of its files would be one more request that may fail.
WORKER = settings.BASE_DIR / "static/js/worker"
PARTS = ("main", "pages", "own", "files", "screens", "keeping")
GOODBYE = "ends"


def offered(request):
    """Context processor: whether pages offer to be kept."""
    return {"offline": settings.OFFLINE}


@require_safe
def worker(request):
    """`/sw.js`. It changes with every deploy, and so browsers take the new one at the next page."""
    if settings.OFFLINE:
        files = map(static, FILES_OF_THE_SHELL)
        facts = {
            "version": code_version()[:12],
            "languages": [code for code, _name in settings.LANGUAGES],
            "shell": [*_in_each_language("offline", "attendance:own_kept"), *files],
        }
        script = f"const LECTERN = {json.dumps(facts)};\n{_parts(*PARTS)}"
    else:
        script = _parts(GOODBYE)
    script = f'"use strict";\n{script}'
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


def _parts(*names):
    return "\n".join((WORKER / f"{name}.js").read_text("utf-8") for name in names)


def _in_each_language(*names):
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield from map(reverse, names)


@require_safe
@public_page(lambda: (SITE,))
def offline_page(request):
    """What the worker shows in place of a page that it does not have."""
    return render(request, "offline/page.html")


@require_safe
@public_page(of_conference)
def kept(request, slug):
    """What a device keeps of a conference in this language: addresses of pages, and of those of
    single sessions and people, which a large program leaves to the reader's stars; and what the
    schedule is filtered and searched by.
    """
    program, urls = published_program(slug), public_addresses(slug)
    sessions = [urls.to("session", session.code) for session in program.every_session()]
    people = [urls.to("speaker", person.code) for person in program.people]
    is_small = len(sessions) + len(people) <= MOST_SESSION_PAGES
    return JsonResponse(
        {
            "release": program.number,
            "pages": [urls.to(name) for name in PAGES],
            "addresses": sessions + people if is_small else [],
            **kept_filters(program),
        }
    )


# --- Installing ---


@require_safe
@public_page(lambda: (SITE,))
def site_manifest(request):
    """The whole site as an application; `/` then opens in the reader's language."""
    return _manifest(
        {
            "id": "/",
            "name": site_name(),
            "short_name": site_name(),
            "start_url": "/",
            "scope": "/",
        }
    )


@require_safe
@public_page(of_conference)
def conference_manifest(request, slug):
    """One conference as an application that opens at its schedule."""
    program, urls = published_program(slug), public_addresses(slug)
    facts = program.conference
    return _manifest(
        {
            "id": f"/conferences/{slug}/",
            "name": facts.name.marked,
            "short_name": facts.title.marked,
            "lang": HTML_LANG[active_side()],
            "start_url": urls.to("schedule"),
            "scope": "/",
            "shortcuts": [
                {"name": _("Schedule"), "url": urls.to("schedule")},
                {"name": _("My agenda"), "url": urls.to("my")},
            ],
        }
    )


def _manifest(facts):
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    maskable = {**icons[1], "src": static("img/icon-512-maskable.png"), "purpose": "maskable"}
    look = {
        "display": "standalone",
        "background_color": "#faf9f6",
        "theme_color": "#faf9f6",
        "icons": [*icons, maskable],
    }
    return HttpResponse(
        json.dumps(facts | look, ensure_ascii=False),
        content_type="application/manifest+json; charset=utf-8",
    )
