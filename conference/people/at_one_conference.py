"""The directory as a conference sees it: the list of its own people and organizations until all are
asked for, and its own first wherever one chooses. A search finds everybody.
"""

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR

from conference.filters import ConferenceFilter
from conference.ids import possible_id
from conference.models import Conference
from conference.permissions import Right
from conference.scoped_admin.one_at_a_time import (
    ALL,
    CONFERENCE,
    conferences_with,
    nearest,
    shown_in_list,
    working_in,
    works_in_all,
)

WHOLE = "whole"  # in the address of a list that shows all, while one works in one conference


class WholeFilter(admin.SimpleListFilter):
    """Takes that out of the address, which keeps it from page to page; no line of the filters."""

    title = parameter_name = WHOLE

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return False

    def queryset(self, request, queryset):
        return queryset


class AtOneConference:
    """Before a ModelAdmin of the directory. No right: whoever may read it may read all of it."""

    is_listed_by_conference = True

    def planned(self, request) -> list[Conference]:
        """Those whose people and organizations the account may know as such."""
        return conferences_with(request, Right.VIEW_DRAFT)

    # --- The list ---------------------------------------------------------------------------

    def list_conferences(self, request):
        return shown_in_list(request, self.planned(request))

    def asks_for_all(self, request) -> bool:
        named = request.GET.get(CONFERENCE) or request.POST.get(CONFERENCE)
        return WHOLE in request.GET or (named == ALL if named else works_in_all(request))

    def shows_everybody(self, request) -> bool:
        """Also when something is searched, and for whoever plans no conference."""
        is_searched = bool(request.GET.get(SEARCH_VAR, "").strip())
        return is_searched or not self.planned(request) or self.asks_for_all(request)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        is_list = request.resolver_match.url_name.endswith("_changelist")
        return self.narrowed(request, rows) if is_list else rows

    def rows_of_list(self, request):
        return self.narrowed(request, super().rows_of_list(request))

    def narrowed(self, request, rows):
        if self.shows_everybody(request):
            return rows
        return rows.used_at([c.pk for c in self.list_conferences(request)], request.user)

    def get_list_filter(self, request):
        return [ConferenceFilter, WholeFilter, *super().get_list_filter(request)]

    def list_context(self, request):
        """What tells whose list it is, and leads from there to all and back."""
        context = super().list_context(request)
        shown = self.list_conferences(request)
        if not shown:
            return context
        one = ALL if self.asks_for_all(request) else shown[0].pk
        context["shown"] = {CONFERENCE: one}
        if not self.shows_everybody(request):
            return context | {"conference": shown[0], "all_address": f"?{WHOLE}=1"}
        planned = self.planned(request)
        own = working_in(request, planned) or nearest(planned)
        return context | {"own": own, "own_address": f"?{CONFERENCE}={own.pk}"}

    # --- Choosers ---------------------------------------------------------------------------

    def chosen_for(self, request) -> Conference | None:
        """The conference that the asking form stands in, else the one that is worked in."""
        planned = self.planned(request)
        named = possible_id(request.GET.get("conference", ""))
        known = (each for each in planned if each.pk == named)
        return next(known, None) or working_in(request, planned)

    def own_first(self, request, rows):
        conference = self.chosen_for(request)
        return rows.used_first(conference and conference.pk, request.user)

    def get_search_results(self, request, queryset, search_term):
        rows, is_doubled = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name == "autocomplete":
            rows = self.own_first(request, rows)
        return rows, is_doubled
