import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0006_record_first_steps"),
        ("conference", "0003_add_venue_and_afterwards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AttendanceGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "given_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="given"
                    ),
                ),
            ],
            options={
                "verbose_name": "alliance that sees its members' attendance",
                "verbose_name_plural": "alliances that see their members' attendance",
                "ordering": ["conference", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAttendanceGrant",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "given_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="given"
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
            ],
            options={
                "verbose_name": "historical alliance that sees its members' attendance",
                "verbose_name_plural": "historical alliances that see their members' attendance",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="attendancegrant",
            name="alliance",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attendance_grants",
                to="alliance.alliance",
                verbose_name="alliance",
            ),
        ),
        migrations.AddField(
            model_name="attendancegrant",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="conference.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="historicalattendancegrant",
            name="alliance",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="alliance.alliance",
                verbose_name="alliance",
            ),
        ),
        migrations.AddField(
            model_name="historicalattendancegrant",
            name="conference",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="conference.conference",
                verbose_name="conference",
            ),
        ),
        migrations.AddField(
            model_name="historicalattendancegrant",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancegrant",
            constraint=models.UniqueConstraint(
                fields=("conference", "alliance"),
                name="alliance_is_given_attendance_once",
                violation_error_message="This alliance is on the list already.",
            ),
        ),
    ]
