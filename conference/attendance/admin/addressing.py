"""From the list of registrations to whom it shows: a letter, a list of phones."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from conference.attendance.admin.phones import phone_list
from conference.attendance.badges.people import LONGEST_NUMBERS
from conference.attendance.group_letters import begin
from conference.attendance.whose import Whose
from conference.filters import chosen
from conference.permissions import Right, may


class AddressingActions:
    """Before the admin of registrations."""

    @admin.action(permissions=["change"], description=gettext_lazy("Write to these people"))
    def write_to(self, request, queryset):
        rows = self.changeable(request, queryset.select_related("conference"))
        conferences = {row.conference for row in rows}
        if len(conferences) != 1:
            self.tell_of_several(request)
            return None
        letter = begin(
            conferences.pop(), rows, by=request.user, chosen_by=self.chosen_by(request, len(rows))
        )
        return HttpResponseRedirect(
            reverse("admin:attendance_groupletter_change", args=[letter.pk])
        )

    @admin.action(permissions=["export"], description=gettext_lazy("List of phones to call (XLSX)"))
    def list_phones(self, request, queryset):
        conferences = {row.conference for row in queryset.select_related("conference")}
        if len(conferences) != 1:
            self.tell_of_several(request)
            return None
        return phone_list(request, conferences.pop(), queryset)

    @admin.action(permissions=["badges"], description=gettext_lazy("Print badges"))
    def print_badges(self, request, queryset):
        """To the page where sizes are chosen, with these people's numbers."""
        conferences = {row.conference for row in queryset.select_related("conference")}
        if len(conferences) != 1:
            self.tell_of_several(request)
            return None
        numbers = str(Whose(queryset.order_by().values_list("number", flat=True)))
        if len(numbers) > LONGEST_NUMBERS:
            said = _(
                "These are too many people here and there in the list. Choose a category or a "
                "sub-forum on the page of badges."
            )
            self.message_user(request, said, messages.WARNING)
            return None
        address = reverse("attendance:print", args=[conferences.pop().slug])
        query = urlencode({"numbers": numbers, "via": "admin"})
        return HttpResponseRedirect(f"{address}?{query}")

    def has_badges_permission(self, request, obj=None):
        return may(request.user, Right.BADGES, obj and obj.conference_id)

    def has_export_permission(self, request, obj=None):
        return may(request.user, Right.EXPORT, obj and obj.conference_id)

    def tell_of_several(self, request):
        said = _("Choose people of one conference alone.")
        self.message_user(request, said, messages.WARNING)

    def chosen_by(self, request, count) -> str:
        """How the list was narrowed, in words: 'arrival: not signed in · “Dalian”'."""
        shown = self.get_changelist_instance(request)
        colon = pgettext("between a role and a name", ": ")
        parts = [colon.join(filter(None, pair)) for pair in chosen(shown)]
        if shown.query:
            parts.append(f"“{shown.query}”")
        if request.POST.get("select_across", "0") in ("", "0") and count < shown.result_count:
            parts.append(_("ticked one by one"))
        return " · ".join(map(str, parts)) or _("the whole list")
