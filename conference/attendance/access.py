"""Who may open a page of a conference's team, and what the asker takes for an answer."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.permissions import may

PRIVATE = "private, no-store"


def for_team(right):
    """A view of a conference's team: not signed in -> sign-in; stranger 404; without right 403.

    The view gets the conference, and everything it draws is in the conference's time zone.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, slug, **kwargs):
            if not request.user.is_authenticated:
                return to_sign_in(request, slug)
            conference = Conference.objects.visible_to(request.user).filter(slug=slug).first()
            if conference is None:
                raise Http404
            if not may(request.user, right, conference):
                raise PermissionDenied
            with timezone.override(conference.zone):
                response = view(request, conference, **kwargs)
            response["Cache-Control"] = PRIVATE
            return response

        return wrapped

    return decorate


def to_sign_in(request, slug):
    """To the sign-in page and back; a program that accepts JSON is told in words."""
    if wants_json(request):
        message = _("Sign in first.")
        return JsonResponse({"message": message}, status=401, headers={"Cache-Control": PRIVATE})
    if wants_answer(request):
        return HttpResponse(status=401, headers={"Cache-Control": PRIVATE})
    back = request.get_full_path()
    if request.method != "GET":
        back = reverse("attendance:desk", args=[slug])
    return redirect_to_login(back, reverse("admin:login"))


def wants_json(request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def wants_answer(request) -> bool:
    """Whether the page's own script asks: for the answer to one scan, and nothing around it."""
    return request.headers.get("X-Fragment") == "answer"
