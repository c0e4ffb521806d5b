"""Add what is kept for the printed handbook of a conference."""

import conference.ordering
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0007_say_what_markdown_means"),
        ("program", "0022_add_committees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handbook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notice_zh",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="An empty line begins a paragraph, “- ” an item of a list; **words** are bold, [words](https://…) a link (Markdown).",
                        max_length=20000,
                        verbose_name="welcome and notice to participants (Chinese)",
                    ),
                ),
                (
                    "notice_en",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="An empty line begins a paragraph, “- ” an item of a list; **words** are bold, [words](https://…) a link (Markdown).",
                        max_length=20000,
                        verbose_name="welcome and notice to participants (English)",
                    ),
                ),
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
                "verbose_name": "handbook",
                "verbose_name_plural": "handbooks",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HandbookPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    conference.ordering.PositionField(
                        among="handbook",
                        blank=True,
                        help_text="Empty: at the end.",
                        verbose_name="position",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cover", "Cover"),
                            ("contents", "Contents"),
                            ("hosts", "Hosts"),
                            ("notice", "Notice to participants"),
                            ("agenda", "Agenda"),
                            ("forums", "Sub-forums"),
                            ("people", "Speakers and guests"),
                            ("venue", "Venue, traffic and hotels"),
                            ("contacts", "Contacts"),
                            ("committees", "Committees"),
                            ("participants", "List of participants"),
                            ("notes", "Notes"),
                        ],
                        max_length=12,
                        verbose_name="chapter",
                    ),
                ),
                (
                    "handbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="program.handbook",
                        verbose_name="handbook",
                    ),
                ),
            ],
            options={
                "verbose_name": "chapter of a handbook",
                "verbose_name_plural": "chapters of handbooks",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalHandbook",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "notice_zh",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="An empty line begins a paragraph, “- ” an item of a list; **words** are bold, [words](https://…) a link (Markdown).",
                        max_length=20000,
                        verbose_name="welcome and notice to participants (Chinese)",
                    ),
                ),
                (
                    "notice_en",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="An empty line begins a paragraph, “- ” an item of a list; **words** are bold, [words](https://…) a link (Markdown).",
                        max_length=20000,
                        verbose_name="welcome and notice to participants (English)",
                    ),
                ),
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
                "verbose_name": "historical handbook",
                "verbose_name_plural": "historical handbooks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHandbookPart",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    conference.ordering.PositionField(
                        among="handbook",
                        blank=True,
                        help_text="Empty: at the end.",
                        verbose_name="position",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cover", "Cover"),
                            ("contents", "Contents"),
                            ("hosts", "Hosts"),
                            ("notice", "Notice to participants"),
                            ("agenda", "Agenda"),
                            ("forums", "Sub-forums"),
                            ("people", "Speakers and guests"),
                            ("venue", "Venue, traffic and hotels"),
                            ("contacts", "Contacts"),
                            ("committees", "Committees"),
                            ("participants", "List of participants"),
                            ("notes", "Notes"),
                        ],
                        max_length=12,
                        verbose_name="chapter",
                    ),
                ),
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
                    "handbook",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="program.handbook",
                        verbose_name="handbook",
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
                "verbose_name": "historical chapter of a handbook",
                "verbose_name_plural": "historical chapters of handbooks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name="handbook",
            constraint=models.UniqueConstraint(
                fields=("conference",),
                name="conference_has_one_handbook",
                violation_error_message="This conference has its handbook already. Open that.",
            ),
        ),
        migrations.AddConstraint(
            model_name="handbookpart",
            constraint=models.UniqueConstraint(
                fields=("handbook", "kind"),
                name="chapter_stands_once_in_a_handbook",
                violation_error_message="This chapter is in the handbook already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="handbookpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "cover",
                            "contents",
                            "hosts",
                            "notice",
                            "agenda",
                            "forums",
                            "people",
                            "venue",
                            "contacts",
                            "committees",
                            "participants",
                            "notes",
                        ],
                    )
                ),
                name="handbook_chapter_is_known",
                violation_error_message="Choose one of the listed values.",
            ),
        ),
    ]
