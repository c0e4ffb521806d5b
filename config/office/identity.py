"""The name and the logo of the site in the admin: one page, for superusers alone."""

from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from conference import stamps
from conference.models import SiteIdentity
from conference.models.identity import ONLY
from conference.permissions import is_all_powerful
from conference.scoped_admin import ScopedAdmin


@admin.register(SiteIdentity)
class SiteIdentityAdmin(ScopedAdmin, SimpleHistoryAdmin):
    list_display = ("shown",)
    list_display_links = ("shown",)
    fieldsets = (
        (
            None,
            {
                "fields": (("name_zh", "name_en"), "logo"),
                "description": _(
                    "What is empty stays as the settings SITE_NAME and SITE_LOGO say. A change is "
                    "on all pages within a minute."
                ),
            },
        ),
    )

    def allows(self, request, act, row=None):
        return is_all_powerful(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """Where they are set already, to their page."""
        if self.has_add_permission(request) and SiteIdentity.objects.exists():
            address = reverse("admin:conference_siteidentity_change", args=[ONLY])
            return HttpResponseRedirect(address)
        return super().add_view(request, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        context["show_save_and_add_another"] = False  # there is one
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=pgettext_lazy("of the site", "name"))
    def shown(self, row):
        return str(row)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        # The answer to this press shows it already.
        transaction.on_commit(stamps.current)
