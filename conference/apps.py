from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferenceAppConfig(AppConfig):
    name = "conference"
    verbose_name = _("Conferences")
