"""The next conference from the last one, on other days; and a conference as a file."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conference.clock import DayField, check_year
from conference.forms import TypedField
from conference.models import Conference
from conference.models.frame import ASCII_SLUG
from conference.people.readings import syllables
from conference.permissions import Right
from conference.program.admin.pages import conference_for
from conference.scoped_admin.one_at_a_time import CONFERENCE
from conference.short_address import short_address
from conference.wording.days import date_range
from config.carrying import CarryRefused, bring, changed, document_of, written
from config.carrying.changing import PARTS, on_the_same_weekday
from config.office.editions import next_edition

WORDS = {
    "places": gettext_lazy("rooms, plans, hotels and contacts"),
    "tracks": gettext_lazy("tracks"),
    "hosts": gettext_lazy("hosts and highlights"),
    "people": gettext_lazy("participants and their roles in sessions"),
    "committees": gettext_lazy("committees and their members"),
    "agenda": gettext_lazy("the agenda: sessions with talks, links and expected totals"),
    "reply_form": gettext_lazy("the reply form with its questions and privacy notice"),
    "handbook": gettext_lazy("the handbook's texts and chapters"),
    "door": gettext_lazy("checkpoints"),
    "news": gettext_lazy("news as drafts, files and photos"),
}
AS_A_RULE = [part for part in PARTS if part != "news"]
WEEKDAYS, EXACT = "weekdays", "exact"


class CopyForm(forms.Form):
    name_zh = TypedField(label=gettext_lazy("Name in Chinese"), max_length=300, required=False)
    name_en = TypedField(label=gettext_lazy("Name in English"), max_length=300, required=False)
    slug = forms.CharField(
        label=gettext_lazy("Short address"),
        max_length=60,
        required=False,
        validators=[ASCII_SLUG],
        help_text=gettext_lazy("Empty: from the name and the year."),
    )
    first_day = DayField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    days = forms.ChoiceField(
        label=gettext_lazy("Days"),
        widget=forms.RadioSelect,
        initial=WEEKDAYS,
        choices=[
            (WEEKDAYS, gettext_lazy("keep the weekdays: the nearest same weekday is taken")),
            (EXACT, gettext_lazy("begin on this very day")),
        ],
    )
    times = forms.ChoiceField(
        label=gettext_lazy("Times of sessions"),
        widget=forms.RadioSelect,
        initial="keep",
        choices=[
            ("keep", gettext_lazy("keep, moved with the days")),
            ("lose", gettext_lazy("leave open, in the same order")),
        ],
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What comes along"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=AS_A_RULE,
        choices=list(WORDS.items()),
    )

    def clean_first_day(self):
        check_year(self.cleaned_data["first_day"])
        return self.cleaned_data["first_day"]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not (cleaned["name_zh"] or cleaned["name_en"]):
            self.add_error("name_zh", _("Give the conference a name in Chinese or in English."))
        elif not cleaned["slug"]:
            cleaned["slug"] = self.free_address(cleaned)
        elif Conference.objects.filter(slug=cleaned["slug"]).exists():
            self.add_error("slug", _("Another conference has this address. Choose another one."))
        return cleaned

    def free_address(self, cleaned):
        name_en, year = cleaned["name_en"], str(cleaned["first_day"].year)
        is_spelled = any(c.isascii() and c.isalnum() for c in name_en)
        words = [name_en] if is_spelled else syllables(cleaned["name_zh"])
        return short_address(
            words if year in "".join(words) else [*words, year],
            taken=set(Conference.objects.values_list("slug", flat=True)),
            otherwise="conference",
        )

    def document(self, conference) -> dict:
        """What shall be brought."""
        told = self.cleaned_data
        first_day = told["first_day"]
        if told["days"] == WEEKDAYS:
            first_day = on_the_same_weekday(conference.starts_on, first_day)
        return changed(
            document_of(conference),
            parts=set(told["parts"]),
            first_day=first_day,
            keep_times=told["times"] == "keep",
            slug=told["slug"],
            name_zh=told["name_zh"],
            name_en=told["name_en"],
        )


class CopyPages:
    """Views of one admin site; `urls()` goes before the site's own."""

    def __init__(self, site):
        self.site = site

    def urls(self):
        base = "conference/conference/<int:conference_id>/"
        view = self.site.admin_view
        return [
            path(f"{base}copy/", view(self.copy), name="conference_copy"),
            path(f"{base}as-file/", view(require_safe(self.as_file)), name="conference_as_file"),
        ]

    def copy(self, request, conference_id):
        """The form, and the copy: a draft with the organizer on its team."""
        conference = conference_for(request, conference_id, Right.EDIT_SETTINGS)
        if not self.site.get_model_admin(Conference).has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            form = CopyForm(request.POST, label_suffix="")
            if form.is_valid():
                try:
                    brought = bring(form.document(conference), by=request.user)
                except CarryRefused as refusal:
                    form.add_error(None, str(refusal))
                else:
                    return self.made(request, brought)
        else:
            form = CopyForm(label_suffix="", initial=self.proposal(conference))
        context = {
            **self.site.each_context(request),
            "title": _("Copy the conference"),
            "conference": conference,
            "opts": Conference._meta,
            "form": form,
            "days": date_range(conference.starts_on, conference.ends_on),
        }
        response = TemplateResponse(request, "admin/conference/copy.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    def proposal(self, conference):
        """A year later, on the same weekday."""
        year = conference.starts_on.year
        try:
            day = conference.starts_on.replace(year=year + 1)
        except ValueError:  # 29 February
            day = conference.starts_on.replace(year=year + 1, day=28)
        day = on_the_same_weekday(conference.starts_on, day)
        names = next_edition(conference.name_zh, conference.name_en)
        name_zh, name_en = (name.replace(str(year), str(day.year)) for name in names)
        return {"first_day": day, "name_zh": name_zh, "name_en": name_en}

    def made(self, request, brought):
        conference = brought.conference
        home = f"{reverse('admin:index')}?{CONFERENCE}={conference.pk}"
        agenda = reverse("admin:program_session_changelist")
        links = [
            (f"{agenda}?{CONFERENCE}={conference.pk}", _("Look through the agenda")),
            (reverse("admin:conference_conference_change", args=[conference.pk]), _("Settings")),
        ]
        text = _("“%(name)s” is a draft, %(days)s. Nobody but you is on its team.") % {
            "name": conference.name,
            "days": date_range(conference.starts_on, conference.ends_on),
        }
        after = format_html_join(" · ", '<a href="{}">{}</a>', links)
        messages.success(request, format_html("{} {}", text, after))
        return HttpResponseRedirect(home)

    def as_file(self, request, conference_id):
        """What `export_conference` writes."""
        conference = conference_for(request, conference_id, Right.EDIT_SETTINGS)
        response = HttpResponse(written(document_of(conference)), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="{conference.slug}.json"'
        response["Cache-Control"] = "private, no-store"
        return response
