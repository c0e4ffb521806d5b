"""The two logs: every scan, every list that left the house. Nobody changes either."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.admin import ConferenceScopedAdmin
from conference.attendance.badges.orders import LABELS
from conference.attendance.found_by import named
from conference.attendance.lists.listing import LISTS
from conference.attendance.models import CheckIn, ExportLog
from conference.attendance.models.check_ins import result_text
from conference.attendance.questions.telling import column_label
from conference.attendance.questions.wordings import QuestionsThen
from conference.filters import ChoiceFilter
from conference.folding import searched
from conference.permissions import Right

# What the columns of a list are called in it; questions have their words, sessions keep their keys.
COLUMNS = {
    "no": pgettext_lazy("list column", "No."),
    "number": pgettext_lazy("list column", "Number"),
    "code": pgettext_lazy("list column", "Code"),
    "name": pgettext_lazy("list column", "Name"),
    "name_en": pgettext_lazy("list column", "English name"),
    "organization": pgettext_lazy("list column", "Organization"),
    "title": pgettext_lazy("list column", "Title"),
    "category": pgettext_lazy("list column", "Category"),
    "phone": pgettext_lazy("list column", "Phone"),
    "email": pgettext_lazy("list column", "E-mail"),
    "status": pgettext_lazy("list column", "Status"),
    "time_zone": pgettext_lazy("list column", "Time zone"),
    "signed_in_at": pgettext_lazy("list column", "Signed in at"),
    "signature": pgettext_lazy("list column", "Signature"),
    "remarks": pgettext_lazy("list column", "Remarks"),
    "first_in": pgettext_lazy("list column", "First in"),
    "last_out": pgettext_lazy("list column", "Last out"),
    "minutes": pgettext_lazy("list column", "Minutes"),
    "scanned_at": pgettext_lazy("list column", "Scanned at"),
    "received_at": pgettext_lazy("list column", "Received at"),
    "checkpoint": pgettext_lazy("list column", "Checkpoint"),
    "result": pgettext_lazy("list column", "Result"),
    "reason": pgettext_lazy("list column", "Reason"),
    "station": pgettext_lazy("list column", "Station"),
    "by": pgettext_lazy("list column", "By"),
    "method": pgettext_lazy("list column", "Method"),
    "source": pgettext_lazy("list column", "Source"),
    "registered_at": pgettext_lazy("list column", "Registered at"),
    "sessions": pgettext_lazy("list column", "Sub-forum"),
    "reached": pgettext_lazy("list column", "Reached"),
    "answer": pgettext_lazy("list column", "Answer"),
}

# Whatever is logged when it leaves.
LOGGED = LISTS | LABELS


class OutcomeFilter(ChoiceFilter):
    """By the result in the words of the list, which tell leaving from coming."""

    title = _("result")
    parameter_name = "outcome"

    def lookups(self, request, model_admin):
        both = (CheckIn.Result.ADMITTED, CheckIn.Result.ALREADY)
        outcomes = [
            (result, direction)
            for result in CheckIn.Result
            for direction in (CheckIn.Direction if result in both else [""])
        ]
        return [
            ("-".join(filter(None, (result, direction))), result_text(result, direction))
            for result, direction in outcomes
        ]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        result, _dash, direction = self.value().partition("-")
        rows = queryset.filter(result=result)
        return rows.filter(direction=direction) if direction else rows


class JudgingFilter(ChoiceFilter):
    """Codes that nobody on the list has: somebody has to find out whose they were."""

    title = _("to be judged")
    parameter_name = "judge"

    def lookups(self, request, model_admin):
        return [("unknown", _("unknown codes"))]

    def queryset(self, request, queryset):
        return queryset.to_be_judged() if self.value() else queryset


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
    list_display = ("scanned_at", "who", "checkpoint", "outcome", "station", "signed_by", "method")
    list_display_links = ("scanned_at",)
    list_filter = (OutcomeFilter, JudgingFilter, "reason", "method", "direction")
    list_select_related = ("registration", "checkpoint__session", "by")
    date_hierarchy = "scanned_at"
    search_fields = ("registration__search",)
    search_help_text = _("Name, pinyin, initials or organization; the code.")
    ordering = ("-received_at", "-pk")
    fields = (
        ("scanned_at", "received_at", "device_at"),
        ("who", "code"),
        ("checkpoint", "direction"),
        ("said", "reason", "note"),
        ("station", "typed_by", "account", "method"),
        "settled",
        "sent_as",
    )
    readonly_fields = ("who", "said", "account", "settled", "sent_as")

    @admin.display(description=_("by"), ordering="by")
    def signed_by(self, row):
        """The account, else the name typed at a station."""
        return self.account(row) if row.by else row.typed_by or "-"

    @admin.display(description=_("settled by"))
    def settled(self, row):
        """What an organizer said of an unknown code; where it can be said, until then."""
        if row.judges_id:
            return gettext("settles scan %(number)d") % {"number": row.judges_id}
        if row.reason != CheckIn.Reason.UNKNOWN_CODE or not row.code:
            return "-"
        if said := row.judged_by.select_related("registration", "by").first():
            who = said.registration.name if said.registration else gettext("nobody of ours")
            return " · ".join(filter(None, [who, str(said.by or ""), said.note]))
        address = reverse("attendance:judge", args=[row.conference.slug])
        return format_html('<a href="{}?scan={}">{}</a>', address, row.pk, gettext("Settle it"))

    @admin.display(description=_("identifier of the sending device"))
    def sent_as(self, row):
        return row.client_id

    @admin.display(description=_("result"))
    def said(self, row):
        return row.result_text

    @admin.display(description=_("registration"), ordering="registration__sort_name")
    def who(self, row):
        if row.person is None:
            return row.code or "-"
        return f"{row.person.name} · {row.person.organization_name}".strip(" ·")

    @admin.display(description=_("result"), ordering="result")
    def outcome(self, row):
        if row.reason and not row.is_override:
            return row.reason_text
        return " · ".join(filter(None, [row.result_text, row.reason_text]))

    def get_search_results(self, request, queryset, search_term):
        rows, _distinct = super().get_search_results(request, queryset, "")
        words = searched(search_term)
        if words:
            # Somebody of another conference is not found by their name either.
            rows = rows.exclude(reason=CheckIn.Reason.OTHER_CONFERENCE)
        for word in words:
            rows = rows.filter(named(word, "registration__"))
        return rows, False


class ListFilter(ChoiceFilter):
    title = _("list")
    parameter_name = "list"

    def lookups(self, request, model_admin):
        return list(LOGGED.items())

    def queryset(self, request, queryset):
        return queryset.filter(list_name=self.value()) if self.value() else queryset


@admin.register(ExportLog)
class ExportLogAdmin(LogAdmin):
    list_display = ("at", "list_title", "file_format", "session", "rows", "unmasked", "by", "via")
    list_display_links = ("at",)
    list_filter = (ListFilter, "via", "unmasked")
    list_select_related = ("session", "by")
    date_hierarchy = "at"
    fields = (
        ("at", "account", "via"),
        ("list_title", "file_format", "session"),
        ("rows", "unmasked"),
        "column_names",
    )
    readonly_fields = ("list_title", "file_format", "column_names", "account")

    @admin.display(description=_("list"), ordering="list_name")
    def list_title(self, row):
        return LOGGED.get(row.list_name, row.list_name)

    @admin.display(description=_("format"), ordering="format")
    def file_format(self, row):
        return row.format.upper()

    @admin.display(description=_("columns"))
    def column_names(self, row):
        asked = QuestionsThen([row.conference_id])
        names = {key: COLUMNS.get(key) or column_label(asked, key, row.at) for key in row.columns}
        return ", ".join(str(name or key) for key, name in names.items())
