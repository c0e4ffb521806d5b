"""Say at the seats of a session that a change counts once it is published."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("program", "0015_say_what_markdown_means"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalsession",
            name="seats",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="How many may choose it; empty for no limit. A change counts once it is published.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="seats",
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="seats",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="How many may choose it; empty for no limit. A change counts once it is published.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="seats",
            ),
        ),
    ]
