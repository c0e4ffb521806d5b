"""The handbook of a conference in the admin: its notice, its chapters in order, and its files."""

from functools import partial

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline
from conference.parts import Parts
from conference.program.models import USUAL_PARTS, Handbook, HandbookPart
from conference.program.papers.sources import notices
from conference.wording.days import calendar_date


class NoticeField(forms.ChoiceField):
    """News that are on show. One that was chosen and is not any more stays until it is changed, and
    says so.
    """

    default_error_messages = {
        "invalid_choice": gettext_lazy("This article is not on show. Choose one of the list.")
    }

    def get_bound_field(self, form, field_name):
        kept = form.instance.notice_article
        if kept and not self.valid_value(kept):
            gone = _("%(article)s (not on show: the text below is printed)") % {"article": kept}
            self.choices = [*self.choices, (kept, gone)]
        return super().get_bound_field(form, field_name)


def _choices_of_notice(conference):
    found = notices(conference) if conference else []
    shown = ((n.slug, f"{n.title.both} ({calendar_date(n.published_on)})") for n in found)
    return [("", _("None: the text below")), *shown]


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
                "fields": ("notice_article", ("notice_zh", "notice_en")),
                "description": gettext_lazy(
                    "Printed as a chapter of its own. Empty: what the conference says about itself."
                ),
            },
        ),
    )

    def get_fieldsets(self, request, obj=None):
        """A new one says what stands in it where no chapter is chosen."""
        (name, options), *rest = super().get_fieldsets(request, obj)
        if obj is None:
            usual = _(
                "With no chapter chosen, a new handbook has all of them but the list of "
                "participants."
            )
            options = options | {"description": f"{options['description']} {usual}"}
        return [(name, options), *rest]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "notice_article":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return NoticeField(
            choices=partial(_choices_of_notice, self.form_conference(request)),
            label=capfirst(db_field.verbose_name),
            help_text=db_field.help_text,
            required=False,
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
        context["show_save_and_add_another"] = False  # a conference has one
        if obj is not None and "_popup" not in request.GET:
            context["papers"] = reverse("admin:program_papers", args=[obj.conference_id])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def handbook_address(conference) -> str:
    """Where its chapters are chosen: the page of the one that is kept, or that of a new one."""
    kept = conference.handbooks.values_list("pk", flat=True).first()
    if kept:
        return reverse("admin:program_handbook_change", args=[kept])
    return reverse("admin:program_handbook_add") + f"?conference={conference.pk}"
