"""Rows made in place: a dialog of the form that needs them, without leaving it.

The dialog is a page of its own that js/making/ shows inside another one (`?inside`): then it
is answered with a form without its frame, and at the end with the row as JSON.
"""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conference.acts.offering import BESIDE
from conference.added_once import form_id_of
from conference.ids import possible_id

INSIDE = "inside"


def with_employer(name, organization) -> str:
    """'王泉 · 东北大学': what tells two of one name apart."""
    return " · ".join(filter(None, (str(name), str(organization or ""))))


class MakesInPlace:
    """Before a ModelAdmin: its rows are made by `making_form` from a chooser of another form."""

    making_form = None
    making_title = ""

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.making_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_make"
        return [path("make/", view, name=name), *super().get_urls()]

    def making_address(self, conference_id=None, **query) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_make"
        query = {"conference": conference_id, **query}
        said = urlencode({key: value for key, value in query.items() if value})
        return f"{reverse(name)}?{said}" if said else reverse(name)

    # --- What a chooser offers --------------------------------------------------------------

    def autocomplete_label(self, row) -> str:
        return str(row)

    def offered_beside(self, request, term) -> list[dict]:
        """What a chooser offers after the rows that are there: to make one."""
        if not self.has_add_permission(request):
            return []
        return [self.offer(request.GET.get("conference"), term)]

    def offer(self, conference_id, term):
        term = " ".join(term.split())[:120]
        text = _("New: “%(name)s” …") % {"name": term} if term else self.making_title + " …"
        return {"id": "new", "text": text, "make": self.making_address(conference_id, name=term)}

    # --- The dialog -------------------------------------------------------------------------

    def making_context(self, request) -> dict:
        """What the row is made in, and what its page says of it; 403 and 404 as everywhere."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return {}

    def hold_for_making(self, request):
        """Hold what two who make the same row at once hold first."""

    def made_from(self, request, form):
        """The row of a form that is valid."""
        return form.make()

    def made_before(self, request, guid):
        """The row of a form that was sent before."""
        return self.model._default_manager.filter(guid=guid).first()

    def making_view(self, request):
        context = self.making_context(request)
        if isinstance(context, TemplateResponse):  # it asks first, for a conference
            return context
        guid = uuid.UUID(hex=form_id_of(request))
        if request.method == "GET":
            form = self.making_form(guid=guid, initial={"name": request.GET.get("name", "")[:120]})
            return self.dialog(request, form, context)
        try:
            with transaction.atomic():
                self.hold_for_making(request)
                form = self.making_form(request.POST, guid=guid)
                made = self.made_before(request, guid)
                if made is None and form.is_valid():
                    made = self.made_from(request, form)
        except IntegrityError:  # the same form, sent twice at once
            made = self.made_before(request, guid)
            if made is None:
                raise
        return self.dialog(request, form, context) if made is None else self.tell(request, made)

    def dialog(self, request, form, context):
        frame = {} if INSIDE in request.GET else self.admin_site.each_context(request)
        context = {
            **frame,
            "opts": self.opts,
            "form": form,
            "form_id": form_id_of(request),
            "title": self.making_title,
            "find_organization": self.organization_address(request.GET.get("conference")),
            **context,
        }
        template = "admin/making/dialog.html" if INSIDE in request.GET else "admin/making/page.html"
        return TemplateResponse(request, template, context)

    def organization_address(self, conference_id) -> str:
        """Where names are suggested, those of the conference first."""
        address = reverse(f"{self.admin_site.name}:people_organization_names")
        key = possible_id(conference_id or "")
        return f"{address}?conference={key}" if key else address

    def tell(self, request, made):
        if INSIDE in request.GET:
            said = _("“%(name)s” is there.") % {"name": self.autocomplete_label(made)}
            self.message_user(request, said, messages.SUCCESS, extra_tags=BESIDE)
            return JsonResponse({"id": str(made.pk), "text": self.autocomplete_label(made)})
        opts = self.opts
        name = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}"
        link = format_html('<a href="{}">{}</a>', reverse(f"{name}_change", args=[made.pk]), made)
        self.message_user(request, format_html(_("“{}” is there."), link), messages.SUCCESS)
        if "_addanother" in request.POST:
            return HttpResponseRedirect(self.making_address(request.GET.get("conference")))
        conference = getattr(made, "conference_id", None)
        scope = f"?conference__id__exact={conference}" if conference else ""
        return HttpResponseRedirect(reverse(f"{name}_changelist") + scope)
