from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0023_open_stations"),
        ("conference", "0011_name_the_site"),
        ("program", "0026_fold_variants"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkpoint",
            name="categories",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Others are asked about; none chosen: everyone.",
                verbose_name="categories",
            ),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="closes_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closes"),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="confirmed_only",
            field=models.BooleanField(
                default=True,
                help_text="Off: who is not confirmed yet comes in too.",
                verbose_name="confirmed only",
            ),
        ),
        migrations.AddField(
            model_name="checkpoint",
            name="opens_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Who comes before is asked about; empty: always open.",
                null=True,
                verbose_name="opens",
            ),
        ),
        migrations.AddField(
            model_name="historicalcheckpoint",
            name="categories",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Others are asked about; none chosen: everyone.",
                verbose_name="categories",
            ),
        ),
        migrations.AddField(
            model_name="historicalcheckpoint",
            name="closes_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closes"),
        ),
        migrations.AddField(
            model_name="historicalcheckpoint",
            name="confirmed_only",
            field=models.BooleanField(
                default=True,
                help_text="Off: who is not confirmed yet comes in too.",
                verbose_name="confirmed only",
            ),
        ),
        migrations.AddField(
            model_name="historicalcheckpoint",
            name="opens_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Who comes before is asked about; empty: always open.",
                null=True,
                verbose_name="opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at__isnull", True),
                    ("closes_at__isnull", True),
                    ("closes_at__gt", models.F("opens_at")),
                    _connector="OR",
                ),
                name="checkpoint_closes_after_it_opens",
                violation_error_message="A checkpoint must close after it opens.",
            ),
        ),
    ]
