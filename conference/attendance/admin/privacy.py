"""People's data in the admin: who has seen whose, one person's copy and erasure, and until when a
conference keeps everybody's.
"""

import tempfile
from collections import defaultdict

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from conference.attendance.models import DataAccess, Registration, Retention, file_keys
from conference.attendance.models.privacy import MOST_DAYS
from conference.attendance.privacy.copying import write_archive, write_copy
from conference.attendance.privacy.erasing import erase_person, note
from conference.attendance.privacy.looking import saw, seen_of, what_happened
from conference.attendance.privacy.purging import may_begin_on, purge, what_is_kept
from conference.attendance.privacy.sensitive import forget_sensitive, with_sensitive
from conference.attendance.privacy.sensitive import may_begin_on as may_forget_on
from conference.attendance.privacy.told import told
from conference.clock import DayField
from conference.permissions import Right, may, sees_contacts
from conference.tabular import CONTENT_TYPES

MOST_AT_ONCE = 5_000  # people erased while somebody waits; more by the command

Kind = DataAccess.Kind


class RetentionForm(forms.Form):
    """Both empty: nobody says how long, and nothing reminds of it."""

    days = forms.IntegerField(
        label=gettext_lazy("Days after the end of the conference"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
    )
    on_day = DayField(
        label=gettext_lazy("Or on the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("days") is not None and cleaned.get("on_day") is not None:
            self.add_error(None, _("Give a number of days or a day, one of the two."))
        return cleaned


class SureForm(forms.Form):
    """Asked before what cannot be taken back."""

    sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be taken back."),
        error_messages={"required": gettext_lazy("Tick the box first: nothing was erased.")},
    )


class PrivacyPages:
    """Before the admin of registrations. What it shows of contacts in full is noted, by person."""

    def get_urls(self):
        asked = require_http_methods(["GET", "HEAD", "POST"])
        own = [
            ("privacy/<int:conference_id>/", self.keeping_view, "keeping"),
            ("<int:registration_id>/privacy/", self.privacy_view, "privacy"),
        ]
        return [
            *(
                path(
                    route,
                    self.admin_site.admin_view(asked(view)),
                    name=f"attendance_registration_{name}",
                )
                for route, view, name in own
            ),
            *super().get_urls(),
        ]

    def allows(self, request, act, row=None):
        """Nobody writes a new name where one was erased."""
        if act == "change" and row is not None and row.erased_at is not None:
            return False
        return super().allows(request, act, row)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "data_link"]

    def get_fieldsets(self, request, obj=None):
        """With the way to one's data at the end, for whom that page is open."""
        found = list(super().get_fieldsets(request, obj))
        if obj is not None and may(request.user, Right.EDIT_REGISTRATIONS, obj.conference):
            found.append((_("Personal data"), {"fields": ("data_link",)}))
        return found

    @admin.display(description=gettext_lazy("personal data"))
    def data_link(self, row):
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:attendance_registration_privacy", args=[row.pk]),
            _("who has seen them, download, erase"),
        )

    # --- What is noted --------------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if request.method == "GET" and "cl" in shown:
            people = defaultdict(list)
            for row in shown["cl"].result_list:
                if row.sees_contacts and row.phone:
                    people[row.conference].append(row.pk)
            for conference, keys in people.items():
                saw(conference, Kind.LISTED, keys, by=request.user)
        return response

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        self.note_page(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        response = super().history_view(request, object_id, extra_context)
        self.note_page(request, getattr(request, "history_of", None))
        return response

    def note_page(self, request, row):
        if request.method != "GET" or row is None or row.erased_at is not None:
            return
        shows = row.phone or row.email or row.sensitive_consented_at
        if shows and self.shows_contacts(request, row):
            saw(row.conference, Kind.OPENED, [row.pk], by=request.user)

    # --- One person ---------------------------------------------------------------------------

    def privacy_view(self, request, registration_id):
        """Who has seen this person's data; their copy, and their erasure."""
        person = self.get_object(request, str(registration_id))
        if not may(request.user, Right.EDIT_REGISTRATIONS, person.conference):
            raise PermissionDenied
        may_download = sees_contacts(request.user, person.conference)
        form = SureForm(label_suffix="")
        if request.method == "POST" and "download" in request.POST:
            if not may_download:
                raise PermissionDenied
            return self.copy_of(request, person)
        if request.method == "POST":
            form = SureForm(request.POST, label_suffix="")
            if form.is_valid():
                erase_person(person, by=request.user)
                said = _("The data of number %(number)d were erased.") % {"number": person.number}
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(request.path)
        over = person.conference.ends_on < person.conference.day_of(timezone.now())
        with timezone.override(person.conference.zone):
            return self.page(
                request,
                "privacy.html",
                person.conference,
                title=_("Personal data"),
                person=person,
                seen=seen_of(person),
                may_download=may_download,
                has_files=bool(file_keys(person.answers)),
                gives_up=not over
                and person.status not in Registration.GONE
                and not person.check_ins.exists(),
                form=form,
                status=422 if form.errors else 200,
            ).render()

    def copy_of(self, request, person):
        has_files = bool(file_keys(person.answers))
        name = f"{_('Personal data')} {person.number}"
        file = tempfile.TemporaryFile(prefix="lectern-")  # noqa: SIM115  the answer closes it
        try:
            if has_files:
                write_archive(person, file, name=name)
            else:
                write_copy(person, file)
            note(person.conference, Kind.DOWNLOADED, [person.pk], by=request.user)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"{name}.{'zip' if has_files else 'xlsx'}",
            content_type="application/zip" if has_files else CONTENT_TYPES["xlsx"],
            headers={"Cache-Control": "private, no-store"},
        )

    # --- Everybody of a conference --------------------------------------------------------------

    def keeping_view(self, request, conference_id):
        """Until when a conference keeps people's data, what there is, and erasing it."""
        conference = self.conference_for(request, conference_id, Right.EDIT_SETTINGS)
        kept = Retention.objects.filter(conference=conference).first()
        first = may_begin_on(conference)
        is_time = conference.day_of(timezone.now()) >= first
        found = what_is_kept(conference)
        initial = {"days": kept.days, "on_day": kept.on_day} if kept else {}
        form, sure = RetentionForm(initial=initial, label_suffix=""), SureForm(label_suffix="")
        if request.method == "POST" and "keep" in request.POST:
            form = RetentionForm(request.POST, label_suffix="")
            if form.is_valid():
                self.keep(request, conference, kept, form.cleaned_data)
                return HttpResponseRedirect(request.path)
        elif request.method == "POST" and "sensitive" in request.POST:
            if not conference.day_of(timezone.now()) >= may_forget_on(conference):
                raise PermissionDenied  # the page has no such button
            people = forget_sensitive(conference, by=request.user)
            said = ngettext(
                "The sensitive answers of %(n)d person were erased.",
                "The sensitive answers of %(n)d people were erased.",
                people,
            )
            self.message_user(request, said % {"n": people}, messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        elif request.method == "POST":
            if not is_time or found.people > MOST_AT_ONCE:
                raise PermissionDenied  # the page has no such button
            sure = SureForm(request.POST, label_suffix="")
            if sure.is_valid():
                done = purge(conference, by=request.user)
                lines = told(done) or [_("Nothing was left to erase.")]
                said = _("Erased: %(what)s") % {"what": "; ".join(lines)}
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(request.path)
        with timezone.override(conference.zone):
            return self.page(
                request,
                "keeping.html",
                conference,
                title=_("Personal data"),
                form=form,
                sure=sure,
                kept=kept,
                first=first,
                is_time=is_time,
                found=told(found),
                sensitive=with_sensitive(conference).count(),
                may_forget_on=may_forget_on(conference),
                may_forget=conference.day_of(timezone.now()) >= may_forget_on(conference),
                is_too_much=found.people > MOST_AT_ONCE,
                happened=what_happened(conference),
                status=422 if form.errors or sure.errors else 200,
            ).render()

    def keep(self, request, conference, kept, wanted):
        if wanted["days"] is None and wanted["on_day"] is None:
            if kept is not None:
                kept.delete()
            said = _("Nothing reminds you any more of erasing the data.")
        else:
            kept = kept or Retention(conference=conference)
            kept.days, kept.on_day = wanted["days"], wanted["on_day"]
            kept.save()
            said = _("You will be reminded on the first page from %(day)s on.")
            said %= {"day": kept.due_on.isoformat()}
        self.message_user(request, said, messages.SUCCESS)
