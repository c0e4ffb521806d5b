"""A short address may begin with a digit: 31c3."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0008_mark_chinese_renderings_and_describe_initiators"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alliance",
            name="slug",
            field=models.SlugField(
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
            model_name="historicalalliance",
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
