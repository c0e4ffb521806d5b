"""Remember what a file of an office said, so that its next version is a difference."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0007_say_what_markdown_means"),
        ("program", "0018_keep_notes_for_those_who_run_a_session"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalImportedRow",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("session", "session"),
                            ("person", "person"),
                            ("answer", "answer"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("guid", models.UUIDField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="file")),
                ("said", models.JSONField(default=dict)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="conference.conference",
                        verbose_name="conference",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical row of an imported file",
                "verbose_name_plural": "historical rows of imported files",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("session", "session"),
                            ("person", "person"),
                            ("answer", "answer"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("guid", models.UUIDField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="file")),
                ("said", models.JSONField(default=dict)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="conference.conference",
                        verbose_name="conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an imported file",
                "verbose_name_plural": "rows of imported files",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "kind", "key"), name="imported_row_is_kept_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["session", "person", "answer"])),
                        name="imported_row_kind_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                ],
            },
        ),
    ]
