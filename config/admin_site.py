"""The one admin site: its name, its way in. What its index shows is made in config.pages."""

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _


class SignInForm(AdminAuthenticationForm):
    def clean_username(self):
        """Refuse here what is too long to be a name; the count of wrong tries could not hold it."""
        username = self.cleaned_data["username"]
        field = get_user_model()._meta.get_field(get_user_model().USERNAME_FIELD)
        if len(username) > field.max_length:
            raise self.get_invalid_login_error()
        return username


class LecternAdminSite(AdminSite):
    site_header = "Lectern"
    site_title = "Lectern"
    index_title = _("Overview")
    login_form = SignInForm
