from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_delete
from django.utils.translation import gettext_lazy as _


class ConferenceAppConfig(AppConfig):
    name = "conference"
    verbose_name = _("Conferences and teams")

    def ready(self):
        from simple_history.signals import (
            post_create_historical_record,
            pre_create_historical_record,
        )

        from conference.acts.aside import has_history
        from conference.acts.writing import keep_aside, name_record, note_record
        from conference.stamps import note_deploy

        pre_create_historical_record.connect(name_record, dispatch_uid="name the act")
        post_create_historical_record.connect(note_record, dispatch_uid="note the record")
        for model in filter(has_history, apps.get_models(include_auto_created=True)):
            pre_delete.connect(keep_aside, sender=model, dispatch_uid=f"keep aside:{model!r}")
        post_migrate.connect(note_deploy, sender=self, dispatch_uid="note the deploy")
