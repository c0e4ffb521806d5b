"""Keep what has to be there and an internal note for those who run a session."""

from django.db import migrations, models

MATERIAL = "What has to be there: slides, microphones, name cards, flowers."
NOTE = "For the chair and the technicians."


def added(model, name, **options):
    field = models.TextField(blank=True, default="", **options)
    return migrations.AddField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("program", "0017_know_sign_ins_visits_and_trainings"),
    ]

    operations = [
        added(model, name, **options)
        for model in ("historicalsession", "session")
        for name, options in {
            "material": {"help_text": MATERIAL, "max_length": 1000, "verbose_name": "material"},
            "private_note": {
                "help_text": NOTE,
                "max_length": 2000,
                "verbose_name": "internal note",
            },
        }.items()
    ]
