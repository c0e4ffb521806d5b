"""What a reader's own device asks for: the page of a personal agenda, and what changed since.

Both are public: the reader is nobody to the server, the address alone says what is wanted.
"""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from conference.page_cache import public_page
from conference.program.models import Release
from conference.program.public import pages
from conference.program.public.personal import agenda_of, codes_in, qr_of
from conference.program.public.since import told_since
from conference.program.release.addresses import place_of, public_addresses
from conference.program.release.published import published_program
from conference.stamps import of_conference


@require_safe
@public_page(of_conference)
def my(request, slug):
    """`?s=K7WQ2M,4HD9XA`: these sessions by day. Without codes: how to choose some."""
    program = published_program(slug)
    agenda = agenda_of(program, codes_in(request.GET))
    place = place_of(program)
    address = f"{settings.PUBLIC_URL}{place.urls.to('my')}?{agenda.as_query}"
    feed = f"{settings.PUBLIC_URL}{place.urls.to('my_ics')}?{agenda.as_query}"
    context = {
        "place": place,
        "program": program,
        "agenda": agenda,
        "address": address,
        "qr": qr_of(address) if agenda.lines else "",
        "feed": feed if agenda.feed_has_entries else "",
        # Calendars open this scheme as a subscription; with https they only take a copy.
        "subscription": feed.replace("https:", "webcal:").replace("http:", "webcal:"),
    }
    return pages.dated(request, "program/my.html", context)


@require_safe
@public_page(of_conference)
def changes_since(request, slug, number):
    """What changed since release `number`. Three queries.

    A release that was withdrawn is told by the one that stood before it: what it said is not
    public any more.
    """
    program = published_program(slug)
    standing = Release.objects.standing().filter(conference__slug=slug)
    seen = standing.filter(number__lte=number).order_by("-number").first()
    if seen is None:
        raise Http404
    told, now = {"changes": [], "more": 0}, None
    if seen.number < program.number:
        now = standing.filter(number=program.number).first()
    # None in the seconds after another process has withdrawn what this one still shows.
    if now is not None:
        told = told_since(seen.document, now.document, program, public_addresses(slug))
    return JsonResponse(
        {"from": seen.number, "to": program.number, **told},
        json_dumps_params={"ensure_ascii": False},
    )
