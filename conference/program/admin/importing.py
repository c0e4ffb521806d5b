"""Taking in files: schedules of other systems, and the tables of offices (`admin.office`)."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import zone_label
from conference.filters import CONFERENCE
from conference.permissions import Right, may
from conference.program.admin.office import waiting
from conference.program.admin.office.door import OfficePages
from conference.program.admin.office.waiting import FILES, Waiting
from conference.program.admin.pages import conference_for
from conference.program.admin.plans import SHOWN_CHANGES, groups_of, shown_clashes, told
from conference.program.draft.clashes import find_clashes
from conference.program.importing import (
    MAX_BYTES,
    ImportRefused,
    ImportStale,
    import_reviewed,
    plan_import,
    read_schedule,
)
from conference.program.models import Session
from conference.program.office.sources.package import too_many_cells
from conference.tabular import EMPTY_FILE
from conference.waiting_file import WaitingFiles

SCHEDULES = WaitingFiles("schedule")


MAX_SHOWN_CELLS = 20_000  # of a page that shows each of them


class ImportForm(forms.Form):
    """A file or a paste. Valid, it has `file` (a schedule) or `office` (a Waiting, read)."""

    schedule = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Excel (.xlsx), Word (.docx), .csv or a saved web page, at most 10 MB; or the "
            "schedule.json or schedule.xml of another system, at most 20 MB."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.docx,.csv,.tsv,.txt,.html,.htm,.json,.xml"}
        ),
        error_messages={"empty": EMPTY_FILE},
        required=False,
    )
    # The clipboard's own HTML, which a script puts here; it holds merged cells that tabs lose.
    pasted = forms.FileField(
        required=False,
        widget=forms.FileInput(
            attrs={"hidden": True, "aria-label": gettext_lazy("What you pasted")}
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the table"),
        help_text=gettext_lazy("From Excel, WPS, Word or a web page, with its headings."),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        required=False,
        strip=False,
    )

    def clean(self):
        chosen = self.cleaned_data
        upload = chosen.get("schedule") or chosen.get("pasted")
        self.file = self.office = None
        if self.errors:
            return chosen
        try:
            if chosen.get("schedule"):
                self._take(upload, upload.name)
            elif upload:
                self._take(upload, _("Paste"))
            elif chosen.get("text", "").strip():
                self._read_office(chosen["text"].encode(), _("Paste"))
            else:
                raise ImportRefused(_("Choose a file, or paste a table."))
        except ImportRefused as refusal:
            field = "schedule" if chosen.get("schedule") or not chosen.get("text") else "text"
            self.add_error(field, forms.ValidationError(str(refusal), code="refused"))
        return chosen

    def _take(self, upload, name):
        if upload.size > MAX_BYTES:
            raise ImportRefused(_("The file is larger than 20 MB."))
        self.raw = upload.read()
        if is_schedule(self.raw, name):
            self.file = read_schedule(self.raw)
        else:
            self._read_office(self.raw, name)

    def _read_office(self, raw, name):
        office = Waiting(raw, name)
        reading = office.read()
        if sum(grid.size for grid in reading.grids) > MAX_SHOWN_CELLS:
            raise too_many_cells(name)
        self.raw, self.office = raw, office


def is_schedule(raw: bytes, name: str) -> bool:
    """Whether a file is meant as the schedule of another system."""
    if name.lower().endswith((".json", ".xml")):
        return True
    return raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"<?xml", b"<schedule"))


class ConfirmForm(forms.Form):
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reviewed = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ImportPages:
    """Views of one admin site; `urls()` goes before the site's own."""

    def __init__(self, site):
        self.site = site
        self.office = OfficePages(site, self.answer, told)

    def urls(self):
        pages = [
            ("", self.upload, "program_import"),
            ("confirm/", self.confirm, "program_import_confirm"),
            ("done/", self.done, "program_import_done"),
        ]
        base = "program/import/<int:conference_id>/"
        return [
            path(f"{base}{tail}", self.site.admin_view(view), name=name)
            for tail, view, name in pages
        ] + self.office.urls(base)

    def answer(self, request, name, conference, context, status=200):
        context = {
            **self.site.each_context(request),
            "conference": conference,
            "opts": Session._meta,
            "zone_label": zone_label(conference),
            **context,
        }
        template = f"admin/program/{name}.html"
        response = TemplateResponse(request, template, context, status=status)
        response["Cache-Control"] = "private, no-store"
        return response

    # --- Upload and preview -----------------------------------------------------------------

    def upload(self, request, conference_id):
        """Nothing is written to the draft here."""
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        form = ImportForm(label_suffix="")
        if request.method == "POST":
            form = ImportForm(request.POST, request.FILES, label_suffix="")
            if form.is_valid() and form.office:
                token = waiting.keep(request.user, conference, form.raw, form.office.name)
                if token:
                    return self.office.here(conference, token)
                form.add_error(
                    "schedule",
                    _("The file is too large for this page. The server's command takes it."),
                )
            elif form.is_valid():
                try:
                    plan = plan_import(form.file, conference, by=request.user)
                except ImportRefused as refusal:
                    form.add_error("schedule", str(refusal))
                else:
                    token = SCHEDULES.keep(request.user, conference, form.raw)
                    if token:
                        name = request.FILES["schedule"].name if request.FILES else ""
                        SCHEDULES.note(request.user, conference, token, name)
                        return self.preview(request, conference, plan, token)
                    form.add_error(
                        "schedule",
                        _("The file is too large for this page. The server's command takes it."),
                    )
        context = {"title": _("Import"), "form": form}
        return self.answer(request, "import", conference, context, 422 if form.errors else 200)

    def preview(self, request, conference, plan, token, *, is_again=False):
        form = ConfirmForm(initial={"token": token, "reviewed": plan.fingerprint()})
        context = {
            "title": _("Check the schedule"),
            "plan": plan,
            "form": form,
            "is_again": is_again,
            "groups": groups_of(plan),
            "errors": shown_clashes(c for c in plan.clashes if c.is_error),
            "warnings": shown_clashes(c for c in plan.clashes if not c.is_error),
            "skipped": plan.skipped[:SHOWN_CHANGES],
            "skipped_more": max(0, len(plan.skipped) - SHOWN_CHANGES),
            "leftovers": list(plan.leftovers.values()),
            "left_alone": plan.left_alone[:SHOWN_CHANGES],
            "left_alone_more": max(0, len(plan.left_alone) - SHOWN_CHANGES),
        }
        status = 409 if is_again else 200
        return self.answer(request, "import_preview", conference, context, status)

    # --- Confirm ----------------------------------------------------------------------------

    def confirm(self, request, conference_id):
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        start = HttpResponseRedirect(reverse("admin:program_import", args=[conference.pk]))
        if request.method != "POST":
            return start
        form = ConfirmForm(request.POST.dict())
        token = form.cleaned_data["token"] if form.is_valid() else ""
        done = HttpResponseRedirect(reverse("admin:program_import_done", args=[conference.pk]))
        if SCHEDULES.answer_of(request.user, conference, token):
            return done
        raw = SCHEDULES.fetch(request.user, conference, token)
        if raw is None:
            messages.warning(
                request, _("The checked file has expired: it is kept for an hour. Send it again.")
            )
            return start
        name = SCHEDULES.noted(request.user, conference, token) or ""
        try:
            plan = import_reviewed(
                read_schedule(raw),
                conference,
                reviewed=form.cleaned_data["reviewed"],
                by=request.user,
                name=name,
            )
        except ImportStale as stale:
            if SCHEDULES.answer_of(request.user, conference, token):
                return done  # two of one confirmation at once
            return self.preview(request, conference, stale.plan, token, is_again=True)
        except ImportRefused as refusal:
            messages.error(request, str(refusal))
            return start
        SCHEDULES.finish(request.user, conference, token, True)
        messages.success(request, told(plan, name))
        return done

    def done(self, request, conference_id):
        """What to do next, from the draft as it is now."""
        conference = conference_for(request, conference_id, Right.EDIT_DRAFT)
        clashes = sum(clash.is_error for clash in find_clashes(conference))
        lists = {
            name: f"{reverse(f'admin:{name}_changelist')}?{CONFERENCE}={conference.pk}"
            for name in ("program_session", "program_participation", "attendance_registration")
        }
        context = {
            "title": _("After the import"),
            "clashes": clashes,
            **self.left_open(request, conference),
            "lists": lists,
            "may_register": may(request.user, Right.VIEW_REGISTRATIONS, conference),
            "may_publish": may(request.user, Right.PUBLISH, conference),
        }
        return self.answer(request, "import_done", conference, context)

    def left_open(self, request, conference):
        """Of an office's file, each as [(text, cell, reason)]: what was `left` out because it was
        open, and the `rest` of a list of guests, who were not registered anew; and how many
        `guests` it listed.
        """
        taken = FILES.answer_of(request.user, conference, request.GET.get("file", "")) or {}
        empty = {"left": [], "rest": [], "guests": 0}
        return {name: taken.get(name, nothing) for name, nothing in empty.items()}
