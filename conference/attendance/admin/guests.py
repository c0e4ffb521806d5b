"""Invited guests in the admin: who is asked, what they answered, their links and letters."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from conference.admin import ConferenceScopedAdmin
from conference.attendance.admin.linked import (
    SHOWN,
    DeadlineAhead,
    Letters,
    LinkedAdmin,
    deadline_ahead,
)
from conference.attendance.cleaning import clean_line, clean_name, clean_phone
from conference.attendance.guests.invitation_letter import (
    SIDES,
    TYPES,
    document_of,
    drawn,
    filename,
    seal_of,
)
from conference.attendance.guests.letters import ABOUT, values_of
from conference.attendance.guests.making import as_known, ask_guests, of_the_program, read_lines
from conference.attendance.models import GuestInvitation
from conference.clock import MomentField
from conference.forms import LinesField, ScopedModelForm
from conference.program.models import Participation
from conference.scoped_admin.one_at_a_time import CONFERENCE

Answer = GuestInvitation.Answer
INVITE = Letters(
    "write_invitation",
    gettext_lazy("Send the invitation"),
    "guest",
    has_answered=lambda guest: guest.answer != Answer.NONE,
)
REMIND = Letters("remind", gettext_lazy("Remind those who have not answered"), "guest-reminder")
TONES = {Answer.NONE: "todo", Answer.YES: "good", Answer.NO: "off", Answer.DEPUTY: "good"}


class GuestForm(DeadlineAhead, ScopedModelForm):
    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean_organization_name(self):
        return clean_line(self.cleaned_data["organization_name"])

    def clean_title(self):
        return clean_line(self.cleaned_data["title"])

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])


class FileForm(forms.Form):
    file_format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[("pdf", "PDF"), ("docx", "Word")]
    )
    sides = forms.ChoiceField(
        label=gettext_lazy("Languages"),
        choices=[
            ("zh", gettext_lazy("Chinese")),
            ("en", gettext_lazy("English")),
            ("both", gettext_lazy("Both")),
        ],
    )
    leaves_room = forms.BooleanField(
        label=gettext_lazy("Leave room for a seal above who signs"), required=False
    )
    has_seal = forms.BooleanField(
        label=gettext_lazy("With the image of the seal, as on certificates"), required=False
    )

    def __init__(self, *args, seal: str, **kwargs):
        super().__init__(*args, label_suffix="", initial={"has_seal": bool(seal)}, **kwargs)
        self.seal = seal
        if not seal:
            del self.fields["has_seal"]


class ManyGuestsForm(DeadlineAhead, forms.Form):
    lines = LinesField(
        label=gettext_lazy("One guest a line"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Name, organization, title, then, where you have them, phone and e-mail: with commas "
            "between, or copied from a sheet. Of a name alone that is one person’s in the "
            "directory, organization and title are taken from there."
        ),
    )
    of_program = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People of the program"),
        queryset=Participation.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=gettext_lazy("Those who are asked already are left out here."),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        choices=Participation.Category,
        initial=Participation.Category.GUEST,
        help_text=gettext_lazy("Of the pasted ones; the program’s keep theirs."),
    )
    closes_at = MomentField(label=gettext_lazy("Answer until"))

    def __init__(self, *args, conference, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        # Its two boxes are named one by one.
        moment = self.fields["closes_at"]
        moment.widget.attrs["aria-label"] = moment.label
        asked = GuestInvitation.objects.filter(conference=conference).values("participation")
        rows = Participation.objects.filter(conference=conference)
        rows = rows.exclude(pk__in=asked.exclude(participation=None))
        rows = rows.select_related("person__organization").order_by("position", "pk")
        self.fields["of_program"].queryset = rows
        if not rows:
            del self.fields["of_program"]

    def clean_lines(self):
        self.guests, problems = read_lines(self.cleaned_data["lines"])
        if problems:
            raise forms.ValidationError(problems[:50])
        return self.cleaned_data["lines"]

    def clean(self):
        cleaned = super().clean()
        self.wanted = [
            *as_known(getattr(self, "guests", ())),
            *of_the_program(cleaned.get("of_program") or ()),
        ]
        if not self.wanted and not self.errors:
            raise forms.ValidationError(_("Write at least one name."))
        return cleaned


@admin.register(GuestInvitation)
class GuestAdmin(LinkedAdmin, ConferenceScopedAdmin, admin.ModelAdmin):
    form = GuestForm
    page = "attendance:guest"
    about = ABOUT
    closed = gettext_lazy("That time is over: from now on the guest cannot answer any more.")
    many_title = gettext_lazy("Add several guests")
    many_button = gettext_lazy("Add the guests")
    change_list_template = "admin/attendance/guestinvitation/change_list.html"
    list_display = (
        *("name", "organization_name", "title", "category", "state", "answered_at", "written"),
        "link_shown",
    )
    list_display_links = ("name",)
    list_filter = ("answer", "category")
    list_select_related = ("deputy",)
    search_fields = ("name", "name_en", "organization_name")
    ordering = ("pk",)
    fields = (
        ("name", "name_en"),
        ("organization_name", "title"),
        ("phone", "email"),
        ("category", "language"),
        "closes_at",
        "state",
        ("answered_at", "word"),
        "on_the_list",
    )
    readonly_fields = (*LinkedAdmin.readonly_fields, "state", "answered_at", "word", "on_the_list")
    actions = ("write_invitation", "remind", "print_letters", "revoke")

    @staticmethod
    def values_of(conference, rows):
        return values_of(conference, rows)

    def get_queryset(self, request):
        return super().get_queryset(request).known()

    def get_fields(self, request, obj=None):
        answers = {"state", ("answered_at", "word"), "on_the_list"}
        lines = super().get_fields(request, obj)
        return [line for line in lines if line not in answers] if obj is None else lines

    def list_context(self, request):
        counts = self.counts(self.list_conferences(request))
        return super().list_context(request) | {"counts": counts}

    @staticmethod
    def counts(conferences):
        """[(answer, how many)] of the whole list. One query."""
        rows = GuestInvitation.objects.known().filter(conference__in=conferences).order_by()
        found = dict(rows.values_list("answer").annotate(n=Count("pk")))
        counted = [(answer, Answer(answer).label, found.get(answer, 0)) for answer in Answer.values]
        return [(answer, label, n) for answer, label, n in counted if sum(found.values())]

    @admin.display(description=pgettext_lazy("of a guest", "answer"), ordering="answer")
    def state(self, row):
        said = row.get_answer_display()
        if row.answer == Answer.DEPUTY and row.deputy is not None:
            said = f"{said}: {row.deputy.name}"
        return format_html('<span class="tag tag-{}">{}</span>', TONES[row.answer], said)

    @admin.display(description=gettext_lazy("on the list of registrations"))
    def on_the_list(self, row):
        there = row.deputy if row.answer == Answer.DEPUTY else row.registration
        if there is None:
            return "-"
        address = reverse("admin:attendance_registration_change", args=[there.pk])
        said = f"{there.number} · {there.name} · {there.get_status_display()}"
        return format_html('<a href="{}">{}</a>', address, said)

    @admin.action(permissions=["change"], description=INVITE.title)
    def write_invitation(self, request, queryset):
        return self.letters_view(request, queryset, INVITE)

    @admin.action(permissions=["change"], description=REMIND.title)
    def remind(self, request, queryset):
        return self.letters_view(request, queryset, REMIND)

    @admin.action(permissions=["change"], description=gettext_lazy("Letters of invitation (file)"))
    def print_letters(self, request, queryset):
        """Asks for format and languages; then one file, a page a guest."""
        rows = self.changeable(request, queryset.select_related("conference").order_by("pk"))
        if len({row.conference_id for row in rows}) != 1:
            said = _("Choose people of one conference alone.")
            self.message_user(request, said, messages.WARNING)
            return None
        seal = seal_of(rows[0].conference)
        form = FileForm(request.POST if "told" in request.POST else None, seal=seal)
        if form.is_bound and form.is_valid():
            has_seal = form.cleaned_data.pop("has_seal", False)
            return self.letters_file(rows, seal=seal if has_seal else "", **form.cleaned_data)
        listed = reverse("admin:letters_lettertext_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Letters of invitation"),
            "opts": self.opts,
            "rows": rows[:SHOWN],
            "more": max(0, len(rows) - SHOWN),
            "form": form,
            "text_address": f"{listed}?{CONFERENCE}={rows[0].conference_id}",
            "given": {
                "action": "print_letters",
                "told": "1",
                "select_across": request.POST.get("select_across", "0"),
            },
            "ticked": request.POST.getlist(ACTION_CHECKBOX_NAME),
        }
        return TemplateResponse(request, "admin/attendance/guestinvitation/file.html", context)

    @staticmethod
    def letters_file(rows, *, file_format, sides, leaves_room, seal):
        now, conference = timezone.now(), rows[0].conference
        sides = SIDES[sides]
        document = document_of(conference, rows, sides, at=now, leaves_room=leaves_room, seal=seal)
        body = drawn(document, file_format, at=now)
        response = HttpResponse(body, content_type=TYPES[file_format])
        name = filename(conference, sides, file_format)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    # --- Many at once -----------------------------------------------------------------------------

    def many_form(self, conference, data):
        initial = {"closes_at": deadline_ahead(conference)}
        return ManyGuestsForm(data, conference=conference, initial=initial)

    def add_many(self, request, conference, form):
        """Guests pasted as lines, or chosen from the people of the program."""
        given = {name: form.cleaned_data[name] for name in ("category", "closes_at")}
        new, double = ask_guests(conference, form.wanted, **given, by=request.user)
        added = ngettext("%(n)d guest was added.", "%(n)d guests were added.", len(new))
        there = ngettext(
            "%(n)d is asked already and stays as it is: %(names)s.",
            "%(n)d are asked already and stay as they are: %(names)s.",
            len(double),
        )
        self.tell_of_many(request, added % {"n": len(new)}, there, double)
