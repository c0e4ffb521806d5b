"""Filters of the admin's lists: related rows within one's scope, what lacks a translation."""

from copy import copy

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.utils.translation import gettext_lazy as _

from conference.bilingual import gaps_condition
from conference.ids import possible_id
from conference.scoped_admin.one_at_a_time import ALL, CONFERENCE


def chosen(changelist) -> list[tuple[str, str]]:
    """[(filter, value)] that narrow the list, in words; '' where no choice of the filter is on."""
    bare = copy(changelist)
    bare.add_facets = False  # their counts are no part of a name, and are queries
    found = []
    for spec in changelist.filter_specs:
        every = changelist.get_query_string(remove=spec.expected_parameters())
        on = [each for each in spec.choices(bare) if each["selected"]]
        values = [str(each["display"]) for each in on if each["query_string"] != every]
        if values or not on:
            found.append((str(spec.title), ", ".join(values)))
    return found


class ConferenceFilter(admin.SimpleListFilter):
    """Takes the conference out of the address of a list, whose rows are those of one already.

    The admin's bar switches it, so that the filters have no line of it.
    """

    title = parameter_name = CONFERENCE

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return False

    def queryset(self, request, queryset):
        if self.value() != ALL and self.value() and possible_id(self.value()) is None:
            raise IncorrectLookupParameters
        return queryset


class ScopedFilter(admin.RelatedFieldListFilter):
    """A filter by a related row that offers only rows the user may see.

    While the list is narrowed to a conference, so are the choices of its other filters.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = _("none of these")

    def field_choices(self, field, request, model_admin):
        rows = model_admin.choices_for(request, field)
        shown = model_admin.list_conferences(request)
        if len(shown) == 1 and getattr(rows, "conference_path", "pk") != "pk":
            rows = rows.filter(**{rows.conference_path: shown[0].pk})
        return [(row.pk, str(row)) for row in rows]

    def has_output(self):
        return len(self.lookup_choices) > 1 or bool(self.used_parameters)


class ChoiceFilter(admin.SimpleListFilter):
    """A filter with fixed values; anything else in the address leads back to the whole list, also
    where it has none to offer.
    """

    def has_output(self):
        return super().has_output() or bool(self.used_parameters)

    def value(self):
        value = super().value()
        if value is not None and value not in {str(key) for key, _label in self.lookup_choices}:
            raise IncorrectLookupParameters
        return value


class KnownChoicesFilter(admin.ChoicesFieldListFilter):
    """Of a column with choices: offers those that the list's rows hold, and is no filter where they
    hold one alone. A value that is none of them is said, and not an empty list.
    """

    def __init__(self, field, request, params, model, model_admin, field_path):
        super().__init__(field, request, params, model, model_admin, field_path)
        self.found = values_of_list(request, model_admin)[field_path]

    def has_output(self):
        return len(self.found) > 1 or self.lookup_val is not None

    def choices(self, changelist):
        every, *offered = super().choices(changelist)
        yield every
        for (value, _label), choice in zip(self.field.flatchoices, offered, strict=True):
            if value in self.found or choice["selected"]:
                yield choice

    def queryset(self, request, queryset):
        known = {str(value) for value, _label in self.field.flatchoices}
        if not known.issuperset(self.lookup_val or ()):
            raise IncorrectLookupParameters
        return super().queryset(request, queryset)


def values_of_list(request, model_admin) -> dict[str, set]:
    """{column with choices: values that the rows of the list hold}, kept for the request; one query
    for all such filters of the list.
    """
    if not hasattr(request, "values_of_list"):
        every = model_admin.get_list_filter(request)
        filters = [name[0] if isinstance(name, tuple) else name for name in every]
        paths = [name for name in filters if isinstance(name, str)]
        names = [n for n in paths if get_fields_from_path(model_admin.model, n)[-1].choices]
        rows = model_admin.rows_of_list(request).order_by().values_list(*names).distinct()
        found = list(rows)
        request.values_of_list = {n: {row[i] for row in found} for i, n in enumerate(names)}
    return request.values_of_list


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
