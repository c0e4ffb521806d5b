"""The conference in the admin, with all that stands on its page."""

from adminsortable2.admin import SortableAdminBase
from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from simple_history.admin import SimpleHistoryAdmin

from conference import markdown
from conference.admin import ConferenceScopedAdmin
from conference.clock import check_year
from conference.filters import GapsFilter
from conference.models import Conference, TeamMember
from conference.permissions import Right, Role, may
from conference.program.draft.moving import change_time_zone
from config.office.beginning import BeginsConferences
from config.office.moving_days import days_to_move, offer
from config.office.page_parts import (
    ContactInline,
    ExpectedTotalInline,
    HighlightInline,
    HostRoleInline,
    HotelInline,
    VenuePlanInline,
)
from config.office.places import AddressFromNameForm, RoomInline, TrackInline
from config.office.team import (
    AttendanceGrantInline,
    GrantsOfConference,
    TeamMemberInline,
    TeamOfConference,
)


class ConferenceForm(AddressFromNameForm):
    otherwise = "conference"

    class Meta:
        help_texts = dict.fromkeys(
            ("description_zh", "description_en", "directions_zh", "directions_en"),
            markdown.HELP,
        )

    def names(self, cleaned):
        names = [
            cleaned.get(f"short_name_{side}") or cleaned.get(f"name_{side}", "")
            for side in ("en", "zh")
        ]
        return tuple(names)

    def rows_beside(self):
        return Conference.objects.all()

    def clean_starts_on(self):
        check_year(self.cleaned_data["starts_on"])
        return self.cleaned_data["starts_on"]

    def clean_ends_on(self):
        check_year(self.cleaned_data["ends_on"])
        return self.cleaned_data["ends_on"]


@admin.register(Conference)
class ConferenceAdmin(
    BeginsConferences, ConferenceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin
):
    form = ConferenceForm
    change_form_template = "admin/conference/conference/change_form.html"
    list_display = ("name_line", "starts_on", "ends_on", "city", "state")
    list_display_links = ("name_line",)
    list_filter = (GapsFilter,)
    search_fields = ("name_zh", "name_en", "short_name_zh", "short_name_en", "slug")
    inlines = (
        RoomInline,
        TrackInline,
        HostRoleInline,
        HighlightInline,
        ExpectedTotalInline,
        VenuePlanInline,
        HotelInline,
        ContactInline,
        TeamMemberInline,
        AttendanceGrantInline,
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name_zh", "name_en"),
                    ("short_name_zh", "short_name_en"),
                    ("slug", "name_zh_is_rendering"),
                )
            },
        ),
        (
            gettext_lazy("When and where"),
            {
                "fields": (
                    ("starts_on", "ends_on", "time_zone"),
                    ("venue_zh", "venue_en"),
                    ("address_zh", "address_en"),
                    ("city_zh", "city_en"),
                )
            },
        ),
        (
            gettext_lazy("Texts"),
            {
                "fields": (
                    ("description_zh", "description_en"),
                    ("directions_zh", "directions_en"),
                    ("contact_email", "logo"),
                ),
            },
        ),
        (
            gettext_lazy("After the conference"),
            {"fields": (("report_zh", "report_en"),), "classes": ("collapse",)},
        ),
    )

    history_parts = (TeamOfConference, GrantsOfConference)

    def parts_of(self, request, row):
        # Who gave whom which role is for those who give them.
        return super().parts_of(request, row) if may(request.user, Right.EDIT_SETTINGS, row) else []

    def allows(self, request, act, row=None):
        if act == "delete" and row is not None and row.first_published_at:
            return False
        return super().allows(request, act, row)

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj and obj.first_published_at else ()

    def get_inlines(self, request, obj):
        # Rooms and the rest belong to a conference that is there.
        return self.inlines if obj else ()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and may(request.user, Right.EDIT_SETTINGS, obj):
            context["invitations"] = [i for i in obj.teaminvitations.all() if i.is_open()]
            context["may_invite"] = True
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        old_zone = form.now.get("time_zone") if change else None
        super().save_model(request, obj, form, change)
        if not change:
            # Whoever makes a conference runs it.
            TeamMember.objects.create(conference=obj, user=request.user, role=Role.ORGANIZER)
        elif old_zone and old_zone != obj.time_zone:
            change_time_zone(obj, old_zone=old_zone)
            count = obj.sessions.filter(starts_at__isnull=False).count()
            text = ngettext(
                "%(count)d session keeps its clock time, now in %(zone)s.",
                "%(count)d sessions keep their clock times, now in %(zone)s.",
                count,
            ) % {"count": count, "zone": obj.time_zone}
            self.message_user(request, text, messages.WARNING)
        if change and (days := days_to_move(obj, form.now.get("starts_on"))):
            self.message_user(request, offer(obj, days), messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        # The next step is its rooms and hosts, on the page that now has them.
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    @admin.display(description=gettext_lazy("name"), ordering="name_en")
    def name_line(self, row):
        return format_html('{} <span class="quiet">{}</span>', row, row.short_name.other)

    @admin.display(description=gettext_lazy("city"))
    def city(self, row):
        return str(row.city) or None

    @admin.display(description=gettext_lazy("state"))
    def state(self, row):
        if row.is_public:
            return format_html('<span class="tag tag-good">{}</span>', _("public"))
        return format_html('<span class="tag">{}</span>', _("draft"))
