"""The site's addresses (docs: the contract of addresses). Each app brings its own `urls`."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]

urlpatterns += i18n_patterns()
