"""Filters of the list of registrations."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.lists.scopes import PEOPLE
from conference.attendance.models import Registration
from conference.filters import ChoiceFilter


class ArrivalFilter(ChoiceFilter):
    title = gettext_lazy("arrival")
    parameter_name = "arrival"

    def lookups(self, request, model_admin):
        return [("yes", _("signed in")), ("no", _("not signed in"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(Q(is_here=self.value() == "yes"))


class DoublesFilter(ChoiceFilter):
    """Rows that look like another one of their conference, and replies that wait because of it."""

    title = gettext_lazy("possible duplicates")
    parameter_name = "doubles"

    def lookups(self, request, model_admin):
        return [("held", _("replies held as doubles")), ("yes", _("possible duplicates"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() == "held":
            return queryset.filter(held_as_double=True)
        same = Q(organization_name=OuterRef("organization_name"))
        same |= Q(organization=OuterRef("organization"))
        same |= Q(phone_digits=OuterRef("phone_digits")) & ~Q(phone_digits="")
        same |= Q(email__iexact=OuterRef("email")) & ~Q(email="")
        same &= Q(name_letters=OuterRef("name_letters"))
        same |= Q(participation=OuterRef("participation"))
        twins = Registration.objects.filter(same, conference=OuterRef("conference"))
        twins = twins.exclude(pk=OuterRef("pk"))
        return queryset.filter(Exists(twins))


class ProgramFilter(ChoiceFilter):
    title = gettext_lazy("in the program")
    parameter_name = "program"

    def lookups(self, request, model_admin):
        return [("yes", _("people of the program")), ("no", _("everybody else"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        of_program = PEOPLE["program"].rows
        return queryset.filter(~of_program if self.value() == "no" else of_program)
