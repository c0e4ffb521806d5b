"""The admin's frame: whose rows a page shows.

Every admin of rows that belong to someone is built on `ScopedAdmin`. It asks three questions of
its rows: which are in the user's scope (else 404), which the user may see (the list; else 403) and
which the user may change. Owners bring the answers: a conference's team (`conference.admin`), the
shared directory (`people.admin`), an alliance.

All doors go through the same answers: list, form, autocomplete, choices of foreign keys, filters,
inlines, actions, delete confirmation, history and its revert, popups.
"""

from conference.scoped_admin.pages import ScopedAdmin
from conference.scoped_admin.rows import ScopedInline, ScopedRows

__all__ = ["ScopedAdmin", "ScopedInline", "ScopedRows"]
