"""Rows that belong to an alliance: its secretaries keep them, nobody else sees any."""

from adminsortable2.admin import CustomInlineFormSet
from django.core.exceptions import NON_FIELD_ERRORS

from alliance.models import Alliance
from alliance.permissions import alliances_of
from conference.filters import ScopedFilter
from conference.permissions import is_all_powerful
from conference.scoped_admin import ScopedAdmin, ScopedInline


def alliance_id_of(row) -> int | None:
    """The alliance a row belongs to, by the path its queryset names; None when not yet set."""
    path = type(row)._default_manager.all().alliance_path
    *steps, last = path.split("__")
    for step in steps:
        row = getattr(row, step)
    return row.pk if last == "pk" else getattr(row, f"{last}_id")


class AllianceRights:
    """The answers of rows that belong to an alliance: its secretaries may all, others nothing."""

    def allows(self, request, act, row=None):
        if is_all_powerful(request.user):
            return True
        own = alliances_of(request.user)
        alliance = None if row is None else alliance_id_of(row)
        return bool(own) if alliance is None else alliance in own


class AllianceScopedAdmin(AllianceRights, ScopedAdmin):
    """For a model whose rows name their alliance, which is chosen once and then stays."""

    initial_from_address = ("alliance",)

    def alliances(self, request):
        """The alliances the user keeps, kept for the request; one query."""
        if not hasattr(request, "kept_alliances"):
            request.kept_alliances = list(Alliance.objects.visible_to(request.user))
        return request.kept_alliances

    def list_context(self, request):
        """The alliance whose rows the list shows, for its title; none where there are several."""
        own, chosen = self.alliances(request), request.GET.get("alliance__id__exact")
        shown = [row for row in own if chosen in (None, str(row.pk))]
        is_theirs = self.model is not Alliance and len(shown) == 1
        return super().list_context(request) | {"alliance": shown[0] if is_theirs else None}

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return [*columns, "alliance"] if len(self.alliances(request)) > 1 else columns

    def get_list_select_related(self, request):
        return [*(super().get_list_select_related(request) or ()), "alliance"]

    def get_list_filter(self, request):
        return [("alliance", ScopedFilter), *super().get_list_filter(request)]

    def get_readonly_fields(self, request, obj=None):
        fixed = ("alliance",) if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_changeform_initial_data(self, request):
        own = self.alliances(request)
        initial = {"alliance": own[0].pk} if len(own) == 1 else {}
        return initial | super().get_changeform_initial_data(request)


class AllianceInline(AllianceRights, ScopedInline):
    """Rows on the page of their alliance, or of a row that belongs to one."""


class TermFormSet(CustomInlineFormSet):
    """Terms on one page, judged when all are in: a save may end one term and begin the next."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.is_judged_together = True
        return form

    def clean(self):
        super().clean()
        kept = [
            form
            for form in self.forms
            if not form.errors
            and not self._should_delete_form(form)
            and (form.instance.pk or form.has_changed())
        ]
        for rule in self.model.term_rules():
            for n, form in enumerate(kept):
                for earlier in kept[:n]:
                    if rule.are_rivals(form.instance, earlier.instance, known=[self.fk.name]):
                        form.add_error(NON_FIELD_ERRORS, rule.refusal(earlier.instance))
                        break
        # Django has read which forms are valid before this method; it asks their errors again.
