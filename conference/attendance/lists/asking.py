"""Who asks for a list, and what the address says of it."""

from dataclasses import replace

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from conference.attendance.access import to_sign_in
from conference.attendance.lists.scopes import PEOPLE, Scope, beside, export_scope
from conference.attendance.lists.wishes import BadWish, Wish, wish_of
from conference.models import Conference
from conference.program.models import Session


def opened(request: HttpRequest, slug: str) -> HttpResponse | tuple[User, Conference, Scope]:
    """The account, the conference and what it may export of it, or the way to the sign-in page.

    Also for those whom other apps let take out their own people's rows.
    """
    if not request.user.is_authenticated:
        return to_sign_in(request, slug)
    conference = Conference.objects.filter(slug=slug).first()
    if conference is None:
        raise Http404
    scope = export_scope(request.user, conference)
    if scope is None:
        if Conference.objects.visible_to(request.user).filter(pk=conference.pk).exists():
            raise PermissionDenied
        raise Http404
    return request.user, conference, scope


def session_of(conference: Conference, data: MultiValueDict) -> Session | None:
    if not (code := data.get("session")):
        return None
    rows = Session.objects.filter(conference=conference, code=code[:20].upper())
    session = rows.select_related("room", "parent__room").first()
    if session is None:
        raise Http404
    return session


def asked_for(
    user: User, conference: Conference, scope: Scope, data: MultiValueDict
) -> tuple[Wish, Scope]:
    """(Wish, Scope) of an address; 404 for what does not exist."""
    if of := data.get("of"):
        if of not in PEOPLE:
            raise Http404
        scope = replace(scope, of=of)
    try:
        wish: Wish = wish_of(data)
        return wish, beside(scope, user, wish.others, but=conference)
    except (BadWish, Conference.DoesNotExist):
        raise Http404 from None
