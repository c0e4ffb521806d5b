"""The handbook of a conference in the admin: its notice, its chapters in order, and its files."""

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline
from conference.parts import Parts
from conference.program.models import USUAL_PARTS, Handbook, HandbookPart


class HandbookPartInline(ConferenceScopedInline, SortableTabularInline):
    model = HandbookPart
    fields = ("kind",)
    verbose_name = gettext_lazy("chapter")
    verbose_name_plural = gettext_lazy("chapters, in the order they are printed")


class PartsOfHandbook(Parts):
    """The chapters in the history of a handbook."""

    model, owner = HandbookPart, "handbook"
    one = gettext_lazy("Chapter")
    order = gettext_lazy("Order of the chapters")
    columns = ("kind",)

    def key(self, part):
        return part.kind

    def told(self, part):
        return str(dict(HandbookPart.Kind.choices).get(part.kind, part.kind))


@admin.register(Handbook)
class HandbookAdmin(ConferenceScopedAdmin, SortableAdminBase, SimpleHistoryAdmin):
    change_form_template = "admin/program/handbook/change_form.html"
    inlines = (HandbookPartInline,)
    history_parts = (PartsOfHandbook,)
    list_display = ("name",)
    fieldsets = (
        (
            None,
            {
                "fields": (("notice_zh", "notice_en"),),
                "description": gettext_lazy(
                    "Printed as a chapter of its own. Empty: what the conference says about itself."
                ),
            },
        ),
    )

    @admin.display(description=gettext_lazy("handbook"))
    def name(self, row):
        return row

    def get_list_display(self, request):
        return self.list_display

    def is_on_site(self, obj):
        return False

    def save_related(self, request, form, formsets, change):
        """A new one has the usual chapters, unless some were chosen."""
        super().save_related(request, form, formsets, change)
        handbook = form.instance
        if not change and not handbook.parts.exists():
            for place, kind in enumerate(USUAL_PARTS, start=1):
                handbook.parts.create(kind=kind, position=place)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and "_popup" not in request.GET:
            context["papers"] = reverse("admin:program_papers", args=[obj.conference_id])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def handbook_address(conference) -> str:
    """Where its chapters are chosen: the page of the one that is kept, or that of a new one."""
    kept = conference.handbooks.values_list("pk", flat=True).first()
    if kept:
        return reverse("admin:program_handbook_change", args=[kept])
    return reverse("admin:program_handbook_add") + f"?conference={conference.pk}"
