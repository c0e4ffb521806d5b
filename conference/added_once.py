"""A form that adds a row adds one, also when somebody goes back to it and saves once more.

Every form of a new row has an id of its own, which the browser keeps with the page in its history
(js/admin/unsaved.js). What an id has added is known for a day: the same contents once more are
answered with the row that is there, others are asked about before they become a second row.
"""

import hashlib
import json
import re
import uuid

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.cache import cache
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

FORM_ID = "form-id"
KNOWN_FOR = 24 * 60 * 60  # seconds
# What tells nothing of the row: who sends, and by which button.
ASIDE = {FORM_ID, "csrfmiddlewaretoken", "_save", "_continue", "_addanother"}


def form_id_of(request) -> str:
    """The id of the form that the request's page shows: the one that was sent, or a new one."""
    if not hasattr(request, "form_id"):
        sent = request.POST.get(FORM_ID, "")
        request.form_id = sent if re.fullmatch(r"[0-9a-f]{32}", sent) else uuid.uuid4().hex
    return request.form_id


class AddsOnce:
    """Mixin before a ModelAdmin. An id costs one question to the cache, and one when it added."""

    def known_as(self, request) -> str:
        return f"added:{self.opts.label_lower}:{request.user.pk}:{form_id_of(request)}"

    def response_add(self, request, obj, *args, **kwargs):
        self.remember_added(request, obj.pk)
        return super().response_add(request, obj, *args, **kwargs)

    def remember_added(self, request, added):
        """What the form has added: a key, or the keys of several rows."""
        cache.set(self.known_as(request), (added, contents(request)), KNOWN_FOR)

    def added_by(self, request) -> tuple:
        """(what the form has added, whether it said the same then); None for nothing."""
        added, sent = cache.get(self.known_as(request)) or (None, "")
        return added, sent == contents(request)

    def added_before(self, request):
        """The answer to a form that has added its row already; None where it is to be judged."""
        pk, says_the_same = self.added_by(request)
        row = pk and self.model._default_manager.filter(pk=pk).first()
        if not row or not self.has_view_permission(request, row):
            return None
        address = reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change",
            args=[row.pk],
        )
        link = format_html('<a href="{}">{}</a>', address, row)
        if not says_the_same:
            request.form_id = uuid.uuid4().hex
            request.refused = format_html(
                _(
                    "This form has added “{}” already, and now says something else. Nothing has "
                    "been saved this time: open that row to change it, or save once more to add "
                    "another one."
                ),
                link,
            )
            return None
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, row)
        return self.answer_again(request, row, address, link)

    def answer_again(self, request, row, address, link):
        text = format_html(_("“{}” is already saved. It has not been added a second time."), link)
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(address)


def contents(request) -> str:
    """What a form says, in short."""
    said = [(n, v) for n, v in sorted(request.POST.lists()) if n not in ASIDE]
    return hashlib.sha256(json.dumps([said, files_of(request)]).encode()).hexdigest()


def files_of(request) -> list:
    """[(name of its box, name, digest)] of the files that a form sends."""
    return sorted(
        (box, file.name, digest_of(file)) for box, each in request.FILES.lists() for file in each
    )


def digest_of(file) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
