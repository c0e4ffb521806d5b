"""Sessions in the admin: the list with times and rooms, and the form of one."""

from adminsortable2.admin import SortableAdminBase, SortableStackedInline, SortableTabularInline
from django.contrib import admin
from django.db.models import F, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline, zone_label
from conference.bilingual import gaps
from conference.codes import ALPHABET, start_of_code
from conference.filters import ScopedFilter
from conference.folding import searched
from conference.models import Room
from conference.permissions import Right, may
from conference.program.admin.session_acts import ActsOnSessions
from conference.program.admin.session_adding import (
    AddsKnownSessions,
    address_to_add_item,
    words_to_add_item,
)
from conference.program.admin.session_clashes import ClashesOfSessions
from conference.program.admin.session_filters import DayFilter, NeedsFilter, RoomFilter
from conference.program.admin.session_forms import SessionForm, SessionListForm
from conference.program.admin.session_groups import GroupedList
from conference.program.admin.session_parts import LinksOfSession, PeopleOfSession
from conference.program.admin.session_setting import SetsManySessions
from conference.program.draft.clashes import clashes_by_session, find_clashes, span
from conference.program.models import Kind, Session, SessionLink, SessionRole
from conference.wording.labels import listed


class SessionRoleInline(ConferenceScopedInline, SortableTabularInline):
    model = SessionRole
    fields = ("participation", "role")
    autocomplete_fields = ("participation",)
    verbose_name = gettext_lazy("person")
    verbose_name_plural = gettext_lazy("people, in the order they are printed")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("participation__person__organization")


class SessionLinkInline(ConferenceScopedInline, SortableStackedInline):
    model = SessionLink
    fields = (("kind", "is_released"), ("title_zh", "title_en"), ("url", "file"))
    verbose_name_plural = gettext_lazy("slides, recordings and other links")


@admin.register(Session)
class SessionAdmin(
    AddsKnownSessions,
    ClashesOfSessions,
    SetsManySessions,
    ActsOnSessions,
    ConferenceScopedAdmin,
    SortableAdminBase,
    SimpleHistoryAdmin,
):
    form = SessionForm
    list_form = SessionListForm
    shows_times = True
    change_form_template = "admin/program/session/change_form.html"
    change_list_template = "admin/program/session/change_list.html"
    initial_from_address = ("kind", "parent", "room", "track")
    list_display = (
        "title_line",
        "clash_mark",
        "starts_at",
        "ends_at",
        "room",
        "people",
        "kind_and_track",
        "position",
    )
    list_display_links = ("title_line",)
    list_editable = ("starts_at", "ends_at", "room", "position")
    list_filter = (
        NeedsFilter,
        DayFilter,
        ("room", RoomFilter),
        "kind",
        ("track", ScopedFilter),
        "status",
    )
    list_per_page = 100
    search_fields = ("search",)
    search_help_text = gettext_lazy(
        "Title or person: Chinese, English, pinyin or initials; or the code."
    )
    ordering = (
        "-conference__starts_on",
        "conference",
        F("starts_at").asc(nulls_last=True),
        "position",
        "number",
    )
    inlines = (SessionRoleInline, SessionLinkInline)
    history_parts = (PeopleOfSession, LinksOfSession)

    # --- The list ---------------------------------------------------------------------------

    def get_changelist(self, request, **kwargs):
        return GroupedList

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.resolver_match.url_name.endswith("_changelist"):
            rows = rows.select_related("conference", "room", "track", "parent__room")
            rows = rows.prefetch_related("roles__participation__person")
        return rows

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        if self.has_change_permission(request):
            return columns
        shown = {"starts_at": "when", "room": "place"}
        hidden = ("ends_at", "position")
        return [shown.get(name, name) for name in columns if name not in hidden]

    def get_changelist_form(self, request, **kwargs):
        form = super().get_changelist_form(request, **kwargs)
        form.rooms = {}
        for room in Room.objects.filter(conference__in=self.list_conferences(request)):
            form.rooms.setdefault(room.conference_id, []).append(room)
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "position":
            field.widget.attrs["class"] = "position"
        return field

    def get_search_results(self, request, queryset, search_term):
        rows, _distinct = super().get_search_results(request, queryset, "")
        for word in searched(search_term):
            people = SessionRole.objects.filter(participation__person__search__contains=word)
            said = Q(search__contains=word) | Q(pk__in=people.values("session"))
            if start := start_of_code(word, ALPHABET):
                said |= Q(code__startswith=start)
            rows = rows.filter(said)
        return rows, False

    def list_context(self, request):
        context = super().list_context(request)
        conference = context["conference"]
        if self.zone_of_list(request) is None:
            context["zone_label"] = _("each conference’s own zone")
        context["may_publish"] = conference and may(request.user, Right.PUBLISH, conference)
        context["may_edit"] = conference and may(request.user, Right.EDIT_DRAFT, conference)
        return context

    @admin.display(description=gettext_lazy("title"), ordering="title_en")
    def title_line(self, row):
        marks = [
            format_html('<span class="tag tag-todo">{}</span>', text)
            for text in sorted({_missing(side) for _name, side in gaps(row)})
        ]
        if row.is_cancelled:
            marks.insert(0, format_html('<span class="tag">{}</span>', _("cancelled")))
        elif row.first_published_at is None:
            marks.insert(0, format_html('<span class="tag">{}</span>', _("draft")))
        if row.parent_id:
            marks.append(format_html('<span class="part-of" title="{0}">↳ {0}</span>', row.parent))
        return format_html(
            '<span class="{}">{}</span> {}',
            "struck" if row.is_cancelled else "",
            row.title,
            format_html_join(" ", "{}", ((mark,) for mark in marks)),
        )

    @admin.display(description=gettext_lazy("time"), ordering="starts_at")
    def when(self, row):
        return span(row) if row.starts_at else None

    @admin.display(description=gettext_lazy("room"), ordering="room")
    def place(self, row):
        return row.effective_room

    @admin.display(description=gettext_lazy("people"))
    def people(self, row):
        names = [str(role.participation) for role in row.roles.all()]
        shown = listed(names[:3])
        return f"{shown} +{len(names) - 3}" if len(names) > 3 else shown or None

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_and_track(self, row):
        track = format_html('<span class="part-of">{}</span>', row.track) if row.track else ""
        return format_html("{} {}", row.get_kind_display(), track)

    # --- One session ------------------------------------------------------------------------

    def object_rows(self, request):
        return (
            super()
            .object_rows(request)
            .select_related("room", "track", "parent__room", "parent__track")
        )

    def get_fieldsets(self, request, obj=None):
        conference = obj.conference if obj else self.form_conference(request)
        clock = _("Local times by the 24-hour clock, in %(zone)s.") % {
            "zone": zone_label(conference)
        }
        return (
            (
                None,
                {
                    "fields": (
                        ("title_zh", "title_en"),
                        ("kind", "language", "track"),
                        ("parent", "status"),
                    )
                },
            ),
            (
                _("When and where"),
                {
                    "fields": (("starts_at", "ends_at"), ("room", "is_plenary"), "seats"),
                    "description": clock,
                },
            ),
            (
                _("While times are not known"),
                {
                    "fields": (("position", "parallel_group"),),
                    "classes": () if obj and not obj.starts_at else ("collapse",),
                },
            ),
            (
                _("Texts"),
                {
                    "fields": (
                        ("summary_zh", "summary_en"),
                        "zh_is_rendering",
                        ("abstract_zh", "abstract_en"),
                    ),
                },
            ),
            (
                _("For those who run it"),
                {
                    "fields": (("material", "private_note"),),
                    "description": _("It stands on the running sheet, and is never published."),
                },
            ),
        )

    def choices_for(self, request, db_field):
        rows = super().choices_for(request, db_field)
        return rows.that_hold_items().in_order() if db_field.name == "parent" else rows

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and "_popup" not in request.GET:
            context["preview"] = reverse(
                "admin:program_preview_session",
                args=[obj.conference_id, get_language(), obj.code],
            )
            found = clashes_by_session(find_clashes(obj.conference))
            context["clashes"] = found.get(obj.pk, ())
            if obj.may_hold_items:
                context["items"] = list(obj.talks.in_order().with_people())
                context["is_sub_forum"] = obj.kind == Kind.SUB_FORUM
                context["address_to_add"] = address_to_add_item(obj)
                context["words_to_add"] = words_to_add_item(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def is_on_site(self, obj):
        return bool(obj.first_published_at and obj.conference.is_public)


def _missing(side):
    return _("Chinese missing") if side == "zh" else _("English missing")
