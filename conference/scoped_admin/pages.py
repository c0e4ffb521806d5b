"""One row of the admin: its page, saved or refused, and what is said where somebody was faster."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.added_once import AddsOnce, form_id_of
from conference.faster import tried_again
from conference.history_admin import HistoryPages
from conference.ids import possible_id
from conference.meanwhile.again import SavedPage
from conference.meanwhile.authors import Author, author_of_deletion, hold, versions_of
from conference.meanwhile.forms import CLAIM, written_texts
from conference.scoped_admin.answers import answered_in, is_in_conflict
from conference.scoped_admin.deleting import ScopedDeleting
from conference.scoped_admin.lists import ScopedLists
from conference.scoped_admin.refused import RefusedRows, unfolded
from conference.scoped_admin.rows import ScopedRows
from conference.wording.labels import listed


class ScopedAdmin(AddsOnce, HistoryPages, ScopedLists, ScopedDeleting, ScopedRows):
    """The scope of a whole model admin. Comes first: `class RoomAdmin(ScopedAdmin, ModelAdmin)`."""

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
        form.by, form.page = request.user, SavedPage.of(request)
        form.merges = not hasattr(request, "reverted_from")
        form.refused = getattr(request, "refused", "")
        form.form_id = form_id_of(request) if obj is None else ""
        return form

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        drawn = super().get_inline_formsets(request, formsets, inline_instances, obj)
        return [RefusedRows.of(each) for each in drawn]

    def render_change_form(self, request, context, *args, **kwargs):
        sets = [inline.formset for inline in context.get("inline_admin_formsets", ())]
        drawn = context["adminform"]
        form = drawn.form
        drawn.fieldsets = unfolded(drawn.fieldsets, form.errors)
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

    def response_add(self, request, obj, *args, **kwargs):
        request.saved_row, request.saved_row_is_new = obj, True
        return super().response_add(request, obj, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        served = (row for each in formsets for row in getattr(each, "served", ()))
        request.served_rows = [str(row) for row in served]

    def response_change(self, request, obj):
        if rows := getattr(request, "served_rows", ()):
            text = _("Already saved, and not added a second time: %(rows)s.")
            self.message_user(request, text % {"rows": listed(rows)}, messages.SUCCESS)
        request.saved_row, request.saved_row_is_new = obj, False
        return super().response_change(request, obj)

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
