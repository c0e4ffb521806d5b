"""Units with liaisons in the admin: opened one by one or many at once, links, letters."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import ConferenceScopedAdmin
from conference.attendance.admin.linked import DeadlineAhead, Letters, LinkedAdmin, deadline_ahead
from conference.attendance.cleaning import clean_line, clean_phone
from conference.attendance.models import MOST_OF_A_UNIT, ReplyForm, UnitLiaison
from conference.attendance.units.letters import ABOUT, values_of, with_used
from conference.attendance.units.making import UnitLine, open_units, read_lines
from conference.attendance.units.members import offered
from conference.attendance.units.page import lines_of
from conference.clock import MomentField
from conference.forms import LinesField, ScopedModelForm

LINK = Letters("write_link", gettext_lazy("Send the link to the liaisons"), "unit")
REMIND = Letters("remind", gettext_lazy("Remind liaisons of places that are left"), "unit-left")


def usual_deadline(conference) -> datetime | None:
    """When the reply form closes, where that is to come."""
    form = ReplyForm.objects.filter(conference=conference).first()
    return deadline_ahead(conference, form.closes_at if form else None)


class UnitForm(DeadlineAhead, ScopedModelForm):
    def clean_name(self):
        return clean_line(self.cleaned_data["name"])

    def clean_liaison(self):
        return clean_line(self.cleaned_data["liaison"])

    def clean_phone(self):
        return clean_phone(self.cleaned_data["phone"])


class ManyUnitsForm(DeadlineAhead, forms.Form):
    lines = LinesField(
        label=gettext_lazy("One unit a line"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "The unit, then, where you have them, its quota, the liaison’s name, phone and e-mail: "
            "with commas between, or copied from a sheet."
        ),
    )
    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("All members of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    quota = forms.IntegerField(
        label=gettext_lazy("Quota of each"),
        min_value=1,
        max_value=MOST_OF_A_UNIT,
        help_text=gettext_lazy("Where a line says none of its own."),
    )
    closes_at = MomentField(label=gettext_lazy("Deadline"))
    asks_category = forms.BooleanField(
        label=gettext_lazy("The liaisons choose categories"), required=False
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        # Its two boxes are named one by one.
        moment = self.fields["closes_at"]
        moment.widget.attrs["aria-label"] = moment.label
        self.bodies = {body.key: body for body in bodies}
        self.fields["bodies"].choices = [
            (body.key, f"{body.name} ({len(body.members)})") for body in bodies
        ]
        if not bodies:
            del self.fields["bodies"]

    def clean_lines(self):
        self.units, problems = read_lines(self.cleaned_data["lines"])
        if problems:
            raise forms.ValidationError(problems[:50])
        return self.cleaned_data["lines"]

    def clean(self):
        cleaned = super().clean()
        chosen = [self.bodies[key] for key in cleaned.get("bodies", ())]
        members = [member for body in chosen for member in body.members]
        self.wanted = [
            *getattr(self, "units", ()),
            *(UnitLine(member.name[:200], liaison=member.liaison[:120]) for member in members),
        ]
        if not self.wanted and not self.errors:
            raise forms.ValidationError(_("Write at least one unit."))
        return cleaned


@admin.register(UnitLiaison)
class UnitAdmin(LinkedAdmin, ConferenceScopedAdmin, admin.ModelAdmin):
    form = UnitForm
    page = "attendance:unit"
    about = ABOUT
    closed = gettext_lazy(
        "The deadline is over: from now on the liaison reads the list and changes nothing."
    )
    many_title = gettext_lazy("Add several units")
    many_button = gettext_lazy("Add the units")
    change_list_template = "admin/attendance/unitliaison/change_list.html"
    change_form_template = "admin/attendance/unitliaison/change_form.html"
    list_display = ("name", "taken", "liaison", "shown_phone", "closes_at", "written", "link_shown")
    list_display_links = ("name",)
    search_fields = ("name", "liaison")
    ordering = ("name", "pk")
    fields = (
        "name",
        ("quota", "closes_at"),
        "asks_category",
        "liaison",
        ("phone", "email"),
        "language",
    )
    actions = ("write_link", "remind", "revoke")

    @staticmethod
    def values_of(conference, rows):
        return values_of(conference, rows)

    def get_queryset(self, request):
        return with_used(super().get_queryset(request))

    def what_it_means(self, row, changed):
        found = super().what_it_means(row, changed)
        named = row.members.counted().count() if "quota" in changed else 0
        if named > row.quota:
            said = ngettext(
                "%(n)d person is named already, more than the quota of %(quota)d. They stay on the "
                "list; the liaison can name nobody more.",
                "%(n)d people are named already, more than the quota of %(quota)d. They stay on "
                "the list; the liaison can name nobody more.",
                named,
            )
            found.append(said % {"n": named, "quota": row.quota})
        return found

    @staticmethod
    def usual_deadline(conference):
        return usual_deadline(conference)

    def list_context(self, request):
        conferences = self.list_conferences(request)
        forms_of = ReplyForm.objects.filter(conference__in=conferences)
        lacks = len(conferences) == 1 and not forms_of.exists()
        return super().list_context(request) | {"lacks_notice": lacks}

    @admin.display(description=gettext_lazy("taken"))
    def taken(self, row):
        tone = "good" if row.used >= row.quota else "todo" if row.used else "off"
        return format_html('<span class="tag tag-{}">{} / {}</span>', tone, row.used, row.quota)

    @admin.action(permissions=["change"], description=LINK.title)
    def write_link(self, request, queryset):
        return self.letters_view(request, queryset, LINK)

    @admin.action(permissions=["change"], description=REMIND.title)
    def remind(self, request, queryset):
        return self.letters_view(request, queryset, REMIND)

    # --- One unit ---------------------------------------------------------------------------------

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["lines"] = lines_of(obj, None)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Many at once -----------------------------------------------------------------------------

    def many_form(self, conference, data):
        initial = {"quota": 5, "closes_at": usual_deadline(conference)}
        return ManyUnitsForm(data, bodies=offered(conference), initial=initial)

    def add_many(self, request, conference, form):
        """Units pasted as lines, or the members of an alliance with one press."""
        names = ("quota", "closes_at", "asks_category")
        given = {name: form.cleaned_data[name] for name in names}
        new, double = open_units(conference, form.wanted, **given, by=request.user)
        added = ngettext("%(n)d unit was added.", "%(n)d units were added.", len(new))
        there = ngettext(
            "%(n)d is listed already and stays as it is: %(names)s.",
            "%(n)d are listed already and stay as they are: %(names)s.",
            len(double),
        )
        self.tell_of_many(request, added % {"n": len(new)}, there, double)
