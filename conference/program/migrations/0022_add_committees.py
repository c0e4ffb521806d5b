"""Add committees of a conference, and who sits in them."""

import conference.ordering
import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0007_say_what_markdown_means"),
        ("people", "0009_know_longer_surnames"),
        ("program", "0021_let_blocks_hold_items"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Committee",
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
                        among="conference",
                        blank=True,
                        help_text="Empty: at the end.",
                        verbose_name="position",
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advisory", "Advisory Committee"),
                            ("academic", "Academic Committee"),
                            ("organizing", "Organizing Committee"),
                            ("program", "Program Committee"),
                            ("other", "another committee"),
                        ],
                        default="organizing",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "own_name_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as its kind.",
                        max_length=200,
                        verbose_name="own name (Chinese)",
                    ),
                ),
                (
                    "own_name_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as its kind.",
                        max_length=200,
                        verbose_name="own name (English)",
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
                "verbose_name": "committee",
                "verbose_name_plural": "committees",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CommitteeMember",
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
                        among="committee",
                        blank=True,
                        help_text="Empty: at the end.",
                        verbose_name="position",
                    ),
                ),
                (
                    "printed_name_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=120,
                        verbose_name="printed name (Chinese)",
                    ),
                ),
                (
                    "printed_name_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=120,
                        verbose_name="printed name (English)",
                    ),
                ),
                (
                    "printed_title_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=200,
                        verbose_name="printed title (Chinese)",
                    ),
                ),
                (
                    "printed_title_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=200,
                        verbose_name="printed title (English)",
                    ),
                ),
                (
                    "printed_organization_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=200,
                        verbose_name="printed organization (Chinese)",
                    ),
                ),
                (
                    "printed_organization_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=200,
                        verbose_name="printed organization (English)",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("honorary-chair", "honorary chair"),
                            ("chair", "chair"),
                            ("vice-chair", "vice-chair"),
                            ("member", "member"),
                            ("secretary-general", "secretary-general"),
                            ("deputy", "deputy secretary-general"),
                            ("secretary", "secretary"),
                        ],
                        default="member",
                        max_length=18,
                        verbose_name="role",
                    ),
                ),
                (
                    "own_role_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the role. Such as 副主任兼秘书长.",
                        max_length=80,
                        verbose_name="own word for the role (Chinese)",
                    ),
                ),
                (
                    "own_role_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the role. Such as 副主任兼秘书长.",
                        max_length=80,
                        verbose_name="own word for the role (English)",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="program.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committee_seats",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of a committee",
                "verbose_name_plural": "members of committees",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalCommittee",
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
                        among="conference",
                        blank=True,
                        help_text="Empty: at the end.",
                        verbose_name="position",
                    ),
                ),
                ("guid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advisory", "Advisory Committee"),
                            ("academic", "Academic Committee"),
                            ("organizing", "Organizing Committee"),
                            ("program", "Program Committee"),
                            ("other", "another committee"),
                        ],
                        default="organizing",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "own_name_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as its kind.",
                        max_length=200,
                        verbose_name="own name (Chinese)",
                    ),
                ),
                (
                    "own_name_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as its kind.",
                        max_length=200,
                        verbose_name="own name (English)",
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
                "verbose_name": "historical committee",
                "verbose_name_plural": "historical committees",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommitteeMember",
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
                        among="committee",
                        blank=True,
                        help_text="Empty: at the end.",
                        verbose_name="position",
                    ),
                ),
                (
                    "printed_name_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=120,
                        verbose_name="printed name (Chinese)",
                    ),
                ),
                (
                    "printed_name_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=120,
                        verbose_name="printed name (English)",
                    ),
                ),
                (
                    "printed_title_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=200,
                        verbose_name="printed title (Chinese)",
                    ),
                ),
                (
                    "printed_title_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=200,
                        verbose_name="printed title (English)",
                    ),
                ),
                (
                    "printed_organization_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=200,
                        verbose_name="printed organization (Chinese)",
                    ),
                ),
                (
                    "printed_organization_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the person.",
                        max_length=200,
                        verbose_name="printed organization (English)",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("honorary-chair", "honorary chair"),
                            ("chair", "chair"),
                            ("vice-chair", "vice-chair"),
                            ("member", "member"),
                            ("secretary-general", "secretary-general"),
                            ("deputy", "deputy secretary-general"),
                            ("secretary", "secretary"),
                        ],
                        default="member",
                        max_length=18,
                        verbose_name="role",
                    ),
                ),
                (
                    "own_role_zh",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the role. Such as 副主任兼秘书长.",
                        max_length=80,
                        verbose_name="own word for the role (Chinese)",
                    ),
                ),
                (
                    "own_role_en",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: as the role. Such as 副主任兼秘书长.",
                        max_length=80,
                        verbose_name="own word for the role (English)",
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
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="program.committee",
                        verbose_name="committee",
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
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical member of a committee",
                "verbose_name_plural": "historical members of committees",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["advisory", "academic", "organizing", "program", "other"])
                ),
                name="committee_kind_is_known",
                violation_error_message="Choose one of the listed values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "other"), ("own_name_en", ""), ("own_name_zh", ""), _negated=True
                ),
                name="committee_has_a_name",
                violation_error_message="Choose a kind, or name the committee in Chinese or in English.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeemember",
            constraint=models.UniqueConstraint(
                fields=("committee", "person"),
                name="person_sits_once_in_a_committee",
                violation_error_message="This person is in the committee already. Somebody with two tasks has one row with a word of its own for the role.",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeemember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "honorary-chair",
                            "chair",
                            "vice-chair",
                            "member",
                            "secretary-general",
                            "deputy",
                            "secretary",
                        ],
                    )
                ),
                name="committee_role_is_known",
                violation_error_message="Choose one of the listed values.",
            ),
        ),
    ]
