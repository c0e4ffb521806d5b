"""Registrations in the admin: organizers edit them, exporters read them."""

from itertools import groupby

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin
from conference.attendance.admin.beside import ForumsOfRegistration
from conference.attendance.admin.importing import ImportPages
from conference.attendance.admin.waiting import WaitingListAdmin
from conference.attendance.choices import set_choices
from conference.attendance.doubles import twins_of
from conference.attendance.models import (
    Admission,
    Checkpoint,
    Question,
    Registration,
    ReplyForm,
    mask_email,
    mask_phone,
)
from conference.attendance.registering import let_in, list_lock, set_status, settle
from conference.attendance.seats import (
    fill_seats,
    place_in_line,
    places_in_forums,
    seats_taken,
)
from conference.attendance.wording import answer_text
from conference.filters import ChoiceFilter
from conference.history import ReadableChanges
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
    """Rows that look like another one of their conference, and replies that wait because of it."""

    title = gettext_lazy("possible duplicates")
    parameter_name = "doubles"

    def lookups(self, request, model_admin):
        return [("held", _("replies held as doubles")), ("yes", _("possible duplicates"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() == "held":
            return queryset.filter(held_as_double=True)
        same = Q(organization_name=OuterRef("organization_name"))
        same |= Q(organization=OuterRef("organization"))
        same |= Q(phone_digits=OuterRef("phone_digits")) & ~Q(phone_digits="")
        same |= Q(email__iexact=OuterRef("email")) & ~Q(email="")
        twins = Registration.objects.filter(
            same, conference=OuterRef("conference"), name_letters=OuterRef("name_letters")
        ).exclude(pk=OuterRef("pk"))
        return queryset.filter(Exists(twins))


class MaskedChanges(ReadableChanges):
    """For those who see phone and e-mail masked on every other page."""

    masks = {"phone": mask_phone, "email": mask_email}

    def prepare_delta_change_value(self, change, value):
        mask = self.masks.get(change.field)
        value = mask(value or "") if mask else value
        return super().prepare_delta_change_value(change, value)


@admin.register(Registration)
class RegistrationAdmin(ImportPages, WaitingListAdmin, ConferenceScopedAdmin, SimpleHistoryAdmin):
    shows_times = True
    history_parts = (ForumsOfRegistration,)
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
    actions = ("confirm", "let_in", "put_on_waiting_list", "cancel", "decline")
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
        *("shown_phone", "shown_email", "in_line", "twins"),
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

    def get_historical_record_context_helper(self, request, historical_record):
        if self.shows_contacts(request, request.history_of):
            return super().get_historical_record_context_helper(request, historical_record)
        return MaskedChanges(self.model, historical_record)

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
        if obj is None or not (obj.status == Status.WAITLISTED or obj.waits.exists()):
            hidden = {"in_line"}
        if obj is None or not obj.held_as_double:
            hidden |= {"twins"}
        if obj is None:
            hidden |= {("number", "code"), ("registered_at", "consent"), "shown_answers"}
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

    def save_model(self, request, obj, form, change):
        # The number has no race, and pages that say whether seats are left are drawn anew. The
        # chosen sub-forums are written later in this same transaction.
        with list_lock(obj.conference):
            before = Registration.objects.filter(pk=obj.pk).first() if change else None
            form.was_seated = before is not None and before.is_seated
            if before is None or before.status != Status.WAITLISTED:
                obj.waits_as = None  # who begins to wait goes to the end of the line, on save
            super().save_model(request, obj, form, change)
            if hasattr(request, "revert"):
                # The choices came back with the version; the form holds those of before.
                form.cleaned_data["sessions"] = list(obj.sessions.all())
            raise_stamps(seats_scope(obj.conference.slug))

    def save_related(self, request, form, formsets, change):
        with list_lock(form.instance.conference):
            chose = self.save_choices(request, form)
            super().save_related(request, form, formsets, change)
            settle(form.instance, was_seated=form.was_seated, chose=not change or chose)
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

    def warn_of_overbooking(self, request, conferences):
        """Organizers may seat more people than there are seats; they are told."""
        for form in ReplyForm.objects.filter(conference__in=conferences, seats__isnull=False):
            over = seats_taken(form.conference) - form.seats
            if over > 0:
                text = ngettext(
                    "%(conference)s: %(over)d person more than there are seats (%(seats)d). "
                    "Raise the seats in the reply form, or put somebody on the waiting list.",
                    "%(conference)s: %(over)d people more than there are seats (%(seats)d). "
                    "Raise the seats in the reply form, or put some on the waiting list.",
                    over,
                ) % {"conference": form.conference, "over": over, "seats": form.seats}
                self.message_user(request, text, messages.WARNING)

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
        listed = format_html_join(
            mark_safe("<br>"),
            '<a href="{}">{}</a>',
            (
                (
                    reverse("admin:attendance_registration_change", args=[twin.pk]),
                    f"{twin.number} · {twin.name} · {twin.organization_name} · "
                    f"{twin.get_status_display()}",
                )
                for twin in twins_of(row)
            ),
        )
        if row.status != Registration.Status.PENDING:
            return listed
        hint = _("The same person: decline this reply. Somebody else: confirm it.")
        return format_html('{}<br><span class="quiet">{}</span>', listed, hint)

    @admin.display(description=gettext_lazy("consent"))
    def consent(self, row):
        if row.consented_at is None:
            return "-"
        return _("version %(version)s") % {"version": row.consent_version}

    @admin.display(description=gettext_lazy("answers"))
    def shown_answers(self, row):
        questions = Question.objects.filter(form__conference=row.conference_id)
        colon = pgettext("between a role and a name", ": ")
        lines = [
            f"{question}{colon}{answer_text(question, row.answers[str(question.pk)])}"
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

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Not a double: give a seat or a place in line"),
    )
    def let_in(self, request, queryset):
        rows = self.changeable(request, queryset.select_related("conference"))
        done = []
        for conference, people in by_conference(rows):
            done += let_in(conference, people)
        waits = sum(row.status == Status.WAITLISTED for row in done)
        self.message_user(
            request,
            ngettext(
                "%(count)d reply is taken for another person; %(waits)d of them on the waiting "
                "list.",
                "%(count)d replies are taken for other people; %(waits)d of them on the waiting "
                "list.",
                len(done),
            )
            % {"count": len(done), "waits": waits},
        )

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
        changed, conferences = [], []
        for conference, people in by_conference(rows):
            conferences.append(conference)
            changed += set_status(conference, people, status)
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
        if status == Status.CONFIRMED:
            self.warn_of_overbooking(request, conferences)
        if status == Status.WAITLISTED:
            back = Registration.objects.filter(pk__in=[row.pk for row in changed])
            if seated := back.exclude(status=Status.WAITLISTED).count():
                text = ngettext(
                    "%(count)d person got a seat at once, because one is free.",
                    "%(count)d people got a seat at once, because some are free.",
                    seated,
                ) % {"count": seated}
                self.message_user(request, text, messages.WARNING)


def by_conference(rows) -> list[tuple[Conference, list[Registration]]]:
    """Rows with their conference, always in one order: each is locked in its turn."""
    rows = sorted(rows, key=lambda row: row.conference_id)
    return [
        (people[0].conference, people)
        for _key, group in groupby(rows, lambda r: r.conference_id)
        if (people := list(group))
    ]
