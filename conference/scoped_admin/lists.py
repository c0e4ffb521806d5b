"""Many rows of a page of the admin: its list, filters, search, saving and actions."""

import re
from functools import partial

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.forms import CheckboxInput
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conference.faster import list_tried_again
from conference.forms import ScopedListForm
from conference.ids import possible_id
from conference.meanwhile.again import SavedPage
from conference.meanwhile.formsets import MergingListFormSet
from conference.scoped_admin.answers import answered_in, is_in_conflict
from conference.scoped_admin.one_at_a_time import CONFERENCE
from conference.scoped_admin.rows import MOST_ROWS
from conference.scoped_admin.ticks import keep_ticks, ticked_before

FILTER_SUFFIXES = ("", "__exact", "__id__exact", "__isnull", "__isempty", "__gte", "__lt")
MAX_SEARCH, MAX_WORDS = 200, 8
DATE_SUFFIXES = ("__year", "__month", "__day")


class ScopedLists:
    """The list of a `ScopedAdmin`."""

    list_form = ScopedListForm
    is_listed_by_conference = False  # whether the list is narrowed to the conference one works in

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST":
            self.refuse_impossible_ids(request.POST)
        context = self.list_context(request) | (extra_context or {})
        view = self.saving_view if "_save" in request.POST else super().changelist_view
        answer = answered_in(self.zone_of_list(request), list_tried_again, view, request, context)
        if self.is_told_unreadable(request, answer):
            return self.whole_list(request)
        keep_ticks(request, answer)
        return answer

    def saving_view(self, request, context):
        """The save of an editable list: its rows are read and written in one transaction."""
        with transaction.atomic():
            self.hold_list(request)
            answer = super().changelist_view(request, context)
        page = getattr(answer, "context_data", None) or {}
        changes = getattr(page.get("cl"), "formset", None)
        if changes is not None:
            # The rows as they were sent: since then, others may have come between them.
            there = {row.pk: row for row in page["cl"].result_list}
            sent = [form.instance for form in changes.forms]
            if all(row.pk for row in sent):  # not where somebody made up rows
                page["cl"].result_list = [there.get(row.pk, row) for row in sent]
            if is_in_conflict(changes):
                self.tell_of_conflict(request)
        return answer

    def is_told_unreadable(self, request, answer) -> bool:
        """Whether Django found a filter, page or order that the list does not have."""
        if getattr(answer, "template_name", None) == "admin/invalid_setup.html":
            return bool(request.GET)
        return getattr(answer, "url", "") == f"{request.path}?{ERROR_FLAG}=1"

    def whole_list(self, request):
        """Django would lead there too, but not say why, or speak of a broken database."""
        self.message_user(
            request,
            _("The address held a filter that this list does not have. This is the whole list."),
            messages.WARNING,
        )
        popup = f"?{IS_POPUP_VAR}=1" if IS_POPUP_VAR in request.GET else ""
        return HttpResponseRedirect(request.path + popup)

    def list_context(self, request) -> dict:
        """What the page of the list prints beside it."""
        return {}

    def list_conferences(self, request) -> list:
        """The conferences whose rows the list shows; none of a list that stands in none."""
        return []

    def rows_of_list(self, request):
        """All rows of the list, without what it counts beside them."""
        return self.listed(request, self.model._default_manager.all())

    def zone_of_list(self, request):
        return None

    def get_changelist_form(self, request, **kwargs):
        attributes = {
            "may_change": staticmethod(partial(self.has_change_permission, request)),
            "by": request.user,
            "page": SavedPage.of(request),
        }
        kwargs.setdefault("form", type("ListForm", (self.list_form,), attributes))
        return super().get_changelist_form(request, **kwargs)

    def get_changelist_formset(self, request, **kwargs):
        kwargs.setdefault("formset", MergingListFormSet)
        return super().get_changelist_formset(request, **MOST_ROWS, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        # Each word is one more condition, and databases allow only so many.
        search_term = " ".join(search_term[:MAX_SEARCH].split()[:MAX_WORDS])
        return super().get_search_results(request, queryset, search_term)

    def get_changelist_instance(self, request):
        for name, values in request.GET.lists():
            # Of a date Django makes a day at once, of anything else the database compares it.
            most = 4 if name.endswith(DATE_SUFFIXES) else 18
            if name != "q" and any(
                re.fullmatch(rf"\s*[-+]?\d{{{most + 1},}}\s*", v) for v in values
            ):
                raise IncorrectLookupParameters
        found = super().get_changelist_instance(request)
        # The conference one works in is no filter: the filters are folded while none else is on.
        if not set(found.get_filters_params()) - {CONFERENCE}:
            found.has_active_filters = False
        if request.method != "POST" and (ticked := ticked_before(request)):
            for row in found.result_list:
                row.is_ticked = row.pk in ticked
        return found

    def action_checkbox(self, obj):
        label = format_html(_("Select this object for an action - {}"), str(obj))
        attrs = {"class": "action-select", "aria-label": label}
        box = CheckboxInput(attrs, lambda _value: getattr(obj, "is_ticked", False))
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        request.levels_told = [*getattr(request, "levels_told", ()), level]
        super().message_user(request, message, level, *args, **kwargs)

    def lookup_allowed(self, lookup, value, request):
        """Only the page's own filters: any other look-up could ask about hidden columns."""
        allowed = set()
        for item in self.get_list_filter(request):
            if isinstance(item, type) and hasattr(item, "parameter_name"):
                allowed.add(item.parameter_name)
            else:
                name = item[0] if isinstance(item, tuple) else item
                allowed.update(f"{name}{suffix}" for suffix in FILTER_SUFFIXES)
        if self.date_hierarchy:
            allowed.update(f"{self.date_hierarchy}{suffix}" for suffix in DATE_SUFFIXES)
        return lookup in allowed

    def refuse_impossible_ids(self, data):
        """A tampered list form is a bad request, not an error of ours."""
        ids = data.getlist(ACTION_CHECKBOX_NAME)
        ids += [value for name, value in data.items() if re.fullmatch(r"form-\d+-id", name)]
        if any(possible_id(value) is None for value in ids):
            raise BadRequest

    def changeable(self, request, rows):
        """The rows of an action, all of which must be changeable by the user; else 403."""
        rows = list(rows)
        if not all(self.has_change_permission(request, row) for row in rows):
            raise PermissionDenied
        return rows

    def response_action(self, request, queryset):
        """Says so where rows that were ticked are not in the list any more. One query more."""
        ticked = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        acts = any(request.POST.getlist("action"))
        if not ticked or not acts or request.POST.get("select_across", "0") not in ("", "0"):
            return super().response_action(request, queryset)
        gone = len(ticked) - queryset.filter(pk__in=ticked).count()
        if gone:
            said = ngettext(
                "%(n)d chosen row is not in this list any more: somebody else deleted or changed "
                "it. Nothing was done with it.",
                "%(n)d chosen rows are not in this list any more: somebody else deleted or changed "
                "them. Nothing was done with them.",
                gone,
            )
            self.message_user(request, said % {"n": gone}, messages.WARNING)
        if gone == len(ticked):
            return HttpResponseRedirect(request.get_full_path())
        answer = super().response_action(request, queryset)
        if getattr(answer, "context_data", None):  # a page that asks: its title names the place
            answer.context_data = self.list_context(request) | answer.context_data
        return answer
