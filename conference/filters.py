"""Filters of the admin's lists: related rows within one's scope, and what lacks a translation."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils.translation import gettext_lazy as _

from conference.bilingual import gaps_condition
from conference.ids import possible_id

CONFERENCE = "conference__id__exact"  # how a list's address names its conference


class ScopedFilter(admin.RelatedFieldListFilter):
    """A filter by a related row that offers only rows the user may see.

    While the list is narrowed to a conference, so are the choices of its other filters.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = _("none of these")

    def field_choices(self, field, request, model_admin):
        rows = model_admin.choices_for(request, field)
        conference = possible_id(request.GET.get(CONFERENCE, ""))
        if conference and getattr(rows, "conference_path", "pk") != "pk":
            rows = rows.filter(**{rows.conference_path: conference})
        return [(row.pk, str(row)) for row in rows]

    def has_output(self):
        return len(self.lookup_choices) > 1 or bool(self.used_parameters)


class ChoiceFilter(admin.SimpleListFilter):
    """A filter with fixed values; anything else in the address leads back to the whole list."""

    def value(self):
        value = super().value()
        if value is not None and value not in {str(key) for key, _label in self.lookup_choices}:
            raise IncorrectLookupParameters
        return value


class KnownChoicesFilter(admin.ChoicesFieldListFilter):
    """Of a column with choices: a value that is none of them is said, and not an empty list."""

    def queryset(self, request, queryset):
        known = {str(value) for value, _label in self.field.flatchoices}
        if not known.issuperset(self.lookup_val or ()):
            raise IncorrectLookupParameters
        return super().queryset(request, queryset)


admin.FieldListFilter.register(lambda field: field.choices, KnownChoicesFilter, take_priority=True)


class GapsFilter(ChoiceFilter):
    """Rows with a text in one language alone. `condition` may be given for more than the pairs."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return [("missing", _("missing"))]

    def queryset(self, request, queryset):
        if self.value() == "missing":
            return queryset.filter(self.condition(queryset.model))
        return queryset

    def condition(self, model):
        return gaps_condition(model)
