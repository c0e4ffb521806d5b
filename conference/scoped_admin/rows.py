"""Whose rows a page of the admin shows and offers: what lists, forms and inlines share."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.clock import DayField, MomentField, MomentWidget
from conference.controls import by_the_rule
from conference.forms import (
    ChoiceOfManyRows,
    KnownChoice,
    LinesField,
    PossibleChoices,
    ScopedAutocomplete,
    ScopedModelForm,
    ScopedWrapper,
    YesNoUnknownField,
)
from conference.meanwhile.again import SavedPage
from conference.meanwhile.formsets import merging
from conference.models import Conference

BAD_ADDRESS = _("Enter a web address, such as https://example.org/.")
# Rows that a form or a list can hold. A tampered count in a form makes Django build that many, and
# check each: at its own limit of 2,000 one request takes half a minute.
MOST_ROWS = {"max_num": 200, "absolute_max": 250}


class ScopedRows:
    """What list pages, forms and inlines share. Subclasses answer for one kind of owner."""

    form = ScopedModelForm
    formfield_overrides = {
        models.DateField: {"form_class": DayField},
        models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget},
        models.TextField: {"form_class": LinesField},
        models.URLField: {"assume_scheme": "https", "error_messages": {"invalid": BAD_ADDRESS}},
    }

    def in_scope(self, request, rows):
        """The rows the user may know of."""
        return rows.visible_to(request.user)

    def listed(self, request, rows):
        """The rows the user may see."""
        return rows.visible_to(request.user)

    def allows(self, request, act, row=None) -> bool:
        """Whether the user may `act` ("view", "add", "change", "delete") on a row, or on any."""
        raise NotImplementedError

    def get_queryset(self, request):
        return self.listed(request, super().get_queryset(request))

    # --- Choices ----------------------------------------------------------------------------

    def choices_for(self, request, db_field):
        """The rows a foreign key offers: those the user may see, of the form's conference."""
        rows = db_field.remote_field.model._default_manager.all()
        if not hasattr(rows, "visible_to"):
            return rows
        if not hasattr(rows, "conference_path"):
            return rows.visible_to(request.user)
        rows = rows.with_right(request.user, self.right_to_choose(rows))
        conference = self.form_conference(request)
        if conference is not None:
            rows = rows.filter(**{rows.conference_path: conference.pk})
        return rows

    def right_to_choose(self, rows):
        """The right at a conference by which its rows are offered."""
        return rows.view_right

    def form_conference(self, request) -> Conference | None:
        """The conference in which the form being made stands."""
        return getattr(request, "form_conference", None)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.BooleanField) and db_field.null:
            kwargs.setdefault("form_class", YesNoUnknownField)
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        by_the_rule(formfield)
        if isinstance(getattr(formfield, "widget", None), admin.widgets.RelatedFieldWidgetWrapper):
            conference = self.form_conference(request)
            formfield.widget = ScopedWrapper.around(formfield.widget, conference and conference.pk)
        return formfield

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices_for(request, db_field))
        kwargs.setdefault("form_class", KnownChoice)
        if db_field.name in self.get_autocomplete_fields(request):
            conference = self.form_conference(request)
            kwargs.setdefault(
                "widget",
                ScopedAutocomplete(
                    db_field, self.admin_site, conference_id=conference and conference.pk
                ),
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices_for(request, db_field))
        kwargs.setdefault("form_class", PossibleChoices)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ScopedInline(ScopedRows):
    """The scope of an inline; its rows follow the right to the page's own row."""

    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        kwargs.setdefault("formset", merging(self.formset))
        formset = super().get_formset(request, obj, **MOST_ROWS | kwargs)
        formset.form.by, formset.form.page = request.user, SavedPage.of(request)
        formset.form.is_one_of_many = True
        formset.form.is_in_table = isinstance(self, admin.TabularInline)
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", ChoiceOfManyRows)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_view_permission(self, request, obj=None):
        return self.allows(request, "view", obj)

    def has_add_permission(self, request, obj):
        return self.allows(request, "add", obj)

    def has_change_permission(self, request, obj=None):
        return self.allows(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self.allows(request, "delete", obj)
