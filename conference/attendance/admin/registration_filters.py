"""Filters of the list of registrations."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.attendance.changes_told import concerned
from conference.attendance.lists.scopes import PEOPLE
from conference.attendance.models import Choice, Registration
from conference.filters import ChoiceFilter
from conference.program.models import Kind, Session


class ArrivalFilter(ChoiceFilter):
    title = gettext_lazy("arrival")
    parameter_name = "arrival"

    def lookups(self, request, model_admin):
        return [("yes", _("signed in")), ("no", _("not signed in"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(Q(is_here=self.value() == "yes"))


class ForumFilter(ChoiceFilter):
    """By the sub-forum that they chose."""

    title = gettext_lazy("sub-forum")
    parameter_name = "forum"

    def lookups(self, request, model_admin):
        rows = Session.objects.filter(conference__in=model_admin.list_conferences(request))
        rows = rows.filter(kind=Kind.SUB_FORUM).in_order()
        return [(str(row.pk), str(row)) for row in rows]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        chose = Choice.objects.filter(registration=OuterRef("pk"), session=self.value())
        return queryset.filter(Exists(chose))


class ChangeFilter(ChoiceFilter):
    """Whom the letter about changes is for."""

    title = gettext_lazy("changes of the program")
    parameter_name = "change"

    def lookups(self, request, model_admin):
        self.conferences = model_admin.list_conferences(request)
        return [("untold", _("concerned since they were last told"))]

    def queryset(self, request, queryset):
        return queryset.filter(concerned(self.conferences)) if self.value() else queryset


class OrganizationFilter(ChoiceFilter):
    """One organization, as it is written; offered are those that sent most."""

    title = gettext_lazy("organization")
    parameter_name = "organization"
    most = 40

    def lookups(self, request, model_admin):
        rows = model_admin.rows_of_list(request).exclude(organization_name="").order_by()
        found = rows.values_list("organization_name").annotate(n=Count("pk"))
        most = list(found.order_by("-n", "organization_name")[: self.most])
        return [(name, f"{name} ({n})") for name, n in most]

    def queryset(self, request, queryset):
        return queryset.filter(organization_name=self.value()) if self.value() else queryset


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


class EnglishNameFilter(ChoiceFilter):
    title = gettext_lazy("English name")
    parameter_name = "english"

    def lookups(self, request, model_admin):
        return [("missing", _("without an English name"))]

    def queryset(self, request, queryset):
        return queryset.without_english_name() if self.value() else queryset


FILTERS = (
    *("status", ArrivalFilter, ForumFilter, ChangeFilter, "source", "category", ProgramFilter),
    *(DoublesFilter, EnglishNameFilter, OrganizationFilter),
)
