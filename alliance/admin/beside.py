"""What stands beside an alliance and a membership in their histories.

Its rows are told of, and changed by hand: an older version brings no term back into a time that
another one has by now.
"""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from alliance.models import AllianceRole, Representative, Secretary, Task, Tier
from conference.bilingual import Text
from conference.models.terms import term_words
from conference.parts import Accounts, Parts
from conference.people.models import Organization, Person


class SecretariesOfAlliance(Accounts):
    model, owner = Secretary, "alliance"
    one = gettext_lazy("Secretary")


class Terms(Parts):
    """Rows of somebody of the directory in a role, from a day to a day."""

    directory, somebody = Person, "person_id"
    comes_back = False

    def key(self, part):
        return (getattr(part, self.somebody), part.role)

    def told(self, part):
        row = self.known.get(getattr(part, self.somebody))
        role = dict(self.model.Role.choices).get(part.role, part.role)
        return " · ".join(filter(None, (str(row or _("(deleted)")), str(role), term_words(part))))

    @cached_property
    def known(self):
        ids = {getattr(part, self.somebody) for part in (*self.records, *self.rows)}
        return self.directory.objects.in_bulk(ids)


class RepresentativesOfMembership(Terms):
    model, owner = Representative, "membership"
    one = gettext_lazy("Representative")
    order = gettext_lazy("Order of the representatives")


class RolesOfAlliance(Terms):
    model, owner = AllianceRole, "alliance"
    directory, somebody = Organization, "organization_id"
    one = gettext_lazy("Lead or initiator")
    order = gettext_lazy("Order of lead and initiators")


class Names(Parts):
    """Rows that are a name in both languages."""

    comes_back = False

    def key(self, part):
        return part.id

    def told(self, part):
        return Text(part.name_zh, part.name_en).both


class TasksOfAlliance(Names):
    model, owner = Task, "alliance"
    one = gettext_lazy("Task")
    order = gettext_lazy("Order of the tasks")


class TiersOfAlliance(Names):
    model, owner = Tier, "alliance"
    one = pgettext_lazy("alliance", "Tier")
    order = gettext_lazy("Order of the tiers")
