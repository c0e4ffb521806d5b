"""The admin's own forms of the directory ask about near rows before they add one."""

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from conference.forms import ScopedModelForm
from conference.ids import possible_id
from conference.people.doubles import (
    near_organizations,
    near_people,
    some_organization,
    somebody,
)

TOLD = "told-apart"  # the box that says "it is a new one", with the ids that it was said of


class AsksWhenNear(ScopedModelForm):
    """`near` are the rows that were found; the form is refused until somebody says that it is none
    of them. Two queries where a row is added.
    """

    near = ()

    def find_near(self):
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        if self.instance._state.adding and not self.errors:
            self._wants_to_ask = True
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not getattr(self, "_wants_to_ask", False) or self.errors:
            return
        self.near = self.find_near()
        told = set(map(possible_id, self.data.get(TOLD, "").split(",")))
        if not {found.row.pk for found in self.near} <= told:
            self.add_error(None, ValidationError(self.question(), code="near"))

    def question(self):
        return render_to_string(
            "admin/making/near.html",
            {
                "near": self.near,
                "name": TOLD,
                "keys": ",".join(str(found.row.pk) for found in self.near),
                "opts": self._meta.model._meta,
            },
        )


class AsksForPerson(AsksWhenNear):
    def find_near(self):
        return near_people(somebody(self.instance))


class AsksForOrganization(AsksWhenNear):
    def find_near(self):
        return near_organizations(some_organization(self.instance))
