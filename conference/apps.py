from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ConferenceAppConfig(AppConfig):
    name = "conference"
    verbose_name = _("Conferences")

    def ready(self):
        from conference.stamps import note_deploy

        post_migrate.connect(note_deploy, sender=self, dispatch_uid="note the deploy")
