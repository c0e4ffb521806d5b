import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0034_keep_data_for_a_time"),
        ("conference", "0011_name_the_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "page opened"),
                            ("listed", "list shown"),
                            ("letter", "letter opened"),
                            ("downloaded", "data downloaded for the person"),
                            ("erased", "data erased"),
                            ("purged", "data of the conference erased"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("people", models.TextField(blank=True, editable=False)),
                ("many", models.PositiveIntegerField(default=1, verbose_name="people")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
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
                "verbose_name": "access to personal data",
                "verbose_name_plural": "accesses to personal data",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["conference", "-at"], name="accesses_of_a_conference")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["opened", "listed", "letter", "downloaded", "erased", "purged"],
                            )
                        ),
                        name="data_access_kind_is_known",
                        violation_error_message="Choose one of the listed values.",
                    )
                ],
            },
        ),
    ]
