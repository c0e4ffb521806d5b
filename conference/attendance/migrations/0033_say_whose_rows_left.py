from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0032_erase_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="exportlog",
            name="people",
            field=models.TextField(blank=True, default="", editable=False),
        ),
    ]
