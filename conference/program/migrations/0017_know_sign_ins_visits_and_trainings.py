"""Let a session be a sign-in, a visit, a training, or something else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0007_say_what_markdown_means"),
        ("program", "0016_say_when_seats_count"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="session",
            name="session_kind_is_known",
        ),
        migrations.AlterField(
            model_name="historicalsession",
            name="kind",
            field=models.CharField(
                choices=[
                    ("address", "address"),
                    ("ceremony", "ceremony"),
                    ("keynote", "keynote"),
                    ("sub-forum", "sub-forum"),
                    ("talk", "talk"),
                    ("panel", "panel"),
                    ("discussion", "discussion"),
                    ("break", "break"),
                    ("meal", "meal"),
                    ("photo", "group photo"),
                    ("sign-in", "sign-in"),
                    ("visit", "visit"),
                    ("training", "training"),
                    ("other", "other"),
                ],
                default="talk",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="kind",
            field=models.CharField(
                choices=[
                    ("address", "address"),
                    ("ceremony", "ceremony"),
                    ("keynote", "keynote"),
                    ("sub-forum", "sub-forum"),
                    ("talk", "talk"),
                    ("panel", "panel"),
                    ("discussion", "discussion"),
                    ("break", "break"),
                    ("meal", "meal"),
                    ("photo", "group photo"),
                    ("sign-in", "sign-in"),
                    ("visit", "visit"),
                    ("training", "training"),
                    ("other", "other"),
                ],
                default="talk",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "address",
                            "ceremony",
                            "keynote",
                            "sub-forum",
                            "talk",
                            "panel",
                            "discussion",
                            "break",
                            "meal",
                            "photo",
                            "sign-in",
                            "visit",
                            "training",
                            "other",
                        ],
                    )
                ),
                name="session_kind_is_known",
                violation_error_message="Choose one of the listed kinds.",
            ),
        ),
    ]
