"""A new password by mail, for accounts that forgot theirs. Django's own views and tokens."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import views
from django.urls import path

_public = urlsplit(settings.PUBLIC_URL)

# The link in the letter comes from PUBLIC_URL, never from the request's Host header.
_reset = views.PasswordResetView.as_view(
    extra_email_context={
        "protocol": _public.scheme,
        "domain": _public.netloc,
        "site_name": "Lectern",
    }
)

# The names under which the sign-in page of the admin looks for them.
urls = [
    path("admin/password_reset/", _reset, name="admin_password_reset"),
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
