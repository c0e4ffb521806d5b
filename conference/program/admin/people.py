"""People of the program in the admin, as printed at one conference."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin
from conference.bilingual import gaps_condition
from conference.filters import ChoiceFilter
from conference.folding import searched
from conference.forms import ScopedModelForm
from conference.history import update_rows
from conference.ids import possible_id
from conference.models import Conference
from conference.people.admin import name_gaps
from conference.people.dialog_forms import NewPersonForm
from conference.people.dialogs import MakesInPlace, with_employer
from conference.people.models import Person
from conference.people.pinyin import search_text
from conference.permissions import Right, may, sees_contacts
from conference.program.admin.many import AddsManyParticipants
from conference.program.draft.joining import EXPECTING, join
from conference.program.models import ExpectedTotal, Participation

PRINTED = ("name", "title", "organization")
MOST_OFFERED = 10  # of the directory, after those who take part
CONTACT = ("contact_phone", "contact_email", "contact_note")


class PrintedForm(ScopedModelForm):
    """Empty printed fields show in grey what will be printed without them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.person_id:
            return
        for name in PRINTED:
            followed = self.instance.followed(name)
            for side in ("zh", "en"):
                if field := self.fields.get(f"printed_{name}_{side}"):
                    field.widget.attrs["placeholder"] = getattr(followed, side)


class NeedsFilter(ChoiceFilter):
    title = _("to do")
    parameter_name = "needs"

    def lookups(self, request, model_admin):
        return [
            ("session", _("without a session")),
            ("translation", _("missing translation")),
            ("english", _("without an English name")),
            ("official", _("Chinese name is our rendering")),
        ]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen == "session":
            return queryset.filter(roles__isnull=True)
        if chosen == "translation":
            people = Person.objects.filter(name_gaps() | gaps_condition(Person))
            return queryset.filter(gaps_condition(Participation) | Q(person__in=people))
        if chosen == "english":
            return queryset.without_english_name()
        if chosen == "official":
            return queryset.filter(person__name_zh_is_rendering=True, printed_name_zh="")
        return queryset


class ShownFilter(ChoiceFilter):
    title = _("on the public pages")
    parameter_name = "shown"

    def lookups(self, request, model_admin):
        return [("yes", _("shown")), ("no", _("not shown"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        shown = queryset.in_public()
        return shown if self.value() == "yes" else queryset.exclude(pk__in=shown.values("pk"))


@admin.register(Participation)
class ParticipationAdmin(
    AddsManyParticipants, MakesInPlace, ConferenceScopedAdmin, SimpleHistoryAdmin
):
    form = PrintedForm
    change_list_template = "admin/program/participation/change_list.html"
    making_form = NewPersonForm
    making_title = _("New participant")
    list_display = (
        "name_line",
        "category",
        "title_shown",
        "organization_shown",
        "session_count",
        "position",
    )
    list_display_links = ("name_line",)
    list_editable = ("category", "position")
    list_filter = (NeedsFilter, "category", ShownFilter)
    search_fields = ("person__search",)
    search_help_text = _("Any part of a name: Chinese, English, pinyin or initials.")
    ordering = ("-conference__starts_on", "conference", "position", "person__sort_name", "pk")
    autocomplete_fields = ("person",)
    actions = ("expect_people", "show_people", "hide_people")
    initial_from_address = ("person", "category")

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("person__organization")
        if request.resolver_match.url_name.endswith("_changelist"):
            rows = rows.annotate(session_total=Count("roles"))
        return rows

    def object_rows(self, request):
        return super().object_rows(request).select_related("person__organization")

    def get_search_results(self, request, queryset, search_term):
        rows, _distinct = super().get_search_results(request, queryset, "")
        words = searched(search_term)
        printed = [] if not words else rows.exclude(printed_name_zh="", printed_name_en="")
        # Few are printed otherwise than in the directory; the database cannot fold their names.
        printed = [
            (pk, search_text(en, names=(zh,)))
            for pk, zh, en in printed
            and printed.order_by().values_list("pk", "printed_name_zh", "printed_name_en")
        ]
        for word in words:
            also = [pk for pk, text in printed if word in text]
            employer = Q(person__organization__search__contains=word)
            rows = rows.filter(Q(person__search__contains=word) | employer | Q(pk__in=also))
        return rows, False

    def list_context(self, request):
        context = super().list_context(request)
        conference = context["conference"]
        if self.has_add_permission(request):
            context["make_address"] = self.making_address(conference and conference.pk)
            context["many_address"] = conference and reverse(
                "admin:program_participation_many", args=[conference.pk]
            )
        return context

    @admin.action(description=_("Put on the list of registrations"), permissions=["change"])
    def expect_people(self, request, queryset):
        """One conference at a time, because the list is one conference's."""
        rows = list(queryset.order_by("pk").values_list("conference", "pk"))
        if len({conference for conference, _pk in rows}) != 1:
            said = gettext("Mark people of one conference alone.")
            self.message_user(request, said, messages.WARNING)
            return None
        conference = Conference.objects.get(pk=rows[0][0])
        answers = EXPECTING.ask(request, conference, [pk for _conference, pk in rows])
        if not answers:
            said = gettext("Registrations of this conference are for its organizers.")
            self.message_user(request, said, messages.ERROR)
            return None
        return answers[0]

    @admin.action(description=_("Show on the public pages"), permissions=["change"])
    def show_people(self, request, queryset):
        done = self.set_shown(queryset, is_shown=True)
        said = ngettext(
            "%(n)d person is shown from the next publish on.",
            "%(n)d people are shown from the next publish on.",
            done,
        )
        self.message_user(request, said % {"n": done}, messages.SUCCESS)

    @admin.action(description=_("Show only with a session"), permissions=["change"])
    def hide_people(self, request, queryset):
        done = self.set_shown(queryset, is_shown=False)
        said = ngettext(
            "%(n)d person is shown only with a session from the next publish on.",
            "%(n)d people are shown only with a session from the next publish on.",
            done,
        )
        self.message_user(request, said % {"n": done}, messages.SUCCESS)

    @staticmethod
    def set_shown(queryset, *, is_shown) -> int:
        """How many changed; three queries, however many there are."""
        with transaction.atomic():
            rows = list(queryset.filter(is_shown=not is_shown).order_by("pk"))
            for row in rows:
                row.is_shown = is_shown
            update_rows(rows, "is_shown")
        return len(rows)

    # --- Made in place ----------------------------------------------------------------------

    def making_context(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        conference = self.conference_to_add_to(request)
        if conference is None:
            return self.choose_conference(request)
        request.form_conference = conference
        return {"conference": conference}

    def hold_for_making(self, request):
        Conference.objects.lock(request.form_conference.pk)

    def made_from(self, request, form):
        return join(request.form_conference, form.make(), **form.printed())[0]

    def made_before(self, request, guid):
        rows = Participation.objects.select_related("person__organization")
        return rows.filter(conference=request.form_conference, person__guid=guid).first()

    def offered_beside(self, request, term):
        """Who of the directory does not take part yet becomes a participant by being chosen."""
        conference = possible_id(request.GET.get("conference", ""))
        if conference is None or not may(request.user, Right.EDIT_DRAFT, conference):
            return []
        offers = []
        if words := searched(term):
            known = Person.objects.called(" ".join(words)).select_related("organization")
            known = known.exclude(participations__conference=conference)
            known = known.used_first(conference, request.user)[:MOST_OFFERED]
            join_address = self.making_address(conference)
            offers = [
                {
                    "id": f"known-{person.pk}",
                    "text": _("%(person)s (from the directory)")
                    % {"person": with_employer(person.name, person.organization)},
                    "make": join_address,
                    "is": str(person.pk),
                }
                for person in known
            ]
        return [*offers, self.offer(conference, term)]

    def get_fieldsets(self, request, obj=None):
        printed = tuple((f"printed_{name}_zh", f"printed_{name}_en") for name in PRINTED)
        fieldsets = [
            (
                None,
                {
                    "fields": (
                        "person",
                        ("category", "position"),
                        ("may_overlap", "is_listed_alone", "is_shown"),
                        *(("in_sessions",) if obj else ()),
                    )
                },
            ),
            (
                _("As printed at this conference"),
                {
                    "fields": printed,
                    "description": _(
                        "Leave empty to print what the person’s record says, shown here in gray."
                    ),
                },
            ),
        ]
        conference = obj.conference if obj else self.form_conference(request)
        if sees_contacts(request.user, conference):
            hint = _("Never published. Seen by those who may see full contacts.")
            contact = {"fields": (CONTACT[:2], CONTACT[2]), "description": hint}
            fieldsets.append((_("Private contact"), contact))
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        # Once published, the code in addresses and calendars means this person.
        return ("person", "in_sessions") if obj and obj.first_published_at else ("in_sessions",)

    def is_on_site(self, obj):
        return False

    def autocomplete_label(self, row):
        return with_employer(row.name, row.organization)

    @admin.display(description=_("name"), ordering="person__sort_name")
    def name_line(self, row):
        mark = ""
        if row.person.name_zh_is_rendering and not row.printed_name_zh:
            mark = format_html(' <span class="rendering" lang="zh-Hans">{}</span>', "译名")
        hidden = ""
        if not row.is_shown and not row.session_total:
            hidden = format_html(' <span class="tag">{}</span>', gettext("not public"))
        name = row.name
        return format_html('{} <span class="quiet">{}</span>{}{}', name, name.other, mark, hidden)

    @admin.display(description=_("sessions"))
    def in_sessions(self, row):
        roles = row.roles.select_related("session").order_by(
            "session__starts_at", "session__number"
        )
        return (
            format_html_join(
                "",
                '<a class="row-name" href="{}">{}</a> <span class="quiet">{}</span><br>',
                (
                    (
                        reverse("admin:program_session_change", args=[role.session_id]),
                        role.session.title,
                        role.get_role_display(),
                    )
                    for role in roles
                ),
            )
            or None
        )

    @admin.display(description=pgettext_lazy("a person's", "title"))
    def title_shown(self, row):
        return str(row.title) or None

    @admin.display(description=_("organization"))
    def organization_shown(self, row):
        return str(row.organization) or None

    @admin.display(description=_("sessions"), ordering="session_total")
    def session_count(self, row):
        return row.session_total


@admin.register(ExpectedTotal)
class ExpectedTotalAdmin(ConferenceScopedAdmin, SimpleHistoryAdmin):
    """Edited on the page of the conference; this list serves its editors."""

    fields = (("label_zh", "label_en"), ("total", "category"), "session")
    list_display = ("label", "total", "category", "session")
    list_select_related = ("session",)
    autocomplete_fields = ("session",)
