"""What the certificates of a conference say, and by which rule somebody gets one, in the admin."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin
from conference.attendance.certificates.numbers import typed_prefix
from conference.attendance.certificates.placeholders import ALL
from conference.attendance.certificates.qualifying import rule_in_words
from conference.attendance.certificates.wordings import own_words
from conference.attendance.hours import number
from conference.attendance.models import CertificateDesign
from conference.bilingual import HTML_LANG
from conference.forms import ScopedModelForm
from conference.letters.admin.texts import on_page
from conference.letters.texts import Words


class SealInput(forms.ClearableFileInput):
    """Says that there is an image, and does not show it: it has no address."""

    template_name = "admin/attendance/certificatedesign/seal.html"


class DesignForm(ScopedModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["least"] = number(self.instance.least)

    def clean_prefix(self):
        return typed_prefix(self.cleaned_data["prefix"])


@admin.register(CertificateDesign)
class CertificateDesignAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    form = DesignForm
    change_form_template = "admin/attendance/certificatedesign/change_form.html"
    list_display = ("conference_name", "rule", "language")
    list_display_links = ("conference_name",)
    list_select_related = ("conference",)
    fieldsets = (
        (gettext_lazy("Who gets one"), {"fields": (("needs", "least"),)}),
        (
            pgettext_lazy("of a paper", "What it says"),
            {
                "fields": (
                    ("language", "prefix"),
                    ("title_zh", "title_en"),
                    ("text_zh", "text_en"),
                ),
                "description": gettext_lazy(
                    "What is left empty says what we say. Words in braces are filled in for each "
                    "person. A certificate that was issued keeps what it said."
                ),
            },
        ),
        (
            gettext_lazy("Who issues it"),
            {
                "fields": (
                    ("issuer_zh", "issuer_en"),
                    ("signer_zh", "signer_en"),
                    ("signer_title_zh", "signer_title_en"),
                    "logo",
                    "seal",
                ),
                "description": gettext_lazy(
                    "Without an issuer those sign who undertake the conference."
                ),
            },
        ),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "seal":
            kwargs["widget"] = SealInput
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name.startswith("text_"):
            field.widget.attrs["rows"] = 5
        return field

    def add_view(self, request, form_url="", extra_context=None):
        """A conference has one: where it is there already, to its page."""
        conference = self.has_add_permission(request) and self.conference_to_add_to(request)
        there = conference and CertificateDesign.objects.filter(conference=conference).first()
        if not there:
            return super().add_view(request, form_url, extra_context)
        address = reverse("admin:attendance_certificatedesign_change", args=[there.pk])
        if request.method != "POST":
            return HttpResponseRedirect(address)
        if self.added_by(request)[0] != there.pk:
            request.refused = format_html(
                _(
                    "This conference has its certificates designed already: nothing has been "
                    "saved. Open {link} and take over what you have written here."
                ),
                link=format_html('<a href="{}">{}</a>', address, self.opts.verbose_name),
            )
        return super().add_view(request, form_url, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {
            "placeholders": list(ALL.items()),
            "ours": [(HTML_LANG[side], shown_words(side)) for side in ("zh", "en")],
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=gettext_lazy("conference"), ordering="conference__starts_on")
    def conference_name(self, row):
        return str(row.conference)

    @admin.display(description=gettext_lazy("Who gets one"))
    def rule(self, row):
        return rule_in_words(row)

    def get_list_display(self, request):
        return [name for name in super().get_list_display(request) if name != "conference"]


def shown_words(side: str) -> Words:
    """What we say where an organizer wrote nothing, with the names in braces set apart."""
    ours = own_words(side)
    return on_page(Words(ours["title"], ours["text"]))
