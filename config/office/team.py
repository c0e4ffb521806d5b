"""Who runs a conference, and the alliances that may look on, on its page in the admin."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.models import Alliance, AttendanceGrant
from conference.admin import ConferenceScopedInline
from conference.forms import ScopedModelForm
from conference.meanwhile.formsets import MergingInlineFormSet
from conference.models import TeamMember
from conference.parts import Accounts, Parts
from conference.permissions import Right, Role


class TeamMemberForm(ScopedModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "user" in self.fields:
            # A role is given or taken away, not passed on.
            self.fields["user"].disabled = True
            self.fields["user"].choices = [(self.instance.user_id, str(self.instance.user))]


class TeamFormSet(MergingInlineFormSet):
    def clean(self):
        super().clean()
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        roles = {form.cleaned_data.get("role") for form in kept}
        # Also one whom a colleague has added since the page was made.
        roles |= {member.role for member in self.unseen}
        if Role.ORGANIZER not in roles:
            raise ValidationError(_("The conference needs at least one organizer."))


class TeamMemberInline(ConferenceScopedInline, admin.TabularInline):
    """Roles of the team. A new account comes by invitation; one of the team may get a second."""

    model = TeamMember
    form, formset = TeamMemberForm, TeamFormSet
    fields = ("user", "role", "sees_contacts")
    view_right = change_right = Right.EDIT_SETTINGS

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")

    def choices_for(self, request, db_field):
        rows = super().choices_for(request, db_field)
        if db_field.name == "user":
            conference = self.form_conference(request)
            rows = get_user_model().objects.filter(team_memberships__conference=conference)
            rows = rows.distinct().order_by("username")
        return rows


class AttendanceGrantInline(ConferenceScopedInline, admin.TabularInline):
    """The alliances that an organizer lets see how their members attend."""

    model = AttendanceGrant
    fields = ("alliance",)
    view_right = change_right = Right.EDIT_SETTINGS

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("alliance")

    def choices_for(self, request, db_field):
        if db_field.name != "alliance":
            return super().choices_for(request, db_field)
        chosen = Q(attendance_grants__conference=self.form_conference(request))
        return Alliance.objects.filter(Q(is_public=True) | chosen).distinct()


class TeamOfConference(Accounts):
    model, owner = TeamMember, "conference"
    one = gettext_lazy("Team member")


class GrantsOfConference(Parts):
    """Who let which alliance see how its members attend; an older version gives nobody a right."""

    model, owner = AttendanceGrant, "conference"
    one = gettext_lazy("Alliance that sees its members' attendance")
    comes_back = False

    def key(self, part):
        return part.alliance_id

    def told(self, part):
        return str(self.alliances.get(part.alliance_id) or _("(deleted)"))

    @cached_property
    def alliances(self):
        return Alliance.objects.in_bulk({part.alliance_id for part in (*self.records, *self.rows)})
