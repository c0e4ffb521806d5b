"""Who may take lists out of the house, and how much of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from conference.permissions import Right, may, sees_contacts


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may export: which registrations (None: all), and whether contacts are full."""

    rows: Q | None = None
    unmasked: bool = False

    def within(self, registrations):
        """Those of the queryset that may be exported."""
        return registrations if self.rows is None else registrations.filter(self.rows)


# Apps above this one add who else may export the rows of their own people: functions of
# (user, conference) that answer a condition on registrations, or None. Imports run one way.
LIST_READERS: list[Callable] = []


def export_scope(user, conference) -> Scope | None:
    """What `user` may export of `conference`; None: nothing. At most three queries."""
    if may(user, Right.EXPORT, conference):
        return Scope(unmasked=sees_contacts(user, conference))
    own = [condition for asks in LIST_READERS if (condition := asks(user, conference))]
    if not own:
        return None
    rows = own[0]
    for condition in own[1:]:
        rows |= condition
    return Scope(rows=rows, unmasked=True)
