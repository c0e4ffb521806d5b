"""Who may take lists out of the house, and how much of them."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q

from conference.attendance.models.registrations import RegistrationQuerySet
from conference.hooks import Hook
from conference.models import Conference
from conference.permissions import Right, may, sees_contacts


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may export: which registrations (None: all), and whether contacts are full."""

    rows: Q | None = None
    unmasked: bool = False

    def within(self, registrations: RegistrationQuerySet) -> RegistrationQuerySet:
        """Those of the queryset that may be exported."""
        return registrations if self.rows is None else registrations.filter(self.rows)


# Asked with an account and a conference; an answer is a condition on registrations.
LIST_READERS: Hook[[User | AnonymousUser, Conference], Q] = Hook(
    "Who else may export the rows of their own people?"
)


def export_scope(user: User | AnonymousUser, conference: Conference) -> Scope | None:
    """What `user` may export of `conference`; None: nothing. At most three queries."""
    if may(user, Right.EXPORT, conference):
        return Scope(unmasked=sees_contacts(user, conference))
    # An empty condition would let everybody out.
    own = list(filter(None, LIST_READERS.ask(user, conference)))
    if not own:
        return None
    rows = own[0]
    for condition in own[1:]:
        rows |= condition
    return Scope(rows=rows, unmasked=True)
