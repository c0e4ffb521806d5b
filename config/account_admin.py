"""Accounts in the admin, for superusers alone."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User

_NOT_ASKED = ("groups", "user_permissions")


class AccountAdmin(UserAdmin):
    """Without groups and permissions: what an account may do stands in the teams of its
    conferences and alliances, and nothing here asks for the others.
    """

    list_filter = ("is_staff", "is_superuser", "is_active")
    filter_horizontal = ()
    fieldsets = tuple(
        (title, {"fields": tuple(name for name in of["fields"] if name not in _NOT_ASKED)})
        for title, of in UserAdmin.fieldsets
    )


def replace_stock_pages():
    """Once Django has registered its own."""
    admin.site.unregister([Group, User])
    admin.site.register(User, AccountAdmin)
