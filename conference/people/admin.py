"""The shared directory in the admin: read by all who plan, edited by those who own every use."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET
from simple_history.admin import SimpleHistoryAdmin

from conference import markdown
from conference.admin import ConferenceScopedAdmin
from conference.bilingual import gaps_condition
from conference.filters import ChoiceFilter, GapsFilter
from conference.folding import searched
from conference.people.asking import AsksForOrganization, AsksForPerson
from conference.people.at_one_conference import AtOneConference
from conference.people.dialog_forms import NewOrganizationForm, NewPersonForm
from conference.people.dialogs import MakesInPlace, with_employer
from conference.people.identities import ToldApart
from conference.people.merging_pages import MergePages
from conference.people.models import HostRole, Organization, Person
from conference.permissions import may_fill_directory, may_use_directory
from conference.scoped_admin import ScopedAdmin

MOST_NAMES = 8  # under a box in which somebody types


class DirectoryAdmin(MergePages, MakesInPlace, AtOneConference, ScopedAdmin, SimpleHistoryAdmin):
    """Rows that conferences share. What a row's other users own is shown, not edited."""

    change_form_template = "admin/people/change_form.html"
    change_list_template = "admin/people/change_list.html"
    # Only there so that the search box and the autocomplete exist; `matching` does the work.
    search_fields = ("search",)
    search_help_text = _("Any part of a name: Chinese, English, pinyin or initials.")
    list_per_page = 50

    def allows(self, request, act, row=None):
        if act == "view":
            return may_use_directory(request.user)
        if row is None or act == "add":
            return may_fill_directory(request.user)
        # Kept on the row: one page asks many times.
        if not hasattr(row, "_is_editable"):
            rows = type(row)._default_manager.filter(pk=row.pk)
            row._is_editable = rows.editable_by(request.user).exists()
        return row._is_editable

    def get_search_results(self, request, queryset, search_term):
        rows, _distinct = super().get_search_results(request, queryset, "")
        return rows.matching(" ".join(searched(search_term))), False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        ToldApart.objects.tell(obj, [found.row for found in getattr(form, "near", ())])

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["is_shared"] = (
            obj is not None
            and may_fill_directory(request.user)
            and not self.has_change_permission(request, obj)
        )
        if obj is not None and "_popup" not in request.GET:
            context |= self.change_context(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=_("name"), ordering="sort_name")
    def both_names(self, row):
        """The name in the reader's language, the other beside it, our own rendering marked."""
        mark = ""
        if row.name_zh and getattr(row, "name_zh_is_rendering", False):
            mark = format_html(
                ' <abbr class="rendering" lang="zh-Hans" title="{}">译名</abbr>',
                _("Our rendering, not official"),
            )
        return format_html(
            '{} <span class="quiet" lang="{}">{}</span>{}',
            row.name,
            "en" if row.name.lang != "en" else "zh-Hans",
            row.name.other,
            mark,
        )


@admin.register(Organization)
class OrganizationAdmin(DirectoryAdmin):
    form = AsksForOrganization
    making_form = NewOrganizationForm
    making_title = _("New organization")
    list_display = ("both_names", "kind", "city", "sort_name", "is_complete")
    list_filter = ("kind", GapsFilter)
    fieldsets = (
        (None, {"fields": (("name_zh", "name_en"), ("short_name_zh", "short_name_en"), "kind")}),
        (
            _("Where and how to find it"),
            {"fields": (("city_zh", "city_en"), "country", "website", "logo")},
        ),
        (_("Sorting and search"), {"fields": ("sort_name", "aliases")}),
    )

    def autocomplete_label(self, row):
        return " · ".join(filter(None, (str(row.name), row.name.other)))

    def get_urls(self):
        view = self.admin_site.admin_view(require_GET(self.names_view))
        return [path("names/", view, name="people_organization_names"), *super().get_urls()]

    def names_view(self, request):
        """The names that begin what somebody types: [{"text", "more"}], at most eight."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        term = " ".join(searched(request.GET.get("term", "")))
        rows = Organization.objects.matching(term) if term else Organization.objects.none()
        rows = self.own_first(request, rows)[:MOST_NAMES]
        found = [{"text": str(row.name), "more": row.name.other} for row in rows]
        return JsonResponse({"names": found})

    @admin.display(description=_("both languages"), boolean=True)
    def is_complete(self, row):
        return bool(row.name_zh and row.name_en)


def name_gaps() -> Q:
    """People whose name is known in one language alone."""
    no_english = Q(family_name_en="", given_name_en="")
    return (Q(name_zh="") & ~no_english) | (~Q(name_zh="") & no_english)


class PersonGapsFilter(GapsFilter):
    def condition(self, model):
        return gaps_condition(model) | name_gaps()


class RenderingFilter(ChoiceFilter):
    title = _("Chinese name")
    parameter_name = "rendering"

    def lookups(self, request, model_admin):
        return [("yes", _("our rendering")), ("no", _("official"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(name_zh_is_rendering=True).exclude(name_zh="")
        if self.value() == "no":
            return queryset.filter(name_zh_is_rendering=False).exclude(name_zh="")
        return queryset


class PersonForm(AsksForPerson):
    class Meta:
        help_texts = dict.fromkeys(("biography_zh", "biography_en"), markdown.HELP)


@admin.register(Person)
class PersonAdmin(DirectoryAdmin):
    form = PersonForm
    making_form = NewPersonForm
    making_title = _("New person")
    list_display = ("both_names", "organization", "printed_title", "sort_name", "is_complete")
    list_select_related = ("organization",)
    list_filter = (PersonGapsFilter, RenderingFilter, "academic_title")
    autocomplete_fields = ("organization",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name_zh", "name_zh_is_rendering"),
                    ("family_name_en", "given_name_en"),
                    "name_order_en",
                )
            },
        ),
        (
            _("Work"),
            {
                "fields": (
                    "organization",
                    "academic_title",
                    ("position_zh", "position_en"),
                    "website",
                )
            },
        ),
        (_("Biography and portrait"), {"fields": (("biography_zh", "biography_en"), "portrait")}),
        (_("Sorting and search"), {"fields": ("sort_name", "aliases")}),
    )

    def object_rows(self, request):
        return super().object_rows(request).select_related("organization")

    def get_search_results(self, request, queryset, search_term):
        rows, distinct = super().get_search_results(request, queryset, "")
        if request.resolver_match.url_name == "autocomplete":
            rows = rows.select_related("organization")
        return rows.called(" ".join(searched(search_term))), distinct

    def autocomplete_label(self, row):
        return with_employer(row.name, row.organization)

    @admin.display(description=pgettext_lazy("a person's", "title"))
    def printed_title(self, row):
        return " · ".join(filter(None, (row.get_academic_title_display(), str(row.position))))

    @admin.display(description=_("both languages"), boolean=True)
    def is_complete(self, row):
        return bool(row.name_zh and row.name_en)


@admin.register(HostRole)
class HostRoleAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    """Hosts are edited on the page of their conference; this list serves its editors."""

    fields = (
        "role",
        "organization",
        ("called_zh", "called_en"),
        ("since", "until"),
        "position",
    )
    list_display = ("organization", "role_as_printed", "since", "until")
    list_select_related = ("organization",)
    list_filter = ("role",)
    autocomplete_fields = ("organization",)
    ordering = ("conference", "position")

    @admin.display(description=_("role"), ordering="role")
    def role_as_printed(self, row):
        return row.called or row.get_role_display()
