import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0033_say_whose_rows_left"),
        ("conference", "0011_name_the_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalRetention",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3650)],
                        verbose_name="days after the end of the conference",
                    ),
                ),
                ("on_day", models.DateField(blank=True, null=True, verbose_name="or on the day")),
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
                "verbose_name": "historical retention of personal data",
                "verbose_name_plural": "historical retention of personal data",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Retention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3650)],
                        verbose_name="days after the end of the conference",
                    ),
                ),
                ("on_day", models.DateField(blank=True, null=True, verbose_name="or on the day")),
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retention",
                        to="conference.conference",
                        verbose_name="conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "retention of personal data",
                "verbose_name_plural": "retention of personal data",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days__isnull", True), ("on_day__isnull", False)),
                            models.Q(("days__isnull", False), ("on_day__isnull", True)),
                            _connector="OR",
                        ),
                        name="retention_is_a_number_of_days_or_a_day",
                        violation_error_message="Give a number of days or a day, one of the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__isnull", True), ("days__lte", 3650), _connector="OR"
                        ),
                        name="retention_lasts_at_most_ten_years",
                        violation_error_message="Keep the data for at most 3650 days.",
                    ),
                ],
            },
        ),
    ]
