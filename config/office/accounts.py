"""Accounts in the admin, for superusers alone."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from conference.controls import by_the_rule
from conference.faster import tried_again
from conference.meanwhile.authors import hold
from conference.meanwhile.forms import MergingForm

_NOT_ASKED = ("groups", "user_permissions")


class AccountForm(MergingForm, UserChangeForm):
    pass


class NewPasswordForm(AdminPasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:  # without the list that Django puts into it
            self.fields["usable_password"].help_text = _(
                "Without a password nobody can sign in to this account; the one of before is lost."
            )


class AccountAdmin(UserAdmin):
    """Without groups and permissions: what an account may do stands in the teams of its
    conferences and alliances, and nothing here asks for the others.
    """

    form = AccountForm
    change_password_form = NewPasswordForm
    readonly_fields = ("last_login", "date_joined")
    list_filter = ("is_staff", "is_superuser", "is_active")
    filter_horizontal = ()
    fieldsets = tuple(
        (title, {"fields": tuple(name for name in of["fields"] if name not in _NOT_ASKED)})
        for title, of in UserAdmin.fieldsets
    )

    def changeform_view(self, request, *args, **kwargs):
        return tried_again(super().changeform_view, request, *args, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return by_the_rule(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST":
            row = super().get_object(request, object_id, from_field)
            hold(User, [row.pk] if row else [])
        return super().get_object(request, object_id, from_field)


def replace_stock_pages():
    """Once Django has registered its own."""
    admin.site.unregister([Group, User])
    admin.site.register(User, AccountAdmin)
