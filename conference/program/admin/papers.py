"""The page from which the team takes the papers: which one, of which version, in which language.

Each button is the paper's own address; what was chosen above goes along as its query.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from conference.bilingual import active_side
from conference.permissions import Right, may
from conference.program.admin.handbooks import handbook_address
from conference.program.models import Participation
from conference.program.papers.cards import ONE_CATEGORY
from conference.program.papers.gaps import lacking, without_english_name
from conference.program.papers.shelf import PAPERS
from conference.wording.clocks import day_and_clock

FORMATS = {
    "docx": pgettext_lazy("file format", "Word"),
    "pdf": pgettext_lazy("file format", "PDF"),
    "xlsx": pgettext_lazy("file format", "Excel"),
}
LANGUAGES = (
    ("zh-hans", gettext_lazy("Chinese")),
    ("en", gettext_lazy("English")),
    ("both", pgettext_lazy("languages of a paper", "Chinese and English")),
)


def papers_view(pages, conference_for):
    """The view of one admin site's ProgramPages. The same queries for any number of releases, and
    those of whoever knows which texts lack a language.
    """

    @require_safe
    def view(request, conference_id):
        conference = conference_for(request, conference_id, Right.PAPERS)
        sessions = conference.sessions.top_level().filter(roles__isnull=False)
        releases = conference.releases.standing().only("number", "published_at", "conference")
        context = {
            "title": pgettext_lazy("title of a page", "Papers"),
            "papers": [
                (paper, [(label, address(conference, name, ending)) for ending, label in formats])
                for name, paper in PAPERS.items()
                if (formats := [(f, FORMATS[f]) for f in FORMATS if f in paper.formats])
            ],
            "languages": LANGUAGES,
            "language": "zh-hans" if active_side() == "zh" else "en",
            "versions": [
                (
                    release.number,
                    _("Version %(number)s, published %(time)s")
                    % {
                        "number": release.number,
                        "time": day_and_clock(release.published_at.astimezone(conference.zone)),
                    },
                )
                for release in releases
            ],
            "now": day_and_clock(timezone.now().astimezone(conference.zone)),
            "rooms": conference.rooms.all(),
            "sessions": sessions.in_order().distinct(),
            "categories": [
                (f"{ONE_CATEGORY}{value}", label) for value, label in Participation.Category.choices
            ],
            "has_registered": may(request.user, Right.EXPORT, conference),
            "gaps": _told(lacking(conference, request.user)),
            "nameless": without_english_name(conference, request.user),
            "texts": reverse("admin:both_languages", args=[conference.pk])
            if may(request.user, Right.VIEW_DRAFT, conference)
            else "",
            "handbook": handbook_address(conference)
            if may(request.user, Right.EDIT_DRAFT, conference)
            else "",
        }
        return pages.answer(request, "papers", conference, context)

    return view


def _told(gaps):
    """What each language lacks, as sentences."""
    sentences = {
        "en": ngettext_lazy(
            "%(count)d text has no English yet. English papers of the draft say it in Chinese.",
            "%(count)d texts have no English yet. English papers of the draft say them in Chinese.",
            "count",
        ),
        "zh": ngettext_lazy(
            "%(count)d text has no Chinese yet. Chinese papers of the draft say it in English.",
            "%(count)d texts have no Chinese yet. Chinese papers of the draft say them in English.",
            "count",
        ),
    }
    return [sentences[side] % {"count": count} for side, count in gaps.items()]


def address(conference, name, ending):
    return reverse("papers:paper", args=[conference.slug, name, ending])
