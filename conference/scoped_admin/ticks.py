"""Rows that stay ticked: where an action of a list was refused, and on the way back from its page.

They wait in a cookie of that list for its next page, and for ten minutes at most.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME

from conference.ids import possible_id

COOKIE = "ticked"
SECONDS = 600
MOST = 200  # rows; a cookie is short


def ticked_before(request) -> set[int]:
    """The ids that the page of a list shows ticked."""
    found = {possible_id(text) for text in request.COOKIES.get(COOKIE, "").split(".")[:MOST]}
    return found - {None}


def keep_ticks(request, answer) -> None:
    """Notes on the answer to a list what its next page shows ticked."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)[:MOST]
    if ticked and request.method == "POST" and not was_done(request, answer):
        answer.set_cookie(
            COOKIE,
            ".".join(ticked),
            max_age=SECONDS,
            path=request.path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif COOKIE in request.COOKIES:
        answer.delete_cookie(COOKIE, path=request.path)


def was_done(request, answer) -> bool:
    """Whether the action was: not one that asks first, nor one of which only warnings are told."""
    if answer.status_code != 302:
        return answer.status_code != 200 or not hasattr(answer, "context_data")
    told = getattr(request, "levels_told", ())
    return not told or min(told) < messages.WARNING
