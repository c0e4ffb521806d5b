"""A page that was refused, drawn so that every fault is seen, and rows stand as they were put."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.helpers import InlineAdminForm, InlineAdminFormSet
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.functional import cached_property


def unfolded(fieldsets, errors) -> list[tuple[Any, dict[str, Any]]]:
    """The fieldsets, with none folded that holds a fault. Django looks only at fields that have a
    line of their own.
    """
    found = []
    for name, options in fieldsets:
        classes = options.get("classes", ())
        if "collapse" in classes and {*flatten_fieldsets([(name, options)])} & {*errors}:
            options = options | {"classes": [each for each in classes if each != "collapse"]}
        found.append((name, options))
    return found


class RefusedRows(InlineAdminFormSet):
    """The rows of an inline that was sent: a second Save sends what is seen."""

    @classmethod
    def of(cls, drawn: InlineAdminFormSet) -> InlineAdminFormSet:
        """The same rows, where they were sent; those of a fresh page as they are."""
        if not drawn.formset.is_bound:
            return drawn
        rows = cls(
            drawn.opts,
            drawn.formset,
            drawn.fieldsets,
            drawn.prepopulated_fields,
            drawn.readonly_fields,
            model_admin=drawn.model_admin,
            has_add_permission=drawn.has_add_permission,
            has_change_permission=drawn.has_change_permission,
            has_delete_permission=drawn.has_delete_permission,
            has_view_permission=drawn.has_view_permission,
        )
        rows.classes = drawn.classes  # whoever puts them in order has added their own
        return rows

    @cached_property
    def is_collapsible(self):
        return not self.non_form_errors() and super().is_collapsible

    def __iter__(self) -> Iterator[InlineAdminForm]:
        rows = list(super().__iter__())
        for row in rows:
            row.fieldsets = unfolded(row.fieldsets, row.form.errors)
        # New rows cannot be dragged: they stay behind the others.
        there = len(rows) - len(self.formset.extra_forms) - self.has_add_permission
        return iter([*self.in_posted_order(rows[:there]), *rows[there:]])

    def in_posted_order(self, rows: list[InlineAdminForm]) -> list[InlineAdminForm]:
        name = getattr(self.formset, "default_order_field", None)
        if name is None or any(name not in row.form.fields for row in rows):
            return rows
        try:
            places = {id(row): int(row.form[name].value()) for row in rows}
        except (TypeError, ValueError):  # not what our page sends
            return rows
        is_reversed = self.formset.default_order_direction == "-"
        return sorted(rows, key=lambda row: places[id(row)], reverse=is_reversed)
