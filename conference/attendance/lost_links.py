"""A personal link that somebody lost: sent again to the address on file, and to no other.

The page says the same whether the address is known or not.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conference.attendance import letters
from conference.attendance.cleaning import clean_line
from conference.attendance.limits import too_many
from conference.attendance.models import Registration
from conference.letters.mail import is_configured
from conference.models import Conference
from conference.program.release.addresses import place_of
from conference.program.release.published import published_program

MOST_PEOPLE = 10  # who share one address
AGAIN_AFTER = 10  # minutes; within them the same letter is not written twice
PER_ADDRESS = {"most": 3, "seconds": 3600}
PER_NETWORK = {"most": 20, "seconds": 600}  # a whole institute may sit behind one address


@csrf_exempt  # who asks is nobody in particular, and the letter goes to its owner alone
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request, slug):
    """Asks for the e-mail address, and says that a letter is on its way if it is known."""
    program = published_program(slug)
    context = {
        "program": program,
        "place": place_of(program),
        "sends_mail": is_configured(),
        "email": "",
    }
    if request.method != "POST":
        return _page(request, context)
    email = clean_line(request.POST.get("email", "")[:1000])
    try:
        validate_email(email)
    except ValidationError:
        said = _("Enter the e-mail address of your reply, such as name@example.org.")
        return _page(request, context | {"email": email[:254], "wrong": said}, status=422)
    if too_many(f"lost {slug}", request.META.get("REMOTE_ADDR", ""), **PER_NETWORK):
        said = _("Too many letters were asked for from your network. Wait ten minutes.")
        return _page(request, context | {"email": email, "wrong": said}, status=429)
    if not too_many(f"lost {slug}", email.casefold(), **PER_ADDRESS):
        send_link(slug, email)
    return _page(request, context | {"is_sent": True, "email": email})


def send_link(slug: str, email: str, *, at=None) -> int:
    """Write to everybody registered with the address; how many letters are new."""
    at = at or timezone.now()
    with transaction.atomic():
        conference = Conference.objects.get(slug=slug)
        rows = Registration.objects.filter(conference=conference, email__iexact=email)
        people = list(rows.order_by("number")[:MOST_PEOPLE])
        turn = int(at.timestamp()) // (60 * AGAIN_AFTER)
        return letters.tell(conference, "link", people, once=str(turn))


def _page(request, context, *, status=200):
    response = render(request, "attendance/lost_link.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
