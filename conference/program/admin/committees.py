"""The committees of a conference in the admin, each with its members in their order."""

from adminsortable2.admin import SortableAdminBase, SortableStackedInline
from django.contrib import admin
from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline
from conference.filters import GapsFilter
from conference.parts import Parts
from conference.people.models import Person
from conference.program.admin.many import AddsManyMembers
from conference.program.admin.people import PRINTED, PrintedForm
from conference.program.models import Committee, CommitteeMember, printed_at


class CommitteeMemberInline(ConferenceScopedInline, SortableStackedInline):
    model = CommitteeMember
    form = PrintedForm
    autocomplete_fields = ("person",)
    verbose_name = gettext_lazy("member")
    verbose_name_plural = gettext_lazy("members, in the order they are printed")
    fieldsets = (
        (None, {"fields": (("person", "role"),)}),
        (
            gettext_lazy("Printed otherwise"),
            {
                "fields": (
                    ("own_role_zh", "own_role_en"),
                    *((f"printed_{name}_zh", f"printed_{name}_en") for name in PRINTED),
                ),
                "classes": ("collapse",),
            },
        ),
    )

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.with_people(self.form_conference(request)).select_related("committee")


class MembersOfCommittee(Parts):
    """The members in the history of a committee."""

    model, owner = CommitteeMember, "committee"
    one = gettext_lazy("Member")
    order = gettext_lazy("Order of the members")
    columns = (
        *("person_id", "role", "own_role_zh", "own_role_en"),
        *(f"printed_{name}_{side}" for name in PRINTED for side in ("zh", "en")),
    )

    def key(self, part):
        return part.person_id

    def told(self, part):
        person = self.persons.get(part.person_id)
        if person is None:
            return _("(deleted)")
        values = {name: getattr(part, name) for name in self.columns if name != "person_id"}
        member = CommitteeMember(person=person, committee=self.row, **values)
        role = member.own_role.both or member.get_role_display()  # of ours: in one's language
        affiliation = (member.organization.both, member.title.both)
        return " · ".join(filter(None, (member.name.both, str(role), *affiliation)))

    @cached_property
    def persons(self):
        ids = {part.person_id for part in (*self.records, *self.rows)}
        rows = Person.objects.filter(pk__in=ids).select_related("organization")
        rows = rows.prefetch_related(printed_at(self.row.conference))
        return {person.pk: person for person in rows}

    def possible(self, part):
        return part if part.person_id in self.persons else None


@admin.register(Committee)
class CommitteeAdmin(AddsManyMembers, ConferenceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
    fields = (("kind", "position"), ("own_name_zh", "own_name_en"))
    change_form_template = "admin/program/committee/change_form.html"
    inlines = (CommitteeMemberInline,)
    history_parts = (MembersOfCommittee,)
    list_display = ("name_line", "member_count", "position")
    list_display_links = ("name_line",)
    list_editable = ("position",)
    list_filter = (GapsFilter,)
    search_fields = ("own_name_zh", "own_name_en", "members__person__search")
    ordering = ("-conference__starts_on", "conference", "position", "pk")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.resolver_match.url_name.endswith("_changelist"):
            rows = rows.annotate(member_total=Count("members", distinct=True))
        return rows

    def is_on_site(self, obj):
        return False

    @admin.display(description=gettext_lazy("name"), ordering="kind")
    def name_line(self, row):
        return row.name.both

    @admin.display(description=gettext_lazy("members"), ordering="member_total")
    def member_count(self, row):
        return row.member_total
