"""What else a conference's page holds: hosts, policies, totals, plans, hotels, contacts. Three of
them are also lists for editors, who may not open the settings.
"""

from adminsortable2.admin import SortableStackedInline, SortableTabularInline
from django.contrib import admin
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference.admin import ConferenceScopedAdmin, ConferenceScopedInline
from conference.filters import GapsFilter
from conference.models import Contact, Highlight, Hotel, VenuePlan
from conference.people.models import HostRole
from conference.program.models import ExpectedTotal

HOTEL_FIELDS = (
    ("name_zh", "name_en"),
    ("address_zh", "address_en"),
    ("note_zh", "note_en"),
    ("phone", "website"),
)
CONTACT_FIELDS = (("name_zh", "name_en"), ("purpose_zh", "purpose_en"), ("phone", "email"))


class HostRoleInline(ConferenceScopedInline, SortableTabularInline):
    model = HostRole
    fields = ("role", "organization", "called_zh", "called_en")
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
