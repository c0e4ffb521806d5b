"""A button of the admin pressed twice is one act, and both presses get its answer.

The second press of a double click comes while the first is under way, and a browser shows its
answer alone: "nothing to do", "not found", or a second row. Every page's form carries a CSRF token
of its own, so the same fields with the same token from the same account are the same press, as
long as that account did nothing else in between: whoever goes back, saves something else and then
the first again, or takes the save back and saves once more, means it.
"""

import hashlib
import json
import time
import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.core.cache import cache
from django.http import HttpResponseRedirect

from conference.added_once import files_of

UNDER_WAY = "under way"
HOLDS = 60  # seconds, from the answer; and for a first press that never ends
WAITS = 20.0  # seconds at most, for the first press's answer
LOOKS_EVERY = 0.05  # seconds


class PressedTwiceMiddleware:
    """Inside all that a view of the admin needs; after the CSRF check, which it relies on.

    Only redirects are kept: what answers with a page has refused, or asks something first. Five
    questions to the cache for each form that is sent.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        press = getattr(request, "press", None)
        if press is None:
            return response
        if response.status_code == 302:
            repeat(request, getattr(request, "said_before", ()))
            kept = {"location": response["Location"], "messages": told(request)}
            if changes_own_password(request):
                kept["user"] = request.user.pk
            cache.set(press, kept, HOLDS)
            cache.set(last_of(request), (request.pressed, press, uuid.uuid4().hex), HOLDS)
        else:
            cache.delete(press)
        return response

    def process_view(self, request, view, args, kwargs):
        pressed = mark_of(request)
        if pressed is None:
            return None
        request.pressed, press = pressed, pressed
        if last := cache.get(last_of(request)):
            was, its_press, act = last
            press = its_press if was == pressed else f"{pressed}:{act}"
        request.press = press  # what makes links makes the same one of the same press
        if cache.add(press, UNDER_WAY, HOLDS):
            return None
        answer = answer_to(press)
        if answer is None:  # the first was refused, or takes too long: its own rules judge this one
            return None
        if saves_a_list(request):
            # Its rows are merged with what stands there now: what was written already is not
            # written again, and what a colleague changed since is told instead of a success.
            request.said_before = answer["messages"]
            return None
        if user := answer.get("user"):
            sign_in(request, user)
        repeat(request, answer["messages"])
        return HttpResponseRedirect(answer["location"])


def mark_of(request) -> str | None:
    """The key of a press of the admin; None for what is no form of a signed-in person, or of
    somebody who sets a new password.
    """
    if request.method != "POST" or not request.resolver_match.route.startswith("admin/"):
        return None
    name = request.resolver_match.url_name or ""
    by = request.user.pk
    if changes_own_password(request):
        by = None  # the first press ends the session that the second one comes with
    elif not (request.user.is_authenticated or name.startswith("password_reset")):
        return None
    if not request.POST.get("csrfmiddlewaretoken"):
        return None
    sent = [by, request.get_full_path(), sorted(request.POST.lists()), files_of(request)]
    return f"pressed:{hashlib.sha256(json.dumps(sent).encode()).hexdigest()}"


def last_of(request) -> str:
    """Where the last press of an account is known; of somebody not signed in, that of the page."""
    by = "" if changes_own_password(request) else request.user.pk
    return f"pressed-last:{by or request.pressed}"


def changes_own_password(request) -> bool:
    return request.resolver_match.url_name == "password_change"


def saves_a_list(request) -> bool:
    name = request.resolver_match.url_name or ""
    return name.endswith("_changelist") and "_save" in request.POST


def sign_in(request, key):
    """Whoever changed their password a moment ago stays signed in: the press names the old word
    and the new one, and a browser shows the second answer alone.
    """
    user = get_user_model().objects.filter(pk=key, is_active=True).first()
    if user is not None:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])


def answer_to(press):
    """What the first press was answered, waited for; None when it has none to give."""
    ends = time.monotonic() + WAITS
    while (answer := cache.get(press)) == UNDER_WAY and time.monotonic() < ends:
        time.sleep(LOOKS_EVERY)
    return None if answer == UNDER_WAY else answer


def told(request):
    """[(level, text, tags)] of what the next page will say; it still will."""
    storage = messages.get_messages(request)
    found = list(storage)
    storage.used = False
    for message in found:  # once looked at, the storage writes it as it is, which lazy text cannot
        message.message = str(message.message)
    return [(message.level, message.message, message.extra_tags) for message in found]


def repeat(request, said):
    """Say it again, unless the browser has it still to show from the first answer."""
    waiting = [(level, str(text)) for level, text, _tags in told(request)]
    for level, text, tags in said:
        if (level, str(text)) not in waiting:
            messages.add_message(request, level, text, extra_tags=tags)
