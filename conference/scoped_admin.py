"""The admin's frame: whose rows a page shows.

Every admin of rows that belong to someone is built on `ScopedAdmin`. It asks three questions of
its rows: which are in the user's scope (else 404), which the user may see (the list; else 403) and
which the user may change. Owners bring the answers: a conference's team (`conference.admin`), the
shared directory (`people.admin`), an alliance.

All doors go through the same answers: list, form, autocomplete, choices of foreign keys, filters,
inlines, actions, delete confirmation, history and its revert, popups.
"""

import re
from contextlib import suppress
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from conference.added_once import AddsOnce, form_id_of
from conference.clock import DayField, MomentField, MomentWidget
from conference.controls import by_the_rule
from conference.faster import list_tried_again, tried_again
from conference.forms import (
    ChoiceOfManyRows,
    KnownChoice,
    LinesField,
    PossibleChoices,
    ScopedAutocomplete,
    ScopedListForm,
    ScopedModelForm,
    ScopedWrapper,
    YesNoUnknownField,
)
from conference.history_admin import HistoryPages
from conference.ids import possible_id
from conference.meanwhile.authors import Author, author_of_deletion, hold, versions_of
from conference.meanwhile.forms import CLAIM, written_texts
from conference.meanwhile.formsets import MergingListFormSet, merging
from conference.models import Conference
from conference.uses import kept_by, without_ties

FILTER_SUFFIXES = ("", "__exact", "__id__exact", "__isnull", "__isempty", "__gte", "__lt")
MAX_SEARCH, MAX_WORDS = 200, 8
BAD_ADDRESS = _("Enter a web address, such as https://example.org/.")
# Rows that a form or a list can hold. A tampered count in a form makes Django build that many, and
# check each: at its own limit of 2,000 one request takes half a minute.
MOST_ROWS = {"max_num": 200, "absolute_max": 250}
SHOWN_USES = 20
DATE_SUFFIXES = ("__year", "__month", "__day")


def _related(row, field):
    """What a row points to, but not the conference: everything does."""
    return None if field.related_model is Conference else getattr(row, field.name)


def answered_in(zone, view, *args, **kwargs):
    """The answer of an admin view whose page is also drawn in `zone`; None leaves the time zone."""
    if zone is None:
        return view(*args, **kwargs)
    with timezone.override(zone):
        response = view(*args, **kwargs)
        return response.render() if hasattr(response, "render") else response


def is_in_conflict(formset) -> bool:
    return getattr(formset, "is_in_conflict", False)


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


class ScopedAdmin(AddsOnce, HistoryPages, ScopedRows):
    """The scope of a whole model admin. Comes first: `class RoomAdmin(ScopedAdmin, ModelAdmin)`."""

    list_form = ScopedListForm
    answered = staticmethod(answered_in)
    # Names of fields that an address may fill in on the add form; all others are ignored there.
    initial_from_address = ()

    def has_view_permission(self, request, obj=None):
        return self.allows(request, "view", obj)

    def has_add_permission(self, request):
        return self.allows(request, "add")

    def has_change_permission(self, request, obj=None):
        return self.allows(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self.allows(request, "delete", obj)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    # --- One row ----------------------------------------------------------------------------

    def get_object(self, request, object_id, from_field=None):
        """The row; 404 outside the user's scope, 403 inside it without the right to see it."""
        rows = self.in_scope(request, self.object_rows(request))
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            key = field.to_python(object_id)
            if request.method == "POST" and field.primary_key:
                self.hold(request, key)
            row = rows.get(**{field.name: key})
        except (self.model.DoesNotExist, ValidationError, ValueError, OverflowError):
            raise Http404 from None
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def hold(self, request, key):
        """Keep a row for this transaction, before it is read to be written."""
        hold(self.model, [key])

    def hold_list(self, request):
        """The same for the rows that a list sends, where something stands above them."""

    def object_rows(self, request):
        """The rows of the model with what the form of one needs."""
        return self.model._default_manager.all()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = self.changeform_view_once
        return tried_again(view, request, object_id, form_url, extra_context)

    def changeform_view_once(self, request, object_id, form_url, extra_context):
        if "_saveasnew" in request.POST and not self.save_as:
            raise BadRequest
        try:
            row = None if object_id is None else self.get_object(request, unquote(object_id))
        except Http404:
            if request.method == "POST" and CLAIM in request.POST:
                return self.gone_view(request, unquote(object_id))
            raise
        adds = row is None and request.method == "POST" and self.has_add_permission(request)
        if adds and (answer := self.added_before(request)):
            return answer
        return answered_in(
            self.zone_of(request, row),
            super().changeform_view,
            *(request, object_id, form_url, extra_context),
        )

    def gone_view(self, request, key):
        """What was written about a row that somebody deleted meanwhile, for taking it along.

        Of the row itself no more is said than the user may see; one that never was reads alike.
        """
        versions = versions_of(self.model, possible_id(key)) if possible_id(key) else []
        row, author, zone = None, Author(), None
        with suppress(ObjectDoesNotExist):
            if versions and self.allows(request, "view", versions[0].instance):
                row, author = str(versions[0].instance), author_of_deletion(versions)
                zone = self.zone_of(request, versions[0].instance)
        with timezone.override(zone or timezone.get_current_timezone()):
            who = author.named(request.user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("It is no longer there"),
            "opts": self.opts,
            "row": row,
            "author": who,
            "written": written_texts(self.opts, request.POST),
        }
        return TemplateResponse(request, "admin/meanwhile/gone.html", context, status=404)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        form.merges = not hasattr(request, "reverted_from")
        form.refused = getattr(request, "refused", "")
        form.form_id = form_id_of(request) if obj is None else ""
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        sets = [inline.formset for inline in context.get("inline_admin_formsets", ())]
        form = context["adminform"].form
        if getattr(form, "conflicts", ()) or any(map(is_in_conflict, sets)):
            self.tell_of_conflict(request)
        if context.get("errors"):
            self.name_as_saved(request, context)
        return super().render_change_form(request, context, *args, **kwargs)

    def name_as_saved(self, request, context):
        """A refused page goes by the name of the row in the database, not by a refused one."""
        row = context["original"]
        saved = row and self.object_rows(request).filter(pk=row.pk).first()
        if saved:
            same = context.get("conference") is row
            context |= {"original": saved, "subtitle": str(saved)}
            context |= {"conference": saved} if same else {}

    def tell_of_conflict(self, request):
        self.message_user(
            request,
            _(
                "Somebody else was at work here at the same time. Nothing has been saved yet: "
                "choose at each marked place what is to stand, then save again."
            ),
            messages.WARNING,
        )

    def zone_of(self, request, row):
        """The time zone in which the page of a row (None: of a new one) speaks; None for UTC."""
        return None

    def get_changeform_initial_data(self, request):
        initial = {}
        for name in self.initial_from_address:
            value = request.GET.get(name, "")
            field = self.opts.get_field(name)
            if field.is_relation:
                value = possible_id(value)
            elif field.choices and value not in dict(field.flatchoices):
                value = None
            if value:
                initial[name] = value
        return initial

    def get_view_on_site_url(self, obj=None):
        # Straight to the page: Django's own way there would tell of rows outside one's scope.
        if obj is None or not self.view_on_site or not hasattr(obj, "get_absolute_url"):
            return None
        return obj.get_absolute_url() if self.is_on_site(obj) else None

    def is_on_site(self, obj) -> bool:
        return getattr(obj, "is_public", False)

    # --- Many rows --------------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST":
            self.refuse_impossible_ids(request.POST)
        context = self.list_context(request) | (extra_context or {})
        view = self.saving_view if "_save" in request.POST else super().changelist_view
        answer = answered_in(self.zone_of_list(request), list_tried_again, view, request, context)
        return self.whole_list(request) if self.is_told_unreadable(request, answer) else answer

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

    def zone_of_list(self, request):
        return None

    def get_changelist_form(self, request, **kwargs):
        attributes = {
            "may_change": staticmethod(partial(self.has_change_permission, request)),
            "by": request.user,
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
        return super().get_changelist_instance(request)

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

    def get_deleted_objects(self, objs, request):
        """What goes with the rows. Where other rows need them, that is said, and not that rights
        are missing: whoever may not delete those others need not.
        """
        deleted, counts, lacking, used_by = super().get_deleted_objects(objs, request)
        if used_by:
            lacking, used_by = set(), self.shown_uses(objs) or used_by
        return *without_ties(deleted, counts), lacking, used_by

    def shown_uses(self, objs):
        """The rows that need these, each with a link to where it can be changed; the first few."""
        uses = [user for users in kept_by(objs).values() for user in users]
        shown = [self.shown_use(user) for user in uses[:SHOWN_USES]]
        if len(uses) > SHOWN_USES:
            rest = len(uses) - SHOWN_USES
            shown.append(ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest})
        return shown

    def shown_use(self, user):
        colon = pgettext("between a role and a name", ": ")
        rows = [user, *(_related(user, f) for f in user._meta.fields if f.many_to_one)]
        for row in filter(None, rows):
            if not isinstance(row, self.model) and self.admin_site.is_registered(type(row)):
                name = f"{self.admin_site.name}:{row._meta.app_label}_{row._meta.model_name}_change"
                address = reverse(name, args=[row.pk])
                label = capfirst(row._meta.verbose_name)
                return format_html('{}{}<a href="{}">{}</a>', label, colon, address, row)
        return f"{capfirst(user._meta.verbose_name)}{colon}{user}"

    def delete_queryset(self, request, queryset):
        # One by one: a row's own delete() keeps stamps and history.
        for row in queryset:
            row.delete()


class ScopedInline(ScopedRows):
    """The scope of an inline; its rows follow the right to the page's own row."""

    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        kwargs.setdefault("formset", merging(self.formset))
        formset = super().get_formset(request, obj, **MOST_ROWS | kwargs)
        formset.form.by = request.user
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
