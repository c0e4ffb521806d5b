from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="alliance",
            name="members_total",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="As announced, while not all are named. Unknown: leave it empty.",
                null=True,
                verbose_name="number of members",
            ),
        ),
        migrations.AddField(
            model_name="historicalalliance",
            name="members_total",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="As announced, while not all are named. Unknown: leave it empty.",
                null=True,
                verbose_name="number of members",
            ),
        ),
    ]
