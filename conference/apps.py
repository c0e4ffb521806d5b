from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ConferenceAppConfig(AppConfig):
    name = "conference"
    verbose_name = _("Conferences and teams")

    def ready(self):
        from simple_history.signals import pre_create_historical_record

        from conference.history import name_act
        from conference.stamps import note_deploy

        pre_create_historical_record.connect(name_act, dispatch_uid="name the act")
        post_migrate.connect(note_deploy, sender=self, dispatch_uid="note the deploy")
