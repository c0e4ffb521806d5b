from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0031_save_views_of_the_list"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
