"""Alliances in the admin: each secretary keeps their own, nobody else sees any.

The conferences' teams have no part in it. An alliance is founded on the site (added, deleted) by a
superuser; its secretaries come by invitation.
"""

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from alliance.admin.attendance import AttendancePages, public_name
from alliance.admin.beside import (
    RolesOfAlliance,
    SecretariesOfAlliance,
    TasksOfAlliance,
    TiersOfAlliance,
)
from alliance.admin.scope import (
    AllianceInline,
    AllianceRights,
    AllianceScopedAdmin,
    TermFormSet,
)
from alliance.models import Alliance, AllianceRole, Secretary, SecretaryInvitation, Task, Tier
from alliance.permissions import alliances_of
from conference.bilingual import gaps
from conference.filters import GapsFilter
from conference.invitation_admin import InvitationAdmin
from conference.models import Conference
from conference.permissions import is_all_powerful
from conference.program.release.published import published_facts
from conference.scoped_admin import ScopedAdmin


class PublicConferenceField(forms.ModelChoiceField):
    """A conference under the name the public knows: the row itself is its organizers' draft."""

    def label_from_instance(self, conference):
        return public_name(conference)


class TaskInline(AllianceInline, SortableTabularInline):
    model = Task
    fields = ("name_zh", "name_zh_is_rendering", "name_en")


class TierInline(AllianceInline, SortableTabularInline):
    model = Tier
    fields = ("name_zh", "name_en")
    verbose_name_plural = _("tiers, as the charter names them")


class AllianceRoleInline(AllianceInline, SortableTabularInline):
    model = AllianceRole
    formset = TermFormSet
    fields = ("organization", "role", "since", "until")
    autocomplete_fields = ("organization",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")


class SecretaryInline(AllianceInline, admin.TabularInline):
    """Who keeps the alliance. Others are invited, so that no list of accounts is shown."""

    model = Secretary
    readonly_fields = ("account",)

    def get_fields(self, request, obj=None):
        return ("user",) if is_all_powerful(request.user) else ("account",)

    @admin.display(description=_("account"))
    def account(self, row):
        # As a plain name: Django would link an account that a secretary may not open.
        return str(row.user)

    def allows(self, request, act, row=None):
        if act in ("add", "change"):
            return is_all_powerful(request.user)
        return super().allows(request, act, row)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")

    def choices_for(self, request, db_field):
        if db_field.name == "user":
            return get_user_model().objects.filter(is_staff=True).order_by("username")
        return super().choices_for(request, db_field)


@admin.register(Alliance)
class AllianceAdmin(
    AttendancePages, AllianceRights, ScopedAdmin, SortableAdminBase, SimpleHistoryAdmin
):
    change_form_template = "admin/alliance/alliance/change_form.html"
    list_display = ("name", "founded_on", "is_public", "is_complete")
    list_display_links = ("name",)
    list_filter = (GapsFilter,)
    search_fields = ("name_zh", "name_en", "slug")
    inlines = (AllianceRoleInline, TaskInline, TierInline, SecretaryInline)
    history_parts = (
        RolesOfAlliance,
        TasksOfAlliance,
        TiersOfAlliance,
        SecretariesOfAlliance,
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name_zh", "name_en"),
                    ("slug", "name_zh_is_rendering"),
                    ("is_public", "logo"),
                )
            },
        ),
        (
            _("Founding"),
            {
                "fields": (
                    ("founded_on", "founded_at"),
                    ("founding_act_zh", "founding_act_en"),
                    ("initiators_total", "lead_is_an_initiator"),
                    "members_total",
                    ("initiators_zh", "initiators_en"),
                )
            },
        ),
        (
            _("Texts"),
            {
                "fields": (
                    ("yearly_work_zh", "yearly_work_en"),
                    "zh_is_rendering",
                    ("description_zh", "description_en"),
                )
            },
        ),
    )

    def allows(self, request, act, row=None):
        if act in ("add", "delete"):
            return is_all_powerful(request.user)
        return super().allows(request, act, row)

    def get_inlines(self, request, obj):
        # Roles and the rest belong to an alliance that is there.
        return self.inlines if obj else ()

    def get_readonly_fields(self, request, obj=None):
        # Its address is printed and linked once it was public; a superuser may still mend it.
        # As it is kept: a form that is shown again has already written into the row.
        is_public = obj is not None and getattr(obj, "was_public", obj.is_public)
        return ("slug",) if is_public and not is_all_powerful(request.user) else ()

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        row.was_public = row.is_public
        return row

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "founded_at":
            return db_field.formfield(
                form_class=PublicConferenceField,
                queryset=Conference.objects.filter(
                    Q(is_public=True) | Q(founded_alliances__in=alliances_of(request.user))
                )
                .distinct()
                .annotate(facts=published_facts("pk")),
                blank=True,
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["gaps"] = missing_translations(obj)
            context["invitations"] = [i for i in obj.invitations.all() if i.is_open()]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=_("name"), ordering="name_en")
    def name(self, row):
        return row.name

    @admin.display(description=_("both languages"), boolean=True)
    def is_complete(self, row):
        return not gaps(row)


def missing_translations(alliance) -> list[tuple[object, list[str]]]:
    """[(row, labels of the texts to write)] of an alliance, its tasks and tiers. Two queries."""
    found = []
    for row in (alliance, *alliance.tasks.all(), *alliance.tiers.all()):
        labels = [
            str(row._meta.get_field(f"{name}_{side}").verbose_name) for name, side in gaps(row)
        ]
        if labels:
            found.append((row, labels))
    return found


@admin.register(SecretaryInvitation)
class SecretaryInvitationAdmin(InvitationAdmin, AllianceScopedAdmin, admin.ModelAdmin):
    fields = ("alliance", "email")
