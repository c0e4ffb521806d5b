"""A conference in four questions: what it is called, when, where, and who organizes it.

On an empty site the first page of the admin asks them; later ones begin the same way. The agenda's
file answers what it can (`first_file`), and is imported next.
"""

from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.added_once import FORM_ID, form_id_of
from conference.clock import DayField, check_year
from conference.forms import TypedField
from conference.models import Conference, TeamMember
from conference.people.models import HostRole, Organization
from conference.people.readings import syllables
from conference.permissions import Role
from conference.program.importing import ImportRefused
from conference.program.importing.values import side_of
from conference.scoped_admin.one_at_a_time import CONFERENCE
from conference.short_address import short_address
from config.office import first_file
from config.office.first_file import FirstFile, FirstFileForm

# The two roles of whoever begins one; all others are given on its page.
ROLES = (HostRole.Role.SPONSOR, HostRole.Role.UNDERTAKER)
FILE = "file"  # in an address: the file that answers


class ZoneInput(forms.TextInput):
    template_name = "admin/widgets/zone.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_list"
        context["zones"] = sorted(zone for zone in available_timezones() if "/" in zone)
        return context


def _day(label, **kwargs):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return DayField(label=label, widget=widget, **kwargs)


def _text(label, longest):
    return TypedField(label=label, max_length=longest, required=False)


class FirstForm(forms.Form):
    """The answers. `make` writes them; what the rows refuse stands beside its question."""

    name_zh = _text(gettext_lazy("in Chinese"), 300)
    name_en = _text(gettext_lazy("in English"), 300)
    starts_on = _day(gettext_lazy("first day"))
    ends_on = _day(gettext_lazy("last day"), required=False)
    city_zh = _text(gettext_lazy("city, in Chinese"), 100)
    city_en = _text(gettext_lazy("city, in English"), 100)
    venue_zh = _text(gettext_lazy("venue, in Chinese"), 200)
    venue_en = _text(gettext_lazy("venue, in English"), 200)
    time_zone = forms.CharField(label=gettext_lazy("time zone"), max_length=60, widget=ZoneInput)
    organization_zh = _text(gettext_lazy("in Chinese"), 200)
    organization_en = _text(gettext_lazy("in English"), 200)
    role = forms.ChoiceField(label=gettext_lazy("as"), choices=[(r.value, r.label) for r in ROLES])
    others = forms.MultipleChoiceField(
        label=gettext_lazy("also named in the file"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    QUESTIONS = (
        (gettext_lazy("What is it called?"), ("name_zh", "name_en")),
        (gettext_lazy("When is it?"), ("starts_on", "ends_on")),
        (
            gettext_lazy("Where is it?"),
            ("city_zh", "city_en", "venue_zh", "venue_en", "time_zone"),
        ),
        (
            gettext_lazy("Who organizes it?"),
            ("organization_zh", "organization_en", "role", "others"),
        ),
    )
    HELP = {
        "name_zh": gettext_lazy("One language is enough to begin with; the other can follow."),
        "ends_on": gettext_lazy("Empty: one day."),
        "time_zone": gettext_lazy("All times are entered and shown in it."),
        "organization_zh": gettext_lazy(
            "One that the directory knows by this name is taken from there."
        ),
    }

    def __init__(self, *args, file: FirstFile | None = None, **kwargs):
        said = file.answers() if file else {}
        self.others = file.hosts[1:] if file else []
        kwargs["initial"] = {"time_zone": "Asia/Shanghai", "role": ROLES[0].value} | said
        super().__init__(*args, **kwargs)
        for name, text in self.HELP.items():
            self.fields[name].help_text = text
        if self.others:
            labels = dict(HostRole.Role.choices)
            choices = [(str(n), f"{name} · {labels[r]}") for n, (r, name) in enumerate(self.others)]
            self.fields["others"].choices = choices
            self.initial["others"] = [value for value, _label in choices]
        else:
            del self.fields["others"]
        # Of the hosts that a file names the first may be something else than who begins one.
        if said.get("role") not in (None, *(role.value for role in ROLES)):
            self.fields["role"].choices += [(said["role"], HostRole.Role(said["role"]).label)]

    def questions(self):
        return [
            (text, [self[name] for name in names if name in self.fields])
            for text, names in self.QUESTIONS
        ]

    def missing(self):
        """Which of the questions that need an answer a file has left open."""
        needed = {"name_zh", "name_en"}, {"starts_on"}, {"organization_zh", "organization_en"}
        return [
            text
            for text, names in self.QUESTIONS
            for wanted in needed
            if wanted <= set(names) and not any(self.initial.get(name) for name in wanted)
        ]

    def clean(self):
        said = super().clean()
        if said.get("starts_on") and not said.get("ends_on") and "ends_on" not in self.errors:
            said["ends_on"] = said["starts_on"]
        for name in ("starts_on", "ends_on"):
            if said.get(name):
                try:
                    check_year(said[name])
                except ValidationError as error:
                    self.add_error(name, error)
        if {"starts_on", "ends_on"} <= said.keys() and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("The last day must not lie before the first day."))
        if not (said.get("name_zh") or said.get("name_en")):
            self.add_error("name_zh", _("Give the conference a name in Chinese or in English."))
        if not (said.get("organization_zh") or said.get("organization_en")):
            self.add_error("organization_zh", _("Name the organization in Chinese or in English."))
        if self.errors:
            return said
        columns = {field.name for field in Conference._meta.concrete_fields}
        self.conference = Conference(**{n: value for n, value in said.items() if n in columns})
        self.conference.slug = free_slug(self.conference)
        self.organization = known_organization(said["organization_zh"], said["organization_en"])
        self._ask(self.conference, {NON_FIELD_ERRORS: "name_zh"})
        if self.organization.pk is None:
            self._ask(
                self.organization, {"name_zh": "organization_zh", "name_en": "organization_en"}
            )
        return said

    def _ask(self, row, beside):
        try:
            row.full_clean()
        except ValidationError as error:
            for name, found in error.error_dict.items():
                for each in found:
                    place = beside.get(name, name)
                    self.add_error(place if place in self.fields else None, each)

    @transaction.atomic
    def make(self, *, by) -> Conference:
        """The conference, its organizer, and the host with its organization."""
        conference = self.conference
        conference.save()
        TeamMember.objects.create(conference=conference, user=by, role=Role.ORGANIZER)
        if self.organization.pk is None:
            self.organization.save()
        hosts = [(self.cleaned_data["role"], self.organization)]
        for n in self.cleaned_data.get("others", ()):
            role, name = self.others[int(n)]
            hosts.append((role, organization_named(name)))
        for position, (role, organization) in enumerate(hosts, start=1):
            HostRole.objects.get_or_create(
                conference=conference,
                organization=organization,
                role=role,
                defaults={"position": position},
            )
        return conference


def free_slug(conference) -> str:
    """From the English name, else from the pinyin of the Chinese one. One query."""
    is_spelled = any(c.isascii() and c.isalnum() for c in conference.name_en)
    return short_address(
        [conference.name_en] if is_spelled else syllables(conference.name_zh),
        taken=set(Conference.objects.values_list("slug", flat=True)),
        otherwise="conference",
    )


def known_organization(name_zh, name_en) -> Organization:
    """The one of the directory with the Chinese name, else with the English one; else a new one."""
    rows = Organization.objects.order_by("pk")
    found = rows.filter(name_zh=name_zh) if name_zh else rows.filter(name_en__iexact=name_en)
    return found.first() or Organization(name_zh=name_zh, name_en=name_en)


def organization_named(name) -> Organization:
    """The same by a name in either language, kept."""
    names = {"name_zh": "", "name_en": "", f"name_{side_of(name)}": name}
    found = known_organization(names["name_zh"], names["name_en"])
    if found.pk is None:
        found.save()
    return found


class BeginsConferences:
    """Mixin before the admin of conferences: the page of the questions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("begin/", view(self.begin_view), name="conference_conference_begin"),
            path("begin/file/", view(self.file_view), name="conference_conference_begin_file"),
            *super().get_urls(),
        ]

    def file_view(self, request):
        """Reads the agenda's file, and shows the questions with what it says."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        start = reverse("admin:conference_conference_begin")
        if request.method != "POST":
            return HttpResponseRedirect(start)
        form = FirstFileForm(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            if token := first_file.keep(request.user, form):
                return HttpResponseRedirect(f"{start}?{FILE}={token}")
            form.add_error("schedule", _("The file is too large for this page."))
        return self.begin_page(request, FirstForm(), file_form=form, status=422)

    def begin_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        token = asked.get(FILE, "")
        if request.method == "POST":
            added, _same = self.added_by(request)
            there = added and Conference.objects.visible_to(request.user).filter(pk=added).first()
            if there:
                return self.begun(request, there, token)
        file = self.file_of(request, token)
        if request.method != "POST":
            return self.begin_page(request, FirstForm(file=file), file=file)
        form = FirstForm(request.POST, file=file)
        if not form.is_valid():
            return self.begin_page(request, form, file=file)
        conference = form.make(by=request.user)
        self.log_addition(request, conference, [{"added": {}}])
        self.remember_added(request, conference.pk)
        return self.begun(request, conference, token)

    def file_of(self, request, token) -> FirstFile | None:
        """The file that was read; None, and said where one was meant."""
        if not token:
            return None
        try:
            found = first_file.find(request.user, token)
        except ImportRefused:  # read before, by other code
            found = None
        if found is None:
            messages.warning(
                request, _("The checked file has expired: it is kept for an hour. Send it again.")
            )
        return found

    def begun(self, request, conference, token=""):
        if there := token and first_file.go_on(request.user, token, conference):
            text = _(
                "“%(name)s” has begun. Its agenda stands below as it was read: settle what is "
                "asked, then import it."
            )
            messages.success(request, text % {"name": conference})
            address = reverse("admin:program_import_office", args=[conference.pk, there])
            return HttpResponseRedirect(address)
        text = _("“%(name)s” has begun. What it needs next stands below, step by step.")
        messages.success(request, text % {"name": conference})
        return HttpResponseRedirect(f"{reverse('admin:index')}?{CONFERENCE}={conference.pk}")

    def begin_page(self, request, form, *, file=None, file_form=None, status=200):
        context = {
            **self.admin_site.each_context(request),
            **begin_context(request, form, file_form),
            "first_file": file,
            "title": _("New conference"),
            "opts": self.opts,
        }
        template = "admin/conference/conference/begin.html"
        response = TemplateResponse(request, template, context, status=status)
        if file is not None:
            response["Cache-Control"] = "private, no-store"
        return response


def begin_context(request, form=None, file_form=None) -> dict:
    """What the questions need on whichever page they stand."""
    return {
        "begin": form or FirstForm(),
        "begin_file": file_form or FirstFileForm(label_suffix=""),
        "form_id": form_id_of(request),
        "form_id_name": FORM_ID,
    }
