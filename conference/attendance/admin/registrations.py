"""Registrations in the admin: organizers edit them, exporters read them."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from simple_history.admin import SimpleHistoryAdmin
from simple_history.utils import bulk_update_with_history

from conference.admin import ConferenceScopedAdmin
from conference.attendance.admin.importing import ImportPages
from conference.attendance.models import Admission, Checkpoint, Question, Registration
from conference.attendance.registering import list_lock
from conference.attendance.wording import answer_text
from conference.filters import ChoiceFilter
from conference.models import Conference
from conference.permissions import Right, is_all_powerful, may
from conference.stamps import raise_stamps, seats_scope

Status = Registration.Status


class ArrivalFilter(ChoiceFilter):
    title = gettext_lazy("arrival")
    parameter_name = "arrival"

    def lookups(self, request, model_admin):
        return [("yes", _("signed in")), ("no", _("not signed in"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(Q(is_here=self.value() == "yes"))


class DoublesFilter(ChoiceFilter):
    """Rows that share name and organization with another one of their conference."""

    title = gettext_lazy("possible duplicates")
    parameter_name = "doubles"

    def lookups(self, request, model_admin):
        return [("yes", _("possible duplicates"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        twins = Registration.objects.filter(
            conference=OuterRef("conference"),
            name=OuterRef("name"),
            organization_name=OuterRef("organization_name"),
        ).exclude(pk=OuterRef("pk"))
        return queryset.filter(Exists(twins))


@admin.register(Registration)
class RegistrationAdmin(ImportPages, ConferenceScopedAdmin, SimpleHistoryAdmin):
    shows_times = True
    change_list_template = "admin/attendance/registration/change_list.html"
    list_display = (
        "number",
        "who",
        "organization_name",
        "title",
        "category",
        "shown_phone",
        "state",
        "arrived",
        "registered_at",
    )
    list_display_links = ("who",)
    list_filter = ("status", ArrivalFilter, "source", "category", DoublesFilter)
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("search",)
    search_help_text = gettext_lazy(
        "Any part of name, pinyin, initials or organization; last digits of the phone; the code."
    )
    ordering = ("conference", "sort_name", "number")
    autocomplete_fields = ("organization",)
    actions = ("confirm", "put_on_waiting_list", "cancel", "decline")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "name_en"),
                    ("organization_name", "organization"),
                    ("title", "category"),
                    ("phone", "email"),
                )
            },
        ),
        (gettext_lazy("At the conference"), {"fields": ("status", "sessions", "remarks")}),
        (
            gettext_lazy("Where it comes from"),
            {
                "fields": (
                    ("number", "code"),
                    ("source", "language"),
                    ("registered_at", "consent"),
                    "shown_answers",
                    "personal_link",
                )
            },
        ),
        (gettext_lazy("Sorting"), {"fields": ("sort_name",)}),
    )
    readonly_fields = (
        *("number", "code", "registered_at", "consent", "shown_answers", "personal_link"),
        *("shown_phone", "shown_email"),
    )

    # --- The list ---------------------------------------------------------------------------

    def get_queryset(self, request):
        arrived = Admission.objects.filter(
            registration=OuterRef("pk"), checkpoint__kind=Checkpoint.Kind.ARRIVAL
        )
        seen = self.contacts_of(request)
        sees = Value(True) if seen is None else Case(When(conference__in=seen, then=True))
        return super().get_queryset(request).annotate(is_here=Exists(arrived), sees_contacts=sees)

    def get_search_results(self, request, queryset, search_term):
        rows, _distinct = super().get_search_results(request, queryset, "")
        return rows.matching(" ".join(search_term[:200].split()[:8])), False

    def list_context(self, request):
        conferences = self.list_conferences(request)
        return super().list_context(request) | {
            "may_import": may(request.user, Right.EDIT_REGISTRATIONS),
            "may_export": any(may(request.user, Right.EXPORT, c) for c in conferences),
        }

    @admin.display(description=pgettext_lazy("a person's", "name"), ordering="sort_name")
    def who(self, row):
        if not row.name_en or row.name_en == row.name:
            return row.name
        return format_html('{} <span class="quiet">{}</span>', row.name, row.name_en)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, row):
        tone = {Status.CONFIRMED: "good", Status.PENDING: "todo", Status.WAITLISTED: "warning"}
        mark = tone.get(row.status, "off")
        return format_html('<span class="tag tag-{}">{}</span>', mark, row.get_status_display())

    @admin.display(description=gettext_lazy("signed in"), boolean=True, ordering="is_here")
    def arrived(self, row):
        return row.is_here

    # --- Contacts -----------------------------------------------------------------------------

    def contacts_of(self, request) -> list[int] | None:
        """Ids of the conferences whose contacts the user sees in full; None: of all. One query."""
        if is_all_powerful(request.user):
            return None
        if not hasattr(request, "contact_conferences"):
            granted = request.user.team_memberships.filter(sees_contacts=True)
            request.contact_conferences = list(granted.values_list("conference_id", flat=True))
        return request.contact_conferences

    def shows_contacts(self, request, row):
        seen = self.contacts_of(request)
        return seen is None or row is None or row.conference_id in seen

    @admin.display(description=gettext_lazy("phone"))
    def shown_phone(self, row):
        # Set on the rows of the list; on the page of one it stands in for the field.
        return (row.phone if getattr(row, "sees_contacts", False) else row.masked_phone) or "-"

    @admin.display(description=gettext_lazy("e-mail"))
    def shown_email(self, row):
        return row.masked_email or "-"

    # --- One registration -----------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        hidden = set()
        if obj is None:
            hidden = {("number", "code"), ("registered_at", "consent"), "shown_answers"}
            hidden |= {"personal_link"}
        swapped = {("phone", "email"): ("shown_phone", "shown_email")}
        found = []
        for label, options in super().get_fieldsets(request, obj):
            lines = [line for line in options["fields"] if line not in hidden]
            if not self.shows_contacts(request, obj):
                lines = [swapped.get(line, line) for line in lines]
            found.append((label, options | {"fields": tuple(lines)}))
        return found

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "sessions":
            field.queryset = field.queryset.filter(kind="sub-forum").in_order()
            field.help_text = ""
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "sessions":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "sessions" and field is not None:
            field.widget.can_add_related = False  # sub-forums are made in the agenda
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "source":
            # A reply of the form carries its consent; nobody makes one by hand.
            kwargs["choices"] = [c for c in Registration.Source.choices if c[0] != "self"]
            kwargs["initial"] = Registration.Source.LIAISON
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "source"] if obj is not None else fields

    def hold(self, request, key):
        # First what every act on the list holds first: two that wait for each other never end.
        conference = Registration.objects.filter(pk=key).values_list("conference", flat=True)
        if transaction.get_connection().in_atomic_block and conference:
            Conference.objects.lock(conference[0])
        super().hold(request, key)

    def save_model(self, request, obj, form, change):
        # The number has no race, and pages that say whether seats are left are drawn anew. The
        # chosen sub-forums are written later in this same transaction.
        with list_lock(obj.conference):
            super().save_model(request, obj, form, change)
            raise_stamps(seats_scope(obj.conference.slug))

    def delete_model(self, request, obj):
        with list_lock(obj.conference):
            super().delete_model(request, obj)
            raise_stamps(seats_scope(obj.conference.slug))

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            slugs = set(queryset.values_list("conference__slug", flat=True))
            super().delete_queryset(request, queryset)
            raise_stamps(*map(seats_scope, slugs))

    @admin.display(description=gettext_lazy("consent"))
    def consent(self, row):
        if row.consented_at is None:
            return "-"
        return _("version %(version)s") % {"version": row.consent_version}

    @admin.display(description=gettext_lazy("answers"))
    def shown_answers(self, row):
        questions = Question.objects.filter(form__conference=row.conference_id)
        lines = [
            f"{question}: {answer_text(question, row.answers[str(question.pk)])}"
            for question in questions
            if str(question.pk) in row.answers
        ]
        return "\n".join(lines) or "-"

    @admin.display(description=gettext_lazy("personal link"))
    def personal_link(self, row):
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:attendance_registration_link", args=[row.pk]),
            _("make a new one") if row.token_hash else _("make one"),
        )

    def get_urls(self):
        own = [
            path(
                "<int:registration_id>/link/",
                self.admin_site.admin_view(self.link_view),
                name="attendance_registration_link",
            )
        ]
        return own + super().get_urls()

    # --- Many at once ---------------------------------------------------------------------------

    @admin.action(permissions=["change"], description=gettext_lazy("Confirm registrations"))
    def confirm(self, request, queryset):
        self.set_status(request, queryset, Status.CONFIRMED)

    @admin.action(permissions=["change"], description=gettext_lazy("Put on the waiting list"))
    def put_on_waiting_list(self, request, queryset):
        self.set_status(request, queryset, Status.WAITLISTED)

    @admin.action(permissions=["change"], description=gettext_lazy("Cancel registrations"))
    def cancel(self, request, queryset):
        self.set_status(request, queryset, Status.CANCELLED)

    @admin.action(permissions=["change"], description=gettext_lazy("Decline registrations"))
    def decline(self, request, queryset):
        self.set_status(request, queryset, Status.DECLINED)

    def set_status(self, request, queryset, status):
        """Give the chosen rows a status; those who are signed in stay as they are."""
        rows = self.changeable(request, queryset.select_related("conference"))
        changed = []
        for row in rows:
            leaves = status not in (Status.CONFIRMED,)
            if row.status == status or (leaves and row.admissions.exists()):
                continue
            row.status = status
            changed.append(row)
        with transaction.atomic():
            bulk_update_with_history(
                changed, Registration, ["status"], batch_size=500, default_user=request.user
            )
            raise_stamps(*{seats_scope(row.conference.slug) for row in rows})
        label = Status(status).label
        self.message_user(
            request,
            ngettext(
                "%(count)d registration is now: %(status)s.",
                "%(count)d registrations are now: %(status)s.",
                len(changed),
            )
            % {"count": len(changed), "status": label},
        )
        if len(changed) < len(rows):
            self.message_user(
                request,
                _("The others had this status already, or are signed in and stay as they are."),
                messages.WARNING,
            )
