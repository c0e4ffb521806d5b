"""What organizers set up before the day: the reply form with its questions, the checkpoints."""

from datetime import datetime, time

from adminsortable2.admin import SortableAdminBase
from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin
from conference.attendance.admin.beside import QuestionsOfForm
from conference.attendance.admin.questions import QuestionInline, QuestionPages
from conference.attendance.models import Checkpoint, ReplyForm
from conference.attendance.registering import list_lock
from conference.attendance.sample_notice import sample_notice
from conference.attendance.seats import fill_seats, seats_taken
from conference.forms import ScopedModelForm
from conference.permissions import Right
from conference.program.models import Participation


@admin.register(ReplyForm)
class ReplyFormAdmin(QuestionPages, ConferenceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
    shows_times = True
    history_parts = (QuestionsOfForm,)
    list_display = ("conference_name", "opens_at", "closes_at", "seats", "confirms_at_once")
    list_display_links = ("conference_name",)
    list_select_related = ("conference",)
    inlines = (QuestionInline,)
    fieldsets = (
        (None, {"fields": (("opens_at", "closes_at"), "seats", "confirms_at_once")}),
        (_("Introduction"), {"fields": (("intro_zh", "intro_en"),)}),
        (
            _("Privacy notice"),
            {
                "fields": (("notice_zh", "notice_en"), "notice_version"),
                "description": _(
                    "On a new form a sample stands here, with what is known of the conference. "
                    "Check every sentence and fill in what stands in brackets: it is not kept "
                    "before."
                ),
            },
        ),
    )

    def add_view(self, request, form_url="", extra_context=None):
        """A conference has one form: where it is there already, to its page."""
        conference = self.has_add_permission(request) and self.conference_to_add_to(request)
        there = conference and ReplyForm.objects.filter(conference=conference).first()
        if not there:
            return super().add_view(request, form_url, extra_context)
        address = reverse("admin:attendance_replyform_change", args=[there.pk])
        if request.method != "POST":
            return HttpResponseRedirect(address)
        if self.added_by(request)[0] != there.pk:
            request.refused = format_html(
                _(
                    "This conference has a reply form already: nothing has been saved. Open "
                    "{link} and take over what you have written here."
                ),
                link=format_html('<a href="{}">{}</a>', address, _("the reply form")),
            )
        return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request):
        """Open from now until the first day begins, with the sample of a notice."""
        conference = self.form_conference(request)
        notice, now = sample_notice(conference), timezone.now().replace(second=0, microsecond=0)
        begins = datetime.combine(conference.starts_on, time(), conference.zone)
        return {
            "opens_at": now,
            **({"closes_at": begins} if begins > now else {}),
            "notice_zh": notice.zh,
            "notice_en": notice.en,
        } | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        # More seats go to those who wait, in the same transaction.
        with list_lock(obj.conference):
            super().save_model(request, obj, form, change)
            moved = fill_seats(obj.conference, lifted=obj.seats is None)
            taken = seats_taken(obj.conference) if "seats" in form.changed_data else 0
        if obj.seats is not None and taken > obj.seats:
            said = _(
                "%(taken)d seats are taken already, more than the %(seats)d that there are now. "
                "Nobody loses theirs; further replies wait."
            )
            told = said % {"taken": taken, "seats": obj.seats}
            self.message_user(request, told, messages.WARNING)
        if "closes_at" in form.changed_data and obj.closes_at <= timezone.now():
            said = _("The time at which the form closes is over: nobody can register any more.")
            self.message_user(request, said, messages.WARNING)
        if moved:
            self.message_user(
                request,
                ngettext(
                    "%(count)d person of the waiting list has a seat now.",
                    "%(count)d people of the waiting list have a seat now.",
                    len(moved),
                )
                % {"count": len(moved)},
            )

    @admin.display(description=_("conference"), ordering="conference__starts_on")
    def conference_name(self, row):
        return str(row.conference)

    def get_list_display(self, request):
        return [name for name in super().get_list_display(request) if name != "conference"]


class CheckpointForm(ScopedModelForm):
    categories = forms.MultipleChoiceField(
        label=_("categories"),
        required=False,
        choices=Participation.Category.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Others are asked about; none chosen: everyone."),
    )
    # No tick that a program forgets to send: what is not said is the stricter one.
    confirmed_only = forms.TypedChoiceField(
        label=_("confirmed only"),
        required=False,
        choices=[
            ("True", _("only who is confirmed")),
            ("False", _("also who is pending or on the waiting list")),
        ],
        coerce=lambda value: value == "True",
        empty_value=True,
    )


@admin.register(Checkpoint)
class CheckpointAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    form = CheckpointForm
    shows_times = True
    # The desk chooses its checkpoint on its own page.
    view_right = Right.VIEW_REGISTRATIONS
    list_display = ("label", "kind", "position")
    list_display_links = ("label",)
    list_filter = ("kind",)
    list_select_related = ("session", "conference")
    ordering = ("conference", "position", "pk")
    autocomplete_fields = ("session",)
    fieldsets = (
        (None, {"fields": ("kind", "session", ("name_zh", "name_en"), "position")}),
        (
            _("Who may come when"),
            {
                "fields": (
                    ("opens_at", "closes_at"),
                    "categories",
                    "confirmed_only",
                    "by_themselves",
                )
            },
        ),
    )

    @admin.display(description=_("checkpoint"))
    def label(self, row):
        return str(row)
