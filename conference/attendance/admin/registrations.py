"""Registrations in the admin: organizers edit them, exporters read them."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, Subquery, Value, When
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin
from conference.attendance.admin.addressing import AddressingActions
from conference.attendance.admin.answers import AnswerPages
from conference.attendance.admin.beside import ForumsOfRegistration, WaitsOfRegistration
from conference.attendance.admin.contacts import ContactsAdmin
from conference.attendance.admin.expecting import ExpectPages
from conference.attendance.admin.importing import ImportPages
from conference.attendance.admin.privacy import PrivacyPages
from conference.attendance.admin.registration_filters import FILTERS
from conference.attendance.admin.saved_views import SavedViews
from conference.attendance.admin.statuses import StatusActions
from conference.attendance.admin.waiting import WaitingListAdmin
from conference.attendance.choices import set_choices
from conference.attendance.doubles import same_contact, twins_of
from conference.attendance.following import says_the_same
from conference.attendance.joining import join_reply
from conference.attendance.models import (
    Admission,
    Checkpoint,
    Registration,
)
from conference.attendance.registering import list_lock, settle
from conference.attendance.seats import (
    fill_seats,
    place_in_line,
    places_in_forums,
)
from conference.models import Conference
from conference.permissions import Right, may
from conference.stamps import raise_stamps, seats_scope

Status = Registration.Status


@admin.register(Registration)
class RegistrationAdmin(
    AddressingActions,
    StatusActions,
    PrivacyPages,
    AnswerPages,
    ContactsAdmin,
    SavedViews,
    ExpectPages,
    ImportPages,
    WaitingListAdmin,
    ConferenceScopedAdmin,
    SimpleHistoryAdmin,
):
    shows_times = True
    history_parts = (ForumsOfRegistration, WaitsOfRegistration)
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
    list_filter = FILTERS
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("search",)
    search_help_text = gettext_lazy(
        "Any part of name, pinyin, initials or organization; last digits of the phone; the code."
    )
    ordering = ("conference", "sort_name", "number")
    autocomplete_fields = ("organization",)
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
        (
            gettext_lazy("At the conference"),
            {"fields": ("status", "in_line", "twins", "sessions", "remarks")},
        ),
        (
            gettext_lazy("Where it comes from"),
            {
                "fields": (
                    ("number", "code"),
                    ("source", "language"),
                    "of_program",
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
        *("shown_phone", "shown_email", "in_line", "twins", "of_program"),
    )

    # --- The list ---------------------------------------------------------------------------

    def get_queryset(self, request):
        arrived = Admission.objects.filter(
            registration=OuterRef("pk"), checkpoint__kind=Checkpoint.Kind.ARRIVAL
        )
        seen = self.contacts_of(request)
        sees = Value(True) if seen is None else Case(When(conference__in=seen, then=True))
        before = Registration.objects.filter(
            conference=OuterRef("conference"), waits_as__lt=OuterRef("waits_as")
        )
        before = before.order_by().values("conference").annotate(n=Count("pk")).values("n")
        return (
            super()
            .get_queryset(request)
            .annotate(is_here=Exists(arrived), sees_contacts=sees, before=Subquery(before))
        )

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
        mark, label = tone.get(row.status, "off"), row.get_status_display()
        if row.held_as_double:
            label = _("possible double")
        elif row.status == Status.WAITLISTED:
            label = f"{label} · {(row.before or 0) + 1}"
        return format_html('<span class="tag tag-{}">{}</span>', mark, label)

    @admin.display(description=gettext_lazy("signed in"), boolean=True, ordering="is_here")
    def arrived(self, row):
        return row.is_here

    # --- One registration -----------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        hidden = set()
        if obj is None or not (obj.status == Status.WAITLISTED or obj.waits.exists()):
            hidden = {"in_line"}
        if obj is None or not obj.held_as_double:
            hidden |= {"twins"}
        if obj is None:
            hidden |= {("number", "code"), ("registered_at", "consent"), "shown_answers"}
            hidden |= {"personal_link"}
        if obj is None or obj.participation_id is None:
            hidden |= {"of_program"}
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
            # A reply of the form carries its consent, and the program names its people itself;
            # nobody makes one by hand.
            kwargs["choices"] = [
                c for c in Registration.Source.choices if c[0] not in ("self", "program", "invited")
            ]
            kwargs["initial"] = Registration.Source.LIAISON
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "source"] if obj is not None else fields

    def save_model(self, request, obj, form, change):
        # The number has no race, and pages that say whether seats are left are drawn anew. The
        # chosen sub-forums are written later in this same transaction.
        with list_lock(obj.conference):
            before = Registration.objects.filter(pk=obj.pk).first() if change else None
            form.was_seated = before is not None and before.is_seated
            form.was_status = before.status if before is not None else ""
            if before is None or before.status != Status.WAITLISTED:
                obj.waits_as = None  # who begins to wait goes to the end of the line, on save
            if obj.follows_program and not says_the_same(obj):
                obj.follows_program = False  # somebody wrote something else here
            super().save_model(request, obj, form, change)
            if hasattr(request, "revert"):
                # The choices came back with the version; the form holds those of before.
                form.cleaned_data["sessions"] = list(obj.sessions.all())
            raise_stamps(seats_scope(obj.conference.slug))

    def save_related(self, request, form, formsets, change):
        with list_lock(form.instance.conference):
            chose = self.save_choices(request, form)
            super().save_related(request, form, formsets, change)
            settle(
                form.instance,
                was_seated=form.was_seated,
                chose=not change or chose,
                was=form.was_status,
            )
        if form.instance.is_seated and not form.was_seated:
            self.warn_of_overbooking(request, [form.instance.conference])

    def save_choices(self, request, form) -> bool:
        """Write the chosen sub-forums, with their history; whether they are others now."""
        if hasattr(request, "revert"):
            return any(part.has_changed for part in request.revert.parts)
        return set_choices(form.instance, form.cleaned_data["sessions"])

    def delete_model(self, request, obj):
        conference = obj.conference
        with list_lock(conference):
            super().delete_model(request, obj)
            fill_seats(conference)
            raise_stamps(seats_scope(conference.slug))

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            conferences = list(Conference.objects.filter(registrations__in=queryset).distinct())
            # In one order, so that two who delete never wait for one another.
            for conference in sorted(conferences, key=lambda conference: conference.pk):
                Conference.objects.lock(conference.pk)
            super().delete_queryset(request, queryset)
            for conference in conferences:
                fill_seats(conference)
            raise_stamps(*(seats_scope(conference.slug) for conference in conferences))

    @admin.display(description=gettext_lazy("place in line"))
    def in_line(self, row):
        lines = []
        if place := place_in_line(row):
            lines.append(_("%(place)d for a seat at the conference") % {"place": place})
        lines += [
            _("%(place)d for “%(session)s”") % {"place": place.number, "session": place.session}
            for place in places_in_forums(row)
        ]
        return "\n".join(lines) or "-"

    @admin.display(description=gettext_lazy("on the list already"))
    def twins(self, row):
        may_join = row.status == Registration.Status.PENDING
        listed = format_html_join(
            mark_safe("<br>"),
            "{}",
            ((self.twin_line(row, twin, may_join=may_join),) for twin in twins_of(row)),
        )
        if not may_join:
            return listed
        hint = _(
            "One press makes both one registration: number, code and seat stay, answers and "
            "choices come along. Somebody else: confirm this reply."
        )
        return format_html('{}<br><span class="quiet">{}</span>', listed, hint)

    def twin_line(self, row, twin, *, may_join):
        told = f"{twin.number} · {twin.name} · {twin.organization_name}"
        line = format_html(
            '<a href="{}">{} · {}</a>',
            reverse("admin:attendance_registration_change", args=[twin.pk]),
            told,
            twin.get_status_display(),
        )
        if not may_join:
            return line
        agrees = same_contact(row, twin)
        why = _("e-mail or phone agree") if agrees else _("only name and organization agree")
        return format_html(
            '{} <span class="tag tag-{}">{}</span> '
            '<button type="submit" class="button" formnovalidate formaction="{}">{}</button>',
            line,
            "good" if agrees else "todo",
            why,
            reverse("admin:attendance_registration_join", args=[row.pk, twin.pk]),
            _("The same person: make both one"),
        )

    def join_view(self, request, registration_id, twin_id):
        """A held reply is the person who is on the list already."""
        rows = [self.get_object(request, str(pk)) for pk in (registration_id, twin_id)]
        self.changeable(request, rows)
        reply, twin = rows
        if request.method != "POST":
            return redirect("admin:attendance_registration_change", reply.pk)
        if not reply.held_as_double or twin not in twins_of(reply):
            self.message_user(
                request,
                _("Nothing was joined: these two are not alike any more."),
                messages.WARNING,
            )
            return redirect("admin:attendance_registration_change", reply.pk)
        stays = join_reply(reply, twin, by=request.user)
        said = _("%(name)s is on the list once now, as number %(number)d.")
        said %= {"name": stays.name, "number": stays.number}
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:attendance_registration_change", stays.pk)

    @admin.display(description=gettext_lazy("in the program"))
    def of_program(self, row):
        address = reverse("admin:program_participation_change", args=[row.participation_id])
        link = format_html('<a href="{}">{}</a>', address, row.participation)
        if not row.follows_program:
            return link
        said = _("name, organization and title follow the program until they are edited here")
        return format_html('{} <span class="quiet">{}</span>', link, said)

    @admin.display(description=gettext_lazy("consent"))
    def consent(self, row):
        if row.consented_at is None:
            return "-"
        return _("version %(version)s") % {"version": row.consent_version}

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
            ),
            path(
                "<int:registration_id>/join/<int:twin_id>/",
                self.admin_site.admin_view(self.join_view),
                name="attendance_registration_join",
            ),
        ]
        return own + super().get_urls()
