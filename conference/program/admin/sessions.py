"""Sessions in the admin: the list with times, rooms and clashes, and the form of one."""

from adminsortable2.admin import SortableAdminBase, SortableStackedInline, SortableTabularInline
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as django_delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Q
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline, zone_label
from conference.bilingual import gaps
from conference.filters import ScopedFilter
from conference.folding import searched
from conference.models import Room
from conference.permissions import Right, may
from conference.program.admin.session_filters import DayFilter, NeedsFilter, RoomFilter
from conference.program.admin.session_forms import MoveForm, SessionForm, SessionListForm
from conference.program.admin.session_parts import LinksOfSession, PeopleOfSession
from conference.program.draft.clashes import clashes_by_session, find_clashes, span
from conference.program.draft.moving import duplicate, move, set_status
from conference.program.models import Kind, Session, SessionLink, SessionRole

# Clashes are looked for in so many conferences at once; a list of more shows the latest ones'.
CHECKED_AT_ONCE = 4
SHOWN_AFTER_SAVE = 4


class SessionRoleInline(ConferenceScopedInline, SortableTabularInline):
    model = SessionRole
    fields = ("participation", "role")
    autocomplete_fields = ("participation",)
    verbose_name = gettext_lazy("person")
    verbose_name_plural = gettext_lazy("people, in the order they are printed")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("participation__person")


class SessionLinkInline(ConferenceScopedInline, SortableStackedInline):
    model = SessionLink
    fields = (("kind", "is_released"), ("title_zh", "title_en"), ("url", "file"))
    verbose_name_plural = gettext_lazy("slides, recordings and other links")


class SessionList(ChangeList):
    """The page's rows know their clashes."""

    def get_results(self, request):
        super().get_results(request)
        found = self.model_admin.clashes_in_list(request)
        for row in self.result_list:
            row.found_clashes = found.get(row.pk, ())


@admin.register(Session)
class SessionAdmin(ConferenceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
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
    actions = (
        "move_by_minutes",
        "duplicate_sessions",
        "cancel_sessions",
        "reinstate_sessions",
        "delete_selected",
    )
    inlines = (SessionRoleInline, SessionLinkInline)
    history_parts = (PeopleOfSession, LinksOfSession)

    # --- The list ---------------------------------------------------------------------------

    def get_changelist(self, request, **kwargs):
        return SessionList

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
            rows = rows.filter(Q(search__contains=word) | Q(pk__in=people.values("session")))
        return rows, False

    def clashes_in_list(self, request) -> dict:
        """{session id: its clashes} of the list's conferences, found once a request."""
        if not hasattr(request, "found_clashes"):
            request.found_clashes = {}
            for conference in self.list_conferences(request)[:CHECKED_AT_ONCE]:
                request.found_clashes |= clashes_by_session(find_clashes(conference))
        return request.found_clashes

    def list_context(self, request):
        context = super().list_context(request)
        conference = context["conference"]
        if self.zone_of_list(request) is None:
            context["zone_label"] = _("each conference’s own zone")
        context["may_publish"] = conference and may(request.user, Right.PUBLISH, conference)
        context["may_edit"] = conference and may(request.user, Right.EDIT_DRAFT, conference)
        return context

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if request.method == "POST" and "_save" in request.POST and response.status_code == 302:
            saved = getattr(request, "saved_sessions", ())
            self.tell_of_clashes(request, self.list_conferences(request), only=saved, in_all=True)
        return response

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
        shown = pgettext("between names", ", ").join(names[:3])
        return f"{shown} +{len(names) - 3}" if len(names) > 3 else shown or None

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_and_track(self, row):
        track = format_html('<span class="part-of">{}</span>', row.track) if row.track else ""
        return format_html("{} {}", row.get_kind_display(), track)

    @admin.display(description=gettext_lazy("clashes"), empty_value="")
    def clash_mark(self, row):
        found = getattr(row, "found_clashes", ())
        if not found:
            return None
        level = "error" if any(clash.is_error for clash in found) else "warning"
        return format_html(
            '<span class="tag tag-{}" title="{}">{} {}</span>',
            level,
            "\n".join(str(clash.message) for clash in found),
            _("clash") if level == "error" else _("warning"),
            len(found) if len(found) > 1 else "",
        )

    # --- One session ------------------------------------------------------------------------

    def object_rows(self, request):
        return super().object_rows(request).select_related("room", "track", "parent__room")

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
        )

    def choices_for(self, request, db_field):
        rows = super().choices_for(request, db_field)
        return rows.in_order() if db_field.name == "parent" else rows

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and "_popup" not in request.GET:
            context["preview"] = reverse(
                "admin:program_preview_session",
                args=[obj.conference_id, get_language(), obj.code],
            )
            found = clashes_by_session(find_clashes(obj.conference))
            context["clashes"] = found.get(obj.pk, ())
            if obj.kind == Kind.SUB_FORUM:
                context["talks"] = list(obj.talks.in_order().with_people())
                context["add_talk"] = (
                    reverse("admin:program_session_add")
                    + f"?conference={obj.conference_id}&parent={obj.pk}&kind=talk"
                )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def is_on_site(self, obj):
        return bool(obj.first_published_at and obj.conference.is_public)

    # What clashes is asked when all rows and people of a save are written, never between them.

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        request.__dict__.setdefault("saved_sessions", set()).add(obj.pk)

    def response_add(self, request, obj, post_url_continue=None):
        self.tell_of_clashes(request, [obj.conference], only={obj.pk})
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self.tell_of_clashes(request, [obj.conference], only={obj.pk})
        return super().response_change(request, obj)

    def tell_of_clashes(self, request, conferences, *, only=(), in_all=False):
        """Say after a save what clashes now, each once: of the sessions `only` (their ids), and
        how many errors there are in all.
        """
        for conference in conferences[:CHECKED_AT_ONCE]:
            found = find_clashes(conference)
            own = [clash for clash in found if any(s.pk in only for s in clash.sessions)]
            if in_all:  # of many rows, what keeps them from being published
                own = [clash for clash in own if clash.is_error]
            for clash in own[:SHOWN_AFTER_SAVE]:
                level = messages.ERROR if clash.is_error else messages.WARNING
                self.message_user(request, clash.message, level)
            errors = [clash for clash in found if clash.is_error]
            if in_all and errors:
                report = reverse("admin:program_clashes", args=[conference.pk])
                text = ngettext(
                    "%(count)d clash keeps %(conference)s from being published.",
                    "%(count)d clashes keep %(conference)s from being published.",
                    len(errors),
                ) % {"count": len(errors), "conference": conference}
                link = format_html('{} <a href="{}">{}</a>', text, report, _("See the report"))
                self.message_user(request, link, messages.WARNING)

    def tell_of_rows(self, request, rows):
        """What clashes after an act on many rows."""
        conferences = {row.conference_id: row.conference for row in rows}
        ids = {row.pk for row in rows}
        self.tell_of_clashes(request, list(conferences.values()), only=ids, in_all=True)

    # --- Deleting: only what nobody has seen ------------------------------------------------

    def has_delete_permission(self, request, obj=None):
        published = obj is not None and obj.was_published
        return not published and super().has_delete_permission(request, obj)

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row.was_published and self.has_change_permission(request, row):
            return self.cancel_instead(request, [row])
        return super().delete_view(request, object_id, extra_context)

    def cancel_instead(self, request, rows):
        """Why these rows are not deleted, and a button that cancels those that are not yet."""
        for row in rows:
            self.tell_to_cancel(request, row)
        back = reverse("admin:program_session_changelist")
        if len(rows) == 1:
            back = reverse("admin:program_session_change", args=[rows[0].pk])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Cancel instead"),
            "opts": self.opts,
            "conference": rows[0].conference,
            "rows": [row for row in rows if not row.is_cancelled],
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": back,
        }
        return TemplateResponse(request, "admin/program/session/cancel_instead.html", context)

    def tell_to_cancel(self, request, row):
        self.message_user(
            request,
            _("“%(title)s” or a talk of it has been published: attendees have it in their "
              "calendars. Cancel it instead of deleting it.") % {"title": row.title}
            if row.first_published_at is None else
            _("“%(title)s” has been published: attendees have it in their calendars. Cancel it "
              "instead of deleting it.") % {"title": row.title},
            messages.ERROR,
        )  # fmt: skip

    # --- Actions ----------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Move by minutes …"), permissions=["change"])
    def move_by_minutes(self, request, queryset):
        rows = self.changeable(request, queryset)
        form = MoveForm(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            moved = move(rows, minutes=form.cleaned_data["minutes"])
            self.message_user(
                request,
                ngettext(
                    "%(count)d session was moved.", "%(count)d sessions were moved.", len(moved)
                )
                % {"count": len(moved)},
                messages.SUCCESS if moved else messages.WARNING,
            )
            self.tell_of_rows(request, rows)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Move by minutes"),
            "opts": self.opts,
            "form": form,
            "rows": [(row, span(row) if row.starts_at else "") for row in rows],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/program/session/move.html", context)

    @admin.action(description=gettext_lazy("Duplicate"), permissions=["add"])
    def duplicate_sessions(self, request, queryset):
        for row in self.changeable(request, queryset):
            copy = duplicate(row)
            link = format_html(
                '<a href="{}">{}</a>',
                reverse("admin:program_session_change", args=[copy.pk]),
                copy.title,
            )
            if copy.starts_at:
                text = _(
                    "A copy with its talks, their people and times was made, without a room: "
                    "{link}. Move it to its place."
                )
            else:
                text = _("A copy without a time was made: {link}. Give it a title and a time.")
            self.message_user(request, format_html(text, link=link), messages.SUCCESS)

    @admin.action(description=gettext_lazy("Cancel"), permissions=["change"])
    def cancel_sessions(self, request, queryset):
        self.change_status(request, queryset, Session.Status.CANCELLED)

    @admin.action(description=gettext_lazy("Reinstate"), permissions=["change"])
    def reinstate_sessions(self, request, queryset):
        self.change_status(request, queryset, Session.Status.PLANNED)

    def change_status(self, request, queryset, status):
        changed = set_status(self.changeable(request, queryset), status)
        text = (
            ngettext("%(count)d session is cancelled.", "%(count)d sessions are cancelled.",
                     len(changed))
            if status == Session.Status.CANCELLED
            else ngettext("%(count)d session is planned again.",
                          "%(count)d sessions are planned again.", len(changed))
        )  # fmt: skip
        text %= {"count": len(changed)}
        hint = _("Attendees see it after the next publish.")
        self.message_user(request, f"{text} {hint}", messages.SUCCESS)
        self.tell_of_rows(request, changed)

    @admin.action(description=gettext_lazy("Delete (never published only)"), permissions=["delete"])
    def delete_selected(self, request, queryset):
        published = [row for row in queryset if row.was_published]
        if published:
            return self.cancel_instead(request, published)
        return django_delete_selected(self, request, queryset)

    def delete_queryset(self, request, queryset):
        # A talk that was chosen beside its sub-forum goes with it.
        rows = list(queryset)
        chosen = {row.pk for row in rows}
        for row in rows:
            if row.parent_id not in chosen:
                row.delete()


def _missing(side):
    return _("Chinese missing") if side == "zh" else _("English missing")
