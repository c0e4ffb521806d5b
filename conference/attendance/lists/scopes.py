"""Who may take lists out of the house, and how much of them."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from conference.attendance.models.registrations import RegistrationQuerySet
from conference.hooks import Hook
from conference.models import Conference
from conference.permissions import Right, may, sees_contacts
from conference.program.models import Participation


class Narrowed(NamedTuple):
    """Some of the people of a list."""

    label: str | Promise
    rows: Q


PEOPLE = {
    # Without the guests of whom the program tells nobody.
    "program": Narrowed(
        gettext_lazy("people of the program"),
        Q(participation__in=Participation.objects.in_public()),
    ),
    **{
        category.value: Narrowed(category.label, Q(category=category.value))
        for category in Participation.Category
    },
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may export: which registrations (None: all), and whether contacts are full; and
    of which people they want it alone (a key of `PEOPLE`; '': of all).
    """

    rows: Q | None = None
    unmasked: bool = False
    of: str = ""
    sensitive: bool = False  # answers about diet and health too, which nobody gets unasked
    beside: tuple[tuple[Conference, "Scope"], ...] = ()  # of other conferences, where compared

    def within(self, registrations: RegistrationQuerySet) -> RegistrationQuerySet:
        """Those of the queryset that may be exported, and are wanted."""
        if self.of:
            registrations = registrations.filter(PEOPLE[self.of].rows)
        return registrations if self.rows is None else registrations.filter(self.rows)

    @property
    def may_see_sensitive(self) -> bool:
        """Whoever sees everybody's contacts; not those who take out their own people's rows."""
        return self.unmasked and self.rows is None

    @property
    def is_of_all(self) -> bool:
        return self.rows is None and not self.of


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


def beside(
    scope: Scope, user: User | AnonymousUser | None, slugs: tuple[str, ...], *, but: Conference
) -> Scope:
    """The scope with that of other conferences; None of an account: everything of them. One query,
    and three for each. Raises Conference.DoesNotExist where one of them is not theirs to export.
    """
    rows = {row.slug: row for row in Conference.objects.filter(slug__in=slugs) if row != but}
    found = []
    for slug in slugs:
        if slug == but.slug:
            continue
        other = rows.get(slug)
        if other is None:
            raise Conference.DoesNotExist
        own = Scope() if user is None else export_scope(user, other)
        if own is None:
            raise Conference.DoesNotExist
        found.append((other, replace(own, of=scope.of)))
    return replace(scope, beside=tuple(found))
