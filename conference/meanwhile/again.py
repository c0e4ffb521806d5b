"""A page that has saved and is gone back to: what it saved, and still stands, its person has seen.

Else the values that it was made with would be taken for those that nobody touched: A was changed to
B and saved, and who goes back and writes A again would change nothing. The page is known by the
CSRF token of its form, which no other page has.
"""

import hashlib

from django.core.cache import cache
from django.db import transaction

from conference.meanwhile.authors import FILES
from conference.merging import plain

KNOWN_FOR = 24 * 60 * 60  # seconds


class SavedPage:
    """What one page of one person has saved: {row: {column: value}} as `merging.plain` has them."""

    def __init__(self, key: str = ""):
        self.key = key
        self.saved: dict = cache.get(key) or {} if key else {}
        self.written: dict = {}  # by this request; a save that is tried again begins anew

    @classmethod
    def of(cls, request) -> "SavedPage":
        """One question to the cache for each form that is sent, and one when it saves."""
        if not hasattr(request, "saved_page"):
            token = request.POST.get("csrfmiddlewaretoken", "")
            told = f"{request.user.pk} {request.path} {token}"
            digest = hashlib.sha256(told.encode()).hexdigest()
            request.saved_page = cls(f"saved-page:{digest}" if token else "")
        return request.saved_page

    def saved_of(self, row) -> dict:
        return self.saved.get(_name(row), {})

    def remember(self, form):
        """What a valid form of an existing row writes, once it is written."""
        if not self.key:
            return
        name, values = _name(form.instance), {}
        for box, column in form.columns().items():
            if box not in form.changed_data or column.get_internal_type() in FILES:
                continue
            if column.many_to_many:
                values[box] = sorted(row.pk for row in form.cleaned_data[box])
            else:
                values[box] = plain(column, form.instance)
        self.written[name] = self.saved_of(form.instance) | values
        transaction.on_commit(self.keep)

    def keep(self):
        cache.set(self.key, self.saved | self.written, KNOWN_FOR)


def _name(row):
    return f"{row._meta.label_lower} {row.pk}"
