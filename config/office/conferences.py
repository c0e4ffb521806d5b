"""The conference in the admin, with all that stands on its page, and its team."""

from adminsortable2.admin import SortableAdminBase, SortableStackedInline, SortableTabularInline
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from simple_history.admin import SimpleHistoryAdmin

from alliance.models import Alliance, AttendanceGrant
from conference import markdown
from conference.accessible import ColorInput
from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline
from conference.clock import check_year
from conference.filters import GapsFilter
from conference.forms import ScopedModelForm
from conference.meanwhile.formsets import MergingInlineFormSet
from conference.models import (
    Conference,
    Contact,
    Highlight,
    Hotel,
    Room,
    TeamMember,
    Track,
    VenuePlan,
)
from conference.parts import Accounts
from conference.people.models import HostRole
from conference.people.pinyin import syllables
from conference.permissions import Right, Role, may
from conference.program.draft.moving import change_time_zone
from conference.program.models import ExpectedTotal


def address_of(text_en, text_zh, *, taken, otherwise):
    """A short address from a name: its English words, else pinyin; numbered when taken."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in text_en.lower()).split()
    if not words:
        words = [s.lower() for s in syllables(text_zh) if s.isascii() and s.isalnum()]
    slug = "-".join(words)[:50].strip("-")
    if not slug or not slug[0].isalpha():
        slug = f"{otherwise}-{slug}".strip("-")
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


HOTEL_FIELDS = (
    ("name_zh", "name_en"),
    ("address_zh", "address_en"),
    ("note_zh", "note_en"),
    ("phone", "website"),
)
CONTACT_FIELDS = (("name_zh", "name_en"), ("purpose_zh", "purpose_en"), ("phone", "email"))


class AddressedForm(ScopedModelForm):
    """A room or track: its short address is made from the name, and frozen once published."""

    otherwise = ""
    published = frozenset()  # guids of the rows that any release holds, set by the admin

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" not in self.fields:
            return
        slug = self.fields["slug"]
        slug.required = False
        slug.widget.attrs["placeholder"] = _("from the name")
        if self.instance.pk and str(self.instance.guid) in self.published:
            slug.disabled = True
            slug.help_text = _("Frozen: it was published.")

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            rows = self._meta.model.objects.filter(conference=self.instance.conference_id)
            cleaned["slug"] = address_of(
                cleaned.get("name_en", ""),
                cleaned.get("name_zh", ""),
                taken=set(rows.exclude(pk=self.instance.pk).values_list("slug", flat=True)),
                otherwise=self.otherwise,
            )
        return cleaned


class ConferenceForm(ScopedModelForm):
    class Meta:
        help_texts = dict.fromkeys(
            ("description_zh", "description_en", "directions_zh", "directions_en"),
            markdown.HELP,
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].widget.attrs["placeholder"] = _("from the name")

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            names = [
                cleaned.get(f"short_name_{side}") or cleaned.get(f"name_{side}", "")
                for side in ("en", "zh")
            ]
            others = Conference.objects.exclude(pk=self.instance.pk)
            taken = set(others.values_list("slug", flat=True))
            cleaned["slug"] = address_of(*names, taken=taken, otherwise="conference")
        return cleaned

    def clean_starts_on(self):
        check_year(self.cleaned_data["starts_on"])
        return self.cleaned_data["starts_on"]

    def clean_ends_on(self):
        check_year(self.cleaned_data["ends_on"])
        return self.cleaned_data["ends_on"]


def published_guids(conference, section) -> set:
    """The guids of the rooms or tracks in all releases of a conference; one query."""
    releases = conference.releases.values_list(f"document__{section}", flat=True)
    return {row["guid"] for rows in releases for row in rows or ()}


class AddressedAdmin:
    """Tells the forms of a list or page what was published. `section` is of a release."""

    section = ""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None:
            form.published = published_guids(obj.conference, self.section)
        return form


class AddressedInline:
    section = ""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            formset.form.published = published_guids(obj, self.section)
        return formset


class RoomForm(AddressedForm):
    otherwise = "room"

    class Meta:
        help_texts = dict.fromkeys(
            ("directions_zh", "directions_en"),
            gettext_lazy("Such as “Second floor, to the left of the stairs”. Attendees read it."),
        )


class TrackForm(AddressedForm):
    otherwise = "track"

    class Meta:
        widgets = {"color": ColorInput}


class RoomInline(AddressedInline, ConferenceScopedInline, SortableTabularInline):
    model = Room
    section = "rooms"
    form = RoomForm
    # How to find it is written on the room's own page: a line has no place for it.
    fields = ("name_zh", "name_en", "floor_zh", "floor_en", "capacity", "holds_several", "slug")
    show_change_link = True


class TrackInline(AddressedInline, ConferenceScopedInline, SortableTabularInline):
    model = Track
    section = "tracks"
    form = TrackForm
    fields = ("name_zh", "name_en", "color", "slug")


class HostRoleInline(ConferenceScopedInline, SortableTabularInline):
    model = HostRole
    fields = ("role", "organization")
    autocomplete_fields = ("organization",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")


class HighlightInline(ConferenceScopedInline, SortableTabularInline):
    model = Highlight
    fields = ("kind", "name_zh", "name_zh_is_rendering", "name_en")


class VenuePlanInline(ConferenceScopedInline, SortableStackedInline):
    model = VenuePlan
    classes = ("collapse",)
    fields = ("image", ("caption_zh", "caption_en"))


class HotelInline(ConferenceScopedInline, SortableStackedInline):
    model = Hotel
    classes = ("collapse",)
    fields = HOTEL_FIELDS


class ContactInline(ConferenceScopedInline, SortableStackedInline):
    model = Contact
    classes = ("collapse",)
    fields = CONTACT_FIELDS
    verbose_name_plural = gettext_lazy("public contacts: everybody can read them")


class ExpectedTotalInline(ConferenceScopedInline, admin.TabularInline):
    model = ExpectedTotal
    fields = ("total", "label_zh", "label_en", "category", "session")
    autocomplete_fields = ("session",)
    verbose_name_plural = gettext_lazy("expected totals, while not all are named")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("session")


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


@admin.register(Conference)
class ConferenceAdmin(ConferenceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
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

    def parts_of(self, request, row):
        # Who gave whom which role is for those who give them.
        return [TeamOfConference(row)] if may(request.user, Right.EDIT_SETTINGS, row) else []

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


# --- Lists for editors, who may not open the settings -------------------------------------------


@admin.register(Room)
class RoomAdmin(AddressedAdmin, ConferenceScopedAdmin, SimpleHistoryAdmin):
    section = "rooms"
    form = RoomForm
    fields = (
        ("name_zh", "name_en"),
        ("floor_zh", "floor_en"),
        ("directions_zh", "directions_en"),
        ("capacity", "holds_several"),
        ("slug", "position"),
    )
    list_display = ("name", "floor", "capacity", "holds_several", "position")
    list_editable = ("capacity", "position")
    search_fields = ("name_zh", "name_en", "slug")
    ordering = ("-conference__starts_on", "conference", "position", "pk")


@admin.register(Track)
class TrackAdmin(AddressedAdmin, ConferenceScopedAdmin, SimpleHistoryAdmin):
    section = "tracks"
    form = TrackForm
    fields = (("name_zh", "name_en"), ("color", "position"), "slug")
    list_display = ("name", "color", "position")
    list_editable = ("position",)
    search_fields = ("name_zh", "name_en", "slug")
    ordering = ("-conference__starts_on", "conference", "position", "pk")


@admin.register(Highlight)
class HighlightAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    fields = ("kind", ("name_zh", "name_en"), "name_zh_is_rendering", "position")
    list_display = ("name", "kind", "position")
    list_editable = ("position",)
    list_filter = ("kind", GapsFilter)
    search_fields = ("name_zh", "name_en")
    ordering = ("-conference__starts_on", "conference", "kind", "position", "pk")


@admin.register(Hotel)
class HotelAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    fields = (*HOTEL_FIELDS, "position")
    list_display = ("name", "phone", "website", "position")
    list_editable = ("position",)
    list_filter = (GapsFilter,)
    search_fields = ("name_zh", "name_en", "address_zh", "address_en")
    ordering = ("-conference__starts_on", "conference", "position", "pk")


@admin.register(Contact)
class ContactAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    fieldsets = (
        (
            None,
            {
                "fields": (*CONTACT_FIELDS, "position"),
                "description": gettext_lazy(
                    "Everybody can read this on the venue page. A speaker’s private contact "
                    "belongs to the participant in the program."
                ),
            },
        ),
    )
    list_display = ("name", "purpose", "phone", "email", "position")
    list_editable = ("position",)
    list_filter = (GapsFilter,)
    search_fields = ("name_zh", "name_en", "purpose_zh", "purpose_en")
    ordering = ("-conference__starts_on", "conference", "position", "pk")
