"""The name and the logo of the site in the admin: one page, for superusers alone."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from conference import stamps
from conference.models import SiteIdentity
from conference.models.identity import ONLY
from conference.permissions import is_all_powerful
from conference.scoped_admin import ScopedAdmin


@admin.register(SiteIdentity)
class SiteIdentityAdmin(ScopedAdmin, SimpleHistoryAdmin):
    list_display = ("name_zh", "name_en")
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

    def get_model_perms(self, request):
        # There is one: the menu leads to its page, set or not, and offers no second.
        return super().get_model_perms(request) | {"add": False}

    def changelist_view(self, request, extra_context=None):
        """There is no list of one: to its page."""
        if not self.allows(request, "view"):
            raise PermissionDenied
        if SiteIdentity.objects.exists():
            return redirect("admin:conference_siteidentity_change", ONLY)
        return redirect("admin:conference_siteidentity_add")

    def add_view(self, request, form_url="", extra_context=None):
        """Where they are set already, to their page."""
        if self.has_add_permission(request) and SiteIdentity.objects.exists():
            return redirect("admin:conference_siteidentity_change", ONLY)
        return super().add_view(request, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        context["show_save_and_add_another"] = False  # there is one
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        # The answer to this press shows it already.
        transaction.on_commit(stamps.current)
