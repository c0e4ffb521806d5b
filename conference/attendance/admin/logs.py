"""The two logs: every scan, every list that left the house. Nobody changes either."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conference.admin import ConferenceScopedAdmin
from conference.attendance.models import CheckIn, ExportLog
from conference.folding import searched
from conference.permissions import Right


class LogAdmin(ConferenceScopedAdmin, admin.ModelAdmin):
    """Rows that are written by acts alone."""

    shows_times = True
    actions = None
    show_full_result_count = False
    list_per_page = 100

    @admin.display(description=_("by"))
    def account(self, row):
        # As a plain name: Django would link an account that the reader may not open.
        return str(row.by) if row.by else "-"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(CheckIn)
class CheckInAdmin(LogAdmin):
    # The desk page shows its own log; here it is read together with the registrations.
    view_right = Right.VIEW_REGISTRATIONS
    list_display = ("scanned_at", "who", "checkpoint", "outcome", "station", "by", "method")
    list_display_links = ("scanned_at",)
    list_filter = ("result", "reason", "method", "direction")
    list_select_related = ("registration", "checkpoint__session", "by")
    date_hierarchy = "scanned_at"
    search_fields = ("registration__search",)
    search_help_text = _("Name, pinyin, initials or organization.")
    ordering = ("-received_at", "-pk")
    fields = (
        ("scanned_at", "received_at"),
        "who",
        ("checkpoint", "direction"),
        ("result", "reason"),
        ("station", "account", "method"),
        "client_id",
    )
    readonly_fields = ("who", "account")

    @admin.display(description=_("registration"), ordering="registration__sort_name")
    def who(self, row):
        if row.person is None:
            return "-"
        return f"{row.person.name} · {row.person.organization_name}".strip(" ·")

    @admin.display(description=_("result"), ordering="result")
    def outcome(self, row):
        if row.reason and not row.is_override:
            return row.reason_text
        return " · ".join(filter(None, [row.get_result_display(), row.reason_text]))

    def get_search_results(self, request, queryset, search_term):
        rows, _distinct = super().get_search_results(request, queryset, "")
        words = searched(search_term)
        if words:
            # Somebody of another conference is not found by their name either.
            rows = rows.exclude(reason=CheckIn.Reason.OTHER_CONFERENCE)
        for word in words:
            rows = rows.filter(registration__search__contains=word)
        return rows, False


@admin.register(ExportLog)
class ExportLogAdmin(LogAdmin):
    list_display = ("at", "list_name", "format", "session", "rows", "unmasked", "by", "via")
    list_display_links = ("at",)
    list_filter = ("list_name", "format", "via", "unmasked")
    list_select_related = ("session", "by")
    date_hierarchy = "at"
    fields = (
        ("at", "account", "via"),
        ("list_name", "format", "session"),
        ("rows", "unmasked"),
        "column_names",
    )
    readonly_fields = ("column_names", "account")

    @admin.display(description=_("columns"))
    def column_names(self, row):
        return ", ".join(row.columns)
