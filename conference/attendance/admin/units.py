"""Units with liaisons in the admin: opened one by one or many at once, links, letters."""

from datetime import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
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
from conference.ids import possible_id
from conference.models import Conference
from conference.permissions import Right, may
from conference.scoped_admin.one_at_a_time import CONFERENCE

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
    shows_times = True
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

    def get_changeform_initial_data(self, request):
        closes_at = usual_deadline(self.form_conference(request))
        return {"closes_at": closes_at} | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)

    def list_context(self, request):
        conferences = self.list_conferences(request)
        one = conferences[0] if len(conferences) == 1 else None
        may_add = one is not None and may(request.user, Right.EDIT_REGISTRATIONS, one)
        lacks = one is not None and not ReplyForm.objects.filter(conference=one).exists()
        return super().list_context(request) | {
            "many_of": one.pk if may_add else None,
            "lacks_notice": lacks,
        }

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
            context |= {
                "lines": lines_of(obj, None),
                "link_address": reverse("admin:attendance_unitliaison_link", args=[obj.pk]),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Many at once -----------------------------------------------------------------------------

    def get_urls(self):
        own = path(
            "many/<int:conference_id>/",
            self.admin_site.admin_view(self.many_view),
            name="attendance_unitliaison_many",
        )
        return [own, *super().get_urls()]

    def many_view(self, request, conference_id):
        """Units pasted as lines, or the members of an alliance with one press: all or none."""
        known = Conference.objects.visible_to(request.user)
        conference = known.filter(pk=possible_id(conference_id)).first()
        if conference is None:
            raise Http404
        if not may(request.user, Right.EDIT_REGISTRATIONS, conference):
            raise PermissionDenied
        listed = reverse("admin:attendance_unitliaison_changelist")
        back = f"{listed}?{CONFERENCE}={conference.pk}"
        with timezone.override(conference.zone):
            initial = {"quota": 5, "closes_at": usual_deadline(conference)}
            form = ManyUnitsForm(request.POST or None, bodies=offered(conference), initial=initial)
            if form.is_bound and form.is_valid():
                given = {
                    name: form.cleaned_data[name]
                    for name in ("quota", "closes_at", "asks_category")
                }
                new, double = open_units(conference, form.wanted, **given, by=request.user)
                self.tell_of_units(request, new, double)
                return HttpResponseRedirect(back)
            context = {
                **self.admin_site.each_context(request),
                "title": _("Add several units"),
                "opts": self.opts,
                "conference": conference,
                "form": form,
                "back": back,
            }
            status = 422 if form.is_bound else 200
            page = "admin/attendance/unitliaison/many.html"
            return TemplateResponse(request, page, context, status=status).render()

    def tell_of_units(self, request, new, double):
        said = ngettext("%(n)d unit was added.", "%(n)d units were added.", len(new))
        self.message_user(request, said % {"n": len(new)}, messages.SUCCESS)
        if double:
            said = ngettext(
                "%(n)d is listed already and stays as it is: %(names)s.",
                "%(n)d are listed already and stay as they are: %(names)s.",
                len(double),
            )
            names = ", ".join(dict.fromkeys(double[:20]))
            self.message_user(request, said % {"n": len(double), "names": names}, messages.WARNING)
