"""What an alliance says of itself when it is shared, and as a schema.org Organization."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alliance.models import Alliance
from alliance.wording import members_known
from conference.bilingual import best_of, joined
from conference.images import file_address
from conference.sharing import (
    Shared,
    alternates,
    breadcrumbs,
    conference_id,
    excerpt,
    known,
    organization,
    words,
)
from conference.wording.days import calendar_date


def share_home(alliance: Alliance, *, description_html, initiators, founding_title=None) -> Shared:
    """`initiators` is an `alliance.facts.Initiators`: those named are its founders."""
    founded = (
        _("Founded %(when)s") % {"when": calendar_date(alliance.founded_on)}
        if alliance.founded_on
        else ""
    )
    said = joined([founded, alliance.founding_act, words(description_html)], " · ")
    node = _alliance(alliance) | known(
        description=excerpt(words(description_html), 500),
        foundingDate=alliance.founded_on.isoformat() if alliance.founded_on else "",
        founder=[_organization(row) for row in initiators.named],
        event=_founding(alliance, founding_title) if founding_title else {},
    )
    return Shared(
        title=alliance.name.marked,
        description=excerpt(best_of(said, alliance.name)),
        nodes=(node,),
    )


def share_members(alliance: Alliance, groups) -> Shared:
    """`groups` are `alliance.facts.MemberGroup`s."""
    members = [member.organization for group in groups for member in group.members]
    home = reverse("alliance:home", args=[alliance.slug])
    count = members_known(len(members), alliance.members_total)
    names = joined((row.name for row in members[:8]), pgettext("between names", ", "))
    return Shared(
        title=f"{_('Members')} · {alliance.name.marked}",
        description=excerpt(joined([alliance.name, count, names], " · ")),
        nodes=(
            _alliance(alliance) | known(member=[_organization(row) for row in members]),
            breadcrumbs(
                (str(alliance.name), home),
                (_("Members"), reverse("alliance:members", args=[alliance.slug])),
            ),
        ),
    )


def _alliance(alliance):
    home = reverse("alliance:home", args=[alliance.slug])
    return known(
        type="Organization",
        name=str(alliance.name),
        alternateName=alternates(alliance.name),
        url=settings.PUBLIC_URL + home,
        logo=settings.PUBLIC_URL + file_address(alliance.logo.name) if alliance.logo else "",
    )


def _organization(row):
    return organization(
        row.name, website=row.website, logo=file_address(row.logo.name) if row.logo else ""
    )


def _founding(alliance, title):
    slug = alliance.founded_at.slug
    return {
        "@type": "Event",
        "@id": conference_id(slug),
        "name": str(title),
        "url": settings.PUBLIC_URL + reverse("conference:home", args=[slug]),
    }
