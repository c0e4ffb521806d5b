"""What the site's home says of itself when it is shared."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.bilingual import HTML_LANG, joined, quoting
from conference.images import file_address
from conference.sharing import Shared, alternates, conference_id, excerpt, known
from conference.site_identity import site_name
from conference.wording.days import date_range

MOST_EVENTS = 20


def share_site(upcoming, past) -> Shared:
    """`upcoming` and `past` are the conferences as the site's home shows them."""
    told = [
        quoting(f"%(name)s ({date_range(row.starts_on, row.ends_on)})", row.title)
        for row in [*upcoming, *past][:3]
    ]
    said = joined(told, pgettext("between titles", "; "))
    return Shared(
        title=_("Conferences and alliances"),
        description=excerpt(said or _("No conference is announced at present.")),
        nodes=(
            {
                "@type": "WebSite",
                "name": site_name(),
                "url": settings.PUBLIC_URL + reverse("home"),
                "inLanguage": list(HTML_LANG.values()),
            },
            *(_event(conference) for conference in upcoming[:MOST_EVENTS]),
        ),
    )


def _event(conference):
    place = conference.venue or conference.city
    return known(
        type="Event",
        id=conference_id(conference.slug),
        name=str(conference.name),
        alternateName=alternates(conference.name),
        url=settings.PUBLIC_URL + reverse("conference:home", args=[conference.slug]),
        startDate=conference.starts_on.isoformat(),
        endDate=conference.ends_on.isoformat(),
        location=known(type="Place", name=str(place), address=str(conference.city))
        if place
        else {},
        image=settings.PUBLIC_URL + file_address(conference.logo) if conference.logo else "",
    )
