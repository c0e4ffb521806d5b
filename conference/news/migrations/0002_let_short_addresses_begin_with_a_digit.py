"""A short address may begin with a digit: 31c3."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="slug",
            field=models.SlugField(
                max_length=80,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                        "Use lower-case letters a-z, digits and single hyphens.",
                    )
                ],
                verbose_name="short address",
            ),
        ),
        migrations.AlterField(
            model_name="historicalarticle",
            name="slug",
            field=models.SlugField(
                max_length=80,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                        "Use lower-case letters a-z, digits and single hyphens.",
                    )
                ],
                verbose_name="short address",
            ),
        ),
    ]
