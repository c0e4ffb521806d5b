"""A new password by mail, for accounts that forgot theirs. Django's own views and tokens."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.core.cache import cache
from django.shortcuts import render
from django.urls import path

from conference.invitations import mail_is_configured
from conference.site_identity import site_name

ONE_LETTER_IN = 5 * 60  # seconds

_public = urlsplit(settings.PUBLIC_URL)


class ResetForm(PasswordResetForm):
    def get_users(self, email):
        """The accounts to write to; none again so soon, so that nobody can fill a mailbox."""
        mark = hashlib.sha256(email.casefold().encode()).hexdigest()[:32]
        return super().get_users(email) if cache.add(f"letter-to:{mark}", 1, ONE_LETTER_IN) else []


class ResetView(views.PasswordResetView):
    """Where no letter can leave, the page says whom to ask instead of promising one."""

    form_class = ResetForm

    @property
    def extra_email_context(self):
        """The link in the letter comes from PUBLIC_URL, never from the request's Host header."""
        return {
            "protocol": _public.scheme,
            "domain": _public.netloc,
            "site_name": site_name(),  # as it is now
        }

    def dispatch(self, request, *args, **kwargs):
        if mail_is_configured():
            return super().dispatch(request, *args, **kwargs)
        return render(request, "registration/password_reset_by_hand.html")


# The names under which the sign-in page of the admin looks for them.
urls = [
    path("admin/password_reset/", ResetView.as_view(), name="admin_password_reset"),
    path(
        "admin/password_reset/done/",
        views.PasswordResetDoneView.as_view(),
        name="password_reset_done",
    ),
    path(
        "admin/reset/<uidb64>/<token>/",
        views.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "admin/reset/done/",
        views.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
]
