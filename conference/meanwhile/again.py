"""A page that has saved and is gone back to: what it saved, and still stands, its person has seen.

Else the values that it was made with would be taken for those that nobody touched: A was changed to
B and saved, and who goes back and writes A again would change nothing. The page is known by the
CSRF token of its form, which no other page has. So are the new rows that it added to its own: sent
again with the same contents they are served, while they stand.
"""

import hashlib
import json

from django.core.cache import cache
from django.db import transaction

from conference.added_once import digest_of
from conference.meanwhile.authors import FILES
from conference.merging import plain

KNOWN_FOR = 24 * 60 * 60  # seconds


class SavedPage:
    """What one page of one person has saved: {row: {column: value}} as `merging.plain` has them,
    and for each of its formsets {what a new row said: [keys]}.
    """

    def __init__(self, key: str = ""):
        self.key = key
        self.saved: dict = cache.get(key) or {} if key else {}
        self.written: dict = {}  # by this request; a save that is tried again begins anew
        self.added: dict = {}  # {(prefix of a formset, of a form): (what it said, row)}; likewise

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

    def has_added_to(self, prefix) -> bool:
        return f"added {prefix}" in self.saved

    def standing(self, prefix, rows) -> dict:
        """{what a new row of a formset said: [those of its rows now that it became]}"""
        there = {row.pk: row for row in rows}
        added = self.saved.get(f"added {prefix}", {})
        return {said: [there[k] for k in keys if k in there] for said, keys in added.items()}

    def remember_added(self, prefix, form, said):
        """A new row of a formset, once it is written."""
        self.added[prefix, form.prefix] = said, form.instance
        transaction.on_commit(self.keep)

    def keep(self):
        added: dict = {}
        for (prefix, _form), (said, row) in self.added.items():
            known = added.setdefault(f"added {prefix}", dict(self.saved.get(f"added {prefix}", {})))
            known[said] = [*known.get(said, ()), row.pk]
        cache.set(self.key, self.saved | self.written | added, KNOWN_FOR)


def said_in(form_prefix: str, data, files, *, aside) -> str:
    """What the boxes of a new row say, in short, but for the one named `aside`: its place."""
    start = f"{form_prefix}-"
    said = [
        (name.removeprefix(start), values)
        for name, values in data.lists()
        if name.startswith(start) and name != f"{start}{aside}"
    ]
    sent = [
        (name.removeprefix(start), file.name, digest_of(file))
        for name, file in files.items()
        if name.startswith(start)
    ]
    return hashlib.sha256(json.dumps([sorted(said), sorted(sent)]).encode()).hexdigest()


def _name(row):
    return f"{row._meta.label_lower} {row.pk}"
