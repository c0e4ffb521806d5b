"""A session may be held in any language: a tag, and what people call it."""

from django.db import migrations, models

from conference.program.models.language_field import LanguageField


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0005_keep_history_of_the_team"),
        ("program", "0012_hold_columns_to_their_choices"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="session",
            name="session_language_is_known",
        ),
        migrations.AlterField(
            model_name="historicalsession",
            name="language",
            field=LanguageField(blank=True, max_length=35, verbose_name="spoken language"),
        ),
        migrations.AlterField(
            model_name="session",
            name="language",
            field=LanguageField(blank=True, max_length=35, verbose_name="spoken language"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language__regex", "^(both|[a-z]{2,3}(-[A-Za-z0-9]{1,8})*)?\\Z")
                ),
                name="session_language_is_a_tag",
                violation_error_message="The spoken language must be a tag such as de or pt-BR.",
            ),
        ),
    ]
