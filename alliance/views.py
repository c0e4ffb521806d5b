"""An alliance's public pages. The page cache keeps them; none touches user, session or messages."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.facts import initiators_of, members_on, roles_on, today_in
from alliance.models import Alliance, AllianceRole
from alliance.sharing import share_home, share_members
from alliance.wording import members_known
from conference.bilingual import Text
from conference.day_pages import until
from conference.markdown import render as render_markdown
from conference.page_cache import public_page
from conference.program.release.published import published_facts, title_in
from conference.stamps import SITE, alliance_scope


def of_alliance(slug):
    # The directory and the founding conference raise the site's stamp.
    return (SITE, alliance_scope(slug))


def public_alliance(slug):
    """The alliance with the published facts of its founding conference. One query."""
    alliance = (
        Alliance.objects.published()
        .filter(slug=slug)
        .select_related("founded_at")
        .annotate(founding_facts=published_facts("founded_at"))
        .first()
    )
    if alliance is None:
        raise Http404
    return alliance


@require_safe
@public_page(of_alliance)
def home(request, slug):
    """Four queries."""
    alliance = public_alliance(slug)
    day, midnight = today_in(alliance, timezone.now())
    roles = roles_on(alliance, day)
    facts = alliance.founding_facts
    description_html = Text(
        render_markdown(alliance.description_zh), render_markdown(alliance.description_en)
    )
    initiators, founding_title = initiators_of(alliance, roles), title_in(facts) if facts else None
    context = {
        "alliance": alliance,
        "shared": share_home(
            alliance,
            description_html=description_html,
            initiators=initiators,
            founding_title=founding_title,
        ),
        "description_html": description_html,
        "leads": [r.organization for r in roles if r.role == AllianceRole.Role.LEAD],
        "initiators": initiators,
        "founding_title": founding_title,
        "tasks": alliance.tasks.all(),
        "members_known": members_known(
            alliance.memberships.active(on=day).count(), alliance.members_total
        ),
    }
    return until(midnight, render(request, "alliance/home.html", context))


@require_safe
@public_page(of_alliance)
def members(request, slug):
    """Five queries."""
    alliance = public_alliance(slug)
    day, midnight = today_in(alliance, timezone.now())
    groups = members_on(alliance, day)
    context = {
        "alliance": alliance,
        "shared": share_members(alliance, groups),
        "groups": groups,
        "has_tiers": any(group.tier for group in groups),
        "members_known": members_known(
            sum(len(group.members) for group in groups), alliance.members_total
        ),
    }
    return until(midnight, render(request, "alliance/members.html", context))
