from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """The app without models: pages, commands and admin pieces that must see every side."""

    name = "config"


class LecternAdminConfig(AdminConfig):
    default_site = "config.admin_site.LecternAdminSite"
