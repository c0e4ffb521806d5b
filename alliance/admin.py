"""Alliances in the admin: each secretary keeps their own, nobody else sees any.

The conferences' teams have no part in it. An alliance is founded on the site (added, deleted) by a
superuser; its secretaries come by invitation.
"""

from zoneinfo import ZoneInfo

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from alliance.models import (
    Alliance,
    AllianceRole,
    Membership,
    Representative,
    Secretary,
    SecretaryInvitation,
    Task,
    Tier,
)
from alliance.permissions import alliances_of
from conference.bilingual import gaps
from conference.filters import ChoiceFilter, GapsFilter, ScopedFilter
from conference.folding import searched
from conference.invitation_admin import InvitationAdmin
from conference.models import Conference
from conference.permissions import is_all_powerful
from conference.program.published import published_facts, title_in
from conference.scoped_admin import ScopedAdmin, ScopedInline


def alliance_id_of(row) -> int | None:
    """The alliance a row belongs to, by the path its queryset names; None when not yet set."""
    path = type(row)._default_manager.all().alliance_path
    *steps, last = path.split("__")
    for step in steps:
        row = getattr(row, step)
    return row.pk if last == "pk" else getattr(row, f"{last}_id")


class AllianceRights:
    """The answers of rows that belong to an alliance: its secretaries may all, others nothing."""

    def allows(self, request, act, row=None):
        if is_all_powerful(request.user):
            return True
        own = alliances_of(request.user)
        alliance = None if row is None else alliance_id_of(row)
        return bool(own) if alliance is None else alliance in own


class AllianceScopedAdmin(AllianceRights, ScopedAdmin):
    """For a model whose rows name their alliance, which is chosen once and then stays."""

    initial_from_address = ("alliance",)

    def alliances(self, request):
        """The alliances the user keeps, kept for the request; one query."""
        if not hasattr(request, "kept_alliances"):
            request.kept_alliances = list(Alliance.objects.visible_to(request.user))
        return request.kept_alliances

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return [*columns, "alliance"] if len(self.alliances(request)) > 1 else columns

    def get_list_select_related(self, request):
        return [*(super().get_list_select_related(request) or ()), "alliance"]

    def get_list_filter(self, request):
        return [("alliance", ScopedFilter), *super().get_list_filter(request)]

    def get_readonly_fields(self, request, obj=None):
        fixed = ("alliance",) if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_changeform_initial_data(self, request):
        own = self.alliances(request)
        initial = {"alliance": own[0].pk} if len(own) == 1 else {}
        return initial | super().get_changeform_initial_data(request)


class AllianceInline(AllianceRights, ScopedInline):
    """Rows on the page of their alliance, or of a row that belongs to one."""


class PublicConferenceField(forms.ModelChoiceField):
    """A conference under the name the public knows: the row itself is its organizers' draft."""

    def label_from_instance(self, conference):
        return str(title_in(conference.facts)) if conference.facts else conference.slug


class TaskInline(AllianceInline, SortableTabularInline):
    model = Task
    fields = ("name_zh", "name_en")


class TierInline(AllianceInline, SortableTabularInline):
    model = Tier
    fields = ("name_zh", "name_en")
    verbose_name_plural = _("tiers, as the charter names them")


class AllianceRoleInline(AllianceInline, SortableTabularInline):
    model = AllianceRole
    fields = ("organization", "role", "since", "until")
    autocomplete_fields = ("organization",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")


class SecretaryInline(AllianceInline, admin.TabularInline):
    """Who keeps the alliance. Others are invited, so that no list of accounts is shown."""

    model = Secretary
    fields = ("user",)

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
class AllianceAdmin(AllianceRights, ScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
    change_form_template = "admin/alliance/alliance/change_form.html"
    list_display = ("name", "founded_on", "is_public", "is_complete")
    list_display_links = ("name",)
    list_filter = (GapsFilter,)
    search_fields = ("name_zh", "name_en", "slug")
    inlines = (AllianceRoleInline, TaskInline, TierInline, SecretaryInline)
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
                )
            },
        ),
        (
            _("Texts"),
            {
                "fields": (
                    ("yearly_work_zh", "yearly_work_en"),
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
        fixed = obj is not None and obj.is_public and not is_all_powerful(request.user)
        return ("slug",) if fixed else ()

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


class OnTheDayFilter(ChoiceFilter):
    """Who is a member today, as the public page has it."""

    title = _("today")
    parameter_name = "today"

    def lookups(self, request, model_admin):
        return [("yes", _("shown to the public")), ("no", _("not shown"))]

    def queryset(self, request, queryset):
        zone = ZoneInfo(Conference._meta.get_field("time_zone").default)
        shown = Membership.objects.active(on=timezone.localdate(timezone=zone)).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=shown)
        if self.value() == "no":
            return queryset.exclude(pk__in=shown)
        return queryset


class RepresentativeInline(AllianceInline, SortableTabularInline):
    model = Representative
    fields = ("person", "role", "since", "until")
    autocomplete_fields = ("person",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")


@admin.register(Membership)
class MembershipAdmin(AllianceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
    list_display = ("organization", "tier", "status", "since", "until", "position")
    list_display_links = ("organization",)
    list_editable = ("position",)
    list_select_related = ("organization", "tier")
    list_filter = (("tier", ScopedFilter), "status", OnTheDayFilter)
    ordering = ("alliance", "position", "organization__sort_name", "pk")
    list_per_page = 100
    # Only there so that the search box exists; the directory's search column does the work.
    search_fields = ("organization__search",)
    search_help_text = _("Any part of a name: Chinese, English, pinyin or initials.")
    autocomplete_fields = ("organization",)
    inlines = (RepresentativeInline,)
    fieldsets = (
        (None, {"fields": ("alliance", "organization", ("tier", "position"))}),
        (_("State"), {"fields": ("status", ("since", "until"))}),
        (_("Only for the secretariat"), {"fields": ("note",)}),
    )

    def object_rows(self, request):
        return super().object_rows(request).select_related("alliance", "organization", "tier")

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


@admin.register(SecretaryInvitation)
class SecretaryInvitationAdmin(InvitationAdmin, AllianceScopedAdmin, admin.ModelAdmin):
    fields = ("alliance", "email")
