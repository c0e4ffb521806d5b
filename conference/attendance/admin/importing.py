"""The pages beside the list of registrations: sheets of replies, lists to take out, new links."""

import json
import tempfile

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.attendance.lists.listing import CONTRACT_LISTS
from conference.attendance.registering import issue_link, list_lock
from conference.attendance.replies import (
    RepliesRefused,
    add_replies,
    check_replies,
    write_template,
)
from conference.models import Conference
from conference.permissions import Right, may
from conference.scoped_admin.one_at_a_time import conferences_with, shown_in_list
from conference.tabular import CONTENT_TYPES, EMPTY_FILE, SheetRefused, read_table
from conference.waiting_file import WaitingFiles

SHEETS = WaitingFiles("replies")  # each as JSON: [the file's name, its table]
SHOWN_ROWS = 100


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("Sheet of replies"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV, at most 5 MB and 5,000 people."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": EMPTY_FILE,
        },
    )

    def clean_sheet(self):
        sheet = self.cleaned_data["sheet"]
        try:
            self.table = read_table(sheet.file, name=sheet.name)
        except SheetRefused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from None
        return sheet


class ConfirmForm(forms.Form):
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    skip_doubles = forms.BooleanField(
        label=gettext_lazy("Leave out the people who are on the list already"), required=False
    )
    told = forms.BooleanField(
        label=gettext_lazy(
            "The people of this sheet were told that their data is kept for the conference."
        ),
        error_messages={"required": gettext_lazy("Tell them first, then add them.")},
    )


class ImportPages:
    """Mixed into the registrations' admin. Every page names its conference in the address."""

    def get_urls(self):
        guard = self.admin_site.admin_view
        own = [
            ("import/", self.import_choice, "import_choice"),
            ("import/<int:conference_id>/", self.import_view, "import"),
            ("import/<int:conference_id>/confirm/", self.confirm_view, "import_confirm"),
            ("import/<int:conference_id>/template/", self.template_view, "import_template"),
            ("lists/", self.lists_view, "lists"),
        ]
        urls = [
            path(route, guard(view), name=f"attendance_registration_{name}")
            for route, view, name in own
        ]
        return urls + super().get_urls()

    def conference_for(self, request, conference_id, right=Right.EDIT_REGISTRATIONS):
        """404 outside the user's scope, 403 inside it without the right."""
        rows = Conference.objects.visible_to(request.user)
        conference = rows.filter(pk=conference_id).first()
        if conference is None:
            raise Http404
        if not may(request.user, right, conference):
            raise PermissionDenied
        return conference

    def page(self, request, template, conference=None, *, status=200, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "conference": conference,
            **context,
        }
        path_to = f"admin/attendance/registration/{template}"
        response = TemplateResponse(request, path_to, context, status=status)
        response["Cache-Control"] = "private, no-store"
        return response

    # --- Sheets of replies ----------------------------------------------------------------------

    def import_choice(self, request):
        """To the conference that is worked in, else a choice."""
        conferences = conferences_with(request, Right.EDIT_REGISTRATIONS)
        if not conferences:
            raise PermissionDenied
        conferences = shown_in_list(request, conferences)
        links = [
            (c, reverse("admin:attendance_registration_import", args=[c.pk])) for c in conferences
        ]
        if len(links) == 1:
            return HttpResponseRedirect(links[0][1])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add from a sheet"),
            "opts": self.opts,
            "links": links,
        }
        return TemplateResponse(request, "admin/choose_conference.html", context)

    def import_view(self, request, conference_id):
        """Upload and preview; nothing is written to the list here."""
        conference = self.conference_for(request, conference_id)
        form = SheetForm()
        if request.method == "POST":
            form = SheetForm(request.POST, request.FILES)
            if form.is_valid():
                preview = check_replies(conference, form.table)
                if preview.problems:
                    return self.preview(request, conference, preview, status=422)
                name = form.cleaned_data["sheet"].name
                content = json.dumps([name, form.table]).encode()
                token = SHEETS.keep(request.user, conference, content)
                if token:
                    confirm = ConfirmForm(initial={"token": token}, label_suffix="")
                    return self.preview(request, conference, preview, form=confirm, name=name)
                form.add_error("sheet", _("The sheet holds too much text. Split it."))
        status = 422 if form.errors else 200
        return self.page(
            request,
            "import.html",
            conference,
            title=_("Add from a sheet"),
            form=form,
            status=status,
        )

    def preview(self, request, conference, preview, *, form=None, name="", status=200):
        return self.page(
            request,
            "import_preview.html",
            conference,
            title=_("Check the sheet"),
            preview=preview,
            rows=preview.rows[:SHOWN_ROWS],
            more=max(0, len(preview.rows) - SHOWN_ROWS),
            form=form,
            name=name,
            errors=helpers.AdminErrorList(form, []) if form and form.errors else None,
            status=status,
        )

    def confirm_view(self, request, conference_id):
        conference = self.conference_for(request, conference_id)
        start = reverse("admin:attendance_registration_import", args=[conference.pk])
        if request.method != "POST":
            return HttpResponseRedirect(start)
        form = ConfirmForm(request.POST, label_suffix="")
        token = request.POST.get("token", "")[:64]
        added = SHEETS.answer_of(request.user, conference, token)
        if added is not None:
            return self.added(request, conference, added)
        kept = SHEETS.fetch(request.user, conference, token)
        if kept is None:
            self.message_user(
                request,
                _("The checked sheet has expired: it is kept for an hour. Send it again."),
                messages.WARNING,
            )
            return HttpResponseRedirect(start)
        name, table = json.loads(kept)
        if not form.is_valid():
            preview = check_replies(conference, table)
            return self.preview(request, conference, preview, form=form, name=name, status=422)
        try:
            with list_lock(conference):
                # Asked again where only one is let in: of two at once, the second waits here.
                added = SHEETS.answer_of(request.user, conference, token)
                if added is None:
                    skip = form.cleaned_data["skip_doubles"]
                    added = add_replies(conference, table, skip_doubles=skip)
                    SHEETS.finish(request.user, conference, token, added)
        except RepliesRefused as refusal:
            # The list has changed since the preview, or doubles were not left out.
            form.add_error(None, str(refusal))
            return self.preview(
                request, conference, refusal.preview, form=form, name=name, status=409
            )
        return self.added(request, conference, added)

    def added(self, request, conference, added):
        """The answer to a confirmation, the same however often it is sent."""
        self.message_user(
            request,
            ngettext(
                "%(count)d person was added to the list.",
                "%(count)d people were added to the list.",
                added,
            )
            % {"count": added},
        )
        address = reverse("admin:attendance_registration_changelist")
        return HttpResponseRedirect(f"{address}?conference__id__exact={conference.pk}")

    def template_view(self, request, conference_id):
        """The empty sheet with this conference's columns, both languages in each header."""
        conference = self.conference_for(request, conference_id)
        file = tempfile.TemporaryFile(prefix="lectern-")  # noqa: SIM115  the answer closes it
        write_template(conference, file)
        file.seek(0)
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"{_('Sheet of replies')} {conference}.xlsx".replace("/", " "),
            content_type=CONTENT_TYPES["xlsx"],
            headers={"Cache-Control": "private, no-store"},
        )

    # --- Lists and links ------------------------------------------------------------------------

    def lists_view(self, request):
        """Every list of the conference that is worked in, or of all, that the account may take."""
        conferences = conferences_with(request, Right.EXPORT)
        if not conferences:
            raise PermissionDenied
        conferences = shown_in_list(request, conferences)
        return self.page(
            request,
            "lists.html",
            title=_("Export lists"),
            conferences=conferences,
            lists=CONTRACT_LISTS,
        )

    def link_view(self, request, registration_id):
        """Make a new personal link and show it once; the one before stops working."""
        registration = self.get_object(request, str(registration_id))
        if registration is None or not self.has_change_permission(request, registration):
            raise PermissionDenied
        address = ""
        if request.method == "POST":
            press = getattr(request, "press", None)  # the same when the button was pressed twice
            token = issue_link(registration, mark=press or "")
            address = f"{settings.PUBLIC_URL}{reverse('attendance:reply', args=[token])}"
            self.log_change(request, registration, "personal link")
        return self.page(
            request,
            "link.html",
            registration.conference,
            title=_("Personal link"),
            registration=registration,
            address=address,
            back=reverse("admin:attendance_registration_change", args=[registration.pk]),
        )
