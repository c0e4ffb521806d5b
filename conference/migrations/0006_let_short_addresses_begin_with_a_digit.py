"""A short address may begin with a digit: 31c3."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0005_keep_history_of_the_team"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conference",
            name="slug",
            field=models.SlugField(
                help_text="The conference's name in addresses; it is frozen by the first publish.",
                max_length=60,
                unique=True,
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
            model_name="historicalconference",
            name="slug",
            field=models.SlugField(
                help_text="The conference's name in addresses; it is frozen by the first publish.",
                max_length=60,
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
            model_name="historicalroom",
            name="slug",
            field=models.SlugField(
                max_length=60,
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
            model_name="historicaltrack",
            name="slug",
            field=models.SlugField(
                max_length=60,
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
            model_name="room",
            name="slug",
            field=models.SlugField(
                max_length=60,
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
            model_name="track",
            name="slug",
            field=models.SlugField(
                max_length=60,
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
