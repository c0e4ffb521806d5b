"""Memberships in the admin: terms with their representatives, and the acts that move them on."""

from zoneinfo import ZoneInfo

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from simple_history.admin import SimpleHistoryAdmin

from alliance.admin.beside import RepresentativesOfMembership
from alliance.admin.scope import AllianceInline, AllianceScopedAdmin, TermFormSet
from alliance.facts import today_in
from alliance.lifecycle import (
    CANDIDATES,
    ENDINGS,
    MEMBERS,
    ActRefused,
    acts_after,
    perform,
    take_back,
)
from alliance.models import Act, Membership, Representative
from conference.clock import DayField, check_year
from conference.filters import ChoiceFilter, ScopedFilter
from conference.folding import searched
from conference.forms import ScopedModelForm, TypedField
from conference.models import Conference

Status = Membership.Status


def today_in_lists():
    """The day of the lists, which hold rows of several alliances."""
    zone = ZoneInfo(Conference._meta.get_field("time_zone").default)
    return timezone.localdate(timezone=zone)


class OnTheDayFilter(ChoiceFilter):
    """Who is a member today, as the public page has it."""

    title = gettext_lazy("today")
    parameter_name = "today"

    def lookups(self, request, model_admin):
        return [("yes", _("shown to the public")), ("no", _("not shown"))]

    def queryset(self, request, queryset):
        shown = Membership.objects.active(on=today_in_lists()).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=shown)
        if self.value() == "no":
            return queryset.exclude(pk__in=shown)
        return queryset


class RepresentativeInline(AllianceInline, SortableTabularInline):
    model = Representative
    formset = TermFormSet
    fields = ("person", "role", "since", "until")
    autocomplete_fields = ("person",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "membership__organization")


class MembershipForm(ScopedModelForm):
    """A new membership begins in one of three states; afterwards acts alone change it."""

    BEGINNINGS = (Status.INVITED, Status.APPLIED, Status.ACTIVE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            self.fields["status"].choices = [(s.value, s.label) for s in self.BEGINNINGS]
            self.fields["status"].label = _("begins as")

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not self.errors:
            self.check_days(cleaned)
        elif not self.errors:
            self.check_beginning(cleaned)
        return cleaned

    def check_beginning(self, cleaned):
        """Who is not a member yet is invited, and admitted on the day."""
        since = cleaned.get("since")
        if cleaned.get("status") != Status.ACTIVE or not since:
            return
        if since > today_in(cleaned["alliance"], timezone.now())[0]:
            said = _(
                "%(day)s is still to come. Begin as “invited” and leave this empty; admit it on "
                "that day."
            )
            self.add_error("since", said % {"day": since})

    def check_days(self, cleaned):
        """The days of a term enclose the steps that lie within it."""
        steps = [
            step
            for step in self.instance.steps.standing()
            if step.on and step.act != Act.ADMIT and step.state in (*MEMBERS, self.instance.status)
        ]
        since, until = cleaned.get("since"), cleaned.get("until")
        in_term = [step for step in steps if self.instance.status not in CANDIDATES]
        said = _("“%(act)s” was on %(day)s: the term includes that day.")
        for step in in_term:
            words = {"act": step.get_act_display(), "day": step.on}
            if since and "since" in self.fields and since > step.on:
                self.add_error("since", said % words)
                return
            if until and "until" in self.fields and until < step.on:
                self.add_error("until", said % words)
                return


class ActForm(forms.Form):
    """The day and the reason of an act; `seen` is the state that the page was made with."""

    on = DayField(label=gettext_lazy("day"), widget=AdminDateWidget)
    reason = TypedField(
        label=gettext_lazy("reason"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("A decision, a letter, a report. Only the secretariat sees it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_on(self):
        check_year(self.cleaned_data["on"])
        return self.cleaned_data["on"]


@admin.register(Membership)
class MembershipAdmin(AllianceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
    list_display = ("organization", "tier", "state", "since", "until", "position")
    list_display_links = ("organization",)
    list_editable = ("position",)
    list_select_related = ("organization", "tier")
    list_filter = (("tier", ScopedFilter), "status", OnTheDayFilter)
    ordering = (
        "alliance",
        F("position").asc(nulls_last=True),
        "organization__sort_name",
        "pk",
    )
    list_per_page = 100
    # Only there so that the search box exists; the directory's search column does the work.
    form = MembershipForm
    change_form_template = "admin/alliance/membership/change_form.html"
    search_fields = ("organization__search",)
    search_help_text = gettext_lazy("Any part of a name: Chinese, English, pinyin or initials.")
    autocomplete_fields = ("organization",)
    inlines = (RepresentativeInline,)
    history_parts = (RepresentativesOfMembership,)
    fieldsets = (
        (None, {"fields": ("alliance", "organization", ("tier", "position"))}),
        (gettext_lazy("State"), {"fields": ("status", ("since", "until"))}),
        (gettext_lazy("Only for the secretariat"), {"fields": ("note",)}),
    )

    def object_rows(self, request):
        return super().object_rows(request).select_related("alliance", "organization", "tier")

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, row):
        label = row.get_status_display()
        if row.status in MEMBERS and row.until and row.until < today_in_lists():
            return _("%(state)s, until its term ended") % {"state": label}
        return label

    def get_search_results(self, request, queryset, search_term):
        rows, _distinct = super().get_search_results(request, queryset, "")
        for word in searched(search_term):
            rows = rows.filter(organization__search__contains=word)
        return rows, False

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.membership_of = obj.alliance_id if obj is not None else None
        return super().get_form(request, obj, change, **kwargs)

    def choices_for(self, request, db_field):
        rows = super().choices_for(request, db_field)
        alliance = getattr(request, "membership_of", None)
        if db_field.name == "tier" and alliance is not None:
            rows = rows.filter(alliance=alliance)
        return rows

    # --- One membership ---------------------------------------------------------------------

    def get_readonly_fields(self, request, obj=None):
        fixed = list(super().get_readonly_fields(request, obj))
        if obj is not None:
            fixed += ["organization", "status"]
            if obj.is_closed:
                fixed.append("until")  # the day of the act that ended it
        return fixed

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.was_admitted)

    def get_actions(self, request):
        # Many at once are not deleted: each is asked whether it ever was a membership.
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change):
        obj.entered_by = request.user
        super().save_model(request, obj, form, change)
        if change and "since" in form.changed_data:
            # A mistaken first day was a mistaken day of admission.
            admission = obj.steps.standing().filter(act=Act.ADMIT).first()
            if admission and admission.on in (None, form.initial.get("since")):
                admission.on = obj.since
                admission.save(update_fields=["on"])

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            may = self.has_change_permission(request, obj)
            steps = list(obj.steps.select_related("by", "taken_back_by"))
            standing = [step for step in steps if not step.taken_back_at]
            context |= {
                "acts": [(act, acts_words(act)[0]) for act in acts_after(obj.status)]
                if may
                else [],
                "steps": steps,
                "last_step": standing[-1] if may and len(standing) > 1 else None,
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Acts -------------------------------------------------------------------------------

    def get_urls(self):
        own = [
            path(
                "<path:object_id>/act/<slug:act>/",
                self.admin_site.admin_view(self.act_view),
                name="alliance_membership_act",
            ),
            path(
                "<path:object_id>/take-back/<int:step_id>/",
                self.admin_site.admin_view(self.take_back_view),
                name="alliance_membership_take_back",
            ),
        ]
        return own + super().get_urls()

    def membership_to_act_on(self, request, object_id):
        membership = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, membership):
            raise PermissionDenied
        return membership

    def act_view(self, request, object_id, act):
        membership = self.membership_to_act_on(request, object_id)
        if act not in Act.values or act in (Act.INVITE, Act.APPLY):
            raise Http404
        today = today_in(membership.alliance, timezone.now())[0]
        if request.method == "POST":
            form = ActForm(request.POST)
            if form.is_valid():
                try:
                    perform(membership, act, by=request.user, **form.cleaned_data)
                except ActRefused as refusal:
                    if refusal.code in ("not_now", "changed"):
                        self.message_user(request, refusal.message, messages.ERROR)
                        return self.back_to(membership)
                    beside = {"reason": "reason", "overlap": None}.get(refusal.code, "on")
                    form.add_error(beside, refusal.message)
                else:
                    said = _("%(row)s is now “%(state)s”.")
                    words = {"row": membership, "state": membership.get_status_display()}
                    self.message_user(request, said % words, messages.SUCCESS)
                    return self.back_to(membership)
        else:
            form = ActForm(initial={"on": today, "seen": membership.status})
        label, question, what = acts_words(act)
        context = {
            "title": question % {"row": membership},
            "form": form,
            "label": label,
            "what": what,
            "media": self.media + form.media,
            "is_an_ending": act in ENDINGS,
        }
        return self.page(request, membership, "act", context)

    def take_back_view(self, request, object_id, step_id):
        membership = self.membership_to_act_on(request, object_id)
        step = membership.steps.filter(pk=step_id).first()
        if step is None:
            raise Http404
        if request.method == "POST":
            try:
                row = take_back(step, by=request.user)
            except ActRefused as refusal:
                self.message_user(request, refusal.message, messages.ERROR)
            else:
                said = _("The step was taken back: %(row)s is “%(state)s” again.")
                words = {"row": membership, "state": row.get_status_display()}
                self.message_user(request, said % words, messages.SUCCESS)
            return self.back_to(membership)
        context = {
            "title": _("Take back “%(step)s”?") % {"step": step.get_act_display()},
            "step": step,
        }
        return self.page(request, membership, "take_back", context)

    def page(self, request, membership, name, context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "membership": membership,
            **context,
        }
        return TemplateResponse(request, f"admin/alliance/membership/{name}.html", context)

    def back_to(self, membership):
        return HttpResponseRedirect(
            reverse("admin:alliance_membership_change", args=[membership.pk])
        )


def acts_words(act):
    """(the button, the question above its page, what it does) in the reader's language."""
    return {
        Act.REVIEW: (_("Review"), _("Review %(row)s?"), _("The application is being looked at.")),
        Act.APPROVE: (
            _("Approve"),
            _("Approve %(row)s?"),
            _("Decided in favour; it is a member once it is admitted."),
        ),
        Act.ADMIT: (
            _("Admit"),
            _("Admit %(row)s?"),
            _("The membership begins on this day and is public from then on."),
        ),
        Act.SUSPEND: (
            _("Suspend"),
            _("Suspend %(row)s?"),
            _("It is not shown as a member until it is reinstated."),
        ),
        Act.REINSTATE: (
            pgettext("membership", "Reinstate"),
            _("Reinstate %(row)s?"),
            _("It is shown as a member again."),
        ),
        Act.WITHDRAW: (
            _("Record a withdrawal"),
            _("Record that %(row)s withdraws?"),
            _("The member leaves of its own will. This day is the last of the term."),
        ),
        Act.REMOVE: (
            _("Remove"),
            _("Remove %(row)s from the alliance?"),
            _("The alliance ends the membership. This day is the last of the term."),
        ),
        Act.END: (
            _("End"),
            _("End the term of %(row)s?"),
            _("The term is over, or the application was closed. This day is its last."),
        ),
    }[act]
