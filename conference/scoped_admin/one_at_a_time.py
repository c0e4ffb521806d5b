"""The conference one works in: one at a time, so that the rows of two never mix unasked.

It is what one looks at: the conference that an address names or a row belongs to. Each account's
session remembers it for the pages that name none, else it is the one that runs or comes next. It
is a filter on top of the rows that somebody may see, and never opens others.
"""

from django.utils import timezone

from conference.ids import possible_id
from conference.models import Conference
from conference.permissions import may

CONFERENCE = "conference__id__exact"  # how the address of a list names its conference
ALL = "all"  # ... or all of them
REMEMBERED = "conference"  # in the session

# Long, and asked of one conference alone, by pages that read it anew.
LONG = ("description", "directions", "report")


def conferences_of(request) -> list[Conference]:
    """All in the account's scope, in the order of their days. Kept for the request; one query."""
    if not hasattr(request, "conferences_of_user"):
        rows = Conference.objects.visible_to(request.user).order_by("starts_on", "pk")
        long = [f"{name}_{side}" for name in LONG for side in ("zh", "en")]
        request.conferences_of_user = list(rows.defer(*long))
    return request.conferences_of_user


def conferences_with(request, right) -> list[Conference]:
    """Those of them at which the account has a right. No query beside."""
    return [c for c in conferences_of(request) if may(request.user, right, c)]


def nearest(conferences) -> Conference | None:
    """The one that runs or comes next, else the one that was last. `conferences` are by date."""
    for conference in conferences:
        if conference.ends_on >= timezone.localdate(timezone=conference.zone):
            return conference
    return conferences[-1] if conferences else None


def works_in_all(request) -> bool:
    return len(conferences_of(request)) > 1 and _remembered(request) == ALL


def working_in(request, conferences=None) -> Conference | None:
    """The conference that is remembered, if it is one of `conferences` (of all, if not given), else
    the nearest of them. None for somebody who works in all, or in none.
    """
    conferences = conferences_of(request) if conferences is None else conferences
    if works_in_all(request):
        return conferences[0] if len(conferences) == 1 else None
    remembered = _remembered(request)
    return next((c for c in conferences if c.pk == remembered), None) or nearest(conferences)


def shown_in_list(request, conferences) -> list[Conference]:
    """Whose rows a list shows, of the `conferences` that it may: the one that its address or its
    own form names, else the one that is worked in; all of them when asked.
    """
    named = request.GET.get(CONFERENCE) or request.POST.get(CONFERENCE)
    if named:
        return [c for c in conferences if named == ALL or c.pk == possible_id(named)]
    one = working_in(request, conferences)
    return [one] if one else conferences


def remember(request, conference):
    """From now on the account works in `conference` (`ALL`: in all), if it is one of theirs.

    Whoever works in all goes on to when they look at a row of one. Writes the session only where
    that changes what `working_in` says.
    """
    if conference == ALL:
        is_new = len(conferences_of(request)) > 1 and _remembered(request) != ALL
        key = ALL
    else:
        key = conference.pk
        is_known = any(c.pk == key for c in conferences_of(request))
        is_new = is_known and working_in(request) not in (None, conference)
        is_new |= is_known and works_in_all(request) and CONFERENCE in request.GET
    if is_new:
        request.session[REMEMBERED] = key


def conference_of_page(page: dict) -> Conference | None:
    """What a page is about, by what its template is given: a conference, or a row of one."""
    for about in (page.get(name) for name in ("conference", "original", "object")):
        for found in (about, about and getattr(about, "conference", None)):
            if isinstance(found, Conference):
                return found
    return None


def note_what_is_shown(request, response):
    """Remember the conference of the page that answers a request, and no more than that."""
    page = getattr(response, "context_data", None) or {}
    if request.method != "GET" or response.status_code != 200 or page.get("is_popup"):
        return
    if request.GET.get(CONFERENCE) == ALL:
        remember(request, ALL)
    elif conference := conference_of_page(page):
        remember(request, conference)


def _remembered(request):
    session = getattr(request, "session", None)
    return session.get(REMEMBERED) if session is not None else None
